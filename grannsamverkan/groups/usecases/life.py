"""A group rests, begins again or is closed; and its years begin and end with that."""

from collections.abc import Iterable
from datetime import date

from grannsamverkan.accounts.models import User
from grannsamverkan.core.work import Work
from grannsamverkan.groups import errors, policy, queries
from grannsamverkan.groups.mails import year as mails
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.year import GroupYear, LifeNote
from grannsamverkan.groups.queries import year as reads
from grannsamverkan.groups.rules.year import NO_ANSWER
from grannsamverkan.groups.workflow import GROUP, WAKE_ASKED, YEAR_BEGUN


def begin_year(work: Work, group: Group, on: date | None = None) -> GroupYear:
    """Let a new year begin, today unless an earlier day is given.

    Runs inside the use case that made the group active, which has asked for permission.
    """
    row = GroupYear(
        municipality_id=group.municipality_id,
        group=group,
        began_on=on or reads.today(work),
    )
    work.session.add(row)
    work.record(YEAR_BEGUN, group, began_on=row.began_on.isoformat())
    return row


def end_year(work: Work, group: Group, outcome: str) -> None:
    """Close the present year, if there is one; the same holds for permission."""
    row = reads.open_year(work, group)
    if row is not None:
        row.ended_at, row.outcome = work.now, outcome
        work.session.flush()


def rest_group(work: Work, group_id: int, *, reason: str) -> None:
    """Let an active group rest, with the reason."""
    let_rest(work, queries.group_to_change(work, group_id), reason)


def let_rest(work: Work, group: Group, reason: str = "") -> None:
    """The same for a group at hand; without a reason it is that nobody has confirmed the year."""
    GROUP.take(work, group, "dormant", reason=reason or str(NO_ANSWER))
    _keep_note(work, group, "dormant", reason)
    end_year(work, group, "dormant")
    for user in _everybody(work, group):
        is_own = user.id in group.contact_ids
        letter = mails.group_rests if is_own else mails.group_rests_told
        work.mail(user.recipient, letter, group, reason)


def ask_to_wake(work: Work, group_id: int) -> None:
    """The people of a resting group want to begin again; asking twice counts once."""
    group = queries.group_to_change(work, group_id)
    work.require(policy.is_contact, group)
    if not policy.may_ask_to_wake(work.actor, group):
        raise GROUP.too_late(work, group)
    if reads.wake_asked(work, group) is not None:
        return
    _keep_note(work, group, "ask_wake", "")
    work.record(WAKE_ASKED, group)
    for user in queries.deciders(work, group, ("police",)):
        work.mail(user.recipient, mails.wake_asked, group)


def wake_group(work: Work, group_id: int) -> None:
    """Let a resting group whose people have asked for it be active again; a new year begins."""
    group = queries.group_to_change(work, group_id)
    work.require(policy.may_decide, group)
    if group.state == "dormant" and reads.wake_asked(work, group) is None:
        raise errors.nobody_asked_to_wake()
    GROUP.take(work, group, "wake")
    begin_year(work, group)
    for contact in group.contacts:
        work.mail(contact.user.recipient, mails.group_woken, group)


def close_group(work: Work, group_id: int, *, reason: str) -> None:
    """End a group for good, with the reason; its signs come down."""
    group = queries.group_to_change(work, group_id)
    GROUP.take(work, group, "close", reason=reason)
    _keep_note(work, group, "close", reason)
    end_year(work, group, "closed")
    for user in _everybody(work, group):
        work.mail(user.recipient, mails.group_closed, group, reason)


def _everybody(work: Work, group: Group) -> Iterable[User]:
    """Its people and those who decide, but not whoever does it."""
    deciders = queries.deciders(work, group, ("police", "coordinator"))
    people = {user.id: user for user in (*(c.user for c in group.contacts), *deciders)}
    return [user for user in people.values() if user.id != work.actor.id]


def _keep_note(work: Work, group: Group, step: str, reason: str) -> None:
    work.session.add(
        LifeNote(
            municipality_id=group.municipality_id,
            group_id=group.id,
            step=step,
            reason=reason,
            actor_id=work.actor.id,
            at=work.now,
        )
    )
