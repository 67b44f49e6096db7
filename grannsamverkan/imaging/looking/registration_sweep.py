"""Where in a picture an artwork may be, by looking everywhere for a small drawing of it.

The drawing, some 30 px wide, is compared in local contrast and in colour (which shade leaves alone)
at all places and sizes, from the front and turned away. It needs no text and no
fine print, so it finds plates that are too small, soiled or blurred for key points.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from grannsamverkan.imaging.looking.artwork import Floats, Grey, Picture, Prepared
from grannsamverkan.imaging.looking.registration import local_contrast, mapped, seen_width

LEAST_WIDTH = 100.0
"""Px of the picture: narrower plates are too coarse for corners that are worth anything."""

_AREA = 1100
"""Px of a drawing: 28 x 38 for a plate of 3 to 4."""

_SQUEEZES = (1.0, 0.82, 0.68)
"""Level only: with drawings rolled by 7 degrees as well the same 36 of 36 plates, rolled by up to 8
degrees, were found at twice the cost."""

_STEP = 1.22
_PEAKS = 3
_COLOUR = 6.0
"""Weight of colour beside contrast. Tried on drawn plates in 64 photos: 0 put the plate among the
12 best places in 53, 3 in 60, 6 in 64."""

_APART = 0.12
_FINER = 2
_DARK = 30.0


@dataclass(frozen=True)
class _Drawing:
    """An artwork's small drawing and the homography from mm to its px."""

    features: Grey
    from_mm: Floats


def sweep(image: Picture, artwork: Prepared, most: int) -> list[Floats]:
    """The `most` likeliest homographies from mm to px of the RGB `image`, best first.

    They are off by some tenth of the plate's width.
    """
    found = sorted(_peaks(image, artwork), key=lambda peak: -peak[0])
    kept: list[Floats] = []
    for _, homography in found:
        if not any(_same(homography, other, artwork) for other in kept):
            kept.append(homography)
        if len(kept) == most:
            break
    return kept


