"""A post set upright as a strip, and what is measured of each small square of it.

A strip is an RGB picture (rows, 96, 3) of the post alone: its width is always 96 pixels, so that a
square of 16 pixels is a sixth of the post (10 to 19 mm on posts of 60 to 114 mm) however close the
phone was. Of each square two kinds of numbers are taken: colour and texture, each with a meaning,
and what the lower layers of a network trained on everyday photos see there (`networks`).
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from grannsamverkan.imaging.evidence import Corners, Place
from grannsamverkan.imaging.looking import networks

Floats = npt.NDArray[Any]
Picture = networks.Picture
Edges = tuple[tuple[Place, Place], tuple[Place, Place]]

WIDTH = 96
PATCH = 16
ACROSS = WIDTH // PATCH
LONGEST = 12 * WIDTH
"""Rows of the longest strip that is looked at: twelve times the post's width."""

INSET = 0.06
"""Share of the width left out on either side, where the background shines through."""

RUST_HUES = (3, 22)
"""Hue of rust in OpenCV's half degrees: 6 to 44 degrees, red-brown to orange."""

COLOUR_FEATURES = 34
FROZEN_FEATURES = 32 + 88
COUNT = COLOUR_FEATURES + FROZEN_FEATURES


@dataclass(frozen=True)
class Strip:
    """A part of a post, upright: `pixels` (rows, 96, 3), rows a multiple of 16.

    `to_picture` is the 3 x 3 matrix that leads from (x, y) in the strip to pixels of the picture.
    `zoom` is how many pixels of the picture one pixel of the strip stands for.
    """

    pixels: Picture
    to_picture: Floats
    zoom: float

    def places(self, points: Floats) -> Floats:
        """Return where points (n, 2) of the strip lie in the picture, in its pixels."""
        return moved(points, self.to_picture)

    def inside(self, points: Floats) -> Floats:
        """Return where points (n, 2) of the picture, in pixels, lie in the strip."""
        return moved(points, np.linalg.inv(self.to_picture))


def moved(points: Floats, matrix: Floats) -> Floats:
    """Return points (n, 2) taken through a 3 x 3 matrix."""
    one = points.reshape(1, -1, 2).astype(np.float64)
    return np.asarray(cv2.perspectiveTransform(one, matrix)[0])


def in_pixels(places: Corners | tuple[Place, ...], picture: Picture) -> Floats:
    """Return places (shares of the picture) as pixels (n, 2)."""
    height, width = picture.shape[:2]
    return np.array(places, np.float32) * np.array([width, height], np.float32)


def width_of(edges: Floats) -> float:
    """Return the mean width in pixels of a post with edges (left or right, top or bottom, x or y).

    It is measured across the post's own direction, not along the rows of the picture.
    """
    along = (edges[:, 1] - edges[:, 0]).mean(axis=0)
    across = (edges[1] - edges[0]).mean(axis=0)
    length = float(np.hypot(*along))
    return float(abs(along[0] * across[1] - along[1] * across[0]) / max(length, 1e-6))


def whole(picture: Picture, edges: Edges) -> tuple[Floats, float, int]:
    """Return the matrix from the post's whole strip to the picture, its zoom, and its rows.

    Raises ValueError when the edges enclose nothing.
    """
    lines = in_pixels((*edges[0], *edges[1]), picture).reshape(2, 2, 2)
    width = width_of(lines)
    length = float(np.hypot(*(lines[:, 1] - lines[:, 0]).mean(axis=0)))
    if width < 1 or length < 1:
        raise ValueError("the edges of the post enclose nothing")
    narrowed = lines + INSET * (lines[::-1] - lines)
    zoom = width * (1 - 2 * INSET) / WIDTH
    rows = max(PATCH, round(length / zoom))
    (upper_left, lower_left), (upper_right, lower_right) = narrowed
    target = np.array([upper_left, upper_right, lower_right, lower_left], np.float32)
    source = np.array([(0, 0), (WIDTH, 0), (WIDTH, rows), (0, rows)], np.float32)
    return cv2.getPerspectiveTransform(source, target), zoom, rows


