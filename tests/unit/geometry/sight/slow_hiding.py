"""A second, slow way to tell what a plate hides: one bending street, every ray in three dimensions.

It shares no code with the engine: it walks its own street, finds its own eyes, and meets each ray
with the plate as a parallelogram in space. `Street` also builds what the engine is given.
"""

import math
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from grannsamverkan.geometry.sight.model import Plate, Thing, Way

EYES = (1.1, 2.0, 1.4)


@dataclass(frozen=True)
class Street:
    """A street as one line with a width on each piece, drawn as the ways that `joints` cut it into;
    `turned` ways are drawn the other way. One sign at `sign`, `right_hand` traffic or left."""

    points: np.ndarray
    widths: tuple[float, ...]
    joints: tuple[int, ...]
    turned: tuple[bool, ...]
    sign: tuple[float, float]
    plate: Plate
    lowers: tuple[float, ...]
    right_hand: bool = True
    speed: int = 50
    sidewalk: bool = False

    def ways(self):
        cuts = [0, *self.joints, len(self.points) - 1]
        made = []
        for number, (start, end) in enumerate(pairwise(cuts)):
            points = self.points[start : end + 1]
            made.append(
                Way(
                    f"w{number}",
                    "road",
                    "residential",
                    points[::-1] if self.turned[number] else points,
                    "Storgatan",
                    self.widths[start],
                    speed=self.speed,
                    sidewalk="both" if self.sidewalk else "no",
                )
            )
        return made

    def thing(self):
        return Thing("sign", "sign", *self.sign, "SE:C31")


def random_street(seed):
    """A street with bends, a sign beside it, and a plate near one of its lines of sight."""
    dice = np.random.default_rng(seed)
    count = int(dice.integers(3, 8))
    turns = np.cumsum(dice.uniform(-0.7, 0.7, count)) + dice.uniform(0, 2 * math.pi)
    lengths = dice.uniform(15, 60, count)
    steps = lengths[:, None] * np.column_stack([np.sin(turns), np.cos(turns)])
    points = np.vstack([np.zeros(2), np.cumsum(steps, axis=0)])
    joints = tuple(sorted(dice.choice(np.arange(1, count), min(2, count - 1), replace=False)))
    cuts = [0, *joints, count]
    widths = [0.0] * count
    for start, end in pairwise(cuts):
        widths[start:end] = [float(dice.uniform(4, 8))] * (end - start)
    street = Street(
        points,
        tuple(widths),
        joints,
        tuple(bool(each) for each in dice.integers(0, 2, len(cuts) - 1)),
        _beside(points, dice),
        Plate(0, 0, float(dice.uniform(0.2, 0.8)), float(dice.uniform(0.3, 0.8)), 1.0),
        (),
        right_hand=bool(dice.integers(0, 2)),
        speed=int(dice.choice([30, 50, 70])),
        sidewalk=bool(dice.integers(0, 2)),
    )
    return _with_plate(street, dice)


def _beside(points, dice):
    at = int(dice.integers(0, len(points) - 1))
    piece = points[at + 1] - points[at]
    out = np.array([piece[1], -piece[0]]) / math.hypot(*piece) * dice.choice([-1, 1])
    foot = points[at] + dice.uniform(0.05, 0.95) * piece
    return tuple((foot + out * dice.uniform(3.2, 8)).tolist())


def _with_plate(street, dice):
    """Hang the plate near the ray from some eye to the sign, faced any way, at some height."""
    while not (eyes := [each for each in slow_eyes(street) if each[2]]):
        street = replace(street, sign=_beside(street.points, dice))
    eye = np.array(eyes[int(dice.integers(len(eyes)))][0])
    share = dice.uniform(0.5, 0.99)
    middle = eye + share * (np.array(street.sign) - eye) + dice.normal(0, 0.15, 2)
    rise = 1.4 + share * ((2.5 if street.sidewalk else 1.8) - 1.4)
    known = bool(dice.integers(0, 2))
    plate = Plate(
        float(middle[0]),
        float(middle[1]),
        street.plate.width,
        street.plate.height,
        float(rise - street.plate.height / 2 + dice.normal(0, 0.3)),
        azimuth=float(dice.uniform(0, 360)) if known else None,
        error=float(dice.choice([0.0, 0.3, 2.0])),
    )
    lowers = tuple(float(each) for each in dice.uniform(0.8, 3.0, 2))
    return replace(street, plate=plate, lowers=lowers)


def slow_foot(street):
    """(where along the whole street, the point, the street's direction there) of the sign."""
    best = None
    gone = 0.0
    sx, sy = street.sign
    for (ax, ay), (bx, by) in pairwise(street.points):
        length = math.hypot(bx - ax, by - ay)
        ux, uy = (bx - ax) / length, (by - ay) / length
        at = min(max((sx - ax) * ux + (sy - ay) * uy, 0.0), length)
        point = (ax + at * ux, ay + at * uy)
        away = math.hypot(sx - point[0], sy - point[1])
        if best is None or away < best[0]:
            best = (away, gone + at, point, (ux, uy))
        gone += length
    return best[1:]