def likeness(image: Picture, artwork: Prepared, homography: Floats) -> float:
    """Correlation -1..1, in contrast and colour, of the plate laid flat and the fixed artwork."""
    width, _ = _drawings(artwork)
    size = round(width), round(width * artwork.height_mm / artwork.width_mm)
    over = size[0] * _FINER, size[1] * _FINER
    scale = min(1.0, over[0] / seen_width(artwork, homography))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    shrink = np.asarray([[scale, 0, scale / 2 - 0.5], [0, scale, scale / 2 - 0.5], [0, 0, 1]])
    mm = artwork.width_mm / over[0], artwork.height_mm / over[1]
    to_mm = np.asarray([[mm[0], 0, mm[0] / 2], [0, mm[1], mm[1] / 2], [0, 0, 1]])
    laid = cv2.warpPerspective(
        small,
        shrink @ homography @ to_mm,
        over,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    fixed = cv2.resize(artwork.fixed, size, interpolation=cv2.INTER_AREA) == 255
    flat, drawn = (
        _features(
            np.asarray(cv2.resize(one, size, interpolation=cv2.INTER_AREA), np.float32), width
        )
        for one in (laid, artwork.colours)
    )
    return _correlation(flat[fixed], drawn[fixed])


def _correlation(one: Grey, other: Grey) -> float:
    """Over all channels together, each (n, 3) less its own mean."""
    one, other = one - one.mean(0), other - other.mean(0)
    spread = float(np.sqrt(np.sum(one * one) * np.sum(other * other)))
    return float(np.sum(one * other)) / spread if spread else 0.0


def _same(one: Floats, other: Floats, artwork: Prepared) -> bool:
    apart = mapped(one, artwork.corners_mm) - mapped(other, artwork.corners_mm)
    return float(np.linalg.norm(apart, axis=1).mean()) < _APART * seen_width(artwork, other)


def _peaks(image: Picture, artwork: Prepared) -> Iterator[tuple[float, Floats]]:
    """Likeness -1..1 and homography of the best places for each size and drawing."""
    width, drawings = _drawings(artwork)
    height_px, width_px = image.shape[:2]
    proportion = artwork.height_mm / artwork.width_mm
    seen = LEAST_WIDTH
    while seen <= min(width_px, height_px / proportion) * 1.1:
        scale = width / seen
        size = max(1, round(width_px * scale)), max(1, round(height_px * scale))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        ratio = width_px / size[0], height_px / size[1]
        features = _features(small.astype(np.float32), width)
        enlarge = np.asarray(
            [[ratio[0], 0, ratio[0] / 2 - 0.5], [0, ratio[1], ratio[1] / 2 - 0.5], [0, 0, 1]]
        )
        for drawing in drawings:
            for likeness, place in _best_places(features, drawing.features):
                yield likeness, enlarge @ place @ drawing.from_mm
        seen *= _STEP


def _best_places(features: Grey, drawing: Grey) -> Iterator[tuple[float, Floats]]:
    """The likeness at the best places of one drawing, and the shift there."""
    height, width = drawing.shape[:2]
    if height > features.shape[0] or width > features.shape[1]:
        return
    likeness = cv2.matchTemplate(features, drawing, cv2.TM_CCOEFF_NORMED)
    for _ in range(_PEAKS):
        _, best, _, (x, y) = cv2.minMaxLoc(likeness)
        yield best, np.asarray([[1, 0, x], [0, 1, y], [0, 0, 1]], np.float64)
        near = slice(max(0, y - 8), y + 9), slice(max(0, x - 8), x + 9)
        likeness[near] = -1


@lru_cache(16)
def _drawings(artwork: Prepared) -> tuple[float, list[_Drawing]]:
    """The width of the plain drawing in px, and all drawings."""
    width = float(np.sqrt(_AREA * artwork.width_mm / artwork.height_mm))
    face_height, face_width = artwork.face.shape
    soft = cv2.GaussianBlur(artwork.colours, (0, 0), 0.5 * face_width / width)
    ratio = artwork.width_mm / face_width, artwork.height_mm / face_height
    face_to_mm = np.asarray([[ratio[0], 0, ratio[0] / 2], [0, ratio[1], ratio[1] / 2], [0, 0, 1]])
    drawings = []
    for squeeze in _SQUEEZES:
        from_mm, size = _placed(artwork, width / artwork.width_mm, squeeze)
        drawn = cv2.warpPerspective(
            soft, from_mm @ face_to_mm, size, borderMode=cv2.BORDER_REPLICATE
        )
        drawings.append(_Drawing(_features(np.asarray(drawn, np.float32), width), from_mm))
    return width, drawings


def _placed(artwork: Prepared, scale: float, squeeze: float) -> tuple[Floats, tuple[int, int]]:
    """The homography from mm into a frame that the squeezed plate just fills, and its size."""
    across, down = squeeze * scale, scale
    width, height = int(across * artwork.width_mm), int(down * artwork.height_mm)
    left = (width - 1 - across * artwork.width_mm) / 2
    top = (height - 1 - down * artwork.height_mm) / 2
    return np.asarray([[across, 0, left], [0, down, top], [0, 0, 1]]), (width, height)


def _features(colours: Grey, width: float) -> Grey:
    """Local contrast, and how red against green and yellow against blue (h, w, 3)."""
    soft = cv2.GaussianBlur(colours, (0, 0), 0.7)
    red, green, blue = cv2.split(soft)
    light = red + green + blue + _DARK
    grey = cv2.cvtColor(soft, cv2.COLOR_RGB2GRAY)
    contrast = local_contrast(np.asarray(grey, np.float32), 0.25 * width)
    warmth = (red - green) / light, (red + green - 2 * blue) / (2 * light)
    return np.dstack([contrast, *(_COLOUR * one for one in warmth)]).astype(np.float32)
