"""The lamp post of the drawn scenes, the sign on it, and what holds the sign."""

from collections.abc import Callable, Sequence
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from grannsamverkan.imaging.scene_paint import cylinder, noise, shade, shadow, wrap

ZINC = "#a9b0b3"
_Box = tuple[float, float, float, float]


def post(canvas: Image.Image, box: Sequence[float], rng: Random) -> None:
    """A galvanised post filling `box` (left, top, right, bottom): round, spangled, streaked."""
    left, top, right, bottom = (round(edge) for edge in box)
    size = (max(3, right - left), max(3, bottom - top))
    steel = cylinder(size, ZINC)
    textures = (
        (noise(rng, size, max(2.0, size[0] / 3.3)), 0.09),
        (noise(rng, size, max(2.0, size[0] / 31)).filter(ImageFilter.GaussianBlur(1)), 0.13),
        (noise(rng, size, 1).filter(ImageFilter.GaussianBlur(0.7)), 0.06),
        (noise(rng, (size[0], 2), max(2.0, size[0] / 13)).resize(size), 0.05),
    )
    for texture, depth in textures:
        change = texture.point(lambda tone, depth=depth: 128 + (tone - 128) * depth)
        steel = ImageChops.add(steel, Image.merge("RGB", (change,) * 3), offset=-128)
    canvas.paste(steel, (left, top))


