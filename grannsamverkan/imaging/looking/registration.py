"""An artwork laid over a picture to a fraction of a pixel, and how sure that is.

A photometric fit of a homography: inverse compositional Gauss-Newton (Baker and Matthews, 2004)
with robust weights (Tukey's biweight), so that a cable tie, leaves, dirt or glare are left out
instead of pulling. Both sides are compared by local contrast, which forgives shade, dusk and a
reflection's soft veil.

Homographies map millimetres on the plate (from its upper left corner) to px of the picture, where
(0, 0) is the middle of the upper left pixel.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from grannsamverkan.imaging.looking.artwork import Floats, Grey, Mask, Prepared
from grannsamverkan.imaging.looking.registration_agreement import BLOCKS, Blocks
from grannsamverkan.imaging.looking.shrinking import Pixels, around, shrunk, widely_blurred

WIDTHS = (44, 72, 104, 150, 216, 312)
"""Widths in px at which artwork and picture are compared: steps of 1.44, the nearest one below what
is seen; more than 312 px adds time and no accuracy that anything here could use."""

_MOST_PIXELS = 14_000
_ROUNDS = 25
_SETTLED = 0.003
"""Px of the compared width: smaller steps end the fit."""

_ROUGHLY_SETTLED = 0.05
"""The same for a quick fit, a thousandth of the width: what follows begins from some 3 %."""

_HOPELESS, _HOPELESS_AFTER = 0.3, 8
"""Agreement without which a quick fit is given up, and the rounds it has to come there. On drawn
plates every fit that led to one had 0.45 and more by then, most of the others less than 0.28."""

_ROOM = 0.35
"""How much of the picture around a plate is kept while it is fitted, in its longer sides."""

_SMOOTHING = 0.8
_FINEST = 432
_PIXEL = 0.35
"""Deviation in px of what shrinking by areas does to an edge."""

_NEIGHBOURHOOD = 0.06
_FAINT = 6.0
_TUKEY = 4.685
_SPREAD = 0.25
_BLUR_STEP, _MOST_BLURS = 0.4, 11
_SOFTNESSES = (0.0, 0.7, 1.1, 1.6, 2.2)
_RIM = 3
_CAUTION = 2.5
"""The estimate takes the blocks' errors as free of each other and the drawing as exact. On 104
drawn plates (of three designs, 110 to 320 px) the true errors were 1.2 to 2.8 times as large."""


@dataclass(frozen=True)
class Fit:
    """A homography (3, 3) from mm to px, `corners` (4, 2) of the plate in px, their standard error
    in px along an axis, and the agreement 0..1 of picture and artwork."""

    homography: Floats
    corners: Floats
    corner_error: float
    agreement: float


@dataclass(frozen=True)
class _Print:
    """The artwork at one width and softness: its contrast, where that is fixed, px to mm."""

    size: tuple[int, int]
    contrast: Grey
    fixed: npt.NDArray[np.bool_]
    to_mm: Floats

    @cached_property
    def blocks(self) -> Blocks:
        """The same by blocks."""
        return Blocks(self.contrast, self.fixed)


@dataclass(frozen=True)
class _Level(_Print):
    """What each of the chosen pixels says of a shift.

    `pixels` (n,) are flat indices, `slopes` (n, 8) the change of the contrast with the homography's
    eight parameters in coordinates that run from -1 to 1, `block` (n,) the block a pixel lies in.
    """

    pixels: np.ndarray
    slopes: Floats
    block: np.ndarray


def refine(grey: Mask, artwork: Prepared, start: Floats) -> Fit | None:
    """Fit `artwork` to the picture `grey` (h, w), beginning at `start`; None where it is lost.

    `start` may be off by some 3 % of the plate's width.
    """
    fine = _width_below(seen_width(artwork, start))
    homography: Floats | None = start
    for width in dict.fromkeys((max(WIDTHS[0], _width_below(fine / 2)), fine)):
        if homography is not None:
            homography = _settle(
                _View(grey, artwork, start, width), _level(artwork, width), homography
            )
    if homography is None:
        return None
    view = _View(grey, artwork, homography, fine)
    level = _as_soft(view, artwork, fine, homography)
    settled = _settle(view, level, homography)
    return None if settled is None else _judge(view, level, artwork, settled)


def _as_soft(view: "_View", artwork: Prepared, width: int, homography: Floats) -> "_Level":
    """The artwork as blurred as the picture is: sharper edges would lie beside blurred ones."""
    levels = [_level(artwork, width, softness) for softness in _SOFTNESSES]
    flat = view.laid_flat(levels[0], homography)
    return max(levels, key=lambda level: level.blocks.agreement(flat))


def rough(grey: Mask, artwork: Prepared, start: Floats) -> tuple[Floats, float] | None:
    """A quick fit from a `start` that may be off by a tenth of the width, and its agreement.

    None where it is lost, or soon without hope.
    """
    homography, agreement = start, 0.0
    for width in WIDTHS[:2]:
        view, level = _View(grey, artwork, start, width), _level(artwork, width)
        begun = _settle(view, level, homography, _ROUGHLY_SETTLED, _HOPELESS_AFTER)
        if begun is None or _agreement(view, level, begun) < _HOPELESS:
            return None
        settled = _settle(view, level, begun, _ROUGHLY_SETTLED, _ROUNDS - _HOPELESS_AFTER)
        if settled is None:
            return None
        homography, agreement = settled, _agreement(view, level, settled)
        if agreement < _HOPELESS:
            return None
    return homography, agreement


def agreement_at(grey: Mask, artwork: Prepared, homography: Floats) -> float:
    """How well picture and artwork agree where `homography` lays it, without any fit."""
    width = _width_below(seen_width(artwork, homography))
    view = _View(grey, artwork, homography, width)
    return _agreement(view, _level(artwork, width), homography)


def edge_width(grey: Mask, artwork: Prepared, homography: Floats) -> float | None:
    """Width in mm from 10 to 90 % of a printed edge as seen; None where it is blurred too much.

    The blur under which artwork and picture agree best, of a Gaussian edge (2.56 deviations).
    """
    width = round(min(_FINEST, max(WIDTHS[0], seen_width(artwork, homography))))
    sharp = _print(artwork, width, 0.0)
    flat = _View(grey, artwork, homography, width).laid_flat(sharp, homography)
    agreed = [sharp.blocks.agreement(flat)]
    for number in range(1, _MOST_BLURS):
        agreed.append(_print(artwork, width, number * _BLUR_STEP).blocks.agreement(flat))
        if agreed[-1] < max(agreed):
            break
    else:
        return None
    deviation = float(np.hypot(_peak(agreed) * _BLUR_STEP, _PIXEL))
    return 2.56 * deviation * artwork.width_mm / width


def _peak(values: list[float]) -> float:
    """Where values that rise to the last but one and then fall have their top, as an index.

    It is that of the parabola through the last three.
    """
    if len(values) < 3:
        return 0.0
    left, middle, right = values[-3:]
    bend = left - 2 * middle + right
    return len(values) - 2 + (0.5 * (left - right) / bend if bend < 0 else 0.0)


def seen_width(artwork: Prepared, homography: Floats) -> float:
    """The mean length in px of the plate's upper and lower edge."""
    corners = mapped(homography, artwork.corners_mm)
    edges = corners[1] - corners[0], corners[2] - corners[3]
    return float(np.mean([np.linalg.norm(edge) for edge in edges]))


