"""Two nearly parallel edges out of many: the pair that shows most of a post.

Each edge alone bounds what a pair with it can show, so that only pairs whose bound is as high as
what is already found are looked at band by band. Nothing is lost by that: the pair is the one that
looking at all of them would give.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from grannsamverkan.imaging.looking.camera import Floats

Floats32 = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]

POST_MM = (60.0, 220.0)
"""Width of lamp and sign posts."""

BAND = 12
"""Rows of a band, 80 mm: texture of the background averages out, a bent edge hardly does."""

ASIDE_MM = 170.0
"""How far beside the plate's middle the post may be seen: its axis is up to 150 mm behind it."""

_CONVERGE = 2
"""Steps of slope by which the two edges may differ: taper and perspective."""

_ASIDE_USUAL_MM = 60.0
"""Standard error of that place, in the same unit as evidence: a band fully seen counts 0.65."""

_POINTED_MM, _POINTED_SHARE = 20.0, 0.25
"""How far beside a post's middle a person points: some way, and a part of its width."""

_LEAST = 0.35
"""Evidence of a band under which the post is not taken to go on."""

_NEARLY = 0.75
_WIDTHS_MM = POST_MM[0] * 0.85, POST_MM[1] * 1.15
"""With room for a scale that is a little off."""

_FIRST = 512
"""Pairs looked at to learn how much is shown at least."""


@dataclass(frozen=True)
class Field:
    """The small picture's change across, and where the plate is in it, px of the small picture."""

    across: Floats32
    level: float
    above: float
    middle: float
    reach: int
    px_per_mm: float
    through: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Pair:
    """Left edge at `x`, counted from `middle` - `reach`, right edge `width` px beside it.

    `value` is the evidence, of which the first `bands` show most.
    """

    value: float
    x: int
    width: int
    left_slope: float
    right_slope: float
    bands: int

    def holds(self, other: "Pair") -> bool:
        """Whether `other` lies between these edges at the plate and where it loses trace."""
        down = other.bands * BAND
        return all(
            self.x + self.left_slope * y <= other.x + other.left_slope * y + 1
            and self.x + self.width + self.right_slope * y
            >= other.x + other.width + other.right_slope * y - 1
            for y in (0, down)
        )


@dataclass(frozen=True)
class _Tried:
    """Pairs (n,): indices of their slopes, px of left edge and width, and a value of each."""

    left: Indices
    right: Indices
    x: Indices
    width: Indices
    value: Floats

    def at(self, which: Indices) -> "_Tried":
        """Those pairs alone."""
        return _Tried(
            self.left[which], self.right[which], self.x[which], self.width[which], self.value[which]
        )


def best_pair(field: Field, parts: Sequence[Floats32], slopes: Sequence[float]) -> Pair | None:
    """The pair with most evidence, by all `parts` (slopes, bands, x) from the plate outward."""
    bounded = _bounded(field, parts, slopes)
    columns = [np.ascontiguousarray(part.transpose(0, 2, 1)) for part in parts]
    first = _most(bounded.value, _FIRST)
    highest = float(_looked_at(field, columns, slopes, bounded.at(first)).value.max(initial=0))
    hopeful = np.flatnonzero(bounded.value > _NEARLY * highest)
    tried = _looked_at(field, columns, slopes, bounded.at(hopeful))
    pairs = list(_likely(columns[0], slopes, tried))
    return _outermost(pairs) if pairs else None


def _most(values: Floats, count: int) -> Indices:
    """Indices of the `count` highest values, in no order."""
    if len(values) <= count:
        return np.arange(len(values))
    return np.argpartition(values, -count)[-count:]


def _outermost(pairs: list[Pair]) -> Pair:
    """The best pair, or a wider one around it with nearly as much evidence.

    Light and shade draw lines along a round post, inside its edges.
    """
    best = max(pairs, key=lambda pair: pair.value)
    around = [pair for pair in pairs if pair.holds(best)]
    return max(around, key=lambda pair: (pair.width, pair.value))


