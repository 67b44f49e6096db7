"""A second, slow way to tell what a plate hides at a junction: rays to points 5 cm apart.

It shares no code with the engine. It knows one junction whose legs all start at the origin, finds
its corners by angles, its kerb corners by the mounting rules' formula, walks its lanes point by
point, and meets each ray with the plate as the rules write it. `Scene` also builds the engine's
ways.
"""

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np

from grannsamverkan.geometry.sight.model import Plate, Way

STEP = 0.05
LEVELS = 15
"""Heights tried on what is looked at, from its foot to its top: 5 cm apart."""
EPS = 0.03
"""More than half of both steps: a plate so much larger on each side catches a ray to one of the
points where the true plate catches one between them; one so much smaller only where the true plate
does."""
WALK = 5 / 3.6
TALLEST = 2.5
RANK = {"driveway": 0, "service": 1, "residential": 2, "tertiary": 3, "primary": 4}
CARS = ("service", "residential", "tertiary", "primary")
PATHS = ("cycleway", "footway")
CLEAR = {
    ("car", "car"): (10, 10),
    ("car", "driveway"): (2.5, 2.5),
    ("car", "cycleway"): (10, 10),
    ("car", "footway"): (10, 5),
    ("driveway", "cycleway"): (2.5, 2.5),
    ("driveway", "footway"): (2.5, 2.5),
    ("cycleway", "cycleway"): (10, 10),
    ("cycleway", "footway"): (10, 5),
    ("footway", "footway"): (5, 5),
}


@dataclass(frozen=True)
class Leg:
    """A leg from the origin: its corner points, what it is, how wide and fast."""

    points: np.ndarray
    subtype: str
    width: float
    speed: int

    @property
    def kind(self):
        return "car" if self.subtype in CARS else self.subtype

    @property
    def on_wheels(self):
        return self.subtype not in PATHS

    @property
    def pace(self):
        """Metres a second."""
        return {"footway": WALK, "cycleway": 30 / 3.6}.get(self.subtype, self.speed / 3.6)

    @cached_property
    def direction(self):
        aim = self.at(12.0)
        return aim / math.hypot(*aim)

    def at(self, metres):
        """The point so far along the middle."""
        left = metres
        for start, end in zip(self.points[:-1], self.points[1:], strict=True):
            length = math.dist(start, end)
            if left <= length:
                return start + (end - start) * (left / length)
            left -= length
        raise ValueError(metres)

    def lane(self, start, stop, left):
        """Points from `start` to `stop` metres along, moved `left`: where lines beside the middle's
        pieces meet."""
        ends = [self.at(start), *self._inner(start, stop), self.at(stop)]
        lines = [_beside(a, b, left) for a, b in pairwise(ends)]
        corners = [lines[0][0]]
        for (a, b), (c, d) in pairwise(lines):
            corners.append(_meet(a, b - a, c, d - c))
        return _dense([*corners, lines[-1][1]])

    def _inner(self, start, stop):
        along = 0.0
        for a, b in zip(self.points[:-2], self.points[1:-1], strict=True):
            along += math.dist(a, b)
            if start < along < stop:
                yield b


@dataclass(frozen=True, eq=False)
class Scene:
    """Legs at the origin, a plate, and on which side one drives; `through` legs are drawn as one
    way, `turned` ones from their far end."""

    legs: tuple[Leg, ...]
    through: tuple[int, int] | None
    turned: tuple[bool, ...]
    plate: Plate
    lowers: tuple[float, ...]
    right_hand: bool

    def ways(self):
        made = []
        for number, leg in enumerate(self.legs):
            points = leg.points
            if self.through and number == self.through[1]:
                continue
            if self.through and number == self.through[0]:
                points = np.vstack([points[::-1], self.legs[self.through[1]].points[1:]])
            if self.turned[number]:
                points = points[::-1]
            kind = "path" if leg.subtype in PATHS else "road"
            name = f"Gata {number}"
            made.append(Way(name, kind, leg.subtype, points, name, leg.width, None, leg.speed))
        return made


