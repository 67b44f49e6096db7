"""Reads about falling shares: numbers of the group, never anything about households."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from grannsamverkan.core.work import Work
from grannsamverkan.groups import queries
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.households import ParticipationFall
from grannsamverkan.places import queries as places

_LIMITS = (
    "group.participation_approve_pct",
    "group.participation_warn_pct",
    "group.participation_dormant_pct",
)


def share(group: Group) -> float:
    """The share of dwellings that have joined now, 0..1."""
    return queries.participation(group).share


def limits(work: Work, group: Group) -> list[int]:
    """The municipality's limits in per cent."""
    return [int(places.setting(work, group.municipality_id, key)) for key in _LIMITS]


def open_fall(work: Work, group: Group) -> ParticipationFall | None:
    """The fall that the group has not risen from, or None."""
    return work.session.scalar(
        select(ParticipationFall)
        .where(ParticipationFall.group_id == group.id, ParticipationFall.ended_at.is_(None))
        .order_by(ParticipationFall.id.desc())
        .limit(1)
    )


def to_tell(work: Work) -> Sequence[int]:
    """Ids of the falls that have lasted so long that the contact persons are told."""
    waiting = work.session.scalars(
        select(ParticipationFall).where(
            ParticipationFall.told_at.is_(None), ParticipationFall.ended_at.is_(None)
        )
    )
    return [fall.id for fall in waiting if fall.at + _patience(work, fall) <= work.now]


def must_rest(work: Work, group: Group, fall: ParticipationFall) -> bool:
    """True if the municipality lets groups rest that have fallen below the lowest limit."""
    binds = places.setting(work, group.municipality_id, "household.dormant_binds")
    lowest = places.setting(work, group.municipality_id, "group.participation_dormant_pct")
    return bool(binds) and fall.below_pct <= int(lowest)


def _patience(work: Work, fall: ParticipationFall) -> timedelta:
    return timedelta(hours=places.setting(work, fall.municipality_id, "household.alarm_hours"))
