"""Who looks at whom across a corner: eyes on one leg, the lane on the other."""

import math
from dataclasses import dataclass

import numpy as np

from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.corners import Corner, Signs, Zones
from grannsamverkan.geometry.sight.graph import Graph
from grannsamverkan.geometry.sight.junctions import Arm
from grannsamverkan.geometry.sight.lanes import (
    LANE_M,
    along,
    beside,
    outward,
    part,
    without_repeats,
)
from grannsamverkan.geometry.sight.model import Way
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.geometry.sight.shadows import cross
from grannsamverkan.geometry.sight.ways import half_width, speed, width_is_stated

LEAST_SLANT = 0.05
"""Roads that meet at less than this (3 degrees) do not cross the other's kerb line."""
EYE_STEP_M = 0.1
"""How close eyes stand behind each other. Own choice: of 9,800 places on random junctions that are
not ok with eyes 0.05 m apart, 1 % pass as less with 0.1 m, 5 % with 0.3 m."""
WALK_KMH = 5.0
"""A walker's speed, 1.4 m/s. Assumption; `speed_cycle` is a cyclist's."""
TWO_LANES_M = 5.0
"""A one-way carriageway this wide has two lanes. Assumption."""
ALIKE = math.cos(math.radians(30))
"""Legs of one junction that run alike within this are the halves of one road."""

# From the least to the most important road. Who has equal rank looks at each other.
_RANKS = {
    "service": 0,
    "living_street": 1,
    "residential": 2,
    "unclassified": 2,
    "road": 2,
    "tertiary": 3,
    "secondary": 4,
    "primary": 5,
    "trunk": 6,
    "motorway": 7,
}


@dataclass(frozen=True)
class Look:
    """Eyes (e, 2) on one arm, and the lanes (n, 2) on the other in which traffic comes at `speed`
    m/s. `heights` are the eyes' heights by the setting that says them; `margin` is the eye of the
    tallest vehicles, for which a person looks, None where nobody drives."""

    eyes: Floats
    lanes: tuple[Floats, ...]
    speed: float
    heights: tuple[tuple[str, float], ...]
    margin: float | None

    @property
    def levels(self) -> Floats:
        """The heights of all eyes, that of the margin last."""
        last = [] if self.margin is None else [self.margin]
        return np.array([height for _, height in self.heights] + last)


@dataclass(frozen=True)
class _Side:
    """One of a corner's two roads as traffic uses it: the arm by which it comes in, and how far to
    the left of the arm's middle, seen outward, it keeps."""

    arm: Arm
    offsets: tuple[float, ...]


def looks_at(graph: Graph, zones: Zones, index: int, signs: Signs) -> list[Look]:
    """All looks across a corner; none where the map lets nobody drive towards it."""
    corner = zones.corners[index]
    sides = [
        _side(arm, corner, sign * zones.rules.width_doubt, zones.rules)
        for arm, sign in zip((corner.first, corner.second), signs, strict=True)
    ]
    found = []
    for waits, comes in _who_looks(corner):
        waiting, coming = sides[waits], sides[comes]
        if waiting is None or coming is None:
            continue
        eyes = _eyes(graph, waiting, zones.kerb(index, comes, signs), zones.rules)
        lanes = _lanes(
            graph, coming, zones.triangle(index, signs)[0], zones.clear(index, comes), zones.rules
        )
        if lanes:
            fast = _speed(coming.arm, zones.rules)
            found.append(Look(eyes, lanes, fast, *_heights(waiting.arm, zones.rules)))
    return found


def stopping(speed_ms: float, rules: Rules) -> float:
    """Metres to a stop: S = v t + v²/(2 d) (mounting rules 1.3)."""
    return speed_ms * rules.reaction_s + speed_ms**2 / (2 * rules.braking_ms2)


def _who_looks(corner: Corner) -> list[tuple[int, int]]:
    """Pairs of arms, 0 the first and 1 the second: on which the eyes are, and on which they look.

    On the lesser of two streets, and on a driveway, one waits and looks; of equal streets on each
    in turn. Where a path meets a street, who drives must see who walks, and the other way round.
    """
    first = _rank(corner.first, corner.second)
    second = _rank(corner.second, corner.first)
    waits = [((0, 1), first <= second), ((1, 0), second <= first)]
    return [sides for sides, held in waits if held]


