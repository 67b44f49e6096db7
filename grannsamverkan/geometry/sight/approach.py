"""How traffic comes to a road sign or signal: where its face looks, and whose eyes should see it.

Where the source does not say which way a sign looks, it is taken to look at the traffic that has it
on its own side of the nearest road (mounting rules 4.3), and the approach says that it is inferred.
"""

import math
import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.feet import Feet, Foot
from grannsamverkan.geometry.sight.follow import Trace, back_from
from grannsamverkan.geometry.sight.graph import Graph, node_of
from grannsamverkan.geometry.sight.model import Thing, Way
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.geometry.sight.ways import half_width, speed, users

Bools = NDArray[np.bool_]
STEP_M = 2.0
NEAREST_EYE_M = 8.0
LANE_M = 1.75
"""Eyes stand every 2 m from 8 m on, 1.75 m from the middle at most (mounting rules 4.3)."""

VIEW = math.cos(math.radians(40))
"""A sign is read within 40° of straight on (mounting rules 4.3)."""

ASIDE_M = 6.0
"""A line of sight from round a bend counts while the road leaves it by no more than this and the
sign's own distance from the road (mounting rules 4.3): what stands in the bend is not mapped."""

ON_ROAD_M = 0.5
ON_PATH_M = 0.01
"""What lies nearer to a centre line is a point of it: its post stands at the roadside. By a path's
line, which is drawn with less care, a post may truly stand."""

SIDE_M = 0.5
"""From the kerb to a sign whose own place is not mapped (mounting rules 1.5: 0.5 to 4.0 m)."""

BESIDE_PATH_M = 1.0
FACES = math.cos(math.radians(60))
"""A stated facing meets a road's traffic if it is within 60° of it. Own choice."""

YIELD_CODE = re.compile(
    r"(SE:B[12]|FI:(231|232|B5|B6)|DE:20[56]|DK:B1[13]|NO:20[24]|give_way|stop)\b"
)
JUNCTION = 3

Told = Literal["facing", "along", "oneway", "side", "junction", "both"]
"""How one knows which traffic a sign is for; all but the first two are inferred."""


@dataclass(frozen=True)
class Face:
    """A sign's upright face: its middle (2,) on the ground, unit vector `normal` out of it,
    its size and lower edge."""

    centre: Floats
    normal: Floats
    width: float
    height: float
    edge: float
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Approach:
    """Traffic that comes to one face: its eyes (n, 2), `before` (n,) metres before the face along
    the centre line, and the heights of eyes by the setting that says them.

    `must` and `want` are the settings within whose distance nothing may, and should, hide it.
    """

    thing: Thing
    face: Face
    way: Way
    eyes: Floats
    before: Floats
    heights: tuple[tuple[str, float], ...]
    speed: float
    must: str
    want: str
    told: Told
    placed: bool

    @property
    def inferred(self) -> bool:
        """Is it our guess which traffic the sign is for?"""
        return self.told not in ("facing", "along")


