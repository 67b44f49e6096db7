"""Post strips drawn by ourselves, clean and rusty: what the rust model learns besides real rust.

Drawn are zinc in its greys and spangle, and what may be taken for rust on it: brown and other
paint, painted bands, cable ties, red borders of signs, stickers, lichen, warm light, reflections
of bricks, posts of concrete and wood. On some of them rust is put: cut out of real pictures, or
noise in rust's colours. All goes through the same poor camera, so that neither blur nor noise tells
the two apart. The same generator draws the same strips.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from grannsamverkan.imaging.looking.features import WIDTH, Floats, Picture

Chance = np.random.Generator

ROWS = 320
RUST = ((62, 34, 24), (96, 50, 30), (132, 70, 40), (168, 92, 50), (190, 116, 70))
"""Reds, greens and blues of iron's oxides, dark to light."""

BROWNS = ((74, 48, 34), (101, 67, 33), (120, 66, 40), (139, 90, 60), (92, 64, 51))
PAINTS = (
    *BROWNS,
    (30, 60, 40),
    (40, 44, 50),
    (200, 170, 40),
    (170, 40, 36),
    (30, 70, 140),
    (226, 226, 222),
    (110, 116, 120),
)
LICHENS = ((168, 160, 70), (196, 160, 50), (150, 160, 130), (120, 140, 90), (205, 130, 40))
LEAVES = ((60, 92, 40), (110, 132, 60), (150, 122, 60), (92, 64, 40), (40, 60, 34), (176, 140, 70))
STONES = ((150, 140, 130), (120, 105, 90), (92, 80, 70), (176, 160, 140), (134, 104, 80))
BARKS = ((110, 98, 86), (84, 70, 58), (140, 126, 108), (112, 84, 60), (160, 140, 104))
GLEAMS = ((178, 96, 66), (90, 110, 60), (150, 180, 220), (200, 150, 100))
LIGHTS = (
    (1.0, 1.0, 1.0),
    (1.0, 0.97, 0.92),
    (0.94, 0.98, 1.06),
    (1.08, 0.92, 0.72),
    (1.12, 0.84, 0.58),
    (0.9, 1.0, 1.1),
)
"""Noon, afternoon, shade, low sun, sunset, blue hour: factors of red, green and blue."""

FEWEST_PIXELS = 24
"""Width in pixels of the narrowest post that is drawn, before it is set to 96."""


@dataclass(frozen=True)
class Example:
    """A strip (rows, 96, 3), and how much rust is at each of its pixels, 0..1 (rows, 96).

    `group` names the picture it was made of; strips of one group are never learnt from and
    measured at the same time.
    """

    pixels: Picture
    rust: Floats
    group: str


