"""What a plate hides of a line along a road: its shadow, cast by an eye, exactly.

The mounting rules (4.2) send a ray from each eye to a target every 2 m along the lane. Here the
lane's pieces are taken whole, as what those rays tend to when they are many: seen from an eye at
the origin, a plate from `a` to `b` hides of the point `p = λa + μb` of a lane what lies behind it,
λ >= 0, μ >= 0, q = λ + μ >= 1. The ray meets the plate at the share 1/q of its way, so all that is
asked of it is linear in q:

- it passes not under the plate: q (eye - lower) + (top of object - eye) >= 0;
- nor over it: q (upper - eye) + (eye - foot of object) >= 0;
- the hidden width there, w |n.d| |T-E| / |c-E|, is q times that at the plate itself.

Along a straight piece of lane λ, μ and q are linear too, so each condition holds on one interval.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grannsamverkan.geometry.plane import Floats

Bools = NDArray[np.bool_]
TOUCH = 1e-9


@dataclass(frozen=True)
class Plates:
    """r plates seen by r eyes, from above: `eyes` (r, 2), both `ends` of each plate (r, 2, 2) and
    its middle (r, 2)."""

    eyes: Floats
    ends: Floats
    middles: Floats


@dataclass(frozen=True)
class Levels:
    """Metres above the ground: of z `eyes`, of the plate's h lower edges and how high it is, and
    from where to where what is looked at reaches."""

    eyes: Floats
    lowers: Floats
    height: float
    low: float
    high: float


@dataclass(frozen=True)
class Shadow:
    """What is hidden, for each of (r, h, z): `any` is whether anything is, `widest` the largest
    hidden width in metres, `longest` the metres of lane without a break where `least` is hidden."""

    any: Bools
    widest: Floats
    longest: Floats


@dataclass(frozen=True)
class _Seen:
    """A lane from the eyes: q at its points and the pieces' part (r, m) behind the plate, as shares
    of each piece; `breadth` (r,) the hidden width at the plate itself."""

    q: Floats
    low: Floats
    high: Floats
    breadth: Floats


def shadow(plates: Plates, lane: Floats, levels: Levels, least: float) -> Shadow:
    """What the plates hide of a lane (m + 1, 2); no piece of the lane is without length."""
    seen = _seen(plates, lane)
    behind = seen.high > seen.low
    rows = np.flatnonzero(behind.any(axis=1))
    shape = (len(plates.eyes), len(levels.lowers), len(levels.eyes))
    found = Shadow(np.zeros(shape, dtype=bool), np.zeros(shape), np.zeros(shape))
    if len(rows):
        pieces = np.flatnonzero(behind.any(axis=0))
        first, end = pieces[0], pieces[-1] + 1
        near = _Seen(
            seen.q[rows, first : end + 1],
            seen.low[rows, first:end],
            seen.high[rows, first:end],
            seen.breadth[rows],
        )
        _fill(found, rows, near, np.hypot(*np.diff(lane[first : end + 1], axis=0).T), levels, least)
    return found


def _fill(
    found: Shadow,
    rows: NDArray[np.intp],
    seen: _Seen,
    lengths: Floats,
    levels: Levels,
    least: float,
) -> None:
    # Few pieces of a lane lie behind a plate: only they are worked out at every height.
    behind = seen.high > seen.low
    plate, piece = np.nonzero(behind)
    starts = np.flatnonzero(np.diff(plate, prepend=-1))
    q0, q1 = _upright(seen.q[plate, piece]), _upright(seen.q[plate, piece + 1])
    parts = _upright(seen.low[plate, piece]), _upright(seen.high[plate, piece])
    low, high = _hidden(q0, q1, parts, levels)
    met = high - low > TOUCH
    breadth = _upright(seen.breadth[plate])
    widths = np.where(met, breadth * (q0 + np.maximum((q1 - q0) * low, (q1 - q0) * high)), 0.0)
    found.any[rows] = np.logical_or.reduceat(met, starts)
    found.widest[rows] = np.maximum.reduceat(widths, starts)
    wide_low, wide_high = where_positive(breadth * q0 - least, breadth * q1 - least)
    run_low = np.ones((*behind.shape, *low.shape[1:]))
    run_high = np.zeros_like(run_low)
    run_low[plate, piece] = np.maximum(low, wide_low)
    run_high[plate, piece] = np.minimum(high, wide_high)
    found.longest[rows] = longest_run(run_low, run_high, lengths)


def _upright(values: Floats) -> Floats:
    """(k,) values as (k, 1, 1), to be held against heights and eyes."""
    return values[:, None, None]


def _seen(plates: Plates, lane: Floats) -> _Seen:
    """The lane in each plate's own coordinates."""
    first = plates.ends[:, 0] - plates.eyes
    second = plates.ends[:, 1] - plates.eyes
    middle = plates.middles - plates.eyes
    area = cross(first, second)
    # An eye in the plate's own plane sees only its edge: nothing is behind it.
    edge_on = np.abs(area) < TOUCH
    area = np.where(edge_on, 1.0, area)[:, None]
    away = lane[None] - plates.eyes[:, None]
    one = cross(away, second[:, None]) / area
    other = cross(first[:, None], away) / area
    q = one + other
    # What a line of sight only touches is not hidden, or rounding would decide.
    inner, outer = one - TOUCH, other - TOUCH
    low, high = _all_of([(inner[:, :-1], inner[:, 1:]), (outer[:, :-1], outer[:, 1:])])
    behind = q - 1 - TOUCH
    beyond = where_positive(behind[:, :-1], behind[:, 1:])
    low, high = np.maximum(low, beyond[0]), np.minimum(high, beyond[1])
    high = np.where(edge_on[:, None], 0.0, high)
    # |cross(a, b)| is the plate's width times the eye's distance from its plane.
    distance = np.maximum(np.hypot(middle[:, 0], middle[:, 1]), TOUCH)
    breadth = np.where(edge_on, 0.0, np.abs(area[:, 0]) / distance)
    return _Seen(q, low, high, breadth)


