"""Letters about a changed area."""

from collections.abc import Callable

from grannsamverkan.core.i18n import _
from grannsamverkan.core.mail import Letter
from grannsamverkan.groups.models import Group

GroupLetter = Callable[[Group], Letter]


def area_asked(group: Group) -> Letter:
    """To those who decide: a group wants another area."""
    return Letter(
        subject=_("%(name)s vill ändra sitt område", name=group.name),
        lead=_("Titta på kartan och svara ja eller nej."),
        button=(_("Svara gruppen"), f"/grupper/{group.id}/andra-omrade/beslut"),
    )


def area_moved(group: Group) -> Letter:
    """To those who decide: a small change, which needs no answer."""
    return Letter(
        subject=_("%(name)s har justerat sitt område", name=group.name),
        lead=_("Ändringen är liten och gäller redan. Du behöver inte göra något."),
        button=(_("Se området"), f"/grupper/{group.id}"),
    )


def area_accepted(group: Group) -> Letter:
    """To the contact persons: the new area holds."""
    return Letter(
        subject=_("Ert nya område gäller"),
        lead=_("%(name)s har fått sitt nya område.", name=group.name),
        button=(_("Öppna gruppens sida"), f"/grupper/{group.id}"),
        paragraphs=(
            _("Se över antalet bostäder, och berätta för hushåll som kommer till eller går ur."),
        ),
    )


def area_refused(group: Group, reason: str) -> Letter:
    """To the contact persons: the area stays as it was."""
    return Letter(
        subject=_("Ert område blir som det var"),
        lead=_("%(name)s får inte det område ni bad om.", name=group.name),
        button=(_("Öppna gruppens sida"), f"/grupper/{group.id}"),
        paragraphs=(_("Skälet är:"), reason),
    )
