"""Whether a sign stands near a junction, by the roads of the imported map."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from shapely import LineString, Point, from_wkb
from shapely.geometry.base import BaseGeometry

from grannsamverkan.core.work import Work
from grannsamverkan.geometry.plane import Bounds
from grannsamverkan.places import queries as places
from grannsamverkan.places.queries import maps as map_queries
from grannsamverkan.signs.models import Sign

SAME_M = 0.5
"""Two roads closer than this at a point meet there."""


def is_near_crossing(work: Work, sign: Sign) -> bool:
    """What a reviewer has stated, else whether a junction lies within the municipality's distance.

    False without a position or a map: the longer time between inspections then holds.
    """
    if sign.near_crossing is not None:
        return sign.near_crossing
    if sign.x is None or sign.y is None:
        return False
    reach = float(places.setting(work, sign.municipality_id, "sign.crossing_m"))
    box = Bounds(sign.x - reach, sign.y - reach, sign.x + reach, sign.y + reach)
    roads = [
        line
        for feature in map_queries.features_within(work, sign.municipality_id, box, ("road",))
        for line in [from_wkb(feature.wkb)]
        if isinstance(line, LineString)
    ]
    here = Point(sign.x, sign.y)
    return any(here.distance(point) <= reach for point in junctions(roads))


def junctions(roads: Sequence[LineString]) -> list[Point]:
    """Points where three arms or more meet: a line's end is one arm, its middle is two."""
    meetings = [p for a, b in combinations(roads, 2) for p in _points(a.intersection(b))]
    return [point for point in meetings if _arms(point, roads) >= 3]


def _points(shape: BaseGeometry) -> Iterable[Point]:
    parts = getattr(shape, "geoms", [shape])
    return [part for part in parts if isinstance(part, Point) and not part.is_empty]


def _arms(point: Point, roads: Sequence[LineString]) -> int:
    return sum(_arms_of(point, line) for line in roads if line.distance(point) <= SAME_M)


def _arms_of(point: Point, line: LineString) -> int:
    ends = (Point(line.coords[0]), Point(line.coords[-1]))
    return 1 if any(end.distance(point) <= SAME_M for end in ends) else 2
