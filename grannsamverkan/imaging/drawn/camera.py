"""A pinhole camera with one lens coefficient, in a world of metres.

The world: x along the road, y across it towards the houses, z up; the post's foot is its origin.
The camera: x to the right, y down, z into the scene. Pixels count from the picture's upper left
corner, so that the middle of the first pixel is (0.5, 0.5) and a share is px / size.
"""

from dataclasses import dataclass
from math import cos, hypot, radians, sin
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Floats = NDArray[np.floating[Any]]
Window = tuple[int, int, int, int]
"""Left, top, right, bottom in whole pixels."""

FULL_FRAME_DIAGONAL = hypot(36, 24)
_NEWTON_STEPS = 4
_WIDEST = 1.4
"""Distance² from the middle, in focal lengths, up to which the lens bends."""


def focal_in_px(focal_35mm: float, size: tuple[int, int]) -> float:
    """Focal length in px of one in mm for 35 mm film: equivalence is by the diagonal (CIPA)."""
    return focal_35mm * hypot(*size) / FULL_FRAME_DIAGONAL


@dataclass(frozen=True, eq=False)
class Camera:
    """`axes` (3, 3): its right, down and forward in the world, row by row.

    A point at x, y on the plane one unit away is drawn at r (1 + k1 r²), r its distance from the
    middle, times `focal` px: the lens's k1 as OpenCV and most others define it.
    """

    size: tuple[int, int]
    focal: float
    k1: float
    position: Array
    axes: Array

    def project(self, points: Array) -> Array:
        """Points (n, 3) of the world to px (n, 2); nan behind the camera."""
        seen = (points - self.position) @ self.axes.T
        depth = np.where(seen[:, 2] > 1e-3, seen[:, 2], np.nan)
        plane = seen[:, :2] / depth[:, None]
        # Far outside the picture the lens's polynomial would turn back inwards.
        squared = np.minimum((plane**2).sum(1, keepdims=True), _WIDEST)
        bent = plane * (1 + self.k1 * squared)
        return np.asarray(bent * self.focal + np.array(self.size) / 2)

    def depth(self, points: Array) -> Array:
        """How far before the camera each point (n, 3) lies, in m."""
        return np.asarray((points - self.position) @ self.axes[2])

    def rays(self, window: Window) -> tuple[Floats, Floats, Floats]:
        """World directions (x, y, z), each (h, w), of the pixels; one unit forward is 1 long."""
        left, top, right, bottom = window
        middle_x, middle_y = self.size[0] / 2, self.size[1] / 2
        x = ((np.arange(left, right, dtype=np.float32) + 0.5 - middle_x) / self.focal)[None, :]
        y = ((np.arange(top, bottom, dtype=np.float32) + 0.5 - middle_y) / self.focal)[:, None]
        if self.k1:
            straight = self._straightened(x * x + y * y)
            x, y = x * straight, y * straight
        axes = self.axes.astype(np.float32)
        across, up, forward = (
            axes[0, axis] * x + axes[1, axis] * y + axes[2, axis] for axis in (0, 1, 2)
        )
        return across, up, forward

    def _straightened(self, squared: Floats) -> Floats:
        """What to multiply a drawn place by to undo the lens; `squared` is its distance²."""
        drawn = np.sqrt(squared)
        radius = drawn.copy()
        for _ in range(_NEWTON_STEPS):
            bent = radius * (1 + self.k1 * radius * radius)
            radius -= (bent - drawn) / (1 + 3 * self.k1 * radius * radius)
        return np.where(drawn > 1e-9, radius / np.maximum(drawn, 1e-9), 1).astype(np.float32)

    def window(self, points: Array, margin: int = 2) -> Window:
        """The part of the picture that holds all `points` (n, 3); points behind are left out."""
        places = self.project(points)
        places = np.clip(places[~np.isnan(places[:, 0])], -1e6, 1e6)
        if not len(places):
            return 0, 0, 0, 0
        low, high = np.floor(places.min(0)) - margin, np.ceil(places.max(0)) + margin
        left, top = (int(max(0, side)) for side in low)
        right, bottom = (int(min(*pair)) for pair in zip(high, self.size, strict=True))
        return left, top, max(left, right), max(top, bottom)


def looking(heading: float, pitch: float, roll: float) -> Array:
    """A camera's axes: `heading` degrees from y (the houses) clockwise, pitch up, roll clockwise.

    The picture of a camera that rolls clockwise turns the other way.
    """
    turn, rise, lean = radians(heading), radians(pitch), radians(roll)
    forward = np.array([sin(turn) * cos(rise), cos(turn) * cos(rise), sin(rise)])
    level = np.array([cos(turn), -sin(turn), 0.0])
    upward = np.cross(level, forward)
    right = level * cos(lean) - upward * sin(lean)
    return np.array([right, np.cross(forward, right), forward])
