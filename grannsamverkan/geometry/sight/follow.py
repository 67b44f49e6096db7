"""The way back along the road from a place: round its bends and on through junctions."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.feet import Foot
from grannsamverkan.geometry.sight.graph import Graph, Leg, node_of

# Directions at a joint are those of this many metres, not of the first vertex (mounting rules 4.2).
LOOK_M = 12.0
# Where a road can be left, traffic that turned off by more than this came from elsewhere: it meets
# a sign only after its turn. Own choice. Where two ways simply join, any bend is followed.
TURN = math.cos(math.radians(60))
MOST_WAYS = 500
LEVELS = range(-5, 6)
"""What OpenStreetMap's `layer` may be."""


@dataclass(frozen=True)
class Trace:
    """A line (n, 2) that leads away from a place against the traffic, n >= 2, no piece without
    length; `ways` (n - 1,) says on which way each piece lies."""

    points: Floats
    ways: list[int]

    def metres(self) -> Floats:
        """(n,): how far along the line each point is."""
        return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(self.points, axis=0).T))])


def back_from(graph: Graph, foot: Foot, along: int, metres: float) -> Trace | None:
    """The centre line behind a foot for traffic that drives `along` (1 or -1) the way's points.

    It ends after `metres`, or where the road does. None if there is nothing behind the foot.
    """
    points, ways = [foot.point], list[int]()
    left = metres
    for way, point in _vertices(graph, foot, -along, points):
        length = math.dist(points[-1], point)
        if length <= 0:
            continue
        # Nobody sees a sign on the ground from inside a tunnel.
        if graph.ways[way].level < 0 <= graph.ways[foot.way].level:
            break
        points.append(point)
        ways.append(way)
        left -= length
        if left <= 0:
            break
    return Trace(np.array(points), ways) if ways else None


def _vertices(
    graph: Graph, foot: Foot, step: int, points: list[Floats]
) -> Iterator[tuple[int, Floats]]:
    """Vertices outward; `points` are those gone by so far, which say how one came to a joint."""
    leg = Leg(foot.way, foot.segment + (step < 0), step)
    for _ in range(MOST_WAYS):
        for _, point in graph.segments(leg):
            yield leg.way, point
        onward = _onward(graph, leg, points)
        if onward is None:
            return
        leg = onward


def _onward(graph: Graph, leg: Leg, points: list[Floats]) -> Leg | None:
    """The straightest way out of the end of a leg, from which traffic may come; None at an end."""
    others = [other for other in _legs_at_end(graph, leg) if _may_come(graph, leg, other)]
    if not others:
        return None
    heading = _heading(points)
    turns = [float(graph.direction(other, LOOK_M) @ heading) for other in others]
    best = int(np.argmax(turns))
    return others[best] if len(others) == 1 or turns[best] >= TURN else None


def _legs_at_end(graph: Graph, leg: Leg) -> list[Leg]:
    """The ways out of a leg's end; a bridge's end joins the ground's ways by their ends."""
    way = graph.ways[leg.way]
    last = len(way.points) - 1
    end = last if leg.step > 0 else 0
    node = node_of(way.points[end])
    found = [
        other
        for level in LEVELS
        for other in graph.legs.get((node, level), ())
        if level == way.level or _at_end(graph, other)
    ]
    return [other for other in found if (other.way, other.vertex) != (leg.way, end)]


def _at_end(graph: Graph, leg: Leg) -> bool:
    return leg.vertex in (0, len(graph.ways[leg.way].points) - 1)


def _may_come(graph: Graph, leg: Leg, other: Leg) -> bool:
    """Does traffic of the same kind come along `other` towards the joint?"""
    before, now = graph.ways[other.way], graph.ways[leg.way]
    return before.kind == now.kind and before.oneway != other.step


def _heading(points: list[Floats]) -> Floats:
    """The direction in which one came to the last of some points."""
    end = points[-1]
    start = next(
        (point for point in reversed(points) if math.dist(point, end) >= LOOK_M), points[0]
    )
    away = end - start
    size = math.hypot(*away)
    return away / size if size else np.array([0.0, 1.0])
