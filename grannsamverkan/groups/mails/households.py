"""Letters about households. None of them names anybody: mail is read by many machines."""

from grannsamverkan.core.i18n import _
from grannsamverkan.core.mail import Letter
from grannsamverkan.groups.models.households import Dwelling

LINK_PATH = "/mitt-hushall/"


def household_link(_dwelling: Dwelling, group_name: str, token: str) -> Letter:
    """To a household that gave its address: the private link to what is kept of it."""
    return Letter(
        subject=_("Ni är med i %(group)s", group=group_name),
        lead=_("På er egen sida ser ni vad som är sparat. Där kan ni ändra eller ta bort det."),
        button=(_("Öppna er sida"), LINK_PATH + token),
        paragraphs=(
            _("Länken är bara er. Skicka den inte vidare."),
            _("Har ni inte gått med? Öppna sidan och välj att lämna, så raderas uppgifterna."),
        ),
    )
