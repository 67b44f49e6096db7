"""The interest list and letters from neighbours: nobody's address is ever shown to another."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import delete, or_, select

from grannsamverkan.accounts.queries import pace
from grannsamverkan.accounts.rules import keyed_hash, mail_key
from grannsamverkan.accounts.rules.pace import Purpose
from grannsamverkan.accounts.usecases import tries
from grannsamverkan.core import codes
from grannsamverkan.core.i18n import TIMEZONE, local
from grannsamverkan.core.mail import Recipient
from grannsamverkan.core.work import Work
from grannsamverkan.groups import errors, policy, queries
from grannsamverkan.groups.mails import interest as mails
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.interest import Interest
from grannsamverkan.groups.queries import interest as reads
from grannsamverkan.groups.rules.interest import UNCONFIRMED_LASTS
from grannsamverkan.groups.rules.year import plus_months
from grannsamverkan.groups.workflow import (
    INTEREST_CONFIRMED,
    INTEREST_GONE,
    INTEREST_INVITED,
    INTEREST_NOTED,
    NEIGHBOUR_WROTE,
)
from grannsamverkan.notices import queries as notices
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Address


@dataclass(frozen=True)
class Neighbour:
    """Who writes: a name, if given, an address to answer to, the language read, the network."""

    name: str
    email: str
    language: str
    network: str


def note_interest(work: Work, address: Address, neighbour: Neighbour) -> None:
    """Put somebody on the list of an address, once a letter's link has been answered.

    The same answer whether the mailbox was on the list before: nobody learns that from here.
    Raises TooManyTries for a network that asks for many.
    """
    work.require(policy.anybody)
    _keep_pace(work, "interest", neighbour.email, neighbour)
    row, token = _row(work, address, neighbour)
    work.session.flush()
    work.record(INTEREST_NOTED, row)
    if reads.asked_lately(work, row):
        return
    work.mail(_recipient(work, row), mails.interest_asked, row, token)


def confirm_interest(work: Work, token: str) -> None:
    """The mailbox's owner says yes; a second press changes nothing."""
    row = reads.by_token(work, token)
    work.require(policy.holds_interest, row)
    if row.confirmed_at is None:
        row.confirmed_at = work.now
        row.expires_at = _lapses(work, row.municipality_id)
        work.record(INTEREST_CONFIRMED, row)


def withdraw_interest(work: Work, token: str) -> None:
    """Erase the row at its owner's wish."""
    row = reads.by_token(work, token)
    work.require(policy.holds_interest, row)
    _erase(work, row)


def erase_lapsed(work: Work) -> int:
    """Erase what has lapsed and what nobody has answered; returns how many rows that were."""
    work.require(lambda actor: actor.is_system)
    unanswered = (Interest.confirmed_at.is_(None)) & (
        Interest.created_at < work.now - UNCONFIRMED_LASTS
    )
    gone = work.session.scalars(
        select(Interest).where(or_(Interest.expires_at <= work.now, unanswered))
    ).all()
    for row in gone:
        _erase(work, row)
    return len(gone)


def invite_interested(work: Work, group_id: int) -> int:
    """Write for the group to those who wait in its area; returns how many had not been written
    to before. Their addresses are shown to nobody."""
    group = queries.group_to_change(work, group_id)
    work.require(policy.may_invite, group)
    waiting = [row for row in reads.inside(work, group) if row.invited_at is None]
    for row in waiting:
        row.invited_at = work.now
        _write(work, row, mails.interest_invited, group)
    work.record(INTEREST_INVITED, group, number=len(waiting))
    return len(waiting)


def tell_interested(work: Work, group_id: int) -> None:
    """Tell those who wait in a new group's area or near it; once each and group."""
    work.require(lambda actor: actor.is_system)
    group = queries.group(work, group_id)
    if group.state not in queries.PUBLIC_STATES:
        return
    around = float(places.setting(work, group.municipality_id, "group.interest_near_m"))
    for row in reads.inside(work, group, around):
        _write(work, row, mails.interest_group_near, group)


def write_to_group(work: Work, group_id: int, neighbour: Neighbour, text: str) -> None:
    """Carry a letter to the contact persons. It is kept nowhere once it has been sent.

    Raises TooManyTries for a network that writes many, InvalidInput for a group that gets many.
    """
    work.require(policy.anybody)
    group = reads.public_group(work, group_id)
    _keep_pace(work, "letter", str(group.id), neighbour)
    most = int(places.setting(work, group.municipality_id, "group.letters_per_day"))
    if reads.letters_today(work, group) >= most:
        raise errors.too_many_letters()
    for contact in group.contacts:
        sent = work.mail(
            contact.user.recipient,
            mails.neighbour_wrote,
            group,
            neighbour.name,
            neighbour.email,
            text,
        )
        sent.holds_secret = True
    work.record(NEIGHBOUR_WROTE, group)


def _keep_pace(work: Work, purpose: Purpose, account: str, neighbour: Neighbour) -> None:
    # Counted for the network alone: whoever writes much never keeps somebody else from writing.
    keys = pace.try_keys(work, purpose, account, neighbour.network)
    pace.check_pace(work, keys)
    tries.count(work, keys, success=True)
    tries.forget_old(work)


def _row(work: Work, address: Address, neighbour: Neighbour) -> tuple[Interest, str]:
    """The mailbox's row in the municipality, new or moved to this address, with a new link."""
    vault, token = work.runtime.vault, codes.new_token()
    version = notices.version(work, address.municipality_id, "privacy")
    email = mail_key(neighbour.email)
    key = keyed_hash(work.runtime.settings.secret_key, "interest", email)
    row = work.session.scalar(
        select(Interest).where(
            Interest.municipality_id == address.municipality_id, Interest.email_key == key
        )
    )
    if row is None:
        row = Interest(municipality_id=address.municipality_id, email_key=key, created_at=work.now)
        work.session.add(row)
    elif row.confirmed_at is not None or reads.asked_lately(work, row):
        # Whoever types somebody else's mailbox moves nothing: the link in use stays good.
        return row, vault.open(row.token_sealed)
    row.street, row.number, row.x, row.y = address.street, address.number, address.x, address.y
    row.email_sealed, row.name_sealed = vault.seal(email), vault.seal(neighbour.name)
    row.token_hash, row.token_sealed = codes.token_hash(token), vault.seal(token)
    row.language, row.consent_version = neighbour.language, version
    row.created_at, row.expires_at = work.now, work.now + UNCONFIRMED_LASTS
    return row, token


def _write(work: Work, row: Interest, letter: mails.ToInterested, group: Group) -> None:
    token = work.runtime.vault.open(row.token_sealed)
    work.mail(_recipient(work, row), letter, group, token)


def _recipient(work: Work, row: Interest) -> Recipient:
    # Private: the address is sealed in the mail too, and gone with it.
    return Recipient(work.runtime.vault.open(row.email_sealed), row.language, private=True)


def _lapses(work: Work, municipality_id: int) -> datetime:
    months = int(places.setting(work, municipality_id, "group.interest_months"))
    last = plus_months(local(work.now).date(), months)
    return datetime.combine(last, time(), TIMEZONE).astimezone(UTC)


def _erase(work: Work, row: Interest) -> None:
    work.record(INTEREST_GONE, row)
    work.session.execute(delete(Interest).where(Interest.id == row.id))
