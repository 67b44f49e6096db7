"""The sky and its clouds."""

import numpy as np
from PIL import Image

from grannsamverkan.imaging.drawn.camera import Camera, Floats
from grannsamverkan.imaging.drawn.paint import Canvas, noise_tile, rgb, tiled
from grannsamverkan.imaging.drawn.scene import LightKind, Scene

_SHRINK = 4
_TONES: dict[LightKind, tuple[str, str, str]] = {
    "day": ("#dfeaf0", "#6ea3d0", "#ffffff"),
    "warm": ("#f6dfc0", "#7fa0c0", "#fff0dc"),
    "overcast": ("#dfe3e5", "#c3cace", "#eef0f0"),
    "dusk": ("#e6e2dc", "#9fb4cc", "#e9e4de"),
}
"""Colours at the horizon, overhead and of the clouds."""

_CLOUD_COVER: dict[LightKind, float] = {"day": 0.45, "warm": 0.7, "overcast": -0.6, "dusk": 0.5}
"""From which thickness (in deviations) clouds are seen."""

_LAYERS = ((24.0, 0.026, 1.0), (12.0, 0.022, 0.5), (8.0, 0.013, 0.28))
"""Blur in cells, size of a cell and share of each layer of noise."""


def paint_sky(canvas: Canvas, scene: Scene, camera: Camera) -> None:
    """Fill the picture: pale at the horizon, clouds in layers that recede as clouds do."""
    width, height = (max(2, side // _SHRINK) for side in camera.size)
    small = Camera((width, height), camera.focal / _SHRINK, camera.k1, camera.position, camera.axes)
    x, y, z = small.rays((0, 0, width, height))
    rise = np.maximum(z / np.sqrt(x * x + y * y + z * z), 0)
    low, high, white = (np.array(rgb(colour), np.float32) for colour in _TONES[scene.light])
    share = (1 - np.exp(-rise * 3.2))[..., None]
    colour = low + (high - low) * share
    clouds = _clouds(scene, x, y, np.maximum(z, 0.02)) * np.clip(rise * 9 - 0.25, 0, 1)
    colour += (white - colour) * (clouds * 0.85)[..., None]
    sky = Image.fromarray(np.clip(colour, 0, 255).astype(np.uint8))
    canvas.pixels[:] = np.asarray(sky.resize(camera.size, Image.Resampling.BICUBIC))


def _clouds(scene: Scene, x: Floats, y: Floats, z: Floats) -> Floats:
    """How thick clouds are, 0..1: noise on a level layer above."""
    moved = np.float32(scene.seed % 61 * 7 + 500)
    across, along = x / z + moved, 1.4 * y / z + moved
    total = np.zeros_like(x)
    for smooth, cell, share in _LAYERS:
        total = total + share * tiled(noise_tile(512, 67, smooth), across, along, cell)
    return np.asarray(np.clip((total / 1.15 - _CLOUD_COVER[scene.light]) / 1.3, 0, 1))
