"""A first guess at the post: the pair of nearly parallel edges that leaves the plate downwards.

Worked in a small copy of the picture, in which a post of 60 mm is some 10 px wide. Lines are told
by where they cross the level of the plate's lower edge and by their slope dx/dy. The evidence of a
line is kept by bands of rows, so that the background may change from lighter to darker behind it.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from grannsamverkan.imaging.looking.boxes import Picture
from grannsamverkan.imaging.looking.camera import Floats
from grannsamverkan.imaging.looking.post_pairs import (
    ASIDE_MM,
    BAND,
    POST_MM,
    Field,
    Floats32,
    Pair,
    best_pair,
)

Mask = npt.NDArray[np.bool_]

_PX_PER_MM, _LEAST_SCALE = 0.15, 0.05
"""The small copy's scale; in a picture of less than the second a post is but 3 px wide."""

_SLOPE_STEP = 0.01
_SLOPE_MOST = 0.14
"""By how much a post may lean from the picture's upright, or from the plate's own."""

_WEAKEST, _NOISE = 3.0, 1.5
"""A band of a line counts half where its tone changes three times as fast as usual in the band, and
1.5 tones per px more: steps of some 5 tones."""

_FEWEST, _BANDS_ABOVE, _BANDS_BELOW = 2, 8, 42
_MARGIN_PX = 4
"""Of the small copy: softening and the change of tone look so far around."""


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
    slopes = _slopes(guide)
    shrink = min(1.0, _PX_PER_MM / guide.px_per_mm)
    field = _field(image, guide, shrink, max(map(abs, slopes)))
    pair = None if field is None else _best_pair(field, slopes)
    if field is None or pair is None:
        return None
    middle = float(guide.corners[:, 0].mean())
    left, width = middle + (pair.x - field.reach) / shrink, pair.width / shrink
    level = float(guide.corners[:, 1].max())
    return Seed(level, (left, pair.left_slope), (left + width, pair.right_slope))


def _field(image: Picture, guide: Guide, shrink: float, steepest: float) -> Field | None:
    """The small copy of all that lines of at most the slope `steepest` meet; None of nothing."""
    px_per_mm = guide.px_per_mm * shrink
    reach = math.ceil((ASIDE_MM + POST_MM[1]) * px_per_mm)
    upper, lower = (float(end) for end in np.quantile(guide.corners[:, 1], (0, 1)))
    middle = float(guide.corners[:, 0].mean())
    above = (lower - upper) + (_BANDS_ABOVE + 1) * BAND / shrink
    below = (_BANDS_BELOW + 1) * BAND / shrink
    aside = (reach + _MARGIN_PX) / shrink + steepest * max(above, below)
    left, top = max(0, int(middle - aside)), max(0, int(lower - above - _MARGIN_PX / shrink))
    part = image[top : max(0, int(lower + below)), left : max(0, int(middle + aside))]
    if min(part.shape[:2]) * shrink < 1:
        return None
    small = cv2.resize(part, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    return Field(
        across=_across(np.asarray(small, np.uint8)),
        level=(lower - top) * shrink,
        above=(lower - upper) * shrink,
        middle=(middle - left) * shrink,
        reach=reach,
        px_per_mm=px_per_mm,
        through=tuple(((x - left) * shrink, (y - top) * shrink) for x, y in guide.through),
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


def _evidence(field: Field, slopes: list[float], first: int, last: int) -> Floats32:
    """Evidence 0..1 (slopes, bands, x) of an edge in the bands `first` to `last` below the level.

    x counts from `middle` - `reach`. An edge stands out from what is usual in its band.
    """
    wide, rows = 2 * field.reach + 1, (last - first) * BAND
    found = np.empty((len(slopes), last - first, wide), np.float32)
    for index, slope in enumerate(slopes):
        start = field.middle - field.reach + slope * first * BAND
        shear = np.array([[1, slope, start], [0, 1, field.level + first * BAND]])
        straight = cv2.warpAffine(
            field.across, shear, (wide, rows), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        )
        found[index] = np.abs(straight.reshape(last - first, BAND, wide).mean(axis=1))
    usual = np.median(found, axis=(0, 2))[None, :, None]
    found = (found / (found + _WEAKEST * usual + _NOISE)).astype(np.float32)
    thick = [cv2.dilate(one, np.ones((1, 3), np.uint8)) for one in found]
    return np.stack(thick).astype(np.float32)


def _best_pair(field: Field, slopes: list[float]) -> Pair | None:
    """The pair with most evidence from the plate outward, down to where it is lost."""
    below = min(_BANDS_BELOW, int((len(field.across) - field.level) // BAND))
    over = math.ceil(field.above / BAND)
    above = min(_BANDS_ABOVE, int(field.level // BAND) - over)
    if max(below, 0) + max(above, 0) < _FEWEST:
        return None
    # In a close-up the plate may leave room for one of them only.
    parts = []
    if below > 0:
        parts.append(_evidence(field, slopes, 0, below))
    if above > 0:
        parts.append(_evidence(field, slopes, -over - above, -over)[:, ::-1])
    return best_pair(field, parts, slopes)
