"""Grows the residential streets of the invented town between its main streets."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from shapely import LineString, Point, Polygon, union_all
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from grannsamverkan.geometry import town_plan

STEP = 9.0
# Two streets with gardens between: two set-backs, two houses, two gardens.
GAP = 76.0
SHORTEST = 62.0
LONGEST = 190.0
JOIN_WITHIN = 48.0
BUILT = Polygon(
    [
        (-640, -600),
        (-200, -640),
        (300, -600),
        (760, -560),
        (760, -60),
        (800, 180),
        (760, 520),
        (420, 640),
        (0, 700),
        (-420, 690),
    ]
)
Place = tuple[float, float]


@dataclass
class Street:
    """A street in local metres; `homes` says what stands along it."""

    name: str
    kind: str
    width: float
    speed: int
    line: LineString
    homes: str


def curve(points: town_plan.Points, per_leg: int = 8) -> LineString:
    """A smooth line through the points (Catmull-Rom)."""
    p = np.asarray([points[0], *points, points[-1]], dtype=float)
    t = np.linspace(0, 1, per_leg, endpoint=False)[:, None]
    legs = []
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False):
        legs.append(
            0.5
            * (
                2 * b
                + (c - a) * t
                + (2 * a - 5 * b + 4 * c - d) * t**2
                + (3 * b - a - 3 * c + d) * t**3
            )
        )
    return LineString([*np.concatenate(legs), p[-1]])


def heading_at(line: LineString, along: float) -> float:
    """Direction of a line there, radians from east."""
    a, b = line.interpolate(max(along - 1, 0)), line.interpolate(min(along + 1, line.length))
    return math.atan2(b.y - a.y, b.x - a.x)


def lay(random: Generator, kept: BaseGeometry) -> list[Street]:
    """All streets: the main ones, then those grown from them, clear of what is `kept`."""
    main = [
        Street(m.name, m.kind, m.width, m.speed, curve(m.points), m.homes)
        for m in town_plan.MAIN_STREETS
    ]
    streets = list(main)
    names = {theme: list(names) for theme, names in town_plan.STREET_NAMES.items()}
    for plan, parent in zip(town_plan.MAIN_STREETS, main, strict=True):
        for side in plan.grows:
            _grow_along(random, parent, side, plan, streets, kept, names[plan.theme])
    return streets


def _grow_along(
    random: Generator,
    parent: Street,
    side: int,
    plan: town_plan.MainStreet,
    streets: list[Street],
    kept: BaseGeometry,
    names: list[str],
) -> None:
    gap = GAP * (0.8 if plan.grown_homes == "radhus" else 1.0)
    along = random.uniform(62, 84)
    while along < parent.line.length - 55 and names:
        line = _grow(random, parent, along, side, streets, kept, gap)
        if line is None:
            along += 14
            continue
        streets.append(Street(names.pop(0), "residential", 5.0, 30, line, plan.grown_homes))
        along += gap * random.uniform(1.1, 1.35)


def _grow(
    random: Generator,
    parent: Street,
    along: float,
    side: int,
    streets: list[Street],
    kept: BaseGeometry,
    gap: float,
) -> LineString | None:
    start = parent.line.interpolate(along)
    heading = heading_at(parent.line, along) + side * math.pi / 2 + random.uniform(-0.12, 0.12)
    bend = random.uniform(-0.055, 0.055)
    others = union_all([street.line for street in streets if street is not parent])
    reach = random.uniform(0.6, 1.0) * LONGEST
    points: list[Place] = [(start.x, start.y)]
    while STEP * len(points) < reach:
        nearest = _step(points, heading, parent, others, kept, gap)
        if nearest is None:
            break
        points.append(nearest)
        heading += bend
        if len(points) % 9 == 0:
            bend = random.uniform(-0.055, 0.055)
    return _finished(points, others, kept)


def _step(
    points: list[Place],
    heading: float,
    parent: Street,
    others: BaseGeometry,
    kept: BaseGeometry,
    gap: float,
) -> Place | None:
    x = points[-1][0] + STEP * math.cos(heading)
    y = points[-1][1] + STEP * math.sin(heading)
    here = Point(x, y)
    far_from_parent = len(points) < 6 or here.distance(parent.line) > gap * 0.7
    free = here.distance(others) > gap * 0.72 and here.distance(kept) > 24
    return (x, y) if free and far_from_parent and BUILT.contains(here) else None


def _finished(points: list[Place], others: BaseGeometry, kept: BaseGeometry) -> LineString | None:
    """The grown line, led on to the street before it if one is near; None if it is too short."""
    if len(points) < 2:
        return None
    end = Point(points[-1])
    target = nearest_points(end, others)[1]
    ahead = _turn(points, (target.x, target.y)) < 0.9
    link = LineString([end, target])
    if end.distance(target) < JOIN_WITHIN and ahead and not link.intersects(kept.buffer(8)):
        points = [*points, (target.x, target.y)]
    line = LineString(points)
    return line if line.length >= SHORTEST else None


def _turn(points: list[Place], target: Place) -> float:
    (ax, ay), (bx, by) = points[-2:]
    before = math.atan2(by - ay, bx - ax)
    after = math.atan2(target[1] - by, target[0] - bx)
    return abs(math.remainder(after - before, math.tau))
