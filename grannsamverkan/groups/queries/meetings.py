"""Reads about meetings: those of one group, and those that wait for somebody."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.groups import policy
from grannsamverkan.groups.models import Group, GroupFact
from grannsamverkan.groups.models.meetings import Meeting
from grannsamverkan.places import queries as places

AHEAD = ("proposed", "booked")


def meeting(work: Work, meeting_id: int) -> Meeting:
    """One meeting; NotFound unless the actor may see its group."""
    return work.get(Meeting, meeting_id, lambda actor, found: policy.may_see(actor, found.group))


def meeting_to_change(work: Work, meeting_id: int) -> Meeting:
    """The same, held until the work is done."""
    found = meeting(work, meeting_id)
    work.session.refresh(found, with_for_update=True)
    return found


def of_group(work: Work, group: Group) -> Sequence[Meeting]:
    """The group's meetings, oldest first."""
    return work.session.scalars(
        select(Meeting).where(Meeting.group_id == group.id).order_by(Meeting.starts_at, Meeting.id)
    ).all()


def other_proposals(work: Work, meeting: Meeting) -> Sequence[Meeting]:
    """Proposals of the same kind for the same group that nobody has answered."""
    return work.session.scalars(
        select(Meeting).where(
            Meeting.group_id == meeting.group_id,
            Meeting.kind == meeting.kind,
            Meeting.state == "proposed",
            Meeting.id != meeting.id,
        )
    ).all()


def waiting(work: Work, groups: Iterable[Group]) -> Sequence[Meeting]:
    """Of those groups: proposals to answer, and booked meetings that have been, oldest first."""
    ids = [group.id for group in groups]
    found = work.session.scalars(
        select(Meeting)
        .where(Meeting.group_id.in_(ids), Meeting.state.in_(AHEAD))
        .options(selectinload(Meeting.group))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [one for one in found if one.state == "proposed" or has_begun(one, work.now)]


def has_begun(meeting: Meeting, now: datetime) -> bool:
    """True from the moment it starts."""
    return meeting.starts_at <= now


def ends_at(meeting: Meeting) -> datetime:
    """When it ends."""
    return meeting.starts_at + timedelta(minutes=meeting.minutes)


def booked_fact(work: Work, meeting: Meeting) -> GroupFact | None:
    """The dated fact that the booked start-up meeting stands for."""
    if meeting.kind != "start":
        return None
    return work.session.scalars(
        select(GroupFact)
        .where(
            GroupFact.group_id == meeting.group_id,
            GroupFact.kind == "meeting_booked",
            GroupFact.on == local(meeting.starts_at).date(),
        )
        .order_by(GroupFact.id.desc())
    ).first()


def to_remind(work: Work) -> list[int]:
    """Ids of booked meetings that are near and whose people have not been reminded."""
    near = work.session.scalars(
        select(Meeting).where(
            Meeting.state == "booked",
            Meeting.reminded_on.is_(None),
            Meeting.starts_at > work.now,
            Meeting.starts_at < work.now + timedelta(days=60),
        )
    )
    return [one.id for one in near if _is_near(work, one)]


def _is_near(work: Work, meeting: Meeting) -> bool:
    days = int(places.setting(work, meeting.municipality_id, "group.meeting_reminder_days"))
    left = local(meeting.starts_at).date() - local(work.now).date()
    # Who was invited less than a day ago knows.
    return left <= timedelta(days=days) and work.now - meeting.created_at > timedelta(days=1)
