"""The street of the drawn scenes: sky, houses, gardens, pavement; from the side and along it."""

from collections.abc import Sequence
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from grannsamverkan.imaging.scene_paint import (
    Point,
    crown,
    fade_down,
    gradient,
    mix,
    shade,
    shadow,
    speckle,
)

_WALLS = ("#8c2f23", "#d9b45b", "#e8e2d3", "#7d9a86", "#a8bac6")
_ROOFS = ("#3d3b3c", "#7a4632", "#55504d")
_GREENS = ("#4d7a38", "#5d8a3f", "#3f6b3a", "#7c8f3c")
_ASPHALT, _PAVING, _KERB, _GRASS = "#6b6c6e", "#a3a09a", "#c4c1b9", "#7d9a4c"
_LINE = "#f1efe8"

GROUND_FAR, GROUND_PAVING, GROUND_KERB = 0.66, 0.8, 0.955
"""Shares of the height in the view from the side: where grass, pavement and kerb begin."""


def from_the_side(size: tuple[int, int], rng: Random) -> Image.Image:
    """Looking across the street's near pavement at gardens and houses, RGB."""
    width, height = size
    canvas = _sky(size, rng)
    for _ in range(5):
        _tree(canvas, rng.uniform(0, width), height * 0.6, height * rng.uniform(0.28, 0.42), rng)
    colours = rng.sample(_WALLS, 3)
    for place, colour in zip((-0.06, 0.33, 0.72), colours, strict=True):
        left = width * (place + rng.uniform(-0.03, 0.03))
        wide, high = width * rng.uniform(0.27, 0.33), height * rng.uniform(0.19, 0.23)
        _house(canvas, (left, height * 0.64 - high, left + wide, height * 0.64), colour, rng)
    _garden(canvas, rng)
    fade_down(canvas, (0, height * GROUND_PAVING, width, height), shade(_PAVING, 1.06), _PAVING)
    speckle(canvas, (0, height * GROUND_PAVING, width, height), rng, grain=5, depth=0.12)
    _slabs(canvas, rng)
    fade_down(canvas, (0, height * GROUND_KERB, width, height), _KERB, shade(_KERB, 0.8))
    speckle(canvas, (0, height * GROUND_KERB, width, height), rng, grain=4, depth=0.1)
    return canvas


def _sky(size: tuple[int, int], rng: Random) -> Image.Image:
    """Blue above, pale at the horizon, with a few heaped clouds."""
    canvas = gradient(size, "#6a9fcd", "#e6eef0")
    mask = Image.new("L", size, 0)
    for _ in range(5):
        centre = rng.uniform(0, size[0]), size[1] * rng.uniform(0.06, 0.36)
        _cloud(mask, centre, size[0] * rng.uniform(0.05, 0.12), rng)
    soft = mask.filter(ImageFilter.GaussianBlur(size[0] / 130))
    canvas.paste(gradient(size, "#ffffff", "#dfe6ea"), (0, 0), soft)
    return canvas


def _cloud(mask: Image.Image, centre: Point, radius: float, rng: Random) -> None:
    """Puffs heaped on a flat foot, lightest in the middle."""
    draw = ImageDraw.Draw(mask)
    for _ in range(46):
        along = rng.gauss(0, 0.85)
        up = abs(rng.gauss(0, 0.34)) * max(0.0, 1.3 - abs(along))
        puff = radius * rng.uniform(0.1, 0.32) * max(0.3, 1.25 - abs(along) * 0.5)
        spot = centre[0] + along * radius * 1.5, centre[1] - up * radius
        draw.circle(spot, puff, fill=rng.randrange(120, 225))


def _tree(canvas: Image.Image, x: float, ground: float, tall: float, rng: Random) -> None:
    draw = ImageDraw.Draw(canvas)
    trunk = tall * 0.035
    draw.rectangle((x - trunk, ground - tall * 0.5, x + trunk, ground), fill="#5b4a3c")
    box = (x - tall * 0.36, ground - tall, x + tall * 0.36, ground - tall * 0.22)
    crown(canvas, box, rng.choice(_GREENS), rng)


