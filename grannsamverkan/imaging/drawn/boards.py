"""Flat pictures set up in the world: walls, roofs, hedges, trees, seen in perspective."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from grannsamverkan.imaging.drawn.camera import Array, Camera
from grannsamverkan.imaging.drawn.paint import Canvas

Size = tuple[int, int]
_NEAREST_M, _LONGEST_PX, _SMALLEST_PX = 0.4, 1400, 2


@dataclass(frozen=True, eq=False)
class Board:
    """A quadrilateral in the world and what is drawn on it at a size in px, RGBA.

    `corners` (4, 3): upper left, upper right, lower right, lower left. They bend with the lens, the
    lines between them do not, which only a background may do.
    """

    corners: Array
    drawn: Callable[[Size], Image.Image]


def upright(left: Sequence[float], right: Sequence[float], top: float) -> Array:
    """Corners of a standing board from its lower left and right corners up to the height `top`."""
    (x1, y1, low1), (x2, y2, low2) = left, right
    return np.array([(x1, y1, top), (x2, y2, top), (x2, y2, low2), (x1, y1, low1)])


def facing(camera: Camera, base: Array, wide: float, high: float) -> Array:
    """Corners of a standing board on `base` that is turned towards the camera."""
    away = base - camera.position
    aside = np.array([away[1], -away[0], 0.0])
    aside *= wide / 2 / np.hypot(away[0], away[1])
    left, right = base - aside, base + aside
    return upright(left.tolist(), right.tolist(), float(base[2]) + high)


def stand(canvas: Canvas, board: Board, camera: Camera) -> None:
    """Draw the board; one that reaches behind the camera or lies outside is left out."""
    if camera.depth(board.corners).min() < _NEAREST_M:
        return
    places = camera.project(board.corners)
    low, high = np.floor(places.min(0)), np.ceil(places.max(0))
    left, top = max(0, int(low[0]) - 1), max(0, int(low[1]) - 1)
    right, bottom = min(camera.size[0], int(high[0]) + 1), min(camera.size[1], int(high[1]) + 1)
    if right - left < 1 or bottom - top < 1:
        return
    size = _texture_size(places)
    texture = _edged(board.drawn(size))
    inner = np.array([(1, 1), (size[0] + 1, 1), (size[0] + 1, size[1] + 1), (1, size[1] + 1)])
    back = _perspective(places - (left, top), inner)
    seen = texture.transform(
        (right - left, bottom - top),
        Image.Transform.PERSPECTIVE,
        back,
        Image.Resampling.BILINEAR,
    )
    part = Image.fromarray(canvas.pixels[top:bottom, left:right])
    part.paste(seen, (0, 0), seen)
    canvas.pixels[top:bottom, left:right] = np.asarray(part)


def _texture_size(places: Array) -> Size:
    """As many px as the board's longer sides have in the picture, within reason."""
    sides = np.linalg.norm(places - np.roll(places, -1, axis=0), axis=1)
    wide, high = max(sides[0], sides[2]), max(sides[1], sides[3])
    wide, high = (int(np.clip(side, _SMALLEST_PX, _LONGEST_PX)) for side in (wide, high))
    return wide, high


def _edged(texture: Image.Image) -> Image.Image:
    """With a border of one clear px, so that the board's edges become smooth."""
    framed = Image.new("RGBA", (texture.width + 2, texture.height + 2), (0, 0, 0, 0))
    rgba = texture.convert("RGBA")
    # The border has its neighbours' colour: no dark fringe.
    framed.paste(rgba.resize(framed.size, Image.Resampling.NEAREST), (0, 0))
    framed.putalpha(0)
    framed.paste(rgba, (1, 1))
    return framed


def _perspective(seen: Array, texture: Array) -> Sequence[float]:
    """Pillow's eight numbers that lead from the picture back to the texture."""
    rows, values = [], []
    for (x, y), (u, v) in zip(seen, texture, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
        values += [u, v]
    solved: list[float] = np.linalg.solve(np.array(rows), np.array(values, float)).tolist()
    return solved