def random_scene(seed):
    """A junction of three to five legs that bend, and a plate near one of its corners."""
    dice = np.random.default_rng(seed)
    count = int(dice.integers(3, 6))
    angles = np.cumsum(dice.uniform(25, 120, count))
    angles = np.radians(angles * min(1.0, 335 / angles[-1]) + dice.uniform(0, 360))
    kinds = [*dice.choice(CARS, 2), *dice.choice([*CARS, "driveway", *PATHS], count - 2)]
    legs = [_random_leg(dice, angle, str(kind)) for angle, kind in zip(angles, kinds, strict=True)]
    through = None
    if dice.random() < 0.5:
        # A way has one class, one width and one speed.
        one = legs[0]
        legs[1] = Leg(legs[1].points, one.subtype, one.width, one.speed)
        through = (0, 1)
    side = math.radians(dice.uniform(0, 360))
    near = dice.uniform(0, 9) * np.array([math.cos(side), math.sin(side)])
    plate = Plate(
        *(near + dice.uniform(-3, 3, 2)),
        width=float(dice.uniform(0.3, 0.9)),
        height=float(dice.uniform(0.3, 0.7)),
        lower_edge=float(dice.uniform(0.3, 2.6)),
        azimuth=None if dice.random() < 0.5 else float(dice.uniform(0, 360)),
    )
    lowers = tuple(float(b) for b in dice.uniform(0.5, 2.4, 2))
    turned = tuple(bool(t) for t in dice.random(count) < 0.5)
    return Scene(tuple(legs), through, turned, plate, lowers, bool(dice.random() < 0.5))


def _random_leg(dice, angle, subtype):
    points, heading = [np.zeros(2)], angle
    for length in (*dice.uniform(4, 40, 2), 250.0):
        points.append(points[-1] + length * np.array([math.cos(heading), math.sin(heading)]))
        heading += math.radians(dice.uniform(-35, 35))
    return Leg(
        np.array(points), subtype, float(dice.uniform(2.5, 8.0)), int(dice.choice([20, 30, 50, 70]))
    )


def corners(scene):
    """Pairs of legs, the second counter-clockwise from the first, with a corner between them."""
    everyone = range(len(scene.legs))
    for i in everyone:
        for j in everyone:
            angle = _angle(scene, i, j)
            if i != j and math.radians(20) < angle < math.radians(160):
                between = [k for k in everyone if k not in (i, j) and _angle(scene, i, k) < angle]
                if _is_corner(scene, i, j, {scene.legs[k].kind for k in between}):
                    yield i, j


def _angle(scene, i, j):
    (x, y), (u, v) = scene.legs[i].direction, scene.legs[j].direction
    return (math.atan2(v, u) - math.atan2(y, x)) % math.tau


def _is_corner(scene, i, j, between):
    kinds = {scene.legs[i].kind, scene.legs[j].kind}
    if kinds == {"driveway"}:
        return False
    if kinds == {"car"}:
        return sum(leg.kind == "car" for leg in scene.legs) > 2 and "car" not in between
    if kinds == {"car", "driveway"}:
        return "car" not in between
    if kinds & {"car", "driveway"}:
        return not between & {"car", "driveway"}
    return not between


def kerb_corner(scene, i, j):
    """C = J + (k2 u1 + k1 u2) / sin(theta)."""
    one, other = scene.legs[i], scene.legs[j]
    aims = other.width / 2 * one.direction + one.width / 2 * other.direction
    return aims / math.sin(_angle(scene, i, j))


def clear_along(scene, i, j):
    kinds = scene.legs[i].kind, scene.legs[j].kind
    return CLEAR[kinds] if kinds in CLEAR else CLEAR[kinds[::-1]][::-1]


def slow_severity(scene, pair, plate, slack):
    """0, 1 or 2, and seconds hidden, for one plate (centre, along, normal, width, lower, height,
    post), which is taken `slack` (-1, 0 or 1) steps larger than it is."""
    width, height = plate.width + 2 * slack * EPS, plate.height + 2 * slack * EPS
    lower = plate.lower - slack * EPS
    if not _stands_in_zone(scene, pair, plate, slack * EPS):
        return 0, 0.0
    if lower >= 2.5 or lower + height <= 0.8:
        return 0, 0.0
    some, longest, hides = False, 0.0, False
    for eye, heights, lane, pace in _looks(scene, pair):
        for high, hit, wide in _rays(eye, heights, lane, plate, width, lower, height):
            some |= bool(hit.any())
            if high < TALLEST and (hit & wide).any():
                seconds = max(0, _longest(hit & wide) + slack) * STEP / pace
                longest = max(longest, seconds)
                hides |= seconds >= 1.0 and lower < 2.0
    return (2 if hides else int(some)), longest


@lru_cache(maxsize=100)
def _looks(scene, pair):
    return list(_each_look(scene, pair))


def _each_look(scene, pair):
    """Every eye's place and heights, with the points of the lane it looks at, and metres a
    second there."""
    for mine, theirs in (pair, pair[::-1]):
        if not _waits(scene.legs[mine], scene.legs[theirs]):
            continue
        leg, other = scene.legs[mine], scene.legs[theirs]
        sign = 1 if scene.right_hand else -1
        kept = sign * min(leg.width / 4, 1.75)
        side = 1 if (mine, theirs) == pair else -1
        eyes = [leg.lane(d, d + 1e-3, kept)[0] for d in _waiting(leg, other, kept, side)]
        corner = kerb_corner(scene, *pair) @ other.direction
        start = max(0.0, corner)
        reach = other.pace * 2.0 + other.pace**2 / (2 * 2.45)
        if other.subtype == "footway":
            reach = max(reach, clear_along(scene, mine, theirs)[1])
        lane = other.lane(start, start + reach, sign * min(other.width / 4, 1.75))
        for eye in eyes:
            yield eye, (1.1, 2.0, TALLEST) if leg.on_wheels else (1.4,), lane, other.pace