def _bounded(field: Field, parts: Sequence[Floats32], slopes: Sequence[float]) -> _Tried:
    """All pairs, each with the most that it can show: what the weaker of its edges shows alone."""
    left, right = _converging(len(slopes))
    alone = [np.maximum(np.cumsum(part - _LEAST, axis=1).max(axis=1), 0) for part in parts]
    half = round(ASIDE_MM * field.px_per_mm)
    narrow, wide = (round(mm * field.px_per_mm) for mm in _WIDTHS_MM)
    tried = []
    for width in range(max(2, narrow), wide + 1):
        x = np.arange(2 * half + 1) + field.reach - half - width // 2
        most = sum(np.minimum(one[left][:, x], one[right][:, x + width]) for one in alone)
        columns = np.broadcast_arrays(left[:, None], right[:, None], x, np.intp(width), most)
        tried.append(_Tried(*(column.ravel() for column in columns)))
    whole = _joined(tried)
    return replace(whole, value=_placed(field, slopes, whole, whole.value))


def _converging(slopes: int) -> tuple[Indices, Indices]:
    """Indices of a left and a right slope, for all that differ by little enough."""
    left, right = np.indices((slopes, slopes)).reshape(2, -1)
    near = np.abs(left - right) <= _CONVERGE
    return left[near], right[near]


def _joined(tried: Sequence[_Tried]) -> _Tried:
    return _Tried(
        np.concatenate([one.left for one in tried]),
        np.concatenate([one.right for one in tried]),
        np.concatenate([one.x for one in tried]),
        np.concatenate([one.width for one in tried]),
        np.concatenate([one.value for one in tried]),
    )


def _placed(field: Field, slopes: Sequence[float], pairs: _Tried, value: Floats) -> Floats:
    """`value` (n,) less what their place beside the plate's middle says against the pairs.

    0 for those that miss what was pointed out.
    """
    aside = pairs.x + pairs.width / 2 - field.reach
    placed = value - (aside / field.px_per_mm / _ASIDE_USUAL_MM) ** 2 / 2
    slope = np.asarray(slopes)
    middle = (slope[pairs.left] + slope[pairs.right]) / 2
    for x, y in field.through:
        off = field.middle + aside + middle * (y - field.level) - x
        placed[np.abs(off) > pairs.width * _POINTED_SHARE + _POINTED_MM * field.px_per_mm] = 0
    return np.asarray(placed, np.float64)


def _looked_at(
    field: Field, columns: Sequence[Floats32], slopes: Sequence[float], pairs: _Tried
) -> _Tried:
    """`pairs` with what their edges show together; `columns` are parts (slopes, x, bands)."""
    shown = sum(np.maximum(_outward(part, pairs).max(axis=1), 0) for part in columns)
    value = _placed(field, slopes, pairs, np.asarray(shown, np.float64))
    return replace(pairs, value=value)


def _outward(part: Floats32, pairs: _Tried) -> Floats32:
    """Sum (n, bands) of what both edges show above the least, from the plate outward."""
    left = part[pairs.left, pairs.x]
    right = part[pairs.right, pairs.x + pairs.width]
    outward: Floats32 = np.cumsum(np.minimum(left, right) - _LEAST, axis=1)
    return outward


def _likely(part: Floats32, slopes: Sequence[float], pairs: _Tried) -> Iterator[Pair]:
    """The best pair of each width and slopes, of those nearly as good as the best of all."""
    highest = float(pairs.value.max(initial=0))
    pairs = pairs.at(np.flatnonzero(pairs.value > _NEARLY * highest))
    # By slopes and width, the best first, and of equals the leftmost.
    pairs = pairs.at(np.lexsort((pairs.x, -pairs.value, pairs.width, pairs.right, pairs.left)))
    kind = np.stack([pairs.left, pairs.right, pairs.width], axis=1)
    pairs = pairs.at(np.unique(kind, axis=0, return_index=True)[1])
    bands = _outward(part, pairs).argmax(axis=1) + 1
    for index, value in enumerate(pairs.value):
        left, right = slopes[pairs.left[index]], slopes[pairs.right[index]]
        place = int(pairs.x[index]), int(pairs.width[index])
        yield Pair(float(value), *place, left, right, int(bands[index]))
