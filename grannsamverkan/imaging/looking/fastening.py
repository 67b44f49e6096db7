"""The area around the fastening: where on the post it is, cut out and set upright."""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from grannsamverkan.imaging.evidence import Corners, FasteningSeen, Place, PostSeen, SignSeen
from grannsamverkan.imaging.looking.boxes import Picture
from grannsamverkan.imaging.looking.camera import Floats
from grannsamverkan.imaging.looking.shrinking import around

LONGEST_PX = 1200

_BEYOND_MM = 120.0
"""How far above and below the plate the area goes: what holds a plate sits behind it or close to
its edges, and rust runs down from there."""

_POINTED_MM = 150.0
"""Half the height of the area around a place that a person pointed out."""

_WIDTHS = 2.0
"""Width of the area in post widths: buckles and the ends of ties stand out beside the post."""

_ROOM = 0.1
"""How much of the picture around the area its filters may look at, in its longer sides."""

_LEAST_SHARE = 0.2
"""Of an area of which less is inside the picture nothing is shown."""

_USUAL_POST_MM = 110.0
_SHARE_ALONE = 0.15
"""Half the area around a pointed-out place as a share of the picture's shorter side, where nothing
else gives a scale: a close-up shows some 0.6 m."""


@dataclass(frozen=True)
class _Strip:
    """A straight piece of post, px: its middle from `top` to `bottom`, half its width."""

    top: Floats
    bottom: Floats
    half: float


@dataclass(frozen=True)
class _Line:
    """The post's middle line: a place on it, its direction down, the post's half width, px."""

    place: Floats
    down: Floats
    half: float

    def at(self, place: Floats) -> Floats:
        """The point of the line nearest to `place`."""
        nearest: Floats = self.place + self.down * float((place - self.place) @ self.down)
        return nearest

    def met(self, one: Floats, other: Floats) -> Floats:
        """Where the line meets the one through two places; the nearest to both if parallel."""
        along = other - one
        denominator = float(self.down[0] * along[1] - self.down[1] * along[0])
        if abs(denominator) < 1e-6:
            return self.at((one + other) / 2)
        off = one - self.place
        return self.place + self.down * float(off[0] * along[1] - off[1] * along[0]) / denominator


def area(
    post: PostSeen | None,
    sign: SignSeen | None,
    pointed_out: Place | None,
    size: tuple[int, int],
    plate_mm: tuple[float, float] | None = None,
) -> FasteningSeen | None:
    """The post behind the plate and a bit beyond its edges, or around what a person pointed out.

    `size` is the picture's width and height in px, `plate_mm` the plate's; without it, or without a
    plate, there is no scale. None where nobody pointed and post or plate is missing.
    """
    px = np.array(size, np.float64)
    corners = None if sign is None else np.array(sign.corners) * px
    line = _line(post, corners, px)
    scale = _px_per_mm(corners, plate_mm)
    if pointed_out is not None:
        strip = _around(np.array(pointed_out) * px, line, scale, px)
        return _seen(strip, px, "person", scale)
    if post is None or line is None or corners is None:
        return None
    return _seen(_behind(line, corners, plate_mm), px, "plate", scale)


