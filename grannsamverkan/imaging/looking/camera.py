"""A phone's camera in numbers: focal length, lens bend, and where a point of space is seen.

Camera frame: x to the right, y down, z into the scene, metres. Plain NumPy, since the web process
computes heights anew without loading OpenCV.
"""

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FULL_FRAME_DIAGONAL = 43.27
"""Millimetres, of the 36 x 24 mm that "35 mm equivalent" speaks of (CIPA DCG-001)."""

ASSUMED_FOCAL_35MM = 26.0
"""The main camera of most phones: of the 8 phone photos tried, those that state it say 26-33."""

_PHOTO_CAMERA_ASPECT = 3 / 2


def focal_px(width: int, height: int, focal_35mm: float) -> float:
    """Focal length in px of an uncropped picture of `width` x `height` px.

    The equivalence is by the sensor's diagonal. Phones have sensors of 4:3 and cut other shapes out
    of them at the full width or height; only 3:2 is taken as a sensor of its own.
    """
    long, short = max(width, height), min(width, height)
    if abs(long / short - _PHOTO_CAMERA_ASPECT) < 0.02:
        return focal_35mm * math.hypot(long, short) / FULL_FRAME_DIAGONAL
    return focal_35mm * max(long * 5 / 4, short * 5 / 3) / FULL_FRAME_DIAGONAL


def bent(rays: Floats, k1: Floats | float) -> Floats:
    """Where the lens puts straight `rays` (..., 2), both in focal lengths from the middle."""
    squared = np.sum(rays * rays, axis=-1, keepdims=True)
    bending: Floats = rays * (1 + np.asarray(k1) * squared)
    return bending


def straightened(seen: Floats, k1: Floats | float, rounds: int = 6) -> Floats:
    """The inverse of `bent`, by repeated substitution: to 1e-4 within |k1| 0.15 and 0.8."""
    rays = seen
    for _ in range(rounds):
        squared = np.sum(rays * rays, axis=-1, keepdims=True)
        rays = seen / (1 + np.asarray(k1) * squared)
    return rays


def turned_x(angle: Floats) -> Floats:
    """Rotations (..., 3, 3) about the x axis by `angle` (...) radians."""
    return _turned(angle, 1, 2)


def turned_y(angle: Floats) -> Floats:
    """Rotations (..., 3, 3) about the y axis, from z towards x, by `angle` (...) radians."""
    return _turned(angle, 2, 0)


def turned_z(angle: Floats) -> Floats:
    """Rotations (..., 3, 3) about the z axis by `angle` (...) radians."""
    return _turned(angle, 0, 1)


def _turned(angle: Floats, first: int, second: int) -> Floats:
    turn = np.zeros((*np.shape(angle), 3, 3))
    other = 3 - first - second
    turn[..., other, other] = 1
    turn[..., first, first] = turn[..., second, second] = np.cos(angle)
    turn[..., second, first] = np.sin(angle)
    turn[..., first, second] = -np.sin(angle)
    return turn