class Approaches:
    """Finds the approaches to things on and beside the ways of a graph."""

    def __init__(self, graph: Graph, rules: Rules) -> None:
        self._graph = graph
        self._rules = rules
        self.roads = Feet(graph.ways, is_car_road)
        self.paths = Feet(graph.ways, _is_path)

    def of(self, thing: Thing) -> list[Approach]:
        """All approaches to a thing: none if no road or path is near, two for a signal on a road
        that is driven both ways."""
        place = np.array([thing.x, thing.y])
        feet = self._feet(place)
        if not feet:
            return []
        foot, ways, told = self._directions(thing, feet)
        found = (self._approach(thing, place, foot, along, told) for along in ways)
        return [approach for approach in found if approach is not None]

    def on_way(self, thing: Thing) -> bool:
        """Is a thing mapped on the carriageway or path, away from the post that carries it?"""
        place = np.array([thing.x, thing.y])
        return bool(self.roads.near(place, ON_ROAD_M) or self.paths.near(place, ON_PATH_M))

    def _feet(self, place: Floats) -> list[Foot]:
        """Feet on the ways the thing belongs to: of what it lies on, else of roads, else paths."""
        far = self._rules.sign_far_from_road
        roads = self.roads.near(place, far)
        if roads and roads[0].distance <= ON_ROAD_M:
            return roads
        return self.paths.near(place, ON_PATH_M) or roads or self.paths.near(place, far)

    def _is_on(self, foot: Foot) -> bool:
        """Is it a point of the way that the foot stands on?"""
        path = self._graph.ways[foot.way].kind == "path"
        return foot.distance <= (ON_PATH_M if path else ON_ROAD_M)

    def _directions(self, thing: Thing, feet: list[Foot]) -> tuple[Foot, list[int], Told]:
        """The way a thing belongs to, and the directions along it that it is for."""
        if thing.facing is not None:
            return *_faced(self._graph, _normal(thing.facing), feet), "facing"
        foot = feet[0]
        way = self._graph.ways[foot.way]
        if thing.along:
            return foot, [thing.along], "along"
        if way.oneway:
            return foot, [way.oneway], "oneway"
        if not self._is_on(foot):
            left = foot.side_of(np.array([thing.x, thing.y])) > 0
            return foot, [-1 if left == self._rules.right_hand else 1], "side"
        if thing.kind in ("give_way", "stop"):
            return foot, _towards_junction(self._graph, foot), "junction"
        return foot, [1, -1], "both"

    def _approach(
        self, thing: Thing, place: Floats, foot: Foot, along: int, told: Told
    ) -> Approach | None:
        way = self._graph.ways[foot.way]
        pace = speed(way, self._rules)
        must, want = must_of(pace), want_of(pace)
        trace = back_from(self._graph, foot, along, getattr(self._rules, want))
        if trace is None:
            return None
        face = self._face(thing, place, foot, along)
        eyes, before = self._eyes(trace, getattr(self._rules, want))
        seen = _within_view(face, eyes) & _along_road(face, eyes, before, trace)
        if not seen.any():
            return None
        placed = not self._is_on(foot)
        heights = tuple((key, getattr(self._rules, key)) for key in _eyes_on(way))
        return Approach(
            thing, face, way, eyes[seen], before[seen], heights, pace, must, want, told, placed
        )

    def _face(self, thing: Thing, place: Floats, foot: Foot, along: int) -> Face:
        width, height, settings = self._size(thing)
        normal = -foot.unit * along if thing.facing is None else _normal(thing.facing)
        if self._is_on(foot):
            out = half_width(self._graph.ways[foot.way], self._rules) + SIDE_M + width / 2
            place = foot.point + out * self._own_side(foot.unit * along)
        if thing.kind == "signal":
            key = "signal_edge"
        else:
            key = "sign_edge_footway" if self._beside_path(place, foot) else "sign_edge_else"
        edge: float = getattr(self._rules, key)
        return Face(place, normal, width, height, edge, (*settings, key))

    def _size(self, thing: Thing) -> tuple[float, float, tuple[str, ...]]:
        rules = self._rules
        if thing.kind == "signal":
            return rules.signal_width, rules.signal_height, ("signal_width", "signal_height")
        if thing.kind in ("give_way", "stop") or YIELD_CODE.search(thing.code):
            return rules.sign_size_yield, rules.sign_size_yield, ("sign_size_yield",)
        return rules.sign_size, rules.sign_size, ("sign_size",)

    def _own_side(self, driven: Floats) -> Floats:
        """Unit vectors to the side on which traffic keeps, for directions (..., 2) of driving."""
        right = np.stack([driven[..., 1], -driven[..., 0]], axis=-1)
        return right if self._rules.right_hand else -right

    def _beside_path(self, place: Floats, foot: Foot) -> bool:
        """Does a footway or path run under a sign at a place?"""
        side = "left" if foot.side_of(place) > 0 else "right"
        if self._graph.ways[foot.way].sidewalk in ("both", side):
            return True
        near = self.paths.near(place, BESIDE_PATH_M + self._rules.width_cycleway)
        return any(
            each.distance <= BESIDE_PATH_M + half_width(self._graph.ways[each.way], self._rules)
            for each in near
        )

    def _eyes(self, trace: Trace, metres: float) -> tuple[Floats, Floats]:
        """Eyes (n, 2) in their lane along a trace, and how far along it each is (n,)."""
        pieces = np.diff(trace.points, axis=0)
        ends = trace.metres()
        lengths = np.diff(ends)
        before = np.arange(NEAREST_EYE_M, min(metres, float(ends[-1])) + 1e-9, STEP_M)
        at = np.minimum(np.searchsorted(ends, before, side="right") - 1, len(pieces) - 1)
        back = (pieces / lengths[:, None])[at]
        halves = [half_width(self._graph.ways[way], self._rules) for way in trace.ways]
        lane = np.minimum(np.array(halves) / 2, LANE_M)[at]
        middle = trace.points[at] + (before - ends[at])[:, None] * back
        return middle + lane[:, None] * self._own_side(-back), before


