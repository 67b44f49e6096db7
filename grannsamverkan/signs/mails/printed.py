"""Letters about orders of printed matter. `known` is the catalogue, by code."""

from collections.abc import Mapping

from grannsamverkan.core.i18n import _
from grannsamverkan.core.mail import Letter
from grannsamverkan.signs.models.orders import OrderLine, SignOrder
from grannsamverkan.signs.words.printed import Item, amount, without_name

Known = Mapping[str, Item]


def printed_asked(order: SignOrder, known: Known) -> Letter:
    """To the coordinators: a group orders."""
    more = _("Därför vill gruppen ha fler: %(why)s", why=order.more_because)
    return _letter(
        order,
        known,
        subject=_("Trycksaker till %(group)s", group=order.group.name),
        lead=_("Gruppen beställer trycksaker. Säg ja eller nej."),
        words=(order.note, more if order.more_because else ""),
    )


def printed_approved(order: SignOrder, known: Known) -> Letter:
    """To the contact persons: the municipality will order, perhaps fewer."""
    return _letter(
        order,
        known,
        subject=_("Trycksakerna är godkända"),
        lead=_("Kommunen beställer trycksakerna. Du får ett mejl när de har kommit."),
        words=(order.answer,),
    )


def printed_partly(order: SignOrder, known: Known) -> Letter:
    """To the contact persons: a part has come, the rest will."""
    return _letter(
        order,
        known,
        subject=_("En del av trycksakerna har kommit"),
        lead=_("Resten är på väg. Kom överens med samordnaren om när ni hämtar."),
        delivered=True,
    )


def printed_delivered(order: SignOrder, known: Known, path: str) -> Letter:
    """To the contact persons: it has come; press when you have it. `path` is the reader's own."""
    return _letter(
        order,
        known,
        subject=_("Trycksakerna har kommit"),
        lead=_("Hämta dem hos kommunen, eller ta emot dem. Svara sedan att ni har fått dem."),
        words=(
            _("Länken är din egen och behöver inget lösenord. Skicka den inte vidare."),
            order.answer,
        ),
        button=(_("Svara att ni har fått dem"), path),
        delivered=True,
    )


def printed_refused(order: SignOrder, known: Known) -> Letter:
    """To the contact persons: no, and why."""
    return _letter(
        order,
        known,
        subject=_("Kommunen beställer inte trycksakerna"),
        lead=_("Kommunen har sagt nej till beställningen."),
        words=(order.answer,),
    )


def printed_cancelled(order: SignOrder, known: Known) -> Letter:
    """To the contact persons: it will not come, and why."""
    return _letter(
        order,
        known,
        subject=_("Beställningen av trycksaker är avbruten"),
        lead=_("Trycksakerna blir inte beställda."),
        words=(order.answer,),
    )


def _letter(
    order: SignOrder,
    known: Known,
    *,
    subject: str,
    lead: str,
    words: tuple[str, ...] = (),
    button: tuple[str, str] | None = None,
    delivered: bool = False,
) -> Letter:
    lines = (_line(line, known, delivered) for line in order.lines)
    return Letter(
        subject=subject,
        lead=lead,
        button=button or (_("Öppna beställningen"), f"/skyltar/bestallningar/{order.id}"),
        paragraphs=tuple(text for text in words if text),
        facts=((_("Beställning"), str(order.id)), (_("Grupp"), order.group.name), *lines),
    )


def _line(line: OrderLine, known: Known, delivered: bool) -> tuple[str, str]:
    item = known.get(line.item) or without_name(line.item)
    said = amount(item, line.delivered if delivered else line.quantity)
    whole = line.quantity if delivered else (line.asked or line.quantity)
    if whole != (line.delivered if delivered else line.quantity):
        return item.name, _("%(amount)s av %(whole)d", amount=said, whole=whole)
    return item.name, said