def cut_out(image: Picture, seen: FasteningSeen, longest: int = LONGEST_PX) -> Picture:
    """The area of an RGB picture set upright, its longer side `longest` px."""
    height, width = image.shape[:2]
    corners = np.array(seen.area) * [width, height]
    wide, tall = _sides(corners)
    shrink = longest / max(wide, tall)
    size = max(1, round(wide * shrink)), max(1, round(tall * shrink))
    part, moved = around(image, corners, _ROOM)
    if shrink < 1:
        # The filter below looks at 8 x 8 px only: what is finer must be gone before.
        part = cv2.GaussianBlur(part, (0, 0), 0.4 / shrink)
    # Between the px of an enlarged picture a finer filter finds nothing more.
    way = cv2.INTER_LANCZOS4 if shrink < 1 else cv2.INTER_CUBIC
    upright = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    # Shares count from the edge of the first pixel, the warp from its middle.
    turned = cv2.getPerspectiveTransform((corners - 0.5).astype(np.float32), upright - 0.5)
    cut = cv2.warpPerspective(
        part,
        turned @ np.linalg.inv(moved),
        size,
        flags=way,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return cut.astype(np.uint8)


def _line(post: PostSeen | None, corners: Floats | None, px: Floats) -> _Line | None:
    """The post's middle line; without a post, the plate's own upright with a usual post's width."""
    if post is not None:
        left, right = (np.array([edge[0], edge[-1]]) * px for edge in post.edges)
        top, bottom = (left + right) / 2
        return _Line(top, _unit(bottom - top), post.width * px[0] / 2)
    if corners is None:
        return None
    down = corners[2] + corners[3] - corners[0] - corners[1]
    tall = float(np.linalg.norm(down)) / 2
    return _Line(corners.mean(axis=0), _unit(down), 0.15 * tall)


def _px_per_mm(corners: Floats | None, plate_mm: tuple[float, float] | None) -> float | None:
    """Scale along the post: turned about it a plate seems narrower, never lower."""
    if corners is None or plate_mm is None:
        return None
    return _sides(corners)[1] / plate_mm[1]


def _around(middle: Floats, line: _Line | None, scale: float | None, px: Floats) -> _Strip:
    half = _SHARE_ALONE * float(px.min())
    if line is None:
        down = np.array([0.0, half])
        return _Strip(middle - down, middle + down, half)
    middle = line.at(middle) if np.linalg.norm(line.at(middle) - middle) < 2 * line.half else middle
    tall = _POINTED_MM * (scale or 2 * line.half / _USUAL_POST_MM)
    wide = _WIDTHS * line.half
    return _Strip(middle - line.down * tall, middle + line.down * tall, wide)


def _behind(line: _Line, corners: Floats, plate_mm: tuple[float, float] | None) -> _Strip:
    upper, lower = line.met(corners[0], corners[1]), line.met(corners[3], corners[2])
    scale = _px_per_mm(corners, plate_mm) or 2 * line.half / _USUAL_POST_MM
    beyond = line.down * _BEYOND_MM * scale
    wide = _WIDTHS * line.half
    return _Strip(upper - beyond, lower + beyond, wide)


def _seen(
    strip: _Strip, px: Floats, found_from: Literal["person", "plate"], scale: float | None
) -> FasteningSeen | None:
    """The strip as shares, cut where the picture ends; None where nothing of it is inside."""
    down = _unit(strip.bottom - strip.top)
    along = strip.bottom[1] - strip.top[1]
    low, high = (float(np.clip((y - strip.top[1]) / along, 0, 1)) for y in (0, px[1]))
    if high - low < _LEAST_SHARE:
        return None
    top, bottom = (strip.top + share * (strip.bottom - strip.top) for share in (low, high))
    right = np.array([down[1], -down[0]]) * strip.half
    corners = np.array([top - right, top + right, bottom + right, bottom - right])
    upper_left, upper_right, lower_right, lower_left = (
        (float(x), float(y)) for x, y in np.clip(corners / px, 0, 1)
    )
    area: Corners = (upper_left, upper_right, lower_right, lower_left)
    longest = max(_sides(corners))
    return FasteningSeen(area, found_from, None if scale is None else longest / LONGEST_PX / scale)


def _sides(corners: Floats) -> tuple[float, float]:
    """Mean width and height of a quadrilateral, px."""
    upper_left, upper_right, lower_right, lower_left = corners
    wide = np.linalg.norm(upper_right - upper_left) + np.linalg.norm(lower_right - lower_left)
    tall = np.linalg.norm(lower_left - upper_left) + np.linalg.norm(lower_right - upper_right)
    return float(wide) / 2, float(tall) / 2


def _unit(vector: Floats) -> Floats:
    unit: Floats = vector / np.linalg.norm(vector)
    return unit
