"""Letters about orders of signs."""

from grannsamverkan.core.i18n import _, ngettext
from grannsamverkan.core.mail import Letter
from grannsamverkan.signs.models.orders import SignOrder


def order_asked(order: SignOrder) -> Letter:
    """To the coordinators: a group orders."""
    return _letter(
        order,
        subject=_("Beställning från %(group)s", group=order.group.name),
        lead=ngettext(
            "Gruppen vill ha %(num)s skylt. Säg ja eller nej.",
            "Gruppen vill ha %(num)s skyltar. Säg ja eller nej.",
            len(order.lines),
        ),
        words=order.note,
    )


def order_approved(order: SignOrder) -> Letter:
    """To the contact persons: the municipality will order."""
    return _letter(
        order,
        subject=_("Beställningen är godkänd"),
        lead=_("Kommunen beställer skyltarna. Du får ett mejl när de har kommit."),
    )


def order_delivered(order: SignOrder) -> Letter:
    """To the contact persons: come and fetch."""
    return _letter(
        order,
        subject=_("Skyltarna har kommit"),
        lead=_("Skyltarna finns hos kommunen. Kom överens med samordnaren om när ni hämtar dem."),
    )


def order_cancelled(order: SignOrder) -> Letter:
    """To the contact persons: there will be no order, and why."""
    return _letter(
        order,
        subject=_("Beställningen är avbruten"),
        lead=_("Skyltarna blir inte beställda. Platserna finns kvar."),
        words=order.answer,
    )


def _letter(order: SignOrder, subject: str, lead: str, words: str = "") -> Letter:
    return Letter(
        subject=subject,
        lead=lead,
        button=(_("Öppna beställningen"), f"/skyltar/bestallningar/{order.id}"),
        paragraphs=(words,) if words else (),
        facts=(
            (_("Beställning"), str(order.id)),
            (_("Grupp"), order.group.name),
            (_("Skyltar"), str(sum(line.quantity for line in order.lines))),
        ),
    )
