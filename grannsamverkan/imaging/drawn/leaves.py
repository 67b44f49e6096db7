"""Leaves in few tones: crowns of trees, hedges and the far wood, as RGBA pictures."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from grannsamverkan.imaging.drawn.camera import Floats
from grannsamverkan.imaging.drawn.paint import Rgb, noise_tile, rgb

Size = tuple[int, int]
_TONES = 7
_MOST_PX = 560
_BOUGHS = 17


def crown(colour: str, light: Rgb, seed: int) -> Callable[[Size], Image.Image]:
    """A deciduous tree with its trunk: boughs like balls of leaves, the nearer ones lower."""

    def drawn(size: Size) -> Image.Image:
        height, width = shape = _reduced(size)
        tone = np.zeros(shape, np.float32)
        cover = np.zeros(shape, np.float32)
        ragged = _waves(shape, seed, width * 0.035)
        rng = np.random.default_rng([seed, 3])
        for down, across, radius in _boughs(rng):
            middle = across * width, down * height
            _ball(tone, cover, ragged, middle, radius * width, rng.uniform(-0.07, 0.07))
        tone += 0.09 * _waves(shape, seed + 5, width * 0.02)
        picture = _toned(rgb(colour), light, tone)
        _trunk(picture, cover, light)
        return _rgba(picture, cover, size)

    return drawn


def _boughs(rng: np.random.Generator) -> list[tuple[float, float, float]]:
    """Down, across and radius of each, as shares of the tree's height and width, from behind."""
    angles = rng.uniform(0, 2 * np.pi, _BOUGHS)
    reach = np.sqrt(rng.uniform(0, 1, _BOUGHS))
    radius = rng.uniform(0.15, 0.23, _BOUGHS)
    across = 0.5 + (0.47 - radius) * reach * np.cos(angles)
    down = 0.42 + (0.37 - radius * 0.55) * reach * np.sin(angles)
    return sorted(zip(down.tolist(), across.tolist(), radius.tolist(), strict=True))


def _ball(
    tone: Floats,
    cover: Floats,
    ragged: Floats,
    middle: tuple[float, float],
    radius: float,
    own: float,
) -> None:
    """One bough: light from above and from the left, its edge of leaves."""
    height, width = tone.shape
    left, right = max(0, int(middle[0] - radius * 1.2)), min(width, int(middle[0] + radius * 1.2))
    top, bottom = max(0, int(middle[1] - radius * 1.2)), min(height, int(middle[1] + radius * 1.2))
    if left >= right or top >= bottom:
        return
    across = ((np.arange(left, right, dtype=np.float32) - middle[0]) / radius)[None, :]
    down = ((np.arange(top, bottom, dtype=np.float32) - middle[1]) / radius)[:, None]
    part = slice(top, bottom), slice(left, right)
    away = 1 - np.sqrt(across * across + down * down) + 0.1 * ragged[part]
    inside = np.clip(away * radius * 0.7, 0, 1)
    lit = 0.92 + own - 0.3 * down - 0.13 * across
    tone[part] += (lit - tone[part]) * inside
    cover[part] = np.maximum(cover[part], inside)


def _trunk(picture: Floats, cover: Floats, light: Rgb) -> None:
    height, width = cover.shape
    top, half = int(height * 0.6), max(1.0, width * 0.028)
    columns = np.abs(np.arange(width) - width / 2)
    flare = 1 + np.linspace(0, 0.5, height - top)[:, None] ** 2
    trunk = np.clip(half * flare - columns[None, :] + 0.5, 0, 1) * (1 - cover[top:])
    round_ = 1.0 - 0.3 * (np.arange(width) - width / 2) / half
    bark = np.array(rgb("#6b5a4b"), np.float32) * np.array(light, np.float32)
    shade = np.clip(round_, 0.6, 1.2)[None, :, None] * bark
    picture[top:] += (shade - picture[top:]) * (trunk > 0)[..., None]
    cover[top:] = np.maximum(cover[top:], trunk)


