"""Letters about households. None of them names anybody: mail is read by many machines."""

from typing import Any

from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.core.mail import Letter
from grannsamverkan.groups.models import Contact, Group
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


def too_few(below_pct: int) -> Any:
    """Why a group rests whose share has fallen below a binding limit."""
    return lazy("Mindre än %(pct)d %% av bostäderna är med.", pct=below_pct)


def participation_fell(group: Group, below_pct: int) -> Letter:
    """To the contact persons: the share has been below a limit for a while."""
    return Letter(
        subject=_("Färre är med i %(name)s", name=group.name),
        lead=_("Andelen som är med har sjunkit under %(pct)d %%. Se efter om listan stämmer.",
               pct=below_pct),
        button=(_("Öppna hushållslistan"), f"/grupper/{group.id}/hushall"),
        facts=(
            (_("Bostäder"), str(group.dwellings or 0)),
            (_("Anslutna"), str(group.joined)),
        ),
        paragraphs=(
            _("Bjud in dem som har flyttat in eller inte har svarat. Du får bara det här mejlet"
              " om den här nedgången."),
        ),
    )  # fmt: skip


def handed_over(contact: Contact) -> Letter:
    """To a successor: the group is in your hands."""
    return Letter(
        subject=_("Du tar över som kontaktombud i %(name)s", name=contact.group.name),
        lead=_("Logga in med den här e-postadressen, så ser du gruppen och dess hushållslista."),
        button=(_("Öppna gruppens sida"), f"/grupper/{contact.group_id}"),
        paragraphs=(
            _("Den som slutade ser inte listan längre. Tala med hen om det som inte står där."),
            _("Vill du inte? Säg det till den som föreslog dig, så tas dina uppgifter bort."),
        ),
    )


def successor_sought(group: Group) -> Letter:
    """To community police: the last contact person wants to leave and has nobody to follow."""
    return Letter(
        subject=_("%(name)s söker nytt kontaktombud", name=group.name),
        lead=_("Gruppens sista kontaktombud vill sluta och har ingen som tar över."),
        button=(_("Öppna gruppens sida"), f"/grupper/{group.id}"),
        paragraphs=(
            _("Ombudet står kvar tills någon annan är på plats. Hjälp gruppen att hitta någon,"
              " eller avsluta den."),
        ),
    )  # fmt: skip
