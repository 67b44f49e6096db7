"""The receipt of an order on paper, as plain data; the shape stands in `templates/signs`."""

from urllib.parse import urlsplit

from grannsamverkan.core import codes
from grannsamverkan.core.i18n import _, current_language, format_date, local
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.signs.models.orders import SignOrder
from grannsamverkan.signs.prints import Document, place_of


def receipt(work: Work, order: SignOrder) -> Document:
    """What the receiver signs: which signs, how many fastenings, and the rules in short."""
    return {
        **letter_of(work, order, _("Kvitto på skyltar")),
        "intro": _(
            "Skyltarna är kommunens. De får sitta bara på platserna här nedanför och tas ner när"
            " gruppen upphör."
        ),
        "columns": [_("Skylt"), _("Plats"), _("Fästen")],
        "widest": 1,
        "rows": [
            [codes.pretty(line.sign.code), place_of(line.sign) or "–", ""]
            for line in order.lines
            if line.sign is not None
        ],
        "sign_here": [_("Namn"), _("Datum"), _("Underskrift")],
    }


def letter_of(work: Work, order: SignOrder, title: str) -> Document:
    """The frame of a letter about an order: from whom, to whom, whom to call."""
    host = urlsplit(work.runtime.settings.base_url).netloc
    controller = order.municipality.privacy_controller or order.municipality.name
    return {
        "lang": current_language(),
        "title": title,
        "heading": title,
        "product": "Grannsamverkan",
        "sender": {"name": order.municipality.name, "unit": _("Grannsamverkan")},
        "recipient": [order.group.name],
        "facts": [
            {"term": _("Datum"), "value": format_date(local(work.now))},
            {"term": _("Beställning"), "value": str(order.id)},
            {"term": _("Grupp"), "value": order.group.name},
        ],
        "call": {
            "heading": _("Frågor? Ring"),
            "items": [
                {"name": contact.title, "number": contact.phone}
                for contact in places.public_contacts(work, order.municipality_id)[:2]
            ],
        },
        "emergency": [_("Pågående brott: ring 112"), _("Tips och anmälan: 114 14")],
        "footer": [
            _("Personuppgiftsansvarig: %(who)s.", who=controller),
            _("Så används dina uppgifter: %(address)s", address=host + "/personuppgifter"),
        ],
    }
