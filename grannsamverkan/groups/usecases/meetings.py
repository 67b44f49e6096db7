"""Meetings: proposed by the group, booked by the police, moved, called off, held."""

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grannsamverkan.core.calendar import MEDIA_TYPE, calendar_file
from grannsamverkan.core.i18n import lazy, local
from grannsamverkan.core.mail import Attachment, Letter, sender_address
from grannsamverkan.core.work import Work
from grannsamverkan.groups import errors, policy, queries, words
from grannsamverkan.groups.mails import meetings as mails
from grannsamverkan.groups.models import Group, GroupFact
from grannsamverkan.groups.models.meetings import Meeting, MeetingContact
from grannsamverkan.groups.queries import meetings as reads
from grannsamverkan.groups.workflow import (
    FACT_NOTED,
    MEETING,
    MEETING_MOVED,
    MEETING_PLANNED,
    MEETING_REMINDED,
)

OTHER_BOOKED: Any = lazy("En annan dag bokades.")
"""Why the other proposals fall away; an empty reason, read in everybody's own language."""
FACTS = {"booked": "meeting_booked", "held": "meeting_held"}


@dataclass(frozen=True)
class Plan:
    """When (aware), for how long and where a meeting is to be."""

    starts_at: datetime
    minutes: int
    place: str


def plan_meeting(work: Work, group_id: int, *, kind: str, plan: Plan) -> Meeting:
    """Book a meeting, or propose one: only those who decide book a start-up meeting."""
    group = queries.group_to_change(work, group_id)
    work.require(policy.may_plan_meeting, group)
    _refuse_the_past(work, plan)
    meeting = Meeting(
        municipality_id=group.municipality_id,
        municipality=group.municipality,
        group=group,
        kind=kind,
        starts_at=plan.starts_at,
        minutes=plan.minutes,
        place=plan.place,
        uid=secrets.token_hex(16),
        created_by=work.actor.id,
        created_at=work.now,
    )
    work.session.add(meeting)
    work.record(MEETING_PLANNED, meeting, group_id=group.id, kind=kind)
    if policy.may_book_meeting(work.actor, meeting):
        _book(work, meeting)
    else:
        for user in queries.deciders(work, group, ("police",)):
            work.mail(user.recipient, mails.meeting_proposed, meeting)
    return meeting


def accept_meeting(work: Work, meeting_id: int) -> Meeting:
    """Book what the group has proposed."""
    meeting = reads.meeting_to_change(work, meeting_id)
    work.require(policy.may_book_meeting, meeting)
    if meeting.state == "proposed" and reads.has_begun(meeting, work.now):
        raise errors.meeting_day_has_been()
    _book(work, meeting)
    for other in reads.other_proposals(work, meeting):
        MEETING.take(work, other, "cancel", reason=str(OTHER_BOOKED))
    return meeting


def move_meeting(work: Work, meeting_id: int, *, plan: Plan) -> Meeting:
    """Change day, hour or place; everybody's calendar follows."""
    meeting = reads.meeting_to_change(work, meeting_id)
    work.require(policy.may_change_meeting, meeting)
    if meeting.state not in reads.AHEAD:
        raise MEETING.too_late(work, meeting)
    _refuse_the_past(work, plan)
    fact = reads.booked_fact(work, meeting)
    meeting.starts_at, meeting.minutes, meeting.place = plan.starts_at, plan.minutes, plan.place
    meeting.sequence += 1
    meeting.reminded_on = None
    work.record(MEETING_MOVED, meeting, group_id=meeting.group_id)
    if meeting.state == "booked":
        if fact is not None:
            fact.on, fact.place = local(plan.starts_at).date(), plan.place
        _invite(work, meeting, mails.meeting_moved)
    return meeting


def cancel_meeting(work: Work, meeting_id: int, *, reason: str) -> Meeting:
    """Call a meeting off, or say no to a proposal, with the reason."""
    meeting = reads.meeting_to_change(work, meeting_id)
    fact = reads.booked_fact(work, meeting)
    was_booked = meeting.state == "booked"
    MEETING.take(work, meeting, "cancel", reason=reason)
    meeting.reason = reason
    meeting.sequence += 1
    if fact is not None and was_booked:
        # The group is no longer one that has booked its meeting.
        work.session.delete(fact)
    _invite(work, meeting, mails.meeting_cancelled)
    return meeting


def hold_meeting(
    work: Work, meeting_id: int, *, households: int, contacts: Collection[int]
) -> Meeting:
    """Note that it was held, how many households came, and which contact persons (by id)."""
    meeting = reads.meeting_to_change(work, meeting_id)
    work.require(policy.may_change_meeting, meeting)
    if not reads.has_begun(meeting, work.now):
        raise errors.meeting_has_not_been()
    MEETING.take(work, meeting, "hold")
    meeting.households = households
    present = {contact.id for contact in meeting.group.contacts}
    meeting.came.extend(
        MeetingContact(meeting_id=meeting.id, contact_id=one)
        for one in sorted(contacts)
        if one in present
    )
    if meeting.kind == "start":
        _note(work, meeting, "held")
    return meeting


def remind_of_meeting(work: Work, meeting_id: int) -> None:
    """Tell its people that a meeting is near; once."""
    work.require(lambda actor: actor.is_system)
    meeting = reads.meeting_to_change(work, meeting_id)
    if meeting.state != "booked" or meeting.reminded_on is not None:
        return
    meeting.reminded_on = local(work.now).date()
    work.record(MEETING_REMINDED, meeting, group_id=meeting.group_id)
    for contact in meeting.group.contacts:
        work.mail(contact.user.recipient, mails.meeting_near, meeting)


def _book(work: Work, meeting: Meeting) -> None:
    MEETING.take(work, meeting, "book")
    if meeting.kind == "start":
        _note(work, meeting, "booked")
    _invite(work, meeting, mails.meeting_booked)


def _note(work: Work, meeting: Meeting, state: str) -> None:
    """What the meeting says about the group, as one of its dated facts."""
    on = local(meeting.starts_at).date()
    meeting.group.facts.append(
        GroupFact(
            municipality_id=meeting.municipality_id,
            group_id=meeting.group_id,
            kind=FACTS[state],
            on=on,
            place=meeting.place,
            noted_at=work.now,
            noted_by=work.actor.id,
        )
    )
    work.record(FACT_NOTED, meeting.group, kind=FACTS[state], on=on.isoformat())


def _invite(work: Work, meeting: Meeting, letter: Callable[[Meeting, Attachment], Letter]) -> None:
    """Write to the contact persons and the police, each with the event for the own calendar."""
    work.session.flush()
    group: Group = meeting.group
    deciders = queries.deciders(work, group, ("police",))
    people = {user.id: user for user in (*(c.user for c in group.contacts), *deciders)}
    settings = work.runtime.settings
    organizer = sender_address(settings.mail_url, settings.base_url)
    event = words.event(meeting, settings.base_url, organizer, work.now)
    stored = work.storage.put([calendar_file(event)])
    for user in people.values():
        work.mail(user.recipient, letter, meeting, Attachment("mote.ics", MEDIA_TYPE, stored))


def _refuse_the_past(work: Work, plan: Plan) -> None:
    if plan.starts_at <= work.now:
        raise errors.meeting_in_the_past()