def _rank(arm: Arm, other: Arm) -> int:
    """How important an arm is beside another."""
    if arm.users == "driveway":
        return -1
    if other.users != "driveway" and "path" in (arm.way.kind, other.way.kind):
        return 0
    return importance(arm.way)


def importance(way: Way) -> int:
    """The rank of a road by its class: on the lesser of two one waits."""
    return _RANKS.get(way.subtype.removesuffix("_link"), _RANKS["residential"])


def _side(arm: Arm, corner: Corner, wider: float, rules: Rules) -> _Side | None:
    inbound = _inbound(arm, corner)
    if inbound is None:
        return None
    doubt = 0.0 if width_is_stated(inbound.way) else wider
    half = half_width(inbound.way, rules) * (1 + doubt)
    # Who comes in keeps to the right, which is to the left of the way out.
    offset = min(half / 2, LANE_M) * (1 if rules.right_hand else -1)
    if inbound.way.kind == "path" or not inbound.way.oneway:
        return _Side(inbound, (offset,))
    return _Side(inbound, (offset, -offset) if 2 * half >= TWO_LANES_M else (0.0,))


def _inbound(arm: Arm, corner: Corner) -> Arm | None:
    """The arm by which traffic comes in: the arm itself, or the other half of the same road."""
    if arm.inbound:
        return arm
    alike = [
        other
        for other in corner.junction.arms
        if other.users == arm.users and other.inbound
        if float(other.direction @ arm.direction) > ALIKE
    ]
    return max(alike, key=lambda other: float(other.direction @ arm.direction), default=None)


def _eyes(graph: Graph, side: _Side, kerb: tuple[Floats, Floats], rules: Rules) -> Floats:
    """Eyes that wait behind the other road's kerb line, in each lane."""
    count = 1 + math.ceil((rules.wait_far - rules.wait_near) / EYE_STEP_M)
    behind = np.linspace(rules.wait_near, rules.wait_far, max(count, 1))
    out = side.arm.direction
    left = np.array([-out[1], out[0]])
    found = []
    for offset in side.offsets:
        gap = kerb[0] - side.arm.start - offset * left
        slant = float(cross(out, kerb[1]))
        # The other half of a road may run along the kerb line: then one waits where one comes in.
        start = max(0.0, float(cross(gap, kerb[1])) / slant) if abs(slant) > LEAST_SLANT else 0.0
        middle = outward(graph, side.arm.leg, start + rules.wait_far)
        found.append(along(middle, start + behind, offset))
    return np.vstack(found)


def _lanes(
    graph: Graph, side: _Side, corner: Floats, clear: float, rules: Rules
) -> tuple[Floats, ...]:
    """Where traffic comes, from the corner to its stopping distance; for who walks, and stops at
    once, at least as far as must be clear. Nothing if the road ends before the corner."""
    start = max(0.0, float((corner - side.arm.start) @ side.arm.direction))
    far = stopping(_speed(side.arm, rules), rules)
    far = max(far, clear) if side.arm.users == "foot" else far
    middle = part(outward(graph, side.arm.leg, start + far), start, start + far)
    if len(middle) < 2:
        return ()
    return tuple(without_repeats(beside(middle, offset)) for offset in side.offsets)


def _speed(arm: Arm, rules: Rules) -> float:
    """Metres a second at which one comes along an arm."""
    walks = arm.users == "foot"
    return (WALK_KMH if walks else max(speed(arm.way, rules), WALK_KMH)) / 3.6


def _heights(arm: Arm, rules: Rules) -> tuple[tuple[tuple[str, float], ...], float | None]:
    if arm.way.kind == "path":
        return (("eye_cyclist", rules.eye_cyclist),), None
    return (("eye_car", rules.eye_car), ("eye_lorry", rules.eye_lorry)), rules.band_lorry
