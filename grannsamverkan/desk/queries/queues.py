"""The queue of those who decide on groups: registrations, and groups that are to get going."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from grannsamverkan.core.paging import SIZE, Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.desk.queries import pressing
from grannsamverkan.desk.queries.loaded import Loaded, missing_to_activate
from grannsamverkan.groups.models import Contact, Group, GroupFact
from grannsamverkan.places.models import PoliceArea

IN_DECISIONS = ("submitted", "approved")
_OLDEST = (Group.submitted_at, Group.created_at, Group.id)


@dataclass(frozen=True)
class GroupRow:
    """A registration in the queue of decisions.

    `mine` is the role in which the reader decides now, `awaited` whose yes is still to come.
    """

    group: Group
    mine: str | None
    awaited: tuple[str, ...]


@dataclass(frozen=True)
class Brief:
    """What a row says of a group."""

    id: int
    name: str
    area_name: str


@dataclass(frozen=True)
class StartingRow:
    """An approved group; `missing` are codes of what it lacks before it is active."""

    group: Brief
    missing: tuple[str, ...]


def submitted(work: Work, number: int = 1, size: int = SIZE) -> Part[GroupRow]:
    """A page of registrations: what the reader decides now comes first, then the oldest."""
    loaded = Loaded(work)
    mine = or_(pressing.awaiting(work, "police"), pressing.awaiting(work, "coordinator"))

    def row(group: Group) -> GroupRow:
        return GroupRow(group, loaded.role_to_decide(group), loaded.awaited(group))

    options = (
        joinedload(Group.police_area),
        selectinload(Group.decisions),
        lazyload(Group.contacts),
    )
    wanted = _waiting(work, select(Group), "submitted").options(*options)
    found = part(work, wanted.order_by(~mine, *_OLDEST), number, size)
    return replace(found, rows=[row(group) for group in found.rows])


def approved(work: Work, number: int = 1, size: int = SIZE) -> Part[StartingRow]:
    """A page of groups that are to get going, with what they lack."""
    # A row shows little of a group that is much: columns, and not the whole of it.
    keys = _waiting(work, select(Group.id), "approved").order_by(*_OLDEST)
    found = part(work, keys, number, size)
    return replace(found, rows=_starting_rows(work, found.rows))


def _waiting(work: Work, what: Select[Any], state: str) -> Select[Any]:
    decides = or_(
        pressing.held_anywhere(work.actor, "police"),
        pressing.held_anywhere(work.actor, "coordinator"),
    )
    return what.where(Group.state == state, decides)


def _starting_rows(work: Work, group_ids: Sequence[int]) -> list[StartingRow]:
    untrained = exists().where(
        Contact.group_id == Group.id, Contact.ended_at.is_(None), ~Contact.is_trained
    )
    briefly = (
        select(
            Group.id, Group.name, PoliceArea.name.label("area_name"), untrained.label("untrained")
        )
        .outerjoin(Group.police_area)
        .where(Group.id.in_(group_ids))
        .order_by(*_OLDEST)
    )
    kinds = defaultdict(list)
    asked = select(GroupFact.group_id, GroupFact.kind).where(GroupFact.group_id.in_(group_ids))
    for group_id, kind in work.session.execute(asked):
        kinds[group_id].append(kind)
    return [
        StartingRow(
            Brief(row.id, row.name, row.area_name or ""),
            missing_to_activate(kinds[row.id], all_trained=not row.untrained),
        )
        for row in work.session.execute(briefly)
    ]
