"""How ways hang together: which of them meet at a point, and how to follow them."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.model import Way

# Two points nearer than this are one: sources write a shared point alike, to the millimetre or so.
SAME_POINT_M = 0.05
Node = tuple[int, int]


@dataclass(frozen=True)
class Leg:
    """One way out from a point of the ground: along way `way` from its vertex `vertex`, by `step`
    (1 along its points, -1 against them)."""

    way: int
    vertex: int
    step: int


class Graph:
    """Ways of one level that share points. `legs` are the ways out of each point that several of
    them share, or at which a way of any level ends."""

    def __init__(self, ways: Sequence[Way]) -> None:
        self.ways = ways
        self.places: dict[Node, Floats] = {}
        self.legs: dict[tuple[Node, int], list[Leg]] = defaultdict(list)
        uses: dict[tuple[Node, int], list[tuple[int, int]]] = defaultdict(list)
        for index, way in enumerate(ways):
            for vertex, node in _vertices(way.points):
                uses[node, way.level].append((index, vertex))
        ends = {key[0] for key, used in uses.items() if any(self._is_end(*use) for use in used)}
        for key, used in uses.items():
            if len(used) > 1 or key[0] in ends:
                self._add(key, used)

    def _add(self, key: tuple[Node, int], used: list[tuple[int, int]]) -> None:
        way, vertex = used[0]
        self.places[key[0]] = self.ways[way].points[vertex]
        for index, at in used:
            last = len(self.ways[index].points) - 1
            if at > 0:
                self.legs[key].append(Leg(index, at, -1))
            if at < last:
                self.legs[key].append(Leg(index, at, 1))

    def _is_end(self, way: int, vertex: int) -> bool:
        return vertex in (0, len(self.ways[way].points) - 1)

    def direction(self, leg: Leg, metres: float) -> Floats:
        """Unit vector from the leg's start to the point `metres` along it (or its end)."""
        start = self.ways[leg.way].points[leg.vertex]
        end = start
        left = metres
        for before, after in self.segments(leg):
            length = math.dist(before, after)
            end = before + (after - before) * min(1.0, left / length) if length else after
            left -= length
            if left <= 0:
                break
        away = end - start
        size = math.hypot(*away)
        return away / size if size else np.array([0.0, 1.0])

    def segments(self, leg: Leg) -> Iterator[tuple[Floats, Floats]]:
        """The pieces of a leg outward, to the end of its way."""
        points = self.ways[leg.way].points
        at = leg.vertex
        while 0 <= at + leg.step < len(points):
            yield points[at], points[at + leg.step]
            at += leg.step


def _vertices(points: Floats) -> Iterator[tuple[int, Node]]:
    """The vertices with their names; one of each run of repeated points, its end if it is one of
    the way's, and none of a way without length."""
    nodes = [node_of(point) for point in points]
    last = len(nodes) - 1
    starts = [at for at in range(last + 1) if at == 0 or nodes[at] != nodes[at - 1]]
    if len(starts) > 1:
        yield from ((at, nodes[at]) for at in starts[:-1])
        yield last, nodes[last]


def node_of(point: Floats) -> Node:
    """The name of a point: points that are one have one name."""
    return round(float(point[0]) / SAME_POINT_M), round(float(point[1]) / SAME_POINT_M)
