"""Letters to and from neighbours. Each letter to somebody on the list can take them off it."""

from collections.abc import Callable
from typing import TypeAlias

from grannsamverkan.core.i18n import _
from grannsamverkan.core.mail import Letter
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.interest import Interest

ToInterested: TypeAlias = Callable[[Group, str], Letter]
"""A letter about a group to somebody on the list: the group, and the token of the own link."""


def interest_asked(row: Interest, token: str) -> Letter:
    """To a mailbox that somebody gave: is it yours, and do you want to hear from us?"""
    return Letter(
        subject=_("Vill du veta när det finns en grupp på %(street)s?", street=row.street),
        lead=_("Tryck på knappen och svara ja på sidan. Annars tas adressen bort inom en vecka."),
        button=(_("Öppna sidan"), f"/intresse/{token}"),
        paragraphs=(
            _("Någon har skrivit in den här e-postadressen för grannsamverkan. Var det inte du?"
              " Då behöver du inte göra något."),
        ),
    )  # fmt: skip


def interest_group_near(group: Group, token: str) -> Letter:
    """To somebody on the list: a group has come where you live, or near."""
    return Letter(
        subject=_("Nu finns %(name)s nära dig", name=group.name),
        lead=_("Skriv till gruppen, så svarar ett kontaktombud."),
        button=(_("Läs mer och skriv"), f"/intresse/{token}"),
        paragraphs=(_off_the_list(),),
    )


def interest_invited(group: Group, token: str) -> Letter:
    """To somebody on the list: the contact persons of the group ask you in."""
    return Letter(
        subject=_("%(name)s bjuder in dig", name=group.name),
        lead=_("Du bor i gruppens område. Vill du vara med? Skriv, så svarar ett kontaktombud."),
        button=(_("Läs mer och skriv"), f"/intresse/{token}"),
        paragraphs=(
            _("Gruppen vet inte vem du är. Den ser bara att någon i området är intresserad."),
            _off_the_list(),
        ),
    )


def neighbour_wrote(group: Group, name: str, email: str, text: str) -> Letter:
    """To the contact persons: a letter from somebody who has found the group."""
    return Letter(
        subject=_("En granne vill nå %(name)s", name=group.name),
        lead=_("Svara till %(email)s. Det räcker att en av er svarar.", email=email),
        paragraphs=(
            _("%(name)s skriver:", name=name) if name else _("Så står det:"),
            text,
            _("Adressen är inte kontrollerad. Lämna inte ut uppgifter om grannarna."),
            _("Pågående brott: ring 112. Tips och anmälan: 114 14."),
        ),
    )


def _off_the_list() -> str:
    return _("Vill du inte ha fler mejl? Öppna sidan och tryck på ”Ta bort mig”.")