def slow_driving(street):
    """Unit vector in which the traffic drives that has the sign on its own side, and 1 or -1 for
    along the street's points or against them."""
    _, (qx, qy), (ux, uy) = slow_foot(street)
    right = (street.sign[0] - qx) * uy - (street.sign[1] - qy) * ux
    along = 1 if (right > 0) == street.right_hand else -1
    return (ux * along, uy * along), along


def slow_eyes(street):
    """[(place, metres before the sign, does one see it?)]: within 40° of straight on, along a line
    from which the road in between is nowhere farther than 6 m and the sign's own distance."""
    start, foot, _ = slow_foot(street)
    most = 6 + math.dist(foot, street.sign)
    (dx, dy), along = slow_driving(street)
    far = {30: 125, 50: 125, 70: 150}[street.speed]
    found = []
    for step in range((far - 8) // 2 + 1):
        before = 8 + 2 * step
        placed = _lane(street, start - along * before, along)
        if placed is None:
            break
        ex, ey = placed[0] - street.sign[0], placed[1] - street.sign[1]
        angle = math.degrees(math.acos(max(-1, min(1, -(ex * dx + ey * dy) / math.hypot(ex, ey)))))
        turns = _passed(street, start, start - along * before)
        near = all(_off(turn, placed, street.sign) <= most for turn in turns)
        found.append((placed, before, angle < 40 and near))
    return found


def _lane(street, at, along):
    """The place in the lane of who drives `along`, `at` metres from the street's first point."""
    if at < 0:
        return None
    pairs = list(pairwise(street.points))
    for ((ax, ay), (bx, by)), width in zip(pairs, street.widths, strict=True):
        length = math.hypot(bx - ax, by - ay)
        if at <= length:
            ux, uy = (bx - ax) / length, (by - ay) / length
            out = min(width / 4, 1.75) * along * (1 if street.right_hand else -1)
            return ax + at * ux + out * uy, ay + at * uy - out * ux
        at -= length
    return None


def _passed(street, one, other):
    """The street's vertices between two places along it."""
    gone, found = 0.0, []
    for start, end in pairwise(street.points):
        if min(one, other) < gone < max(one, other):
            found.append(start)
        gone += math.dist(start, end)
    return found


def _off(point, start, end):
    """How far a point is from a line between two others."""
    (px, py), (ax, ay), (bx, by) = point, start, end
    share = ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / math.dist(start, end) ** 2
    share = min(max(share, 0), 1)
    return math.hypot(px - ax - share * (bx - ax), py - ay - share * (by - ay))


def slow_targets(street, across, upward):
    """(across * upward, 3): the middles of equal parts of the sign's face."""
    (dx, dy), _ = slow_driving(street)
    edge = 2.2 if street.sidewalk else 1.5
    aside = (np.arange(across) + 0.5) / across * 0.6 - 0.3
    up = (np.arange(upward) + 0.5) / upward * 0.6 + edge
    grid = np.array([(a, u) for a in aside for u in up])
    sx, sy = street.sign
    return np.column_stack([sx + grid[:, 0] * -dy, sy + grid[:, 0] * dx, grid[:, 1]])


def slow_shares(eyes, targets, corner, side, up):
    """The share of targets that a parallelogram (a corner and two sides, in space) hides from each
    of (m, 3) eyes."""
    eyes, corner, side, up = (np.asarray(each, dtype=float) for each in (eyes, corner, side, up))
    rays = targets - eyes[:, None]
    cross = np.cross(rays, up)
    back = eyes - corner
    turned = np.cross(back, side)
    with np.errstate(divide="ignore", invalid="ignore"):
        det = cross @ side
        a = np.einsum("mtx,mx->mt", cross, back) / det
        b = np.einsum("mtx,mx->mt", rays, turned) / det
        far = (turned @ up)[:, None] / det
        inside = (a >= 0) & (a <= 1) & (b >= 0) & (b <= 1) & (far > 0) & (far < 1)
    return inside.mean(axis=1)


def slow_level(street, share, before):
    """The severity of shares (eye, height of eye), reckoned one by one."""
    must = {30: 45, 50: 60, 70: 75}[street.speed]
    level = 0
    for parts in share.T:
        near = [part for metres, part in zip(before, parts, strict=True) if metres <= must]
        long = 2 * sum(part > 0.1 for part in near) > street.speed / 3.6
        if long or any(part >= 0.5 for part in near):
            return 2
        level = max(level, int(any(part > 0.1 for part in parts)))
    return level
