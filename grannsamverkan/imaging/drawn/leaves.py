"""Leaves in few tones: crowns of trees, hedges and the far wood, as RGBA pictures."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from grannsamverkan.imaging.drawn.camera import Floats
from grannsamverkan.imaging.drawn.paint import Rgb, noise_tile, rgb

_TONES = 6
_MOST_PX = 520


def crown(colour: str, light: Rgb, seed: int) -> Callable[[tuple[int, int]], Image.Image]:
    """A deciduous tree with its trunk."""

    def drawn(size: tuple[int, int]) -> Image.Image:
        across, down, shape = _grid(size)
        waves = _waves(shape, seed, 0.34)
        high = 0.62 - 0.08 * (seed % 3)
        away = np.hypot(across / 0.86, (down - 0.4) / high)
        field = 1 - away + 0.26 * waves
        cover = np.clip(field / 0.05, 0, 1)
        relief = 0.22 * _waves(shape, seed + 5, 0.16) + 0.12 * waves
        tone = 0.92 - 0.42 * (down - 0.4) - 0.16 * across + relief
        picture = _toned(rgb(colour), light, tone)
        trunk = (np.abs(across) < 0.045 + 0.02 * down) & (down > 0.5)
        picture[trunk & (cover < 0.5)] = np.array(rgb("#5d4c3f")) * np.array(light) * 0.8
        cover = np.maximum(cover, trunk)
        return _rgba(picture, cover, size)

    return drawn


def hedge(colour: str, light: Rgb, seed: int) -> Callable[[tuple[int, int]], Image.Image]:
    """A clipped hedge: nearly level above, dense, darker below."""

    def drawn(size: tuple[int, int]) -> Image.Image:
        _, down, shape = _grid(size)
        fine = _waves(shape, seed, 0.15)
        cover = np.clip((down - 0.05 + 0.035 * fine) / 0.03, 0, 1)
        tone = 1.06 - 0.5 * down + 0.17 * fine + 0.1 * _waves(shape, seed + 3, 0.5)
        return _rgba(_toned(rgb(colour), light, tone), cover, size)

    return drawn


def wood(light: Rgb, seed: int) -> Callable[[tuple[int, int]], Image.Image]:
    """The far wood: spruces in haze."""

    def drawn(size: tuple[int, int]) -> Image.Image:
        across, down, shape = _grid(size)
        rng = np.random.default_rng([seed, 19])
        top = np.full(shape[1], 0.55, np.float32)
        for _ in range(70):
            middle, tall, steep = rng.uniform(-1, 1), rng.uniform(0.3, 0.98), rng.uniform(8, 16)
            top = np.minimum(top, 1 - tall + np.abs(across[0] - middle) * steep)
        cover = np.clip((down - top[None, :]) / 0.03, 0, 1)
        tone = 0.95 + 0.12 * _waves(shape, seed, 0.12) - 0.1 * down
        return _rgba(_toned(rgb("#7d9488"), light, tone), cover, size)

    return drawn


def _grid(size: tuple[int, int]) -> tuple[Floats, Floats, tuple[int, int]]:
    """Places -1..1 across and 0..1 down, and the shape, of a picture no larger than need be."""
    share = min(1.0, _MOST_PX / max(size))
    width, height = (max(2, round(side * share)) for side in size)
    across, down = np.meshgrid(
        np.linspace(-1, 1, width, dtype=np.float32), np.linspace(0, 1, height, dtype=np.float32)
    )
    return across, down, (height, width)


def _waves(shape: tuple[int, int], seed: int, grain: float) -> Floats:
    """Smooth noise of deviation about 1; grains are `grain` of the shorter side large."""
    cell = max(1.0, grain * min(shape) / 8)
    tile = noise_tile(256, 29, 4.0)
    rng = np.random.default_rng([seed, 37])
    top, left = (int(start) for start in rng.integers(0, 256, 2))
    rows = (np.arange(int(shape[0] / cell) + 3) + top) % 256
    columns = (np.arange(int(shape[1] / cell) + 3) + left) % 256
    part = Image.fromarray(tile[np.ix_(rows, columns)])
    box = (1.0, 1.0, 1 + shape[1] / cell, 1 + shape[0] / cell)
    return np.asarray(part.resize((shape[1], shape[0]), Image.Resampling.BICUBIC, box))


def _toned(colour: Rgb, light: Rgb, tone: Floats) -> Floats:
    """The colour in a few steps of brightness, as one would paint it."""
    stepped = np.round(np.clip(tone, 0.3, 1.5) * _TONES) / _TONES
    mixed = 0.65 * stepped + 0.35 * tone
    lit = np.array(colour, np.float32) * np.array(light, np.float32)
    yellow = np.clip(mixed - 1, 0, 1)[..., None] * np.array([30, 24, 0], np.float32)
    return np.asarray(mixed[..., None] * lit + yellow)


def _rgba(picture: Floats, cover: Floats, size: tuple[int, int]) -> Image.Image:
    tones = np.concatenate([picture, cover[..., None] * 255], axis=-1)
    image = Image.fromarray(np.clip(tones, 0, 255).astype(np.uint8), "RGBA")
    return image if image.size == size else image.resize(size, Image.Resampling.BILINEAR)
