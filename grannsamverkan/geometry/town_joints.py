"""Where the lines of the invented town meet: each has a point of its own there, as in real maps."""

from collections.abc import Sequence
from itertools import combinations

from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

Place = tuple[float, float]
# An end this near another line meets it; a bend this near a meeting is moved to it.
MEETS_M = 0.5
SAME_M = 0.05


def joined(lines: Sequence[LineString]) -> list[LineString]:
    """The same lines with a point in common wherever two cross, or one ends at another."""
    meetings: list[list[Place]] = [[] for _ in lines]
    for (i, one), (j, other) in combinations(enumerate(lines), 2):
        for place in _meetings(one, other):
            meetings[i].append(place)
            meetings[j].append(place)
    return [_with(line, places) for line, places in zip(lines, meetings, strict=True)]


def _meetings(one: LineString, other: LineString) -> list[Place]:
    if one.distance(other) > MEETS_M:
        return []
    ends = [
        (end.x, end.y)
        for line, target in ((one, other), (other, one))
        for end in line.boundary.geoms
        if end.distance(target) <= MEETS_M
    ]
    crossings = [place for place in _points(one.intersection(other)) if _is_new(place, ends)]
    return ends + crossings


def _points(met: BaseGeometry) -> list[Place]:
    parts = getattr(met, "geoms", [met])
    return [(part.x, part.y) for part in parts if part.geom_type == "Point" and not part.is_empty]


def _is_new(place: Place, known: Sequence[Place]) -> bool:
    return all(Point(place).distance(Point(other)) > MEETS_M for other in known)


def _with(line: LineString, places: Sequence[Place]) -> LineString:
    """The line with those places among its points."""
    for place in places:
        here = Point(place)
        points = [(float(x), float(y)) for x, y in line.coords]
        gaps = [here.distance(Point(point)) for point in points]
        nearest = gaps.index(min(gaps))
        if gaps[nearest] <= SAME_M:
            points[nearest] = place
        else:
            along = line.project(here)
            before = sum(line.project(Point(point)) < along for point in points[1:-1])
            points.insert(1 + before, place)
        line = LineString(points)
    return line