def sign(
    canvas: Image.Image, artwork: Image.Image, box: Sequence[float], *, tilt: float = 0.0
) -> None:
    """The plate over `box`, turned by `tilt` degrees, with sheen and a shadow towards the right."""
    left, top, right, bottom = (round(edge) for edge in box)
    size = (right - left, bottom - top)
    plate = artwork.resize(size, Image.Resampling.LANCZOS)
    sheen = Image.linear_gradient("L").resize(size).point(lambda tone: round(46 - tone * 0.2))
    face = plate.convert("RGB")
    face.paste("white", (0, 0), sheen)
    face.putalpha(plate.getchannel("A"))
    turned = face.rotate(tilt, Image.Resampling.BICUBIC, expand=True)
    offset = max(2, size[0] // 45)
    corner = (left - (turned.width - size[0]) // 2, top - (turned.height - size[1]) // 2)
    dark = Image.new("L", canvas.size, 0)
    dark.paste(
        turned.getchannel("A").point(lambda tone: tone // 2),
        (corner[0] + offset, corner[1] + offset),
    )
    canvas.paste("#1b2226", (0, 0), dark.filter(ImageFilter.GaussianBlur(offset * 0.8)))
    canvas.paste(turned, corner, turned)


def lamp(canvas: Image.Image, x: float, top: float, scale: float) -> None:
    """An arm to the left with a flat lamp at its end; `scale` is the post's width in px."""
    draw = ImageDraw.Draw(canvas)
    thick = max(2, round(scale * 0.45))
    draw.arc((x - scale * 5, top, x + scale * 0.5, top + scale * 5), 270, 360, ZINC, thick)
    draw.line((x - scale * 6, top + thick / 2, x - scale * 2, top + thick / 2), ZINC, thick)
    head = (x - scale * 9, top - scale * 0.35, x - scale * 5, top + scale * 0.6)
    draw.rounded_rectangle(head, radius=scale * 0.4, fill="#4a4f52")
    glass = (head[0] + scale * 0.4, top + scale * 0.45, head[2] - scale * 0.4, top + scale * 0.75)
    draw.rectangle(glass, fill="#fff4cf")


def ears(canvas: Image.Image, box: Sequence[float]) -> None:
    """The plate's back rail, seen above and below the plate, with its slots, over `box`."""
    left, top, right, bottom = box
    draw = ImageDraw.Draw(canvas)
    radius = (right - left) * 0.12
    draw.rounded_rectangle(tuple(box), radius, fill="#7f878b", outline="#565d61", width=3)
    draw.line((left + 6, top + radius, left + 6, bottom - radius), fill="#b9c0c3", width=4)


def cable_tie(canvas: Image.Image, box: _Box, rng: Random) -> None:
    """A black cable tie around the post with its lock and a cut tail."""
    left, top, right, bottom = box
    high = (bottom - top) * 0.42
    middle = (top + bottom) / 2
    _drop_shadow(canvas, (left, middle - high / 2, right, middle + high / 2))
    wrap(canvas, (left, middle - high / 2, right, middle + high / 2), "#2a2c2d", sag=high * 0.8)
    lock = left + (right - left) * rng.uniform(0.58, 0.7)
    y = middle + high * 0.2
    draw = ImageDraw.Draw(canvas)
    draw.rounded_rectangle((lock, y - high * 0.7, lock + high * 1.5, y + high), 6, fill="#191a1b")
    tail = (lock + high * 1.4, y - high * 0.25, lock + high * 3.1, y + high * 0.3)
    draw.rectangle(tail, fill="#232526")
    draw.line(
        (lock + 4, y - high * 0.6, lock + high * 1.4, y - high * 0.6), fill="#4d5052", width=3
    )


def lined_band(canvas: Image.Image, box: _Box, rng: Random) -> None:
    """A stainless band over a rubber liner, whose edges show."""
    left, top, right, bottom = box
    rim = (bottom - top) * 0.16
    _drop_shadow(canvas, box)
    wrap(
        canvas, (left - 3, top - rim, right + 3, bottom + rim), "#232323", sag=(bottom - top) * 0.4
    )
    bare_band(canvas, box, rng)


def bare_band(canvas: Image.Image, box: _Box, rng: Random) -> None:
    """A stainless band with its screw housing."""
    left, top, right, bottom = box
    high = bottom - top
    wrap(canvas, box, "#d3d9dc", sag=high * 0.4)
    x = left + (right - left) * rng.uniform(0.56, 0.68)
    y = top + high * 0.36
    draw = ImageDraw.Draw(canvas)
    draw.rounded_rectangle((x, y - 6, x + high * 1.3, y + high + 4), 8, fill="#aeb6ba")
    draw.rounded_rectangle((x + 4, y - 2, x + high * 1.3 - 8, y + high * 0.4), 6, fill="#e6eaec")
    draw.circle((x + high * 1.3, y + high * 0.5), high * 0.34, fill="#8a9296")
    draw.line((x + high * 1.1, y + high * 0.4, x + high * 1.5, y + high * 0.6), "#4c5458", 4)


def wire(canvas: Image.Image, box: _Box, rng: Random) -> None:
    """Bare steel wire in three turns, rusty, with a twisted tail and a streak down the zinc."""
    left, top, right, bottom = box
    high = bottom - top
    _streak(canvas, (left, bottom - high * 0.1, right, bottom + high * 4.2), rng)
    thin = high * 0.13
    for turn in range(3):
        y = top + high * (0.1 + 0.32 * turn) + rng.uniform(-3, 3)
        colour = rng.choice(("#7d4a2c", "#8b5a3a", "#6f5040"))
        _drop_shadow(canvas, (left, y, right, y + thin))
        wrap(canvas, (left - 2, y, right + 2, y + thin), colour, sag=high * rng.uniform(0.24, 0.4))
    draw = ImageDraw.Draw(canvas)
    x, y = left + (right - left) * 0.66, top + high * 0.8
    for step in range(7):
        offset = thin if step % 2 else -thin
        line = (x + offset, y + step * 9, x - offset, y + step * 9 + 12)
        draw.line(line, fill="#86563a" if step % 2 else "#5f3d28", width=round(thin))


def _streak(canvas: Image.Image, box: Sequence[float], rng: Random) -> None:
    """Rust running down: strongest at the top, in runs of unequal length."""
    left, top, right, bottom = (round(edge) for edge in box)
    size = (right - left, bottom - top)
    runs = noise(rng, (size[0], 2), size[0] / 14).resize(size).point(lambda t: max(0, t - 110) * 2)
    fade = Image.linear_gradient("L").resize(size).point(lambda t: round((255 - t) * 0.85))
    edges = cylinder(size, "#ffffff").convert("L")
    mask = ImageChops.multiply(ImageChops.multiply(runs, fade), edges)
    canvas.paste("#8a4a22", (left, top), mask.filter(ImageFilter.GaussianBlur(3)))


def _drop_shadow(canvas: Image.Image, box: Sequence[float]) -> None:
    left, top, right, bottom = box
    down = (bottom - top) * 0.9 + 6
    corners = [
        (left, top + down),
        (right, top + down),
        (right, bottom + down),
        (left, bottom + down),
    ]
    shadow(canvas, corners, strength=0.4, blur=6, colour=shade(ZINC, 0.2))


FASTENINGS: dict[str, Callable[[Image.Image, _Box, Random], None]] = {
    "cable_tie": cable_tie,
    "lined_band": lined_band,
    "bare_band": bare_band,
    "wire": wire,
}
"""What can hold the sign in a drawing, by name."""