def hedge(colour: str, light: Rgb, seed: int, high_m: float) -> Callable[[Size], Image.Image]:
    """A clipped hedge of `high_m`: nearly level above, dense, darker below."""

    def drawn(size: Size) -> Image.Image:
        shape = _reduced(size)
        height = shape[0]
        metre = height / high_m
        fine = _waves(shape, seed, metre * 0.034)
        lumps = _waves(shape, seed + 3, metre * 0.2)
        down = np.linspace(0, 1, height, dtype=np.float32)[:, None]
        cover = np.clip((down * high_m - 0.06 + 0.022 * fine + 0.02 * lumps) * metre, 0, 1)
        top = np.clip(1 - (down * high_m - 0.05) / 0.14, 0, 1)
        tone = 0.92 - 0.24 * down + 0.17 * top + 0.06 * fine + 0.035 * lumps
        return _rgba(_toned(rgb(colour), light, tone), cover, size)

    return drawn


def wood(light: Rgb, seed: int) -> Callable[[Size], Image.Image]:
    """The far wood: spruces in haze before paler ones."""

    def drawn(size: Size) -> Image.Image:
        shape = _reduced(size)
        rng = np.random.default_rng([seed, 19])
        picture = np.zeros((*shape, 3), np.float32)
        cover = np.zeros(shape, np.float32)
        for colour, tall, count in (("#a9bcb9", 0.95, 60), ("#8aa097", 0.7, 60)):
            inside = _spruces(shape, tall, count, rng)
            tone = np.array(rgb(colour), np.float32) * np.array(light, np.float32)
            picture += (tone - picture) * (inside > 0)[..., None]
            cover = np.maximum(cover, inside)
        return _rgba(picture, cover, size)

    return drawn


def _spruces(shape: Size, tall: float, count: int, rng: np.random.Generator) -> Floats:
    height, width = shape
    line = np.linspace(0, 1, width, dtype=np.float32)
    top = np.full(width, 1 - tall * 0.5, np.float32)
    for _ in range(count):
        peak = 1 - tall * rng.uniform(0.5, 1)
        top = np.minimum(top, peak + np.abs(line - rng.uniform(0, 1)) * rng.uniform(14, 26))
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    return np.asarray(np.clip((down - top[None, :]) * height, 0, 1))


def _reduced(size: Size) -> Size:
    """Height and width of a picture no larger than leaves need."""
    share = min(1.0, _MOST_PX / max(size))
    return max(2, round(size[1] * share)), max(2, round(size[0] * share))


def _waves(shape: Size, seed: int, grain: float) -> Floats:
    """Smooth noise of deviation about 1 whose waves are some `grain` px large."""
    cell = max(0.5, grain / 4)
    tile = noise_tile(256, 29, 2.0)
    rng = np.random.default_rng([seed, 37])
    top, left = (int(start) for start in rng.integers(0, 256, 2))
    rows = (np.arange(int(shape[0] / cell) + 3) + top) % 256
    columns = (np.arange(int(shape[1] / cell) + 3) + left) % 256
    part = Image.fromarray(tile[np.ix_(rows, columns)])
    box = (1.0, 1.0, 1 + shape[1] / cell, 1 + shape[0] / cell)
    return np.asarray(part.resize((shape[1], shape[0]), Image.Resampling.BILINEAR, box))


def _toned(colour: Rgb, light: Rgb, tone: Floats) -> Floats:
    """The colour in a few steps of brightness, as one would paint it; bluer where dark."""
    stepped = np.round(np.clip(tone, 0.3, 1.4) * _TONES) / _TONES
    mixed = (0.7 * stepped + 0.3 * tone)[..., None]
    lit = np.array(colour, np.float32) * np.array(light, np.float32)
    return np.asarray(mixed * lit + (mixed - 0.9) * np.array([26, 14, -22], np.float32))


def _rgba(picture: Floats, cover: Floats, size: Size) -> Image.Image:
    tones = np.concatenate([picture, cover[..., None] * 255], axis=-1)
    image = Image.fromarray(np.clip(tones, 0, 255).astype(np.uint8), "RGBA")
    return image if image.size == size else image.resize(size, Image.Resampling.BILINEAR)
