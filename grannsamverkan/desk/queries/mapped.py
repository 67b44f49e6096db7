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
    """Several in one square: how many, the box round them and its middle."""

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
    middle = ((Group.minx + Group.maxx) / 2, (Group.miny + Group.maxy) / 2)
    groups, box = _extent(work, *middle, group_where)
    signs, sign_box = _extent(work, Sign.x, Sign.y, sign_where)
    few_groups, few_signs = groups <= MOST_GROUPS, signs <= MOST_SIGNS
    return Mapped(
        _areas(work, group_where) if few_groups else (),
        () if few_groups else _heaps(work, *middle, group_where, box),
        _spots(work, sign_where) if few_signs else (),
        () if few_signs else _heaps(work, Sign.x, Sign.y, sign_where, sign_box),
    )


def _extent(work: Work, x: Any, y: Any, where: list[Any]) -> tuple[int, Bounds]:
    """How many there are, and the box round them."""
    corners = (func.min(x), func.min(y), func.max(x), func.max(y))
    count, *box = work.session.execute(select(func.count(), *corners).where(*where)).one()
    return count, Bounds(*box)


def _areas(work: Work, where: list[Any]) -> list[Area]:
    rows: Sequence[Any] = work.session.execute(
        select(Group.id, Group.name, Group.state, Group.area_wkb).where(*where).order_by(Group.id)
    ).all()
    return [_area(row) for row in rows]


def _area(row: Any) -> Area:
    shape = wkb.loads(row.area_wkb)
    inside = shape.representative_point()
    border = [(float(x), float(y)) for x, y, *_z in shape.exterior.coords[:-1]]
    return Area(row.id, row.name, row.state, border, (inside.x, inside.y))


def _spots(work: Work, where: list[Any]) -> list[Spot]:
    rows: Sequence[Any] = work.session.execute(
        select(Sign.id, Sign.code, Sign.state, Sign.x, Sign.y).where(*where).order_by(Sign.id)
    ).all()
    return [Spot(*row) for row in rows]


def _heaps(work: Work, x: Any, y: Any, where: list[Any], whole: Bounds) -> list[Heap]:
    corners = (func.min(x), func.min(y), func.max(x), func.max(y))
    side = max(whole.maxx - whole.minx, whole.maxy - whole.miny, 1.0) / SQUARES
    # PostgreSQL rounds where SQLite cuts; either way it is a grid.
    column = cast((x - whole.minx) / side, Integer)
    line = cast((y - whole.miny) / side, Integer)
    # One number for both is grouped a third faster.
    square = column * (SQUARES + 2) + line
    rows = work.session.execute(select(func.count(), *corners).where(*where).group_by(square))
    return [_heap(count, Bounds(*box)) for count, *box in rows]


def _heap(count: int, box: Bounds) -> Heap:
    return Heap(count, (box.minx + box.maxx) / 2, (box.miny + box.maxy) / 2, box)