def mapped(homography: Floats, points: Floats) -> Floats:
    """`points` (n, 2) through `homography`."""
    ends = np.column_stack([points, np.ones(len(points))]) @ homography.T
    return ends[:, :2] / ends[:, 2:]


def _width_below(seen: float) -> int:
    return max([width for width in WIDTHS if width <= seen], default=WIDTHS[0])


class _View:
    """The picture around the plate at `start`, which is about as wide as it is compared at."""

    def __init__(self, grey: Mask, artwork: Prepared, start: Floats, width: int) -> None:
        part, moved = around(grey, mapped(start, artwork.corners_mm), _ROOM)
        self.grey, shrink = shrunk(part, min(1.0, width / seen_width(artwork, start)))
        self.shrink = shrink @ moved

    def laid_flat(self, level: "_Print", homography: Floats) -> Grey:
        """The picture as seen in the artwork's frame, as local contrast."""
        flat = cv2.warpPerspective(
            self.grey,
            self.shrink @ homography @ level.to_mm,
            level.size,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return _contrast(flat.astype(np.float32))


def local_contrast(grey: Grey, px: float) -> Grey:
    """Tones less their mean, over their spread, both `px` (a Gaussian) about the place."""
    mean = widely_blurred(grey, px)
    spread = widely_blurred((grey - mean) ** 2, px)
    return np.asarray((grey - mean) / (np.sqrt(spread) + _FAINT), np.float32)


def _contrast(grey: Grey) -> Grey:
    smooth = cv2.GaussianBlur(grey, (0, 0), _SMOOTHING)
    return local_contrast(np.asarray(smooth, np.float32), _NEIGHBOURHOOD * grey.shape[1] + 2)


@lru_cache(48)
def _level(artwork: Prepared, width: int, softness: float = 0.0) -> _Level:
    drawn = _print(artwork, width, softness)
    width, height = drawn.size
    right, down = _slopes(drawn.contrast)
    pixels = _telling(np.where(drawn.fixed, np.hypot(right, down), 0))
    across = (pixels % width + 0.5) / (width / 2)
    along = (pixels // width + 0.5) / (height / 2)
    by_u = np.asarray(right.ravel()[pixels] * (width / 2), np.float64)
    by_v = np.asarray(down.ravel()[pixels] * (height / 2), np.float64)
    block = (across * BLOCKS / 2).astype(int) + BLOCKS * (along * BLOCKS / 2).astype(int)
    slopes = _by_parameter(across - 1, along - 1, by_u, by_v)
    return _Level(drawn.size, drawn.contrast, drawn.fixed, drawn.to_mm, pixels, slopes, block)


def _print(artwork: Prepared, width: int, softness: float) -> _Print:
    face, fixed = _shrunk(artwork, width)
    height = len(face)
    if softness:
        face = cv2.GaussianBlur(face, (0, 0), softness)
    mm = artwork.width_mm / width, artwork.height_mm / height
    to_mm = np.asarray([[mm[0], 0, mm[0] / 2], [0, mm[1], mm[1] / 2], [0, 0, 1]])
    return _Print((width, height), _contrast(face.astype(np.float32)), fixed, to_mm)


@lru_cache(4)
def _shrunk(artwork: Prepared, width: int) -> tuple[Pixels, npt.NDArray[np.bool_]]:
    """The artwork's face at this width, and where it is fixed. Of one width several prints are
    made after each other, each more blurred."""
    size = width, max(8, round(width * artwork.height_mm / artwork.width_mm))
    face = cv2.resize(artwork.face, size, interpolation=cv2.INTER_AREA)
    whole = cv2.resize(artwork.fixed, size, interpolation=cv2.INTER_AREA)
    # In a blurred picture what is behind the plate reaches a few px in.
    inner = cv2.erode(whole, np.ones((_RIM, _RIM), np.uint8), borderValue=0)
    return face, np.asarray(inner == 255)


def _by_parameter(u: Floats, v: Floats, by_u: Floats, by_v: Floats) -> Floats:
    """(n, 8): the change with each parameter of a homography at (u, v), in its matrix's order."""
    turn = by_u * u + by_v * v
    columns: list[Floats] = [by_u * u, by_u * v, by_u, by_v * u, by_v * v, by_v]
    return np.stack([*columns, -turn * u, -turn * v], axis=1)


def _slopes(contrast: Grey) -> tuple[Grey, Grey]:
    """Change per px to the right and downwards."""
    return (
        np.asarray(np.gradient(contrast, axis=1), np.float32),
        np.asarray(np.gradient(contrast, axis=0), np.float32),
    )


def _telling(strength: Grey) -> np.ndarray:
    """Flat indices of the pixels with the strongest slopes; the plain ones tell nothing."""
    flat = strength.ravel()
    count = min(_MOST_PIXELS, int(np.count_nonzero(flat > 0.02)))
    return np.argpartition(flat, len(flat) - count)[len(flat) - count :]


def _settle(
    view: _View, level: _Level, homography: Floats, settled: float = _SETTLED, rounds: int = _ROUNDS
) -> Floats | None:
    """Gauss-Newton until it settles or has had its rounds; None when it runs away."""
    size = level.size
    to_unit = np.asarray(
        [[2 / size[0], 0, 1 / size[0] - 1], [0, 2 / size[1], 1 / size[1] - 1], [0, 0, 1]]
    )
    from_unit = np.linalg.inv(to_unit)
    into_mm = level.to_mm @ from_unit
    out_of_mm = np.linalg.inv(into_mm)
    for _ in range(rounds):
        residuals = _residuals(view, level, homography)
        step = _step(level.slopes, residuals)
        if step is None:
            return None
        turn = into_mm @ np.linalg.inv(_change(step)) @ out_of_mm
        turned = homography @ turn
        homography = np.asarray(turned / turned[2, 2], np.float64)
        if np.abs(step).max() * size[0] / 2 < settled:
            break
    return homography


def _residuals(view: _View, level: _Level, homography: Floats) -> Floats:
    flat = view.laid_flat(level, homography)
    return np.asarray(flat.ravel()[level.pixels] - level.contrast.ravel()[level.pixels], np.float64)


def _weights(residuals: Floats) -> Floats:
    """Tukey's biweight at the scale of the median absolute residual."""
    off = np.abs(residuals)
    spread = max(_SPREAD, 1.4826 * float(np.median(off)))
    share = np.minimum(off / (_TUKEY * spread), 1)
    return np.asarray((1 - share**2) ** 2, np.float64)


def _step(slopes: Floats, residuals: Floats) -> Floats | None:
    weighted = slopes * _weights(residuals)[:, None]
    try:
        step = np.asarray(np.linalg.solve(weighted.T @ slopes, weighted.T @ residuals), np.float64)
    except np.linalg.LinAlgError:
        return None
    return step if np.abs(step).max() < 0.5 else None


def _change(step: Floats) -> Floats:
    """The small homography of eight parameters."""
    return np.asarray(np.eye(3) + np.append(step, 0.0).reshape(3, 3), np.float64)


def _judge(view: _View, level: _Level, artwork: Prepared, homography: Floats) -> Fit:
    corners = mapped(homography, artwork.corners_mm)
    return Fit(
        homography=homography,
        corners=corners,
        corner_error=_corner_error(view, level, artwork, homography),
        agreement=_agreement(view, level, homography),
    )


def _agreement(view: _View, level: _Level, homography: Floats) -> float:
    return level.blocks.agreement(view.laid_flat(level, homography))


def _corner_error(view: _View, level: _Level, artwork: Prepared, homography: Floats) -> float:
    """Standard error of the least certain corner in px along an axis, by the sandwich estimator.

    What is left over in a block of the plate is taken as one draw, since neighbouring pixels err
    together.
    """
    residuals = _residuals(view, level, homography)
    weighted = level.slopes * _weights(residuals)[:, None]
    inverse = np.linalg.inv(weighted.T @ level.slopes)
    pulls = np.zeros((BLOCKS * BLOCKS, 8))
    np.add.at(pulls, level.block, weighted * residuals[:, None])
    used = int(np.count_nonzero(pulls.any(1)))
    covariance = inverse @ (pulls.T @ pulls) @ inverse * used / max(1, used - 8)
    unit = np.asarray([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float64)
    to_mm = np.asarray([artwork.width_mm, artwork.height_mm]) / 2
    spread = []
    for u, v in unit:
        moves = np.asarray([[u, v, 1, 0, 0, 0, -u * u, -u * v], [0, 0, 0, u, v, 1, -u * v, -v * v]])
        here = (np.asarray([(u, v)]) + 1) * to_mm
        ahead = mapped(homography, here + np.diag(to_mm) * 1e-4) - mapped(homography, here)
        turn = ahead.T / 1e-4 @ moves
        spread.append(np.trace(turn @ covariance @ turn.T) / 2)
    return _CAUTION * float(np.sqrt(max(spread)))