def _house(canvas: Image.Image, box: Sequence[float], colour: str, rng: Random) -> None:
    """A wooden house: boards, white corners, windows in a row, a door, a tiled roof."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    draw = ImageDraw.Draw(canvas)
    fade_down(canvas, box, shade(colour, 0.86), shade(colour, 1.04))
    for step in range(1, 46):
        x = left + width * step / 46
        draw.line((x, top, x, bottom), fill=shade(colour, 0.88), width=max(1, round(width / 500)))
    corner = width * 0.018
    for x in (left, right - corner):
        draw.rectangle((x, top, x + corner, bottom), fill="#f2efe6")
    draw.rectangle((left, bottom - height * 0.07, right, bottom), fill="#8d8c88")
    _windows(draw, box, door=rng.randrange(1, 4))
    _roof(canvas, box, rng)


def _windows(draw: ImageDraw.ImageDraw, box: Sequence[float], door: int) -> None:
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    for place in range(5):
        x, wide = left + width * (0.07 + place * 0.185), width * 0.11
        if place == door:
            draw.rectangle((x, top + height * 0.26, x + wide, bottom), fill="#f2efe6")
            draw.rectangle((x + 5, top + height * 0.3, x + wide - 5, bottom), fill="#35566a")
            continue
        _window(draw, (x, top + height * 0.26, x + wide, top + height * 0.66))


def _window(draw: ImageDraw.ImageDraw, box: Sequence[float]) -> None:
    """A white frame, dark glass with a lighter reflection, a cross bar."""
    left, top, right, bottom = box
    frame = max(2.0, (right - left) * 0.09)
    draw.rectangle(tuple(box), fill="#f5f2ea")
    glass = (left + frame, top + frame, right - frame, bottom - frame)
    draw.rectangle(glass, fill="#3d5261")
    draw.polygon([(glass[0], glass[1]), (glass[2], glass[1]), (glass[0], glass[3])], fill="#6d8796")
    middle = (left + right) / 2
    draw.line((middle, top, middle, bottom), fill="#f5f2ea", width=round(frame * 0.8))


def _roof(canvas: Image.Image, box: Sequence[float], rng: Random) -> None:
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    colour, rise, eaves = rng.choice(_ROOFS), height * 0.55, width * 0.035
    draw = ImageDraw.Draw(canvas)
    chimney = left + width * rng.uniform(0.3, 0.7)
    draw.rectangle(
        (chimney, top - rise * 1.22, chimney + width * 0.05, top - rise * 0.6), fill="#7b4b3d"
    )
    slope = [
        (left - eaves, top + height * 0.03),
        (left + width * 0.07, top - rise),
        (right - width * 0.07, top - rise),
        (right + eaves, top + height * 0.03),
    ]
    draw.polygon(slope, fill=colour)
    for row in range(1, 9):
        y, inset = top - rise * row / 9, eaves - (width * 0.07 + eaves) * row / 9
        draw.line((left - inset, y, right + inset, y), fill=shade(colour, 1.13))
    under = (left, top + height * 0.03, right, top + height * 0.1)
    shadow(canvas, _corners(under), strength=0.35, blur=3, colour="#20242c")


def _garden(canvas: Image.Image, rng: Random) -> None:
    """Lawn, a clipped hedge with a gap, and a strip of grass before the pavement."""
    width, height = canvas.size
    lawn = (0, height * 0.635, width, height * GROUND_PAVING)
    fade_down(canvas, lawn, shade(_GRASS, 0.86), shade(_GRASS, 1.05))
    gap = width * rng.uniform(0.3, 0.5)
    for left, right in ((-20.0, gap), (gap + width * 0.12, width + 20.0)):
        _hedge(canvas, (left, height * 0.61, right, height * 0.715), rng)
    speckle(canvas, (0, height * 0.72, width, height * GROUND_PAVING), rng, grain=4, depth=0.2)


def _hedge(canvas: Image.Image, box: Sequence[float], rng: Random) -> None:
    left, top, right, bottom = box
    colour = rng.choice(_GREENS[:3])
    foot = (left, bottom - 4, right, bottom + (bottom - top) * 0.2)
    shadow(canvas, _corners(foot), strength=0.5, blur=8, colour="#24301c")
    fade_down(
        canvas, (max(left, 0), top + 6, right, bottom), shade(colour, 0.95), shade(colour, 0.6)
    )
    draw = ImageDraw.Draw(canvas)
    for _ in range(round((right - left) * 1.1)):
        x, deep = rng.uniform(left, right), rng.random()
        y = top + (bottom - top) * deep
        light = (1.12 - 0.55 * deep) * rng.uniform(0.8, 1.15)
        draw.circle((x, y), rng.uniform(3, 9), fill=shade(colour, light))


def _slabs(canvas: Image.Image, rng: Random) -> None:
    """Joints of the pavement's slabs, running towards a far point."""
    width, height = canvas.size
    draw = ImageDraw.Draw(canvas)
    top, bottom = height * GROUND_PAVING, height * GROUND_KERB
    line = shade(_PAVING, 0.84)
    for share in (0.0, 0.28, 0.62):
        y = top + (bottom - top) * share
        draw.line((0, y, width, y), fill=line, width=2)
    for step in range(-8, 20):
        x = width * step / 11
        draw.line((width / 2 + (x - width / 2) * 0.82, top, x, bottom), fill=line, width=2)
    for _ in range(26):
        x, y = rng.uniform(0, width), rng.uniform(top, bottom)
        draw.ellipse((x, y, x + 9, y + 4), fill=rng.choice(("#8a7a4a", "#96643a", "#6f7f45")))