def _waits(leg, other):
    if "driveway" in (leg.subtype, other.subtype):
        return leg.subtype == "driveway"
    if not (leg.on_wheels and other.on_wheels):
        return True
    return RANK[leg.subtype] <= RANK[other.subtype]


def _waiting(leg, other, kept, side):
    """Distances along the middle at which eyes wait, 0.1 m apart: 2.4 to 5 m behind where their
    straight lane crosses the other's kerb line. `side` is 1 if the other leg is to the left."""
    out = leg.direction
    lane = kept * np.array([-out[1], out[0]])
    kerb = side * other.width / 2 * np.array([other.direction[1], -other.direction[0]])
    met = _meet(lane, out, kerb, other.direction)
    return max(0.0, (met - lane) @ out) + np.linspace(2.4, 5.0, 27)


def _rays(eye, heights, lane, plate, width, lower, height):
    """For each height of an eye, and each of the points of the lane that the plate may hide: does
    it catch a ray to it, and is at least 0.6 m hidden there?"""
    away = lane - eye
    with np.errstate(divide="ignore", invalid="ignore"):
        t = ((plate.centre - eye) @ plate.normal) / (away @ plate.normal)
        across = np.abs((eye - plate.centre) @ plate.along + t * (away @ plate.along)) <= width / 2
    met = np.flatnonzero(across & (t > 0) & (t < 1))
    if not len(met):
        return
    away, share = away[met], t[met]
    distance = np.hypot(*away.T)
    facing = np.abs(away @ plate.normal) / distance
    wide = np.zeros(len(lane), dtype=bool)
    wide[met] = width * facing * distance / math.dist(plate.centre, eye) >= 0.6
    for high in heights:
        level = high + share[:, None] * (np.linspace(0.6, 1.3, LEVELS) - high)
        hit = np.zeros(len(lane), dtype=bool)
        hit[met] = ((level >= lower) & (level <= lower + height)).any(axis=1)
        yield high, hit, wide


def _longest(hit):
    """How many in a row."""
    changes = np.flatnonzero(np.diff(np.concatenate([[0], hit, [0]])))
    return int((changes[1::2] - changes[::2]).max())


def _stands_in_zone(scene, pair, plate, slack):
    """Is the post, or a point of the plate, deeper in the zone than -slack?"""
    i, j = pair
    one, other = scene.legs[i].direction, scene.legs[j].direction
    corner, clear = kerb_corner(scene, i, j), clear_along(scene, i, j)
    ends = corner + clear[0] * one, corner + clear[1] * other
    foot = max(0.0, ends[0] @ one) * one, max(0.0, ends[1] @ other) * other
    hull = _hull([np.zeros(2), corner, *ends, *foot])
    shares = np.linspace(-0.5, 0.5, 101)[:, None]
    points = np.vstack([plate.post, plate.centre + shares * plate.width * plate.along])
    depth = np.full(len(points), np.inf)
    for a, b in zip(hull, [*hull[1:], hull[0]], strict=True):
        edge = (b - a) / math.dist(a, b)
        depth = np.minimum(depth, edge[0] * (points - a)[:, 1] - edge[1] * (points - a)[:, 0])
    return bool((depth > -slack).any())


def _hull(points):
    """The convex hull, counter-clockwise: from each corner on to the one with all on its left."""
    start = min(points, key=lambda p: (p[1], p[0]))
    hull = [start]
    while True:
        here = hull[-1]
        best = None
        for point in points:
            if math.dist(point, here) < 1e-9:
                continue
            turn = None if best is None else _cross(best - here, point - here)
            further = best is not None and math.dist(point, here) > math.dist(best, here)
            if best is None or turn < -1e-12 or (abs(turn) <= 1e-12 and further):
                best = point
        if math.dist(best, start) < 1e-9:
            return hull
        hull.append(best)


def _beside(a, b, left):
    normal = np.array([a[1] - b[1], b[0] - a[0]]) / math.dist(a, b)
    return a + left * normal, b + left * normal


def _meet(a, u, b, v):
    return a + _cross(b - a, v) / _cross(u, v) * u


def _cross(a, b):
    return a[0] * b[1] - a[1] * b[0]


def _dense(corners):
    found = []
    for a, b in pairwise(corners):
        count = max(1, math.ceil(math.dist(a, b) / STEP))
        found.append(a + np.arange(count)[:, None] / count * (b - a))
    return np.vstack([*found, corners[-1]])
