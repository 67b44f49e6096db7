"""Where in a picture an artwork may be, by looking everywhere for a small drawing of it.

The drawing, some 30 px wide, is compared in local contrast and in colour (which shade leaves alone)
at all places and sizes, from the front and turned away. It needs no text and no
fine print, so it finds plates that are too small, soiled or blurred for key points.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from grannsamverkan.imaging.looking.artwork import Floats, Grey, Picture, Prepared
from grannsamverkan.imaging.looking.registration import (
    WIDTHS,
    local_contrast,
    mapped,
    seen_width,
)
from grannsamverkan.imaging.looking.shrinking import around, halved, scaling, shift, shrunk

Widths = tuple[float, float]
"""The narrowest and the widest plate that is looked for, px of the picture."""

_LEAST_WIDTH = 100.0
"""Looking everywhere for plates half as wide would cost four times as much."""

LARGE: Widths = _LEAST_WIDTH, math.inf
SMALL: Widths = float(WIDTHS[0]), _LEAST_WIDTH
"""From the width on at which an artwork can be fitted."""

_AREA = 1100
"""Px of a drawing: 28 x 38 for a plate of 3 to 4."""

_SQUEEZES = (1.0, 0.82, 0.68)
"""Level only: with drawings rolled by 7 degrees as well the same 36 of 36 plates, rolled by up to 8
degrees, were found at twice the cost."""

_STEP = 1.22
_PEAKS, _NEAR = 3, 4
_LOOKED_AT, _ABOUT = 40, 3
"""How many of the coarse places are compared at full size, and how many px about them."""

_COLOUR = 6.0
"""Weight of colour beside contrast. Tried on drawn plates in 64 photos: 0 put the plate among the
12 best places in 53, 3 in 60, 6 in 64."""

_APART = 0.12
_ROOM = 0.1
_FINER = 2
_DARK = 30.0


@dataclass(frozen=True)
class _Drawing:
    """An artwork's small drawing and the homography from mm to its px."""

    features: Grey
    from_mm: Floats


@dataclass(frozen=True)
class _Place:
    """Where in the `features` of a shrunk picture a drawing may lie: its upper left px.

    `enlarge` leads from there to px of the picture.
    """

    likeness: float
    x: int
    y: int
    features: Grey
    drawing: _Drawing
    enlarge: Floats


def sweep(image: Picture, artwork: Prepared, most: int, widths: Widths = LARGE) -> list[Floats]:
    """The `most` likeliest homographies from mm to px of the RGB `image`, best first.

    They are off by some tenth of the plate's width, which is one of `widths`.
    """
    places = sorted(_coarse(image, artwork, widths), key=lambda place: -place.likeness)
    found = sorted(map(_finer, places[:_LOOKED_AT]), key=lambda one: -one[0])
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
    part, moved = around(image, mapped(homography, artwork.corners_mm), _ROOM)
    small, shrink = shrunk(part, min(1.0, over[0] / seen_width(artwork, homography)))
    mm = artwork.width_mm / over[0], artwork.height_mm / over[1]
    to_mm = np.asarray([[mm[0], 0, mm[0] / 2], [0, mm[1], mm[1] / 2], [0, 0, 1]])
    laid = cv2.warpPerspective(
        small,
        shrink @ moved @ homography @ to_mm,
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


def _coarse(image: Picture, artwork: Prepared, widths: Widths) -> Iterator[_Place]:
    """The likeliest places for each size and drawing, compared at half the size."""
    for features, enlarge in _sizes(image, artwork, widths):
        coarse = halved(features)
        for drawing in _drawings(artwork)[1]:
            for likeness, x, y in _best_places(coarse, halved(drawing.features)):
                yield _Place(likeness, 2 * x, 2 * y, features, drawing, enlarge)


def _sizes(image: Picture, artwork: Prepared, widths: Widths) -> Iterator[tuple[Grey, Floats]]:
    """Features of the picture at each size it is compared at, and the matrix back to its px."""
    width, _ = _drawings(artwork)
    height_px, width_px = image.shape[:2]
    most = min(width_px, height_px * artwork.width_mm / artwork.height_mm) * 1.1
    picture, back, (seen, widest) = image, np.eye(3), widths
    while seen <= min(most, widest):
        small, shrink = shrunk(picture, width / seen * back[0, 0])
        yield _features(small.astype(np.float32), width), back @ np.linalg.inv(shrink)
        if width / seen * back[0, 0] < 0.5:
            picture, back = halved(picture), back @ scaling(2, 2)
        seen *= _STEP


def _best_places(features: Grey, drawing: Grey) -> Iterator[tuple[float, int, int]]:
    """The likeness at the best places of one drawing, and where its upper left corner is then."""
    height, width = drawing.shape[:2]
    if height > features.shape[0] or width > features.shape[1]:
        return
    likeness = cv2.matchTemplate(features, drawing, cv2.TM_CCOEFF_NORMED)
    for _ in range(_PEAKS):
        _, best, _, (x, y) = cv2.minMaxLoc(likeness)
        yield best, x, y
        near = slice(max(0, y - _NEAR), y + _NEAR + 1), slice(max(0, x - _NEAR), x + _NEAR + 1)
        likeness[near] = -1


def _finer(place: _Place) -> tuple[float, Floats]:
    """Likeness -1..1 and homography of the best place near a coarse one."""
    height, width = place.drawing.features.shape[:2]
    left, top = max(0, place.x - _ABOUT), max(0, place.y - _ABOUT)
    near = place.features[top : place.y + height + _ABOUT, left : place.x + width + _ABOUT]
    if near.shape[0] < height or near.shape[1] < width:
        return place.likeness, place.enlarge @ shift(left, top) @ place.drawing.from_mm
    likeness = cv2.matchTemplate(near, place.drawing.features, cv2.TM_CCOEFF_NORMED)
    _, best, _, (x, y) = cv2.minMaxLoc(likeness)
    return best, place.enlarge @ shift(left + x, top + y) @ place.drawing.from_mm


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
