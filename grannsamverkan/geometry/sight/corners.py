"""Sight triangles: the corners of junctions, and the ground that each asks to be clear."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.junctions import FEWEST_LEGS, Arm, Junction
from grannsamverkan.geometry.sight.model import Way
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.geometry.sight.ways import Users, half_width, width_is_stated

SHARP = math.radians(20)
STRAIGHT = math.radians(160)
"""Between these angles two legs make a corner (mounting rules 4.2)."""

Signs = tuple[int, int]
STATED: Signs = (0, 0)
GUESSED: tuple[Signs, ...] = (STATED, (-1, -1), (-1, 1), (1, -1), (1, 1))
"""Which way the half widths of the first and the second leg are wrong: not at all where both are
stated; else by `width_doubt` of themselves."""

Paved = tuple[Users, Users]
# The setting that says how far along each of two legs, by who moves on them.
_ALONG: dict[Paved, tuple[str, str]] = {
    ("car", "car"): ("corner_street", "corner_street"),
    ("car", "driveway"): ("corner_driveway", "corner_driveway"),
    ("car", "cycle"): ("corner_cycle", "corner_cycle"),
    ("car", "foot"): ("corner_path_street", "corner_path_inward"),
    ("driveway", "cycle"): ("corner_driveway", "corner_driveway"),
    ("driveway", "foot"): ("corner_driveway", "corner_driveway"),
    ("cycle", "cycle"): ("corner_cycle", "corner_cycle"),
    ("cycle", "foot"): ("corner_cycle", "corner_foot"),
    ("foot", "foot"): ("corner_foot", "corner_foot"),
}


@dataclass(frozen=True)
class Corner:
    """The corner between two arms, `second` counter-clockwise from `first`; `along` are the
    settings that say how far along each it must be clear."""

    first: Arm
    second: Arm
    junction: Junction
    along: tuple[str, str]

    @property
    def widths_stated(self) -> bool:
        """Does the map say how wide both are?"""
        return width_is_stated(self.first.way) and width_is_stated(self.second.way)

    @property
    def has_path(self) -> bool:
        """Is one of them no carriageway?"""
        return "path" in (self.first.way.kind, self.second.way.kind)

    @property
    def doubts(self) -> tuple[Signs, ...]:
        """The ways in which its widths may be wrong; the first is that they are right."""
        return (STATED,) if self.widths_stated else GUESSED


def corners_of(junction: Junction) -> Iterator[Corner]:
    """The corners of a junction.

    Each pair of streets next to each other makes one, whatever driveways and paths lie between;
    each driveway makes one with the streets on both its sides, each path with the carriageways on
    both its sides, and paths next to each other do. Driveways that meet do so on private ground.
    """
    arms = junction.arms
    cars = [arm for arm in arms if arm.users == "car"]
    paved = [arm for arm in arms if arm.users in ("car", "driveway")]
    pairs = _next_to(cars) if len(cars) >= FEWEST_LEGS else []
    for arm in arms:
        if arm.users == "driveway":
            pairs += _beside(arm, cars)
        elif arm.users != "car":
            pairs += _beside(arm, paved)
    pairs += [pair for pair in _next_to(arms) if all(_is_path_apart(arm) for arm in pair)]
    for first, second in pairs:
        if SHARP < _turn(first, second) < STRAIGHT and not _runs_through(first, second):
            yield Corner(first, second, junction, _along(first.users, second.users))


def _is_path_apart(arm: Arm) -> bool:
    return arm.way.kind == "path" and arm.apart


def _next_to(arms: Sequence[Arm]) -> list[tuple[Arm, Arm]]:
    return list(zip(arms, [*arms[1:], *arms[:1]], strict=True))


def _beside(arm: Arm, others: Sequence[Arm]) -> list[tuple[Arm, Arm]]:
    """The arm with the nearest of the others on both its sides."""
    if not others:
        return []
    left = min(others, key=lambda other: _turn(arm, other))
    right = min(others, key=lambda other: _turn(other, arm))
    return [(arm, left), (right, arm)]


def _runs_through(first: Arm, second: Arm) -> bool:
    """Is it one one-way road that bends here, such as the inside of a roundabout? Whoever comes on
    one arm leaves on the other."""
    one, other = first.way, second.way
    alike = (one.name, one.subtype) == (other.name, other.subtype)
    return alike and bool(one.oneway and other.oneway) and first.inbound != second.inbound


def _turn(first: Arm, second: Arm) -> float:
    """The angle from one arm counter-clockwise to another, 0 to 2 pi."""
    (x, y), (u, v) = first.direction, second.direction
    return math.atan2(x * v - y * u, x * u + y * v) % math.tau


def _along(first: Users, second: Users) -> tuple[str, str]:
    if (first, second) in _ALONG:
        return _ALONG[first, second]
    other, one = _ALONG[second, first]
    return one, other


class Zones:
    """The corners of a town by place. Lists and arrays are in the order of `corners`."""

    def __init__(self, corners: Sequence[Corner], rules: Rules) -> None:
        self.corners = corners
        self.rules = rules
        self._arms = np.array([[c.first.start, c.second.start] for c in corners]).reshape(-1, 2, 2)
        self._ways = np.array([[c.first.direction, c.second.direction] for c in corners])
        self._ways = self._ways.reshape(-1, 2, 2)
        self._halves = np.array([_halves(c, rules) for c in corners]).reshape(-1, 2)
        self._doubt = np.array([_doubt(c, rules) for c in corners]).reshape(-1, 2)
        self._clear = np.array([[getattr(rules, name) for name in c.along] for c in corners])
        self._clear = self._clear.reshape(-1, 2)

    def near(self, x: float, y: float, within: float) -> list[int]:
        """The corners whose zone, as it may be, lies within some metres of a place."""
        found = self._tree.query(shapely.points(x, y), "dwithin", within)
        return sorted(int(index) for index in found)

    def zone(self, index: int, signs: Signs = STATED) -> shapely.Polygon:
        """What must be clear at a corner: the triangle with the carriageways before it."""
        return self._zones[signs][index]

    def kerb(self, index: int, side: int, signs: Signs) -> tuple[Floats, Floats]:
        """A point (2,) of the kerb line of a corner's first (0) or second (1) arm, and the line's
        direction (2,)."""
        return self._kerbs[signs][index, side], self._ways[index, side]

    def triangle(self, index: int, signs: Signs = STATED) -> Floats:
        """(3, 2): the corner of the kerbs, and the points as far along each as must be clear."""
        return np.asarray(self._triangles[signs][index])

    def clear(self, index: int, side: int) -> float:
        """Metres along the first (0) or second (1) arm that must be clear."""
        return float(self._clear[index, side])

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(_hulls(np.hstack([self._points(signs) for signs in GUESSED])))

    @cached_property
    def _zones(self) -> dict[Signs, NDArray[np.object_]]:
        return {signs: _hulls(self._points(signs)) for signs in GUESSED}

    def _points(self, signs: Signs) -> Floats:
        """(m, 7, 2): the triangle, the arms' starts, and their middle where the triangle ends."""
        triangles = self._triangles[signs]
        ends = triangles[:, 1:] - self._arms
        ahead = np.maximum((ends * self._ways).sum(axis=2), 0.0)
        middles = self._arms + ahead[..., None] * self._ways
        return np.concatenate([triangles, self._arms, middles], axis=1)

    @cached_property
    def _triangles(self) -> dict[Signs, Floats]:
        return {signs: self._triangles_with(signs) for signs in GUESSED}

    @cached_property
    def _kerbs(self) -> dict[Signs, Floats]:
        return {signs: self._kerbs_with(signs) for signs in GUESSED}

    def _triangles_with(self, signs: Signs) -> Floats:
        kerbs = self._kerbs[signs]
        first, second = self._ways[:, 0], self._ways[:, 1]
        gap = kerbs[:, 1] - kerbs[:, 0]
        ahead = _cross(gap, second) / _cross(first, second)
        corner = kerbs[:, 0] + ahead[:, None] * first
        ends = corner[:, None] + self._clear[..., None] * self._ways
        return np.concatenate([corner[:, None], ends], axis=1)

    def _kerbs_with(self, signs: Signs) -> Floats:
        """(m, 2, 2): where the kerb lines start, beside the arms' starts: the first's to its left,
        the second's to its right."""
        halves = self._halves + self._doubt * np.array(signs)
        left = np.stack([-self._ways[..., 1], self._ways[..., 0]], axis=2)
        return np.asarray(self._arms + (halves * np.array([1.0, -1.0]))[..., None] * left)