def is_car_road(way: Way) -> bool:
    """A road in the open that more than one property's cars use."""
    return way.level >= 0 and users(way) == "car"


def must_of(pace: float) -> str:
    """The setting that says within how many metres nothing may hide a sign, at a speed in km/h."""
    steps = ((30, "must_30"), (60, "must_60"), (70, "must_70"))
    return next((key for most, key in steps if pace <= most), "must_over")


def want_of(pace: float) -> str:
    """The setting that says within how many metres nothing should hide a sign."""
    steps = ((50, "want_50"), (70, "want_70"), (90, "want_90"))
    return next((key for most, key in steps if pace <= most), "want_over")


def _is_path(way: Way) -> bool:
    return way.level >= 0 and way.kind == "path" and way.subtype != "steps"


def _eyes_on(way: Way) -> tuple[str, ...]:
    return ("eye_cyclist",) if way.kind == "path" else ("eye_car", "eye_lorry", "eye_cyclist")


def _normal(azimuth: float) -> Floats:
    turn = math.radians(azimuth)
    return np.array([math.sin(turn), math.cos(turn)])


def _within_view(face: Face, eyes: Floats) -> Bools:
    away = eyes - face.centre
    return np.asarray(away @ face.normal > VIEW * np.hypot(*away.T))


def _along_road(face: Face, eyes: Floats, before: Floats, trace: Trace) -> Bools:
    """(n,): from which eyes the line of sight stays with the road to the sign."""
    sight = eyes - face.centre
    turns = trace.points - face.centre
    along = np.clip(turns @ sight.T / (sight**2).sum(axis=1), 0.0, 1.0)
    off = np.hypot(*(turns[:, None] - along[..., None] * sight).transpose(2, 0, 1))
    passed = trace.metres()[:, None] < before
    most = ASIDE_M + math.dist(face.centre, trace.points[0])
    stays: Bools = ((off <= most) | ~passed).all(axis=0)
    return stays


def _faced(graph: Graph, normal: Floats, feet: list[Foot]) -> tuple[Foot, list[int]]:
    """The nearest way whose traffic drives towards a face, and in which direction."""
    toward = [
        (foot, along, -along * float(foot.unit @ normal)) for foot in feet for along in (1, -1)
    ]
    driven = [each for each in toward if graph.ways[each[0].way].oneway != -each[1]] or toward
    met = [each for each in driven if each[2] >= FACES]
    foot, along, _ = met[0] if met else max(driven, key=lambda each: each[2])
    return foot, [along]


def _towards_junction(graph: Graph, foot: Foot) -> list[int]:
    """The direction of the nearer junction on a way; both if there is none on it."""
    way = graph.ways[foot.way]
    away = {1: math.inf, -1: math.inf}
    for vertex, point in enumerate(way.points):
        if len(graph.legs.get((node_of(point), way.level), ())) >= JUNCTION:
            along = 1 if vertex > foot.segment else -1
            away[along] = min(away[along], math.dist(point, foot.point))
    if away[1] == away[-1]:
        return [1, -1]
    return [1 if away[1] < away[-1] else -1]
