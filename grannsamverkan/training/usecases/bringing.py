"""What the worker does with distributions: links are given and mails written a few at a time.

What says that a person has a link, the link and the mail itself are one transaction. Whoever is
killed in the middle leaves rows without a link, and the next worker goes on with those.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import TypeAlias

from sqlalchemy import update

from grannsamverkan.accounts.queries import mailing as choices
from grannsamverkan.accounts.usecases.mailing import choice_path
from grannsamverkan.core.i18n import TIMEZONE
from grannsamverkan.core.mail import Letter, MailRow
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact
from grannsamverkan.training import policy, queries
from grannsamverkan.training.mails import distributions as mails
from grannsamverkan.training.models import Assignment, Distribution, Edition, Receiver
from grannsamverkan.training.queries import distributions as reads
from grannsamverkan.training.rules.selecting import reminded_ways
from grannsamverkan.training.usecases import sending

AT_ONE_TIME = 100
"""Own choice: so many receivers a transaction, some tenths of a second of the write lock."""
Written: TypeAlias = Callable[[Assignment, Distribution, str, str], Letter]
"""A letter: the assignment, what was sent, the link's token, where mails can be ended."""


def bring_some(work: Work, distribution_id: int, most: int = AT_ONE_TIME) -> int:
    """Give the next receivers their links, each by the own route; how many were dealt with."""
    work.require(policy.mails)
    found = work.get(Distribution, distribution_id)
    if found.state != "sent":
        return 0
    edition = reads.newest_of(work, found.edition)
    if edition is None:
        _stop(work, found)
        return 0
    waiting = reads.to_bring(work, found, most)
    for receiver in waiting:
        _bring(work, found, edition, receiver)
    return len(waiting)


def remind_some(work: Work, distribution_id: int, most: int = AT_ONE_TIME) -> int:
    """Write the next reminders to those who are still not done."""
    work.require(policy.mails)
    found = work.get(Distribution, distribution_id)
    edition = reads.newest_of(work, found.edition)
    waiting = reads.to_remind(work, found, most)
    for receiver in waiting:
        receiver.reminds = False
        if found.state == "sent" and edition is not None:
            _remind(work, found, edition, receiver)
    return len(waiting)


def _bring(work: Work, found: Distribution, edition: Edition, receiver: Receiver) -> None:
    contact = _standing_in(work, receiver.contact)
    if contact is None:
        receiver.way = "left"
        return
    receiver.contact = contact
    token = _give_link(work, found, edition, receiver)
    if receiver.route == "paper":
        receiver.way, receiver.link_sealed = "paper", work.runtime.vault.seal(token)
    elif _wants_no_mail(work, edition, contact):
        receiver.way = "page"
    else:
        receiver.mail_id = _mail(work, found, receiver, token, mails.material_sent).id


def _remind(work: Work, found: Distribution, edition: Edition, receiver: Receiver) -> None:
    contact = _standing_in(work, receiver.contact)
    if contact is None:
        receiver.way = "left"
    elif receiver.way in reminded_ways(trains=edition.trains):
        receiver.contact = contact
        token = _give_link(work, found, edition, receiver)
        receiver.reminder_id = _mail(work, found, receiver, token, mails.material_reminder).id


def _standing_in(work: Work, contact: Contact) -> Contact | None:
    """The person's present row: the same, or one of another group if the person has moved."""
    if contact.ended_at is None:
        return contact
    rows = queries.present_rows(work, contact)
    return next((row for row in rows if row.group.state in queries.LIVING), None)


def _give_link(work: Work, found: Distribution, edition: Edition, receiver: Receiver) -> str:
    """A fresh link that works as long as the distribution says; returns its token."""
    contact = receiver.contact
    assignment, token = sending.give_link(work, edition, contact)
    if edition.trains and assignment.done_at and queries.may_renew(work, contact):
        sending.open_anew(assignment)
    assignment.expires_at = _end_of(found)
    receiver.assignment, receiver.link_hash = assignment, assignment.token_hash
    return token


def _end_of(found: Distribution) -> datetime:
    after = found.last_day + timedelta(days=1)
    return datetime.combine(after, time(), TIMEZONE).astimezone(UTC)


def _mail(
    work: Work, found: Distribution, receiver: Receiver, token: str, letter: Written
) -> MailRow:
    assert receiver.assignment is not None
    contact = receiver.contact
    duty = _is_duty(work, receiver.assignment.edition, contact)
    ends_by = "" if duty else choice_path(work, contact.user_id)
    work.session.flush()
    receiver.assignment.sent_at = work.now
    row = work.mail(contact.user.recipient, letter, receiver.assignment, found, token, ends_by)
    # The letter carries the token itself: it is blanked as soon as the mail has gone.
    row.holds_secret = True
    return row


def _is_duty(work: Work, edition: Edition, contact: Contact) -> bool:
    """True for a training that the person has yet to do: it comes whatever was chosen of mails."""
    return edition.trains and not queries.counts(work, contact)


def _wants_no_mail(work: Work, edition: Edition, contact: Contact) -> bool:
    chosen = choices.choice(work, contact.user_id)
    on_page = chosen is not None and chosen.frequency == "page"
    return on_page and not _is_duty(work, edition, contact)


def _stop(work: Work, found: Distribution) -> None:
    """The material was taken back meanwhile: whoever has no link gets none."""
    work.session.execute(
        update(Receiver)
        .where(
            Receiver.distribution_id == found.id,
            Receiver.way == "queued",
            Receiver.assignment_id.is_(None),
        )
        .values(way="withdrawn")
    )
