"""Streets to judge plates on: a few by hand, and those of the real maps."""

import math

import numpy as np

from grannsamverkan.geometry.ground import Ground
from grannsamverkan.geometry.sight.graph import Graph
from grannsamverkan.geometry.sight.model import Plate, Way
from grannsamverkan.geometry.sight.poses import poses_of
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.geometry.sight.triangles import Triangles

RULES = Rules()


def way(points, name="", subtype="residential", width=None, **more):
    kind = "path" if subtype in ("footway", "cycleway", "path", "steps") else "road"
    line = np.array(points, dtype=float)
    return Way(name or str(points), kind, subtype, line, name, width, **more)


def main_street(**more):
    """6 m wide along the x axis: kerbs at y = -3 and y = 3."""
    return way(
        [(-100, 0), (0, 0), (100, 0)], "Storgatan", **{"subtype": "tertiary", "width": 6.0, **more}
    )


def side_street(**more):
    """5 m wide along the y axis, to the north of the main street."""
    return way([(0, 0), (0, 100)], "Lillgatan", **{"width": 5.0, **more})


def ways_of(ground: Ground):
    """The ways of a map that was read."""
    return [
        Way(
            one.key,
            one.kind,
            one.subtype,
            np.array(one.points),
            one.name,
            one.width,
            one.lanes,
            one.speed,
            one.oneway,
            one.sidewalk,
            one.level,
            one.owner,
        )
        for one in ground.features
        if one.kind in ("road", "path") and not one.is_area
    ]


def plate_at(x, y, lower_edge=0.9, **more):
    """A plate 0.4 by 0.5 m whose place and height are known; it faces east."""
    known = {"azimuth": 90.0, "error": 0.0, "lower_error": 0.0, "width": 0.4, "height": 0.5}
    return Plate(x, y, lower_edge=lower_edge, **{**known, **more})


def answers(ways, plate, rules=RULES, heights=()):
    return Triangles(Graph(ways), rules).judge(plate, poses_of(plate, 0.0, heights))


def turned(points, degrees, mirror=False, move=(0.0, 0.0)):
    """Points (n, 2) mirrored in the y axis, turned counter-clockwise, moved."""
    angle = math.radians(degrees)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    flipped = np.asarray(points, dtype=float) * ([-1.0, 1.0] if mirror else [1.0, 1.0])
    return flipped @ turn.T + np.array(move)