def _cross(a: Floats, b: Floats) -> Floats:
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])


def _hulls(points: Floats) -> NDArray[np.object_]:
    """The convex hull of each of (m, n, 2) points."""
    count = points.shape[1]
    owners = np.repeat(np.arange(len(points)), count)
    clouds = shapely.multipoints(points.reshape(-1, 2), indices=owners)
    return np.atleast_1d(shapely.convex_hull(clouds))


def _halves(corner: Corner, rules: Rules) -> tuple[float, float]:
    """From the middle of each arm to the line its corner is measured from: the kerb, or before a
    driveway the outer edge of the pavement (mounting rules 1.1)."""
    first, second = corner.first, corner.second
    return (
        half_width(first.way, rules) + _pavement(first, second, 1, rules),
        half_width(second.way, rules) + _pavement(second, first, -1, rules),
    )


def _pavement(arm: Arm, other: Arm, side: int, rules: Rules) -> float:
    """The pavement's width on an arm's left (1) or right (-1), where a driveway crosses it."""
    if other.users != "driveway" or arm.users != "car":
        return 0.0
    has = ("both", "left" if side * arm.leg.step > 0 else "right")
    return rules.width_footway if arm.way.sidewalk in has else 0.0


def _doubt(corner: Corner, rules: Rules) -> tuple[float, float]:
    return (_width_doubt(corner.first.way, rules), _width_doubt(corner.second.way, rules))


def _width_doubt(way: Way, rules: Rules) -> float:
    return 0.0 if width_is_stated(way) else rules.width_doubt * half_width(way, rules)
