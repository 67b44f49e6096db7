"""Wooden houses with tiled roofs, as boards."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from grannsamverkan.imaging.drawn.boards import Board, Size, upright
from grannsamverkan.imaging.drawn.paint import Light, Rgb, shaded

WALLS = ("#9c3a2c", "#dcb960", "#ebe6d8", "#86a18f", "#aebec9", "#8d2f26", "#c9c2b4")
ROOFS = ("#46444a", "#8a5140", "#5d5753")
_TRIM, _GLASS, _SKY_IN_GLASS, _STONE = "#f4f1e8", "#42576a", "#7e97a6", "#8f8d88"
_SUNK_M = 0.35
"""How far the walls go on below the ground at the house, which may slope."""


@dataclass(frozen=True)
class House:
    """A house along the road: its front's left corner in the world, sizes in m."""

    x: float
    y: float
    base: float
    wide: float = 10.0
    deep: float = 7.5
    high: float = 3.4
    rise: float = 2.6
    wall: str = WALLS[0]
    roof: str = ROOFS[0]
    faces: int = -1
    """-1: its front looks towards negative y; 1: towards positive y."""
    door: int = 1

    def boards(self, camera_x: float, light: Light) -> Iterator[Board]:
        """What can be seen from the street, from the back to the front."""
        back = self.y - self.faces * self.deep
        ridge_y, eaves = (self.y + back) / 2, self.base + self.high
        left, right = self.x, self.x + self.wide
        side = left if camera_x < left else right if camera_x > right else None
        if side is not None and abs(camera_x - side) > 0.3:
            yield self._gable(side, back, light, towards=-1 if side == left else 1)
        yield self._front(left, right, eaves, light)
        top = eaves + self.rise
        yield self._chimney(left + self.wide * 0.3, ridge_y, top, light)
        out = self.y + self.faces * 0.45
        slope = np.array(
            [
                (left - 0.35, ridge_y, top),
                (right + 0.35, ridge_y, top),
                (right + 0.35, out, eaves - 0.18),
                (left - 0.35, out, eaves - 0.18),
            ]
        )
        up = np.array([0, self.faces * self.rise, self.deep / 2])
        yield Board(slope, _tiles(self.roof, light.flat(up / np.linalg.norm(up)), self.wide))

    def _front(self, left: float, right: float, eaves: float, light: Light) -> Board:
        ends = (left, self.y, self.base - _SUNK_M), (right, self.y, self.base - _SUNK_M)
        lit = light.flat(np.array([0.0, self.faces, 0.0]))
        drawn = _wall(self.wall, lit, self.wide, self.high + _SUNK_M, self.door)
        return Board(upright(*ends, eaves), drawn)

    def _gable(self, x: float, back: float, light: Light, towards: int) -> Board:
        near, far = (x, self.y, self.base - _SUNK_M), (x, back, self.base - _SUNK_M)
        lit = light.flat(np.array([float(towards), 0.0, 0.0]))
        top = self.base + self.high + self.rise
        drawn = _gable(self.wall, lit, self.deep, self.high + _SUNK_M, self.rise)
        return Board(upright(far, near, top), drawn)

    def _chimney(self, x: float, y: float, top: float, light: Light) -> Board:
        colour = shaded("#8a5747", light.flat(np.array([0.0, self.faces, 0.0])))
        corners = upright((x, y, top - 0.6), (x + 0.8, y, top - 0.6), top + 0.75)
        return Board(corners, lambda size: Image.new("RGBA", size, (*colour, 255)))


def _wall(
    colour: str, lit: Rgb, wide: float, high: float, door: int
) -> Callable[[Size], Image.Image]:
    """Boards, white corners, five openings in a row of which one is the door, a stone foot."""

    def drawn(size: Size) -> Image.Image:
        picture = Image.new("RGBA", size, (*shaded(colour, lit), 255))
        draw = ImageDraw.Draw(picture)
        unit = size[0] / wide
        _panelling(draw, size, colour, lit, wide)
        foot, corner = size[1] * (1 - (_SUNK_M + 0.3) / high), 0.16 * unit
        draw.rectangle((0, foot, *size), fill=shaded(_STONE, lit))
        for x in (0.0, size[0] - corner):
            draw.rectangle((x, 0, x + corner, foot), fill=shaded(_TRIM, lit))
        for place in range(5):
            middle = size[0] * (0.12 + place * 0.19)
            if place == door:
                _door(draw, middle, foot, unit, lit)
            else:
                box = (middle - 0.52 * unit, foot - 2.2 * unit, 1.04 * unit, 1.3 * unit)
                _window(draw, box, lit)
        dim = shaded(colour, [part * 0.6 for part in lit])
        draw.rectangle((0, 0, size[0], size[1] * 0.07), fill=dim)
        return picture

    return drawn


