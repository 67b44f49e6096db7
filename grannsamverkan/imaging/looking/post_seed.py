"""A first guess at the post: the pair of nearly parallel edges that leaves the plate downwards.

Worked in a small copy of the picture, in which a post of 60 mm is some 10 px wide. Lines are told
by where they cross the level of the plate's lower edge and by their slope dx/dy. The evidence of a
line is kept by bands of rows, so that the background may change from lighter to darker behind it.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from grannsamverkan.imaging.looking.boxes import Picture
from grannsamverkan.imaging.looking.camera import Floats

Floats32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

POST_MM = (60.0, 220.0)
"""Width of lamp and sign posts."""

_PX_PER_MM, _LEAST_SCALE = 0.15, 0.05
"""The small copy's scale; in a picture of less than the second a post is but 3 px wide."""

_BAND = 12
"""Rows of a band, 80 mm: texture of the background averages out, a bent edge hardly does."""

_SLOPE_STEP = 0.01
_SLOPE_MOST = 0.14
"""By how much a post may lean from the picture's upright, or from the plate's own."""

_CONVERGE = 2
"""Steps of slope by which the two edges may differ: taper and perspective."""

_ASIDE_MM = 170.0
"""How far beside the plate's middle the post may be seen: its axis is up to 150 mm behind it."""

_ASIDE_USUAL_MM = 60.0
"""Standard error of that place, in the same unit as evidence: a band fully seen counts 0.65."""

_POINTED_MM, _POINTED_SHARE = 20.0, 0.25
"""How far beside a post's middle a person points: some way, and a part of its width."""

_LEAST = 0.35
"""Evidence of a band under which the post is not taken to go on."""

_WEAKEST, _NOISE = 3.0, 1.5
"""A band of a line counts half where its tone changes three times as fast as usual in the band, and
1.5 tones per px more: steps of some 5 tones."""

_FEWEST, _BANDS_ABOVE, _BANDS_BELOW = 2, 8, 42
_NEARLY = 0.75
_WIDTHS_MM = POST_MM[0] * 0.85, POST_MM[1] * 1.15
"""With room for a scale that is a little off."""


@dataclass(frozen=True)
class Guide:
    """What the plate and a person say of the post, in px of the picture.

    `corners` (4, 2) of the plate, `px_per_mm` there; `through` are places on the post that a person
    pointed out.
    """

    corners: Floats
    px_per_mm: float
    through: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Seed:
    """Left and right edge: x at the level `level`, slope dx/dy; px."""

    level: float
    left: tuple[float, float]
    right: tuple[float, float]


def seed(image: Picture, guide: Guide) -> Seed | None:
    """The best pair of edges under (and above) the plate of an RGB picture, or None."""
    if guide.px_per_mm < _LEAST_SCALE:
        return None
    shrink = min(1.0, _PX_PER_MM / guide.px_per_mm)
    small = cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    level = float(guide.corners[:, 1].max()) * shrink
    px_per_mm = guide.px_per_mm * shrink
    field = _Field(
        across=_across(np.asarray(small, np.uint8)),
        level=level,
        above=level - float(guide.corners[:, 1].min()) * shrink,
        middle=float(guide.corners[:, 0].mean()) * shrink,
        reach=math.ceil((_ASIDE_MM + POST_MM[1]) * px_per_mm),
        px_per_mm=px_per_mm,
        through=tuple((x * shrink, y * shrink) for x, y in guide.through),
    )
    pair = _best_pair(field, _slopes(guide))
    if pair is None:
        return None
    left, width = (field.middle - field.reach + pair.x) / shrink, pair.width / shrink
    return Seed(
        level / shrink,
        (left, pair.left_slope),
        (left + width, pair.right_slope),
    )


@dataclass(frozen=True)
class _Field:
    """The small picture's change across, and where the plate is in it, px of the small picture."""

    across: Floats32
    level: float
    above: float
    middle: float
    reach: int
    px_per_mm: float
    through: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class _Pair:
    value: float
    x: int
    width: int
    left_slope: float
    right_slope: float
    bands: int

    def holds(self, other: "_Pair") -> bool:
        """Whether `other` lies between these edges at the plate and where it loses trace."""
        down = other.bands * _BAND
        return all(
            self.x + self.left_slope * y <= other.x + other.left_slope * y + 1
            and self.x + self.width + self.right_slope * y
            >= other.x + other.width + other.right_slope * y - 1
            for y in (0, down)
        )


def _slopes(guide: Guide) -> list[float]:
    """Slopes near the picture's upright and near the plate's."""
    upper_left, upper_right, lower_right, lower_left = guide.corners
    down = lower_left + lower_right - upper_left - upper_right
    plate = float(down[0] / down[1]) if down[1] > 2 * abs(down[0]) else 0.0
    grid = np.arange(-0.5, 0.5, _SLOPE_STEP)
    near = np.minimum(np.abs(grid), np.abs(grid - plate)) <= _SLOPE_MOST
    return [float(slope) for slope in grid[near]]


