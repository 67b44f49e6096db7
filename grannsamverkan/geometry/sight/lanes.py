"""Lines along roads: outward from a junction through what follows, and beside the middle."""

import math
from collections.abc import Iterator

import numpy as np

from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.graph import SAME_POINT_M, Graph, Leg, node_of

LOOK_M = 12.0
"""A leg's direction is that to the point so far along it (mounting rules 4.2)."""
TURN = math.cos(math.radians(60))
"""Past a junction a line goes on into the way that turns least, and by less than this. Own choice:
who turns more came from another street."""
MOST_WAYS = 200
LEVELS = range(-5, 6)
"""What OpenStreetMap's `layer` may be."""
LANE_M = 1.75
"""Who drives keeps a quarter of the road's width from its middle, at most this (rules 4.3)."""
SHARPEST = 0.5
"""How far a line beside a bend may stand out from it: to twice its distance."""


def outward(graph: Graph, leg: Leg, metres: float) -> Floats:
    """The centre line (n, 2) out along a leg, n >= 1, cut after `metres` or where the road ends."""
    start = graph.ways[leg.way].points[leg.vertex]
    points, left = [start], metres
    for before, after in _pieces(graph, leg):
        length = math.dist(before, after)
        if length <= 0:
            continue
        points.append(before + (after - before) * min(1.0, left / length))
        left -= length
        if left <= 0:
            break
    return np.array(points)


def meeting(graph: Graph, leg: Leg) -> list[Leg]:
    """All ways out of the point where a leg starts, the leg itself too.

    A way that ends there meets what is there, a bridge the ground's ways; ways that pass on
    different levels do not meet.
    """
    node = node_of(graph.ways[leg.way].points[leg.vertex])
    here = [other for level in LEVELS for other in graph.legs.get((node, level), ())]
    passing = {graph.ways[other.way].level for other in here if not is_end(graph, other)}
    if len(passing) < 2:
        return here

    def level_of(other: Leg) -> int:
        own = graph.ways[other.way].level
        return min(passing, key=lambda level: (abs(level - own), level))

    return [other for other in here if level_of(other) == level_of(leg)]


def is_end(graph: Graph, leg: Leg) -> bool:
    """Does the leg start at its way's first or last point?"""
    return leg.vertex in (0, len(graph.ways[leg.way].points) - 1)


def _pieces(graph: Graph, leg: Leg) -> Iterator[tuple[Floats, Floats]]:
    onward: Leg | None = leg
    for _ in range(MOST_WAYS):
        if onward is None:
            return
        before = after = graph.ways[onward.way].points[onward.vertex]
        for before, after in graph.segments(onward):  # the last piece is the heading
            yield before, after
        onward = _onward(graph, onward, after - before)


def _onward(graph: Graph, leg: Leg, heading: Floats) -> Leg | None:
    """The straightest way on from the end of a leg; the only one, however it bends."""
    way = graph.ways[leg.way]
    end = len(way.points) - 1 if leg.step > 0 else 0
    arrived = Leg(leg.way, end, -leg.step)
    others = [
        other
        for other in meeting(graph, arrived)
        if other != arrived and graph.ways[other.way].kind == way.kind
    ]
    size = math.hypot(*heading)
    if not others or not size:
        return None
    turns = [float(graph.direction(other, LOOK_M) @ heading) / size for other in others]
    best = int(np.argmax(turns))
    return others[best] if len(others) == 1 or turns[best] >= TURN else None


def part(line: Floats, start: float, stop: float) -> Floats:
    """The piece of a line (n, 2) between two distances along it; less than two points if the line
    ends before."""
    at = distances(line)
    ends = along(line, np.array([start, min(stop, at[-1])]))
    inner = line[(at > start) & (at < stop)]
    return without_repeats(np.vstack([ends[:1], inner, ends[1:]])) if start < at[-1] else line[:0]


def without_repeats(line: Floats) -> Floats:
    """The line without points that repeat the one before."""
    kept = np.hypot(*np.diff(line, axis=0).T) > SAME_POINT_M
    return np.asarray(line[np.concatenate([[True], kept])])


def along(line: Floats, metres: Floats, left: float = 0.0) -> Floats:
    """Points (k, 2) at distances along a line, moved so far to its left; beyond its end straight
    on."""
    at = distances(line)
    piece = np.clip(np.searchsorted(at, metres, side="right") - 1, 0, len(line) - 2)
    steps = np.diff(line, axis=0)
    share = (metres - at[piece]) / (at[piece + 1] - at[piece])
    normals = np.column_stack([-steps[:, 1], steps[:, 0]]) / np.hypot(*steps.T)[:, None]
    return np.asarray(line[piece] + share[:, None] * steps[piece] + left * normals[piece])


def distances(line: Floats) -> Floats:
    """Metres along a line (n, 2) at each of its points."""
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])


def beside(line: Floats, left: float) -> Floats:
    """The line (n, 2) so many metres to the left of a line, to its right if negative."""
    steps = np.diff(line, axis=0)
    normals = np.column_stack([-steps[:, 1], steps[:, 0]]) / np.hypot(*steps.T)[:, None]
    before = np.vstack([normals[:1], normals])
    after = np.vstack([normals, normals[-1:]])
    middle = before + after
    scale = np.maximum((middle * before).sum(axis=1), SHARPEST)
    return np.asarray(line + left * middle / scale[:, None])