def _hidden(
    q0: Floats, q1: Floats, parts: tuple[Floats, Floats], levels: Levels
) -> tuple[Floats, Floats]:
    """The part of each of k pieces that is hidden, (k, h, z), from share to share. Of each piece
    are given q at its ends and the part behind the plate, all (k, 1, 1)."""
    eye = levels.eyes
    above, below = eye - levels.lowers[:, None], levels.lowers[:, None] + levels.height - eye
    low, high = _all_of(
        [
            (q0 * above + levels.high - eye, q1 * above + levels.high - eye),
            (q0 * below + eye - levels.low, q1 * below + eye - levels.low),
        ]
    )
    return np.maximum(low, parts[0]), np.minimum(high, parts[1])


def _all_of(conditions: list[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    lows, highs = zip(*(where_positive(*ends) for ends in conditions), strict=True)
    return np.maximum(*lows), np.minimum(*highs)


def where_positive(start: Floats, end: Floats) -> tuple[Floats, Floats]:
    """From which share to which, 0 to 1, linear functions with these values at both ends are not
    negative; (1, 0) if nowhere."""
    starts, ends = start >= 0, end >= 0
    low, high = np.where(starts, 0.0, 1.0), np.where(ends, 1.0, 0.0)
    change = np.nonzero(starts != ends)
    root = start[change] / (start[change] - end[change])
    low[change] = np.where(starts[change], 0.0, root)
    high[change] = np.where(starts[change], root, 1.0)
    return low, high


def longest_run(low: Floats, high: Floats, lengths: Floats) -> Floats:
    """Metres of the longest run without a break over pieces of these lengths (m,), of which the
    part from `low` to `high` (r, m, …) is hidden."""
    best = np.zeros((low.shape[0], *low.shape[2:]))
    run = best
    for index, length in enumerate(lengths):
        start, end = low[:, index], high[:, index]
        part = np.maximum(end - start, 0.0) * length
        run = np.where(start <= TOUCH, run, 0.0) + part
        best = np.maximum(best, run)
        run = np.where((end >= 1 - TOUCH) & (part > 0), run, 0.0)
    return best


def cross(a: Floats, b: Floats) -> Floats:
    """The z of the cross product of (…, 2) vectors."""
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])


def worst_ray(plates: Plates, lane: Floats, levels: Levels) -> tuple[Floats, Floats] | None:
    """Eye and target (3,) of a ray that one plate (r = 1) catches at the first of the heights, from
    the first of the eyes that it hides anything from: to the middle of what is hidden."""
    seen = _seen(plates, lane)
    q = seen.q[0]
    behind = _upright(seen.low[0]), _upright(seen.high[0])
    low, high = _hidden(_upright(q[:-1]), _upright(q[1:]), behind, levels)
    parts = (high - low)[:, 0] * np.hypot(*np.diff(lane, axis=0).T)[:, None]
    for index, eye in enumerate(levels.eyes):
        piece = int(parts[:, index].argmax())
        if parts[piece, index] > 0:
            share = (low + high)[piece, 0, index] / 2
            target = lane[piece] + share * (lane[piece + 1] - lane[piece])
            away = float(q[piece] + share * (q[piece + 1] - q[piece]))
            height = _caught(levels, float(eye), away)
            return np.append(plates.eyes[0], eye), np.append(target, height)
    return None


def _caught(levels: Levels, eye: float, q: float) -> float:
    """How high on the target a ray ends that meets the plate in the middle of what it may meet."""
    lower = float(levels.lowers[0])
    at_plate = sorted(eye + (height - eye) / q for height in (levels.low, levels.high))
    meets = (max(at_plate[0], lower) + min(at_plate[1], lower + levels.height)) / 2
    return eye + (meets - eye) * q
