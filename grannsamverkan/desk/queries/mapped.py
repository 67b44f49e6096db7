"""Groups and signs on a map: each one while they are few, else gathered in the squares of a grid.

Positions are metres in the municipality's plane here; the view turns them into degrees.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shapely import wkb
from sqlalchemy import BigInteger, cast, func, select

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
FINE = 16
"""Into so many fine squares the width of what is shown is cut."""
MOST_LINES = 10**8
"""More than there are fine squares from the equator to the pole."""

Grain = tuple[int, float, float]
"""A fine square: how many, and their mean x and y in metres."""


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
    """Several in one square: how many, their middle, and a box that holds them all."""

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
    grain = max(_width(work, municipality_id, chosen.box) / FINE, 1.0)
    groups = _grains(work, *middle, group_where, grain)
    signs = _grains(work, Sign.x, Sign.y, sign_where, grain)
    few_groups, few_signs = _total(groups) <= MOST_GROUPS, _total(signs) <= MOST_SIGNS
    return Mapped(
        _areas(work, group_where) if few_groups else (),
        () if few_groups else _heaps(groups, grain),
        _spots(work, sign_where) if few_signs else (),
        () if few_signs else _heaps(signs, grain),
    )


def _width(work: Work, municipality_id: int, box: Bounds | None) -> float:
    """Metres across the chosen box, or across all groups: read off the two ends of an index."""
    if box is not None:
        return _longer_side(box)
    ends = (
        select(end(Group.minx)).where(Group.municipality_id == municipality_id).scalar_subquery()
        for end in (func.min, func.max)
    )
    west, east = work.session.execute(select(*ends)).one()
    return 0.0 if west is None else float(east - west)


def _longer_side(box: Bounds) -> float:
    return max(box.maxx - box.minx, box.maxy - box.miny)


def _total(grains: Sequence[Grain]) -> int:
    return sum(count for count, _x, _y in grains)


def _grains(work: Work, x: Any, y: Any, where: list[Any], side: float) -> list[Grain]:
    """How many there are in each square of a fine grid that has any, and their mean position.

    The one look at all rows; the squares of the map are put together from these. Sums cost half
    of what the box of each would.
    """
    # PostgreSQL rounds where SQLite cuts; either way it is a grid. One number for both directions
    # is grouped a third faster.
    square = cast(x / side, BigInteger) * MOST_LINES + cast(y / side, BigInteger)
    sums = select(func.count(), func.sum(x), func.sum(y)).where(*where).group_by(square)
    return [(n, across / n, up / n) for n, across, up in work.session.execute(sums)]


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


def _heaps(grains: Sequence[Grain], grain: float) -> list[Heap]:
    """The grains gathered in `SQUARES` by `SQUARES` squares of the box round them all."""
    whole = _box_round(grains)
    side = max(_longer_side(whole), 1.0) / SQUARES
    squares = defaultdict(list)
    for one in grains:
        squares[int((one[1] - whole.minx) / side), int((one[2] - whole.miny) / side)].append(one)
    return [_heap(gathered, grain) for gathered in squares.values()]


def _heap(grains: Sequence[Grain], grain: float) -> Heap:
    total = _total(grains)
    x = sum(count * x for count, x, _y in grains) / total
    y = sum(count * y for count, _x, y in grains) / total
    # No position is further from its grain's mean than a grain's side.
    return Heap(total, x, y, _box_round(grains).grown(grain))


def _box_round(grains: Sequence[Grain]) -> Bounds:
    _counts, xs, ys = zip(*grains, strict=True)
    return Bounds(min(xs), min(ys), max(xs), max(ys))
