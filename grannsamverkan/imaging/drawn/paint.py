"""What all painters share: light, seeded noise, sampling a texture, laying colour on the canvas."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from grannsamverkan.imaging.drawn.camera import Array, Floats, Window
from grannsamverkan.imaging.drawn.scene import LightKind, Scene


@dataclass(eq=False)
class Canvas:
    """`pixels`: RGB, (h, w, 3). `rust`: how rusty the surface is that is seen in each, (h, w)."""

    pixels: NDArray[np.uint8]
    rust: Floats | None = None

    @classmethod
    def blank(cls, size: tuple[int, int]) -> "Canvas":
        """A black one, `size` px (width, height)."""
        return cls(np.zeros((size[1], size[0], 3), np.uint8))


Normal = tuple[Floats | float, Floats | float, Floats | float]
Rgb = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Light:
    """`sun` points to the sun; `direct` and `ambient` are what it and the sky give, by channel."""

    sun: Array
    direct: Rgb
    ambient: Rgb

    def on(self, normal: Normal) -> tuple[Floats, Floats, Floats]:
        """What to multiply a colour with on a surface facing `normal`, by channel."""
        x, y, z = normal
        facing = np.maximum(x * self.sun[0] + y * self.sun[1] + z * self.sun[2], 0)
        sky = 0.8 + 0.2 * np.asarray(z)
        red, green, blue = (
            np.asarray(sky * around + facing * direct, np.float32)
            for around, direct in zip(self.ambient, self.direct, strict=True)
        )
        return red, green, blue

    def flat(self, normal: Array) -> Rgb:
        """`on` for a flat face."""
        red, green, blue = (
            float(channel) for channel in self.on((normal[0], normal[1], normal[2]))
        )
        return red, green, blue


_KINDS: dict[LightKind, tuple[Rgb, Rgb]] = {
    "day": ((0.62, 0.60, 0.54), (0.58, 0.60, 0.64)),
    "warm": ((0.66, 0.54, 0.38), (0.53, 0.53, 0.57)),
    "overcast": ((0.05, 0.05, 0.05), (0.93, 0.95, 0.97)),
    "dusk": ((0.04, 0.04, 0.05), (0.92, 0.94, 1.0)),
}


def light_of(scene: Scene) -> Light:
    """The scene's light; `sun_bearing` 0 stands behind the camera, positive to its right."""
    turn = radians(scene.sun_bearing + scene.bearing)
    rise = radians(scene.sun_height if scene.light != "warm" else min(scene.sun_height, 20))
    sun = np.array([sin(turn) * cos(rise), -cos(turn) * cos(rise), sin(rise)])
    direct, ambient = _KINDS[scene.light]
    return Light(sun, direct, ambient)


def rgb(colour: str) -> Rgb:
    """#rrggbb as three numbers 0..255."""
    red, green, blue = (float(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
    return red, green, blue


def shaded(colour: str, light: Sequence[float]) -> tuple[int, int, int]:
    """`colour` under `light` (by channel) as whole numbers."""
    red, green, blue = (
        min(255, max(0, round(part * lit))) for part, lit in zip(rgb(colour), light, strict=True)
    )
    return red, green, blue


@cache
def noise_tile(side: int, seed: int, smooth: float) -> Floats:
    """Seeded noise that repeats without a seam, (side, side), mean 0 and deviation 1.

    `smooth` is the deviation in px of the Gaussian by which white noise was blurred.
    """
    values = np.random.default_rng([seed, side]).standard_normal((side, side))
    if smooth:
        waves = np.fft.fftfreq(side)[:, None] ** 2 + np.fft.rfftfreq(side)[None, :] ** 2
        kept = np.exp(-2 * (np.pi * smooth) ** 2 * waves)
        values = np.fft.irfft2(np.fft.rfft2(values) * kept, s=(side, side))
    return np.asarray((values - values.mean()) / values.std(), np.float32)


def tiled(tile: Floats, x: Floats, y: Floats, cell: float) -> Floats:
    """The tile's values at x, y, one of its cells being `cell` long."""
    side = len(tile)
    column = (x * np.float32(1 / cell)).astype(np.int32) & (side - 1)
    row = (y * np.float32(1 / cell)).astype(np.int32) & (side - 1)
    return np.asarray(tile[row, column])


def sampled(texture: Floats, x: Floats, y: Floats) -> Floats:
    """Bilinear values of `texture` (h, w, channels) at px x, y (a pixel's middle is at .5)."""
    height, width = texture.shape[:2]
    left = np.clip(x - np.float32(0.5), 0, width - 1.001)
    top = np.clip(y - np.float32(0.5), 0, height - 1.001)
    column, row = left.astype(np.int32), top.astype(np.int32)
    across, down = (left - column)[..., None], (top - row)[..., None]
    flat = texture.reshape(height * width, -1)
    place = row * width + column
    upper, upper_next = flat.take(place, axis=0), flat.take(place + 1, axis=0)
    place += width
    lower, lower_next = flat.take(place, axis=0), flat.take(place + 1, axis=0)
    upper += (upper_next - upper) * across
    lower += (lower_next - lower) * across
    return np.asarray(upper + (lower - upper) * down)


def lay(canvas: Canvas, window: Window, colour: Floats | Rgb, cover: Floats) -> None:
    """Blend `colour` (0..255; an array (h, w, 3) or one colour) over a window by `cover` 0..1."""
    left, top, right, bottom = window
    if left >= right or top >= bottom:
        return
    part = canvas.pixels[top:bottom, left:right]
    over = np.asarray(colour, np.float32)
    mixed = part + (over - part) * cover[..., None]
    part[:] = np.clip(mixed + np.float32(0.5), 0, 255).astype(np.uint8)
    if canvas.rust is not None:
        canvas.rust[top:bottom, left:right] *= 1 - cover


def stacked(channels: Sequence[Floats]) -> Floats:
    """Three (h, w) arrays as one (h, w, 3)."""
    return np.stack(channels, axis=-1)


def darken(canvas: Canvas, window: Window, amount: Floats) -> None:
    """Take away the share `amount` of the light in a window, a little less of the blue."""
    left, top, right, bottom = window
    if left >= right or top >= bottom:
        return
    part = canvas.pixels[top:bottom, left:right]
    kept = 1 - amount[..., None] * np.array([1.0, 0.98, 0.92], np.float32)
    part[:] = (part * kept).astype(np.uint8)