def straightened(
    picture: Picture, edges: Edges, between: tuple[float, float] | None = None
) -> Strip:
    """Return the post's strip, or its rows `between` two of the whole strip.

    Rows are cut to a multiple of 16 and to `LONGEST`, around the middle of what is wanted. Raises
    ValueError when nothing is left of it.
    """
    matrix, zoom, rows = whole(picture, edges)
    first, last = between or (0, rows)
    first, last = max(0.0, first), min(float(rows), last)
    wanted = min(int(last - first) // PATCH * PATCH, LONGEST)
    if wanted < PATCH:
        raise ValueError("the wanted part of the post lies outside of it")
    start = (first + last - wanted) / 2
    shift = np.array([[1, 0, 0], [0, 1, start], [0, 0, 1]], np.float64)
    to_picture = matrix @ shift
    return Strip(warped(picture, to_picture, zoom, wanted), to_picture, zoom)


def warped(picture: Picture, to_picture: Floats, zoom: float, rows: int) -> Picture:
    """Return the strip's pixels; a much larger picture is shrunk first, so that none is skipped."""
    shrink = min(1.0, 1.5 / zoom)
    small = (
        cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        if shrink < 1
        else picture
    )
    scaled = np.diag([shrink, shrink, 1.0]) @ to_picture
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (WIDTH, rows)
    out = cv2.warpPerspective(small, scaled, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(out, np.uint8)


def of(pixels: Picture) -> Floats:
    """Return the numbers of every square of a strip: (rows / 16, columns / 16, 154)."""
    return np.concatenate([colour_features(pixels), frozen_features(pixels)], axis=-1)


def squares(plane: Floats) -> Floats:
    """Return a plane (rows, columns) as squares: (rows / 16, columns / 16, 256)."""
    down, across = (side // PATCH for side in plane.shape)
    cut = plane[: down * PATCH, : across * PATCH].reshape(down, PATCH, across, PATCH)
    return cut.transpose(0, 2, 1, 3).reshape(down, across, PATCH * PATCH)


def mean_and_spread(plane: Floats) -> list[Floats]:
    """Return the mean and the standard deviation of every square."""
    each = squares(plane)
    return [each.mean(axis=-1), each.std(axis=-1)]


def low_and_high(plane: Floats) -> list[Floats]:
    """Return the 10th and the 90th percentile of every square."""
    each = np.sort(squares(plane), axis=-1)
    return [each[..., each.shape[-1] // 10], each[..., each.shape[-1] * 9 // 10]]


def detail(plane: Floats, scale: float) -> Floats:
    """Return how much every square differs from itself blurred by `scale` pixels."""
    apart = np.abs(plane - cv2.GaussianBlur(plane, (0, 0), scale))
    return np.asarray(squares(apart).mean(axis=-1))


def together(one: Floats, other: Floats) -> Floats:
    """Return the covariance of two planes within every square."""
    first, second = squares(one), squares(other)
    both = (first * second).mean(axis=-1)
    return np.asarray(both - first.mean(axis=-1) * second.mean(axis=-1))


def colour_features(pixels: Picture) -> Floats:
    """Return 34 numbers of every square: colours in CIE Lab, their spread, texture, surroundings.

    The last five compare with the strip's own median colour and look two squares around.
    """
    light, red, yellow = cv2.split(cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB))
    chroma = np.hypot(red, yellow)
    towards_yellow, towards_red = yellow / (chroma + 3), red / (chroma + 3)
    rusty, dark_rusty, value, saturation = hue_features(pixels)
    numbers = [
        *(
            number
            for plane in (light, red, yellow, chroma, towards_yellow, towards_red)
            for number in mean_and_spread(plane)
        ),
        *(number for plane in (red, yellow, light) for number in low_and_high(plane)),
        *roughness(light),
        detail(light, 1.5),
        detail(red, 2),
        detail(yellow, 2),
        *(rusty, dark_rusty, value, saturation),
        *(together(light, yellow), together(light, red)),
    ]
    middle = [numbers[index] - np.median(numbers[index]) for index in (0, 2, 4)]
    around = [cv2.blur(plane, (5, 5)) for plane in (rusty, numbers[2])]
    return np.stack([*numbers, *middle, *around], axis=-1).astype(np.float32)


def roughness(light: Floats) -> list[Floats]:
    """Return the mean slope and the mean curvature of lightness in every square."""
    slope = np.hypot(cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1))
    curvature = np.abs(cv2.Laplacian(light, cv2.CV_32F))
    return [squares(plane).mean(axis=-1) for plane in (slope, curvature)]


def hue_features(pixels: Picture) -> tuple[Floats, Floats, Floats, Floats]:
    """Return shares of rust's hue and of dark rust's, and mean value and saturation (0..255)."""
    hue, saturation, value = cv2.split(cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV))
    hued = (hue >= RUST_HUES[0]) & (hue <= RUST_HUES[1])
    lit = hued & (saturation >= 70) & (value > 30) & (value < 215)
    dark = hued & (saturation >= 110) & (value < 150)
    planes = (each.astype(np.float32) for each in (lit, dark, value, saturation))
    lit_share, dark_share, mean_value, mean_saturation = (
        squares(plane).mean(axis=-1) for plane in planes
    )
    return lit_share, dark_share, mean_value, mean_saturation


def frozen_features(pixels: Picture) -> Floats:
    """Return 120 numbers of every square: the layers at strides 8 and 16 of the frozen network."""
    down, across = (side // PATCH for side in pixels.shape[:2])
    height, width = (-side % networks.STRIDE for side in pixels.shape[:2])
    out = networks.run("mobilenet", np.pad(pixels, ((0, height), (0, width), (0, 0)), "edge"))
    fine, coarse = out["stride_8"][0], out["stride_16"][0]
    halves = fine.reshape(fine.shape[0] // 2, 2, fine.shape[1] // 2, 2, -1).mean(axis=(1, 3))
    return np.concatenate([halves, coarse], axis=-1)[:down, :across]
