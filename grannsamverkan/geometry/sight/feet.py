"""Where a place meets the ways: the nearest point of each way near it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from shapely import LineString, Point, STRtree

from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.model import Way


@dataclass(frozen=True)
class Foot:
    """The point of way `way` that is nearest to a place: it lies on the piece from vertex `segment`
    to the next, whose direction along the way's points is `unit`; `distance` metres away."""

    way: int
    segment: int
    point: Floats
    unit: Floats
    distance: float

    def side_of(self, place: Floats) -> float:
        """More than 0 for a place to the left of the way as its points are drawn."""
        dx, dy = place - self.point
        return float(self.unit[0] * dy - self.unit[1] * dx)


class Feet:
    """Some of the ways (those that are `wanted`), found by where they are."""

    def __init__(self, ways: Sequence[Way], wanted: Callable[[Way], bool]) -> None:
        self._ways = ways
        self._which = [index for index, way in enumerate(ways) if wanted(way)]
        self._tree = STRtree([LineString(ways[index].points) for index in self._which])

    def near(self, place: Floats, within: float) -> list[Foot]:
        """One foot on each way within `within` metres of a place, the nearest first."""
        found = self._tree.query(Point(place), predicate="dwithin", distance=within)
        feet = [foot_on(self._ways, self._which[at], place) for at in sorted(found.tolist())]
        return sorted(feet, key=lambda foot: foot.distance)


def foot_on(ways: Sequence[Way], way: int, place: Floats) -> Foot:
    """The point of one way that is nearest to a place."""
    points = ways[way].points
    starts, pieces = points[:-1], np.diff(points, axis=0)
    squares = (pieces**2).sum(axis=1)
    shares = ((place - starts) * pieces).sum(axis=1) / np.where(squares > 0, squares, 1.0)
    feet = starts + np.clip(shares, 0.0, 1.0)[:, None] * pieces
    away = np.where(squares > 0, np.hypot(*(place - feet).T), math.inf)
    at = int(away.argmin())
    unit = pieces[at] / math.sqrt(squares[at]) if squares[at] else np.array([0.0, 1.0])
    return Foot(way, at, feet[at], unit, float(math.dist(place, feet[at])))