def _panelling(draw: ImageDraw.ImageDraw, size: Size, colour: str, lit: Rgb, wide: float) -> None:
    step = size[0] / wide * 0.22
    if step < 4:
        return
    line = shaded(colour, [part * 0.86 for part in lit])
    for number in range(1, int(size[0] / step) + 1):
        draw.line((number * step, 0, number * step, size[1]), line, max(1, round(step * 0.12)))


def _door(draw: ImageDraw.ImageDraw, middle: float, foot: float, unit: float, lit: Rgb) -> None:
    left, right, top = middle - 0.5 * unit, middle + 0.5 * unit, foot - 2.15 * unit
    frame = 0.12 * unit
    draw.rectangle((left - frame, top - frame, right + frame, foot), fill=shaded(_TRIM, lit))
    draw.rectangle((left, top, right, foot), fill=shaded("#3f6472", lit))
    pane = (left + 0.25 * unit, top + 0.25 * unit, right - 0.25 * unit, top + 0.8 * unit)
    draw.rectangle(pane, fill=shaded(_GLASS, lit))
    step = (left - 0.4 * unit, foot, right + 0.4 * unit, foot + 0.2 * unit)
    draw.rectangle(step, fill=shaded("#a5a29b", lit))


def _window(draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], lit: Rgb) -> None:
    """A white frame and cross bars, dark glass with a slant of sky in it."""
    left, top, wide, high = box
    frame = wide * 0.1
    white = shaded(_TRIM, lit)
    draw.rectangle((left - frame, top - frame, left + wide + frame, top + high + frame), fill=white)
    draw.rectangle((left, top, left + wide, top + high), fill=shaded(_GLASS, lit))
    slant = [(left, top), (left + wide * 0.75, top), (left, top + high * 0.8)]
    draw.polygon(slant, fill=shaded(_SKY_IN_GLASS, lit))
    bar = max(1, round(frame * 0.6))
    draw.line((left + wide / 2, top, left + wide / 2, top + high), white, bar)
    draw.line((left, top + high * 0.4, left + wide, top + high * 0.4), white, bar)


def _gable(
    colour: str, lit: Rgb, deep: float, high: float, rise: float
) -> Callable[[Size], Image.Image]:
    """The house's end: boards, windows below and one under the ridge, white edges of the roof."""

    def drawn(size: Size) -> Image.Image:
        wall = Image.new("RGBA", size, (*shaded(colour, lit), 255))
        draw = ImageDraw.Draw(wall)
        unit, eaves = size[0] / deep, size[1] * rise / (rise + high)
        tall = size[1] / (rise + high)
        _panelling(draw, size, colour, lit, deep)
        foot = size[1] * (1 - (_SUNK_M + 0.3) / (rise + high))
        draw.rectangle((0, foot, *size), fill=shaded(_STONE, lit))
        for share in (0.27, 0.73):
            _window(draw, (size[0] * share - 0.5 * unit, foot - 2.2 * tall, unit, 1.3 * tall), lit)
        box = (size[0] / 2 - 0.45 * unit, eaves - 1.2 * tall, 0.9 * unit, tall)
        _window(draw, box, lit)
        edge = max(1, round(0.2 * unit))
        draw.line(((0, eaves), (size[0] / 2, 0), (size[0], eaves)), shaded(_TRIM, lit), edge)
        shape = Image.new("L", size, 0)
        outline = [(0, eaves), (size[0] / 2, 0), (size[0], eaves), size, (0, size[1])]
        ImageDraw.Draw(shape).polygon(outline, fill=255)
        wall.putalpha(shape)
        return wall

    return drawn


def _tiles(colour: str, lit: Rgb, wide: float) -> Callable[[Size], Image.Image]:
    """Rows of tiles and a pale gutter."""

    def drawn(size: Size) -> Image.Image:
        picture = Image.new("RGBA", size, (*shaded(colour, lit), 255))
        draw = ImageDraw.Draw(picture)
        rows = 11
        for row in range(1, rows):
            y = size[1] * row / rows
            line = shaded(colour, [part * (0.86 if row % 2 else 1.1) for part in lit])
            draw.line((0, y, size[0], y), line, max(1, round(size[1] / rows * 0.16)))
        step = size[0] / wide * 0.3
        if step > 6:
            line = shaded(colour, [part * 0.92 for part in lit])
            for number in range(int(size[0] / step) + 1):
                draw.line((number * step, 0, number * step, size[1]), line, 1)
        gutter = max(1, round(size[1] * 0.035))
        draw.rectangle((0, size[1] - gutter, *size), fill=shaded("#d9d6cf", lit))
        return picture

    return drawn
