"""What contact persons do with bulletins: read, pass on, and choose how they are written to."""

from grannsamverkan.accounts.models import MailChoice
from grannsamverkan.accounts.queries import mailing as choices
from grannsamverkan.accounts.rules.mailing import FREQUENCIES
from grannsamverkan.accounts.usecases.mailing import begin_choice
from grannsamverkan.core.errors import InvalidInput, NotFound
from grannsamverkan.core.i18n import lazy, local
from grannsamverkan.core.work import Work
from grannsamverkan.groups import usecases as groups
from grannsamverkan.groups.models import Group
from grannsamverkan.messages import errors, policy, rules
from grannsamverkan.messages.models import BulletinPassing, ContactChannel
from grannsamverkan.messages.queries import own
from grannsamverkan.messages.workflow import CHANNEL, CHOSEN, PASSED, READ

FIRST = "first_information"
"""The group's dated fact (`groups.rules.FACTS`)."""


def confirm_read(work: Work, bulletin_id: int) -> None:
    """Keep that the person says to have read it; a second press changes nothing."""
    found = own.own(work, bulletin_id)
    work.require(policy.may_receive, found.rows[0])
    if found.is_read:
        return
    for row in found.rows:
        row.read_at = work.now
    work.record(READ, found.bulletin, contact_id=found.rows[0].contact_id)


def pass_on(work: Work, bulletin_id: int, contact_id: int, channel: str) -> None:
    """Note that a bulletin goes on to a group by a channel; who passes on has read.

    The same press twice within a minute counts once. Conflict once it was taken back.
    """
    found = own.own(work, bulletin_id)
    row = next((row for row in found.rows if row.contact_id == contact_id), None)
    if row is None:
        raise NotFound()
    work.require(policy.may_receive, row)
    _known(channel, rules.CHANNELS)
    if found.bulletin.state != "sent":
        raise errors.gone()
    confirm_read(work, bulletin_id)
    if own.passed_lately(work, bulletin_id, contact_id, channel):
        return
    work.session.add(
        BulletinPassing(
            municipality_id=found.bulletin.municipality_id,
            bulletin_id=bulletin_id,
            group_id=row.group_id,
            contact_id=contact_id,
            channel=channel,
            at=work.now,
        )
    )
    work.record(PASSED, found.bulletin, contact_id=contact_id, channel=channel)
    _note_first_information(work, row.group)


def _note_first_information(work: Work, group: Group) -> None:
    """A group becomes active when a first information was passed on: this may be it."""
    if all(fact.kind != FIRST for fact in group.facts):
        groups.note_fact(work, group.id, kind=FIRST, on=local(work.now).date())


def choose_frequency(work: Work, frequency: str) -> None:
    """How often the actor wants mail about ordinary bulletins."""
    work.require(policy.is_contact)
    person = work.actor.person_id
    _set_frequency(work, choices.choice(work, person) or begin_choice(work, person), frequency)


def choose_frequency_by_link(work: Work, token: str, frequency: str) -> None:
    """The same by the link in a mail, without signing in."""
    choice = choices.choice_by_token(work, token)
    work.require(policy.holds_choice, choice)
    _set_frequency(work, choice, frequency)


def choose_channel(work: Work, contact_id: int, channel: str) -> None:
    """By which channel the actor passes things on to one group."""
    contact = own.contact(work, contact_id)
    work.require(policy.is_own, contact)
    _known(channel, rules.CHANNELS)
    row = own.channel_row(work, contact_id)
    if row is None:
        row = ContactChannel(contact_id=contact_id)
        work.session.add(row)
    row.channel, row.changed_at = channel, work.now
    work.record(CHANNEL, contact, channel=channel)


def _set_frequency(work: Work, choice: MailChoice, frequency: str) -> None:
    _known(frequency, FREQUENCIES)
    choice.frequency, choice.changed_at = frequency, work.now
    work.record(CHOSEN, choice, frequency=frequency)


def _known(chosen: str, among: tuple[str, ...]) -> None:
    if chosen not in among:
        raise InvalidInput(lazy("Välj bland det som finns i listan."))
