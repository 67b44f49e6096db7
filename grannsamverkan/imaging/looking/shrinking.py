"""Smaller copies of pictures and of their parts, as cheaply as area means can be had."""

import math
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]

_ENOUGH = 3.0
"""Px of deviation that are left in the smaller copy: linear steps between its px do not show."""


def shrunk(picture: Pixels, scale: float) -> tuple[Pixels, Floats]:
    """`picture` about `scale` (at most 1) times as large, and the matrix from its px to the copy's.

    Middles of pixels are whole numbers in both. Halving is cheap and done as often as it can be;
    what is left is done once, from a picture at most twice as large.
    """
    halves = 0
    while scale * 2**halves <= 0.5 and min(picture.shape[:2]) >= 2:
        picture, halves = halved(picture), halves + 1
    height, width = picture.shape[:2]
    rest = min(1.0, scale * 2**halves)
    size = max(1, round(width * rest)), max(1, round(height * rest))
    if size != (width, height):
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return picture, scaling(size[0] / width / 2**halves, size[1] / height / 2**halves)


def halved(picture: Pixels) -> Pixels:
    """`picture` half as large, without a last odd row or column."""
    height, width = (side // 2 for side in picture.shape[:2])
    even = picture[: 2 * height, : 2 * width]
    return cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA)


def scaling(across: float, down: float) -> Floats:
    """The matrix from px of a picture to those of one so many times as large."""
    return np.asarray([[across, 0, across / 2 - 0.5], [0, down, down / 2 - 0.5], [0, 0, 1]])


def shift(across: float, down: float) -> Floats:
    """The matrix that moves px to the right and down."""
    return np.asarray([[1, 0, across], [0, 1, down], [0, 0, 1]], np.float64)


def around(picture: Pixels, places: Floats, room: float) -> tuple[Pixels, Floats]:
    """The part of `picture` that holds `places` (n, 2) px with `room` times their extent around,
    one px at least, and the matrix from px of the picture to its own."""
    aside = room * float(np.ptp(places, axis=0).max())
    height, width = picture.shape[:2]
    left, right = _span(places[:, 0], aside, width)
    top, bottom = _span(places[:, 1], aside, height)
    return picture[top:bottom, left:right], shift(-left, -top)


def _span(places: Floats, room: float, length: int) -> tuple[int, int]:
    first = min(max(0, math.floor(places.min() - room)), length - 1)
    return first, min(length, max(first + 1, math.ceil(places.max() + room) + 1))


def widely_blurred(plane: Pixels, sigma: float) -> Pixels:
    """A float32 plane blurred by a Gaussian of `sigma` px; of a large one little is lost in a
    smaller copy, which costs next to nothing."""
    times = int(sigma // _ENOUGH)
    if times < 2:
        return cv2.GaussianBlur(plane, (0, 0), sigma)
    height, width = plane.shape[:2]
    size = max(1, round(width / times)), max(1, round(height / times))
    small = cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), sigma * size[0] / width)
    return cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