HORIZON = 0.46


def along(size: tuple[int, int], rng: Random) -> Image.Image:
    """Looking along the road as a driver does; the far point is in the middle, RGB."""
    width, height = size
    canvas = _sky(size, rng)
    far = (width * 0.5, height * HORIZON)
    for _ in range(9):
        x, tall = rng.uniform(0.28, 0.72) * width, height * rng.uniform(0.07, 0.13)
        _tree(canvas, x, far[1] + height * 0.012, tall, rng)
    fade_down(canvas, (0, far[1], width, height), shade(_GRASS, 0.9), shade(_GRASS, 1.05))
    speckle(canvas, (0, far[1], width, height), rng, grain=5, depth=0.16)
    for side in (-1, 1):
        _row_of_houses(canvas, far, side, rng)
    _carriageway(canvas, far, rng)
    return canvas


def _row_of_houses(canvas: Image.Image, far: Point, side: int, rng: Random) -> None:
    """Hedges, houses and trees on one side, from far to near."""
    width, height = canvas.size
    for nearness in (0.16, 0.26, 0.42, 0.66):
        tall = height * 0.5 * nearness
        x = far[0] + side * width * 0.78 * nearness
        base = far[1] + height * 0.22 * nearness
        left = x if side > 0 else x - tall * 2.1
        _tree(canvas, x + side * tall * 1.1, base, tall * rng.uniform(1.7, 2.1), rng)
        _house(canvas, (left, base - tall, left + tall * 2.1, base), rng.choice(_WALLS), rng)
        edge = sorted((x - side * tall * 0.1, x + side * tall * 2.4))
        _hedge(canvas, (edge[0], base - tall * 0.2, edge[1], base + tall * 0.14), rng)


def _carriageway(canvas: Image.Image, far: Point, rng: Random) -> None:
    """Pavement on the right, kerbs, asphalt and a broken middle line, meeting at `far`."""
    width, height = canvas.size
    asphalt = Image.new("RGB", canvas.size, _ASPHALT)
    fade_down(asphalt, (0, far[1], width, height), mix(_ASPHALT, "#c8cdd0", 0.45), _ASPHALT)
    speckle(asphalt, (0, far[1], width, height), rng, grain=3, depth=0.12)
    for left, right, fill in ((0.86, 1.34, _PAVING), (-0.4, 0.9, _KERB), (-0.37, 0.87, None)):
        ways = [far, (width * right, height), (width * left, height)]
        mask = Image.new("L", canvas.size, 0)
        ImageDraw.Draw(mask).polygon(ways, fill=255)
        canvas.paste(asphalt if fill is None else Image.new("RGB", canvas.size, fill), (0, 0), mask)
    _middle_line(canvas, far)


def _middle_line(canvas: Image.Image, far: Point) -> None:
    width, height = canvas.size
    draw = ImageDraw.Draw(canvas)
    for distance in range(3, 40, 3):
        near, back = 3.0 / distance, 3.0 / (distance + 1.3)
        (x1, w1), (x2, w2) = ((far[0] - width * 0.24 * s, width * 0.008 * s) for s in (near, back))
        y1, y2 = (far[1] + (height - far[1]) * s for s in (near, back))
        draw.polygon([(x1 - w1, y1), (x1 + w1, y1), (x2 + w2, y2), (x2 - w2, y2)], fill=_LINE)


def _corners(box: Sequence[float]) -> list[Point]:
    left, top, right, bottom = box
    return [(left, top), (right, top), (right, bottom), (left, bottom)]
