"""Groups and signs on a map: each one while they are few, else gathered in the squares of a grid.

Positions are metres in the municipality's plane here; the view turns them into degrees.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shapely import wkb
from sqlalchemy import Integer, cast, func, select

from grannsamverkan.core.work import Work
from grannsamverkan.desk.queries.chosen import Chosen, groups_where, signs_where
from grannsamverkan.geometry.plane import Bounds
from grannsamverkan.groups.models import Group
from grannsamverkan.signs.models import Sign

# More than these and a phone's map grows slow, and its reader lost. Own choice.
MOST_GROUPS = 150
MOST_SIGNS = 400
# So many squares on the longer side of what is shown.
SQUARES = 8


@dataclass(frozen=True)
class Area:
    """One group with its border."""

    id: int
    name: str
    state: str
    border: Sequence[tuple[float, float]]
    middle: tuple[float, float]


@dataclass(frozen=True)
class Spot:
    """One sign."""

    id: int
    code: str
    state: str
    x: float
    y: float


@dataclass(frozen=True)
class Heap:
    """Several in one square: how many, where their middle is, and the square itself."""

    count: int
    x: float
    y: float
    box: Bounds


@dataclass(frozen=True)
class Mapped:
    """What the map shows; heaps stand for what is too much to show one by one."""

    areas: Sequence[Area] = ()
    group_heaps: Sequence[Heap] = ()
    signs: Sequence[Spot] = ()
    sign_heaps: Sequence[Heap] = ()


def mapped(work: Work, municipality_id: int, chosen: Chosen) -> Mapped:
    """Groups and signs of one municipality that the reader may see and has chosen."""
    group_where = [
        *groups_where(work.actor, chosen),
        Group.municipality_id == municipality_id,
        Group.minx.is_not(None),
    ]
    sign_where = [
        *signs_where(work.actor, chosen),
        Sign.municipality_id == municipality_id,
        Sign.x.is_not(None),
    ]
    areas = _areas(work, group_where)
    spots = _spots(work, sign_where)
    middle = ((Group.minx + Group.maxx) / 2, (Group.miny + Group.maxy) / 2)
    return Mapped(
        areas or (),
        () if areas is not None else _heaps(work, *middle, group_where),
        spots or (),
        () if spots is not None else _heaps(work, Sign.x, Sign.y, sign_where),
    )


def _areas(work: Work, where: list[Any]) -> list[Area] | None:
    """The groups one by one, or None if they are too many."""
    rows: Sequence[Any] = work.session.execute(
        select(Group.id, Group.name, Group.state, Group.area_wkb)
        .where(*where)
        .order_by(Group.id)
        .limit(MOST_GROUPS + 1)
    ).all()
    return None if len(rows) > MOST_GROUPS else [_area(row) for row in rows]


def _area(row: Any) -> Area:
    shape = wkb.loads(row.area_wkb)
    inside = shape.representative_point()
    border = [(float(x), float(y)) for x, y, *_z in shape.exterior.coords[:-1]]
    return Area(row.id, row.name, row.state, border, (inside.x, inside.y))


def _spots(work: Work, where: list[Any]) -> list[Spot] | None:
    rows: Sequence[Any] = work.session.execute(
        select(Sign.id, Sign.code, Sign.state, Sign.x, Sign.y)
        .where(*where)
        .order_by(Sign.id)
        .limit(MOST_SIGNS + 1)
    ).all()
    return None if len(rows) > MOST_SIGNS else [Spot(*row) for row in rows]


def _heaps(work: Work, x: Any, y: Any, where: list[Any]) -> list[Heap]:
    corners = (func.min(x), func.min(y), func.max(x), func.max(y))
    whole = Bounds(*work.session.execute(select(*corners).where(*where)).one())
    side = max(whole.maxx - whole.minx, whole.maxy - whole.miny, 1.0) / SQUARES
    # PostgreSQL rounds where SQLite cuts; either way it is a grid.
    column = cast((x - whole.minx) / side, Integer)
    line = cast((y - whole.miny) / side, Integer)
    rows = work.session.execute(
        select(func.count(), func.avg(x), func.avg(y), *corners)
        .where(*where)
        .group_by(column, line)
    )
    return [Heap(count, at_x, at_y, Bounds(*box)) for count, at_x, at_y, *box in rows]
