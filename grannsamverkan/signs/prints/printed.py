"""Orders of printed matter on paper, as plain data: the receipt, and the picking slip."""

from collections.abc import Mapping, Sequence

from grannsamverkan.core import codes
from grannsamverkan.core.i18n import _, current_language, format_date, local
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.signs.models.orders import OrderLine, SignOrder
from grannsamverkan.signs.prints import Document, emergency, place_of
from grannsamverkan.signs.prints.orders import letter_of
from grannsamverkan.signs.queries.catalogue import named
from grannsamverkan.signs.words.printed import Item, amount

Known = Mapping[int, Mapping[str, Item]]
"""The catalogue of each municipality, by its id."""


def receipt(work: Work, order: SignOrder, known: Mapping[str, Item]) -> Document:
    """What the receiver signs: which matter, and how many."""
    return {
        **letter_of(work, order, _("Kvitto på trycksaker")),
        "intro": _("Det här har gruppen fått. Fyll i antalet om det inte stämmer."),
        "columns": [_("Sak"), _("Ska vara"), _("Fick")],
        "widest": 0,
        "rows": [
            [
                named(known, line.item).name,
                amount(named(known, line.item), line.delivered or line.quantity),
                "",
            ]
            for line in order.lines
        ],
        "sign_here": [_("Namn"), _("Datum"), _("Underskrift")],
    }


def picking(work: Work, orders: Sequence[SignOrder], known: Known) -> Document:
    """What has been ordered or has come, group by group; shape: `templates/signs/picking.typ`."""
    names = {place.id: place.name for place in places.municipalities(work)}
    here = sorted({order.municipality_id for order in orders})
    return {
        "lang": current_language(),
        "title": _("Plocklista"),
        "product": "Grannsamverkan",
        "municipality": ", ".join(names[place] for place in here),
        "day": format_date(local(work.now)),
        "lead": _("Bocka av det som packas. Kontaktombudet kvitterar när gruppen har fått allt."),
        "columns": [_("Klar"), _("Sak"), _("Antal"), _("Packat")],
        "orders": [_packed(order, known[order.municipality_id]) for order in orders],
        "nothing": _("Ingenting är beställt eller har kommit."),
        "emergency": emergency(),
    }


def _packed(order: SignOrder, known: Mapping[str, Item]) -> Document:
    return {
        "heading": order.group.name,
        "facts": [_("Beställning %(number)s", number=order.id), *_from(order)],
        "rows": [_row(line, known) for line in order.lines],
    }


def _from(order: SignOrder) -> list[str]:
    return [text for text in (order.supplier, order.reference) if text]


def _row(line: OrderLine, known: Mapping[str, Item]) -> list[str]:
    if line.sign is not None:
        place = place_of(line.sign)
        return [f"{_('Skylt')} {codes.pretty(line.sign.code)}, {place}".rstrip(", "), "1"]
    item = named(known, line.item)
    return [item.name, amount(item, line.quantity)]