def noise(chance: Chance, shape: tuple[int, int], scale: float, upright: float = 1) -> Floats:
    """Return smooth noise of mean 0 and deviation 1 whose spots are `scale` pixels wide.

    They are `upright` times as high as wide.
    """
    down = max(2, round(shape[0] / scale / upright)), max(2, round(shape[1] / scale))
    small = chance.normal(size=down).astype(np.float32)
    large = cv2.resize(small, shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray((large - large.mean()) / max(float(large.std()), 1e-6), np.float32)


def plain(colour: Any) -> Floats:
    """Return a strip of one colour."""
    return np.tile(np.asarray(colour, np.float32), (ROWS, WIDTH, 1))


def speckled(chance: Chance, strip: Floats, scales: Sequence[float], strength: float) -> Floats:
    """Return the strip with noise of several sizes in its lightness."""
    for scale in scales:
        amount = chance.uniform(0.2, 1) * strength
        spots = noise(chance, (ROWS, WIDTH), scale, chance.uniform(0.8, 3))
        strip = strip + amount * spots[..., None]
    return strip


def zinc(chance: Chance) -> Floats:
    """Return a galvanised post: grey with a touch of blue or brown, spangle, streaks of weather."""
    colour = chance.uniform(85, 205) + chance.normal(0, 3, 3)
    strip = speckled(chance, plain(colour), (1.5, 4, 10, 30), chance.uniform(2, 9))
    streaks = noise(chance, (ROWS, WIDTH), 5, 12) * chance.uniform(0, 7)
    return strip + streaks[..., None]


def painted(chance: Chance) -> Floats:
    """Return a painted post."""
    colour = np.array(PAINTS[chance.integers(len(PAINTS))]) * chance.uniform(0.7, 1.3)
    return speckled(chance, plain(colour + chance.normal(0, 6, 3)), (2, 20), chance.uniform(0.5, 4))


def concrete(chance: Chance) -> Floats:
    """Return a concrete post: warm grey with pores and stains of water."""
    level = chance.uniform(110, 195)
    strip = plain((level + 6, level, level - chance.uniform(4, 22)))
    return speckled(chance, strip, (1.2, 3, 8, 40), chance.uniform(3, 9))


def wooden(chance: Chance) -> Floats:
    """Return a wooden post: brown or weathered grey, with upright grain."""
    colour = np.array(BROWNS[chance.integers(len(BROWNS))]) * chance.uniform(0.8, 1.6)
    weathered = colour.mean() + (colour - colour.mean()) * chance.uniform(0.2, 1)
    grain = noise(chance, (ROWS, WIDTH), 3, 30) * chance.uniform(4, 14)
    return speckled(chance, plain(weathered + 20) + grain[..., None], (2, 12), 4)


SURFACES: tuple[Callable[[Chance], Floats], ...] = (zinc, painted, concrete, wooden)
SHARES = (0.6, 0.2, 0.12, 0.08)


def blot(chance: Chance, share: float, scale: float, upright: float = 1) -> Floats:
    """Return a mask (rows, 96) of irregular spots, soft at the rim, covering about `share`."""
    field = noise(chance, (ROWS, WIDTH), scale, upright)
    field = field + 0.35 * noise(chance, (ROWS, WIDTH), scale / 4, upright)
    edge = np.quantile(field, 1 - share)
    return np.asarray(np.clip((field - edge) * chance.uniform(2, 8), 0, 1), np.float32)


def over(strip: Floats, layer: Any, mask: Floats) -> Floats:
    """Return `layer` (a strip or a colour) laid over the strip where the mask is 1."""
    cover = mask[..., None]
    return np.asarray(strip * (1 - cover) + np.asarray(layer, np.float32) * cover, np.float32)


def rows_of(first: float, last: float) -> Floats:
    """Return the mask of the rows between two."""
    mask = np.zeros((ROWS, WIDTH), np.float32)
    mask[max(0, round(first)) : max(0, round(last))] = 1
    return mask


def band(chance: Chance, strip: Floats) -> Floats:
    """Return the strip with painted bands."""
    height = chance.uniform(12, 70)
    first = chance.uniform(-height, ROWS)
    colours = [PAINTS[index] for index in chance.integers(len(PAINTS), size=2)]
    for turn in range(int(chance.integers(1, 5))):
        top = first + turn * height
        strip = over(strip, colours[turn % 2], rows_of(top, top + height) * chance.uniform(0.8, 1))
    return strip


def tie(chance: Chance, strip: Floats) -> Floats:
    """Return the strip with a cable tie, a steel band or a clamp around it."""
    height, first = chance.uniform(3, 16), chance.uniform(0, ROWS)
    strip = over(strip, chance.choice([25, 60, 150, 230]), rows_of(first, first + height))
    return over(strip, 20, rows_of(first + height, first + height + 2) * 0.5)


def sticker(chance: Chance, strip: Floats) -> Floats:
    """Return the strip with a sticker or a part of a sign, with a red or white border."""
    corner = chance.uniform((-30, -30), (70, ROWS - 20))
    far = corner + chance.uniform((20, 20), (80, 90))
    ends = [(round(x), round(y)) for x, y in (corner, far)]
    mask, rim = np.zeros((2, ROWS, WIDTH), np.float32)
    cv2.rectangle(mask, ends[0], ends[1], 1, -1)
    cv2.rectangle(rim, ends[0], ends[1], 1, int(chance.integers(2, 8)))
    strip = over(strip, PAINTS[chance.integers(len(PAINTS))], mask)
    return over(strip, (176, 34, 34) if chance.random() < 0.5 else (230, 230, 230), rim)


def lichen(chance: Chance, strip: Floats) -> Floats:
    """Return the strip with lichen or algae: small round spots, yellow to green to grey."""
    mask = blot(chance, chance.uniform(0.01, 0.25), chance.uniform(5, 16)) * chance.uniform(0.5, 1)
    colour = np.array(LICHENS[chance.integers(len(LICHENS))]) * chance.uniform(0.7, 1.2)
    return over(strip, speckled(chance, plain(colour), (2, 4), 10), mask)


def reflection(chance: Chance, strip: Floats) -> Floats:
    """Return the strip with an upright, smooth gleam of bricks, leaves or the sky in it."""
    middle, spread = chance.uniform(0, WIDTH), chance.uniform(6, 24)
    across = np.exp(-(((np.arange(WIDTH) - middle) / spread) ** 2))
    mask = np.tile(across, (ROWS, 1)) * chance.uniform(0.1, 0.6)
    return over(strip, GLEAMS[chance.integers(len(GLEAMS))], mask.astype(np.float32))


def shade(chance: Chance, strip: Floats) -> Floats:
    """Return the strip under the shade of leaves or of an edge."""
    mask = blot(chance, chance.uniform(0.2, 0.7), chance.uniform(15, 60))
    return strip * (1 - mask[..., None] * chance.uniform(0.2, 0.6))


def dirt(chance: Chance, strip: Floats) -> Floats:
    """Return the strip with grey or earthen dirt run down it, less saturated than rust."""
    mask = blot(chance, chance.uniform(0.03, 0.3), chance.uniform(4, 14), 8)
    level, warm = chance.uniform(40, 120), chance.uniform(0, 14)
    return over(strip, (level + warm, level, level - warm), mask * chance.uniform(0.2, 0.7))


CONFUSERS = (band, tie, sticker, lichen, reflection, shade, dirt)
HOW_OFTEN = 0.22
"""Chance of each confuser on a strip, so that half of the strips have two or more."""


def drawn_rust(chance: Chance) -> Floats:
    """Return a strip that is all rust: noise in the colours of iron's oxides."""
    field = sum(noise(chance, (ROWS, WIDTH), scale) for scale in (1.5, 4, 12, 40))
    tone = np.clip(field * chance.uniform(0.3, 0.8) + chance.uniform(0.5, 3.5), 0, len(RUST) - 1.01)
    palette, below = np.array(RUST, np.float32), tone.astype(int)
    part = (tone - below)[..., None]
    return np.asarray(palette[below] * (1 - part) + palette[below + 1] * part, np.float32)


def cut_rust(chance: Chance, texture: Picture) -> Floats:
    """Return a strip that is all rust: a square window of real rust, repeated and mirrored."""
    side = round(texture.shape[0] * chance.uniform(0.7, 2.5))
    window = cv2.resize(texture, (side, side), interpolation=cv2.INTER_LINEAR)
    tiled = np.pad(window, ((0, ROWS), (0, WIDTH), (0, 0)), "symmetric")[:ROWS, :WIDTH]
    return np.asarray(tiled.astype(np.float32) * chance.uniform(0.7, 1.2), np.float32)


def rusted(chance: Chance, strip: Floats, textures: Sequence[Picture]) -> tuple[Floats, Floats]:
    """Return the strip with rust on it, and where (rows, 96): spots, and stains run down of them.

    Two thirds of it are cut out of `textures` (square windows of real rust), if there are any.
    """
    layer = (
        cut_rust(chance, textures[int(chance.integers(len(textures)))])
        if len(textures) > 0 and chance.random() < 2 / 3
        else drawn_rust(chance)
    )
    share = float(np.exp(chance.uniform(np.log(0.006), np.log(0.35))))
    spots = blot(chance, share, chance.uniform(8, 40), chance.uniform(0.7, 4))
    runs = cv2.blur(spots, (3, 61), anchor=(1, 60)) * chance.uniform(0, 0.9)
    mask = np.maximum(spots * chance.uniform(0.75, 1), runs)
    return over(strip, layer, mask), np.asarray(mask, np.float32)


def rounded(chance: Chance, strip: Floats) -> Floats:
    """Return the strip lit as a cylinder is: darker towards one or both sides, with a gleam."""
    across = np.linspace(-1, 1, WIDTH)
    turned = np.sqrt(1 - (across * 0.95) ** 2)
    side = 1 + chance.uniform(-0.5, 0.5) * across
    light = (1 - chance.uniform(0, 0.7) * (1 - turned)) * side
    gleam = np.exp(-(((across - chance.uniform(-0.6, 0.6)) / 0.15) ** 2)) * chance.uniform(0, 50)
    return np.asarray(strip * light[None, :, None] + gleam[None, :, None], np.float32)


def photographed(chance: Chance, strip: Floats) -> Picture:
    """Return the strip as a phone sees it: light, exposure, few pixels, blur, noise, JPEG."""
    lit = np.clip(strip * some_light(chance) * chance.uniform(0.55, 1.25), 0, 255)
    return poorly_seen(chance, lit.astype(np.float32))


def some_light(chance: Chance) -> Floats:
    """Return factors of red, green and blue."""
    return np.asarray(LIGHTS[chance.integers(len(LIGHTS))] * chance.normal(1, 0.02, 3), np.float32)


def poorly_seen(chance: Chance, lit: Floats) -> Picture:
    """Return the strip as it comes out of the camera and back at 96 pixels of width."""
    rows = lit.shape[0]
    seen = round(np.exp(chance.uniform(np.log(FEWEST_PIXELS), np.log(2 * WIDTH))))
    if seen < WIDTH:
        size = (seen, max(4, round(rows * seen / WIDTH)))
        lit = cv2.resize(lit, size, interpolation=cv2.INTER_AREA)
    lit = cv2.GaussianBlur(lit, (0, 0), chance.uniform(0.3, 1.1))
    grainy = np.clip(lit + chance.normal(0, chance.uniform(0.5, 6), lit.shape), 0, 255)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(chance.integers(55, 96))]
    _, stored = cv2.imencode(".jpg", grainy.astype(np.uint8)[..., ::-1], quality)
    back = np.asarray(cv2.imdecode(stored, cv2.IMREAD_COLOR))[..., ::-1]
    return np.asarray(cv2.resize(back, (WIDTH, rows), interpolation=cv2.INTER_LINEAR), np.uint8)


