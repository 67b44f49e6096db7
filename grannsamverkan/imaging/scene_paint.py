"""Brushes for the drawn scenes: gradients, seeded noise, soft shadows, shaded cylinders.

All randomness comes from the `random.Random` that is handed in: Pillow's own noise is not seeded.
"""

from collections.abc import Sequence
from functools import cache
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

Rgb = tuple[int, int, int]
Point = tuple[float, float]


@cache
def rgb(colour: str) -> Rgb:
    """A colour name or #rrggbb as three numbers."""
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red, green, blue


def mix(first: str, second: str, share: float) -> str:
    """The colour that lies `share` (0..1) of the way from `first` to `second`, as #rrggbb."""
    pairs = zip(rgb(first), rgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def shade(colour: str, light: float) -> str:
    """`colour` at `light` times its brightness; over 1 goes towards white."""
    return mix("black", colour, light) if light <= 1 else mix(colour, "white", light - 1)


def gradient(size: tuple[int, int], top: str, bottom: str) -> Image.Image:
    """A vertical gradient in RGB."""
    mask = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), mask)


def fade_down(canvas: Image.Image, box: Sequence[float], top: str, bottom: str) -> None:
    """Fill `box` (left, top, right, bottom) with a vertical gradient."""
    left, upper, right, lower = (round(edge) for edge in box)
    canvas.paste(
        gradient((max(1, right - left), max(1, lower - upper)), top, bottom), (left, upper)
    )


def noise(rng: Random, size: tuple[int, int], grain: float) -> Image.Image:
    """Grey noise (mode L, all tones) whose grains are `grain` px wide."""
    cells = tuple(max(2, round(side / grain)) for side in size)
    raw = Image.frombytes("L", (cells[0], cells[1]), rng.randbytes(cells[0] * cells[1]))
    return raw.resize(size, Image.Resampling.BICUBIC)


def speckle(
    canvas: Image.Image, box: Sequence[float], rng: Random, *, grain: float, depth: float
) -> None:
    """Roughen what is painted in `box`: tones move by up to `depth` (0..1) of the full range."""
    left, upper, right, lower = (round(edge) for edge in box)
    part = canvas.crop((left, upper, right, lower))
    if not part.width or not part.height:
        return
    change = noise(rng, part.size, grain).point(lambda tone: 128 + (tone - 128) * depth)
    grey = Image.merge("RGB", (change, change, change))
    canvas.paste(ImageChops.add(part, grey, offset=-128), (left, upper))


def shadow(
    canvas: Image.Image, corners: Sequence[Point], *, strength: float, blur: float, colour: str
) -> None:
    """Lay a soft-edged tint over the polygon `corners`."""
    reach = 3 * blur
    left, top = (round(min(corner[axis] for corner in corners) - reach) for axis in (0, 1))
    right, bottom = (round(max(corner[axis] for corner in corners) + reach) for axis in (0, 1))
    mask = Image.new("L", (right - left, bottom - top), 0)
    moved = [(x - left, y - top) for x, y in corners]
    ImageDraw.Draw(mask).polygon(moved, fill=round(255 * strength))
    soft = mask.filter(ImageFilter.GaussianBlur(blur))
    canvas.paste(Image.new("RGB", soft.size, colour), (left, top), soft)


def crown(canvas: Image.Image, box: Sequence[float], colour: str, rng: Random) -> None:
    """A leafy shape filling the ellipse in `box`: boughs of leaves, darker low and to the right."""
    draw = ImageDraw.Draw(canvas)
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    boughs = [(rng.gauss(0.5, 0.17), rng.gauss(0.5, 0.17)) for _ in range(26)]
    for depth in (0.55, 0.75, 0.92, 1.08):
        for bough_x, bough_y in boughs:
            for _ in range(16):
                x, y = bough_x + rng.gauss(0, 0.06), bough_y + rng.gauss(0, 0.05)
                light = depth * (1.2 - 0.4 * y - 0.2 * x) * rng.uniform(0.86, 1.12)
                radius = width * rng.uniform(0.014, 0.036) * (1.6 - 0.7 * depth)
                centre = left + x * width, top + (y - 0.05 * (depth - 0.55)) * height
                draw.circle(centre, radius, fill=shade(colour, light))


_CYLINDER = (0.42, 0.6, 0.8, 0.96, 1.06, 1.1, 1.04, 0.95, 0.85, 0.74, 0.64, 0.54, 0.46, 0.44)


def roundness(position: float) -> float:
    """How much light a standing cylinder throws back at `position` 0..1 from its left edge."""
    place = min(max(position, 0.0), 0.9999) * (len(_CYLINDER) - 1)
    low = int(place)
    return _CYLINDER[low] + (_CYLINDER[low + 1] - _CYLINDER[low]) * (place - low)


def cylinder(size: tuple[int, int], colour: str) -> Image.Image:
    """A standing cylinder filling `size`, lit from the left, in RGB."""
    row = Image.new("RGB", (size[0], 1))
    for x in range(size[0]):
        row.putpixel((x, 0), rgb(shade(colour, roundness(x / size[0]))))
    return row.resize(size)


def wrap(canvas: Image.Image, box: Sequence[float], colour: str, *, sag: float) -> None:
    """A band around a standing cylinder that fills `box` sideways; `sag` px lower in the middle."""
    draw = ImageDraw.Draw(canvas)
    left, top, right, bottom = box
    width = right - left
    for step in range(round(width) + 1):
        share = step / width
        drop = sag * (1 - (2 * share - 1) ** 2) ** 0.5 if 0 <= share <= 1 else 0
        line = [(left + step, top + drop), (left + step, bottom + drop)]
        draw.line(line, fill=shade(colour, roundness(share)))
