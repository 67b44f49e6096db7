"""The queue of those who decide on groups: registrations, and groups that are to get going."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from grannsamverkan.core.paging import SIZE, Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.desk.queries import pressing
from grannsamverkan.desk.queries.loaded import Loaded, missing_to_activate
from grannsamverkan.groups.models import Group

IN_DECISIONS = ("submitted", "approved")


@dataclass(frozen=True)
class GroupRow:
    """A group in the queue of decisions.

    `mine` is the role in which the reader decides now, `awaited` whose yes is still to come,
    `missing` codes of what an approved group lacks before it is active.
    """

    group: Group
    mine: str | None
    awaited: tuple[str, ...]
    missing: tuple[str, ...]


def submitted(work: Work, number: int = 1, size: int = SIZE) -> Part[GroupRow]:
    """A page of registrations: what the reader decides now comes first, then the oldest."""
    loaded = Loaded(work)
    mine = or_(pressing.awaiting(work, "police"), pressing.awaiting(work, "coordinator"))

    def row(group: Group) -> GroupRow:
        return GroupRow(group, loaded.role_to_decide(group), loaded.awaited(group), ())

    options = (selectinload(Group.decisions), lazyload(Group.contacts))
    return _page(work, "submitted", (number, size), row, options, ~mine)


def approved(work: Work, number: int = 1, size: int = SIZE) -> Part[GroupRow]:
    """A page of groups that are to get going, with what they lack."""

    def row(group: Group) -> GroupRow:
        return GroupRow(group, None, (), missing_to_activate(group))

    return _page(work, "approved", (number, size), row, (selectinload(Group.facts),))


def _page(
    work: Work,
    state: str,
    which: tuple[int, int],
    row: Callable[[Group], GroupRow],
    options: Sequence[Any],
    *first: ColumnElement[bool],
) -> Part[GroupRow]:
    decides = or_(
        pressing.held_anywhere(work.actor, "police"),
        pressing.held_anywhere(work.actor, "coordinator"),
    )
    wanted = (
        select(Group)
        .where(and_(Group.state == state, decides))
        .options(joinedload(Group.police_area), *options)
        .order_by(*first, Group.submitted_at, Group.created_at, Group.id)
    )
    found = part(work, wanted, *which)
    return replace(found, rows=[row(group) for group in found.rows])