def drawn(chance: Chance, name: str, textures: Sequence[Picture], *, rust: bool) -> Example:
    """Return one drawn strip, with rust on it or without; `textures` are windows of real rust."""
    strip = SURFACES[chance.choice(len(SURFACES), p=SHARES)](chance)
    mask = np.zeros((ROWS, WIDTH), np.float32)
    for confuser in CONFUSERS:
        if chance.random() < HOW_OFTEN:
            strip = confuser(chance, strip)
    if rust:
        strip, mask = rusted(chance, strip, textures)
    return Example(photographed(chance, rounded(chance, strip)), mask, name)


def patchwork(chance: Chance, colours: Sequence[Any], scale: float, upright: float) -> Floats:
    """Return spots of several colours over and beside each other, each lit in its own way."""
    strip = plain(np.array(colours[0]) * chance.uniform(0.4, 1))
    for _ in range(8):
        colour = np.array(colours[int(chance.integers(len(colours)))]) * chance.uniform(0.5, 1.3)
        strip = over(strip, colour, blot(chance, chance.uniform(0.1, 0.4), scale, upright))
    return speckled(chance, strip, (1.5, 3), chance.uniform(2, 10))


def foliage(chance: Chance) -> Floats:
    """Return leaves, green to autumn's yellow and brown."""
    return patchwork(chance, LEAVES, chance.uniform(6, 25), chance.uniform(0.6, 1.6))