def _across(small: Picture) -> Floats32:
    """Signed change of tone per px along x, of the colour that changes most."""
    soft = cv2.GaussianBlur(small, (0, 0), 0.8).astype(np.float32)
    change = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3) / 8
    most = np.abs(change).argmax(axis=2)
    across = np.take_along_axis(change, most[..., None], axis=2)[..., 0]
    return across.astype(np.float32)


def _evidence(field: _Field, slopes: list[float], first: int, last: int) -> Floats32:
    """Evidence 0..1 (slopes, bands, x) of an edge in the bands `first` to `last` below the level.

    x counts from `middle` - `reach`. An edge stands out from what is usual in its band.
    """
    wide, rows = 2 * field.reach + 1, (last - first) * _BAND
    found = np.empty((len(slopes), last - first, wide), np.float32)
    for index, slope in enumerate(slopes):
        start = field.middle - field.reach + slope * first * _BAND
        shear = np.array([[1, slope, start], [0, 1, field.level + first * _BAND]])
        straight = cv2.warpAffine(
            field.across, shear, (wide, rows), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        )
        found[index] = np.abs(straight.reshape(last - first, _BAND, wide).mean(axis=1))
    usual = np.median(found, axis=(0, 2))[None, :, None]
    found = (found / (found + _WEAKEST * usual + _NOISE)).astype(np.float32)
    thick = [cv2.dilate(one, np.ones((1, 3), np.uint8)) for one in found]
    return np.stack(thick).astype(np.float32)


def _best_pair(field: _Field, slopes: list[float]) -> _Pair | None:
    """The pair with most evidence from the plate outward, down to where it is lost."""
    below = min(_BANDS_BELOW, int((len(field.across) - field.level) // _BAND))
    over = math.ceil(field.above / _BAND)
    above = min(_BANDS_ABOVE, int(field.level // _BAND) - over)
    if max(below, 0) + max(above, 0) < _FEWEST:
        return None
    # In a close-up the plate may leave room for one of them only.
    parts = []
    if below > 0:
        parts.append(_evidence(field, slopes, 0, below))
    if above > 0:
        parts.append(_evidence(field, slopes, -over - above, -over)[:, ::-1])
    pairs = [
        pair
        for left in range(len(slopes))
        for right in range(max(0, left - _CONVERGE), min(len(slopes), left + _CONVERGE + 1))
        for pair in _pairs(field, parts, (slopes[left], slopes[right]), (left, right))
    ]
    return _outermost(pairs) if pairs else None


def _outermost(pairs: list[_Pair]) -> _Pair:
    """The best pair, or a wider one around it with nearly as much evidence.

    Light and shade draw lines along a round post, inside its edges.
    """
    best = max(pairs, key=lambda pair: pair.value)
    around = [pair for pair in pairs if pair.value > _NEARLY * best.value and pair.holds(best)]
    return max(around, key=lambda pair: (pair.width, pair.value))


def _pairs(
    field: _Field, parts: list[Floats32], slopes: tuple[float, float], indices: tuple[int, int]
) -> Iterator[_Pair]:
    """The best pair of each width with these two slopes, by the evidence of all `parts`."""
    narrow, wide = (round(mm * field.px_per_mm) for mm in _WIDTHS_MM)
    half = round(_ASIDE_MM * field.px_per_mm)
    for width in range(max(2, narrow), wide + 1):
        first = field.reach - half - width // 2
        span = slice(first, first + 2 * half + 1)
        outward = [_outward(part, indices, width, span) for part in parts]
        aside = np.arange(span.start, span.stop, dtype=np.float64) + width / 2 - field.reach
        value = sum(np.maximum(one.max(axis=0), 0) for one in outward)
        value = value - (aside / field.px_per_mm / _ASIDE_USUAL_MM) ** 2 / 2
        value[_misses(field, aside, width, sum(slopes) / 2)] = 0
        x = int(value.argmax())
        if value[x] > 0:
            bands = int(outward[0][:, x].argmax()) + 1
            yield _Pair(float(value[x]), first + x, width, *slopes, bands)


def _misses(field: _Field, aside: Floats, width: int, slope: float) -> Mask:
    """Whether pairs with their middle `aside` of the plate's miss what was pointed out."""
    missed = np.zeros(len(aside), np.bool_)
    for x, y in field.through:
        off = field.middle + aside + slope * (y - field.level) - x
        missed |= np.abs(off) > width * _POINTED_SHARE + _POINTED_MM * field.px_per_mm
    return missed


def _outward(evidence: Floats32, indices: tuple[int, int], width: int, span: slice) -> Floats32:
    """Sum (bands, x) of what both edges together show above the least, from the plate outward."""
    left, right = (evidence[index] for index in indices)
    both = np.minimum(left[:, span], right[:, span.start + width : span.stop + width])
    outward: Floats32 = np.cumsum(both - _LEAST, axis=0)
    return outward