def gravel(chance: Chance) -> Floats:
    """Return stones: greys and browns, small."""
    return patchwork(chance, STONES, chance.uniform(4, 12), 1)


def bark(chance: Chance) -> Floats:
    """Return bark or dry grass: upright grain, grey to brown."""
    return patchwork(chance, BARKS, chance.uniform(3, 9), chance.uniform(3, 12))


def bricks(chance: Chance) -> Floats:
    """Return a brick wall: courses of reds with joints of mortar."""
    high, long = chance.uniform(8, 40), chance.uniform(24, 110)
    strip = plain(np.array((156, 88, 66)) * chance.uniform(0.6, 1.3) + chance.normal(0, 8, 3))
    strip = speckled(chance, strip, (2, high), 8)
    down, across = np.mgrid[:ROWS, :WIDTH]
    course = (down // high).astype(int)
    joint = (down % high < 0.13 * high) | ((across + course % 2 * long / 2) % long < 0.06 * long)
    return over(strip, chance.uniform(120, 200), joint.astype(np.float32))


STRAYS: tuple[Callable[[Chance], Floats], ...] = (foliage, gravel, bark, bricks)


def stray(chance: Chance, name: str) -> Example:
    """Return a drawn strip of no post: what looks for posts is sometimes wrong."""
    strip = STRAYS[chance.integers(len(STRAYS))](chance)
    for confuser in CONFUSERS:
        if chance.random() < HOW_OFTEN:
            strip = confuser(chance, strip)
    clean = np.zeros((ROWS, WIDTH), np.float32)
    return Example(photographed(chance, rounded(chance, strip)), clean, name)
