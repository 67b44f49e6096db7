"""A plate drawn into a real photo, for measuring what can be read and found there."""

from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from grannsamverkan.imaging.drawn.camera import Array, Camera, Floats, Window
from grannsamverkan.imaging.drawn.paint import sampled
from grannsamverkan.imaging.drawn.scene import Weather
from grannsamverkan.imaging.drawn.shapes import Panel
from grannsamverkan.imaging.drawn.weather import weathered

_FINER = 1.25
_EDGE_PX = 4
_CALM = Weather()


def put_on(
    photo: NDArray[np.uint8],
    plate: NDArray[np.uint8],
    *,
    width_px: float,
    tilt: float = 0.0,
    yaw: float = 0.0,
    pitch: float = 0.0,
    roll: float = 0.0,
    blur: float = 0.0,
    seed: int,
    weather: Weather = _CALM,
    width_mm: float = 300.0,
) -> tuple[NDArray[np.uint8], Array]:
    """A copy of `photo` (h, w, 3) with `plate` (h, w, 3 or 4) in it, and the plate's corners.

    Seen straight on the plate is `width_px` wide. It is turned away from the camera by `tilt`
    degrees around an axis by chance, and further by `yaw` (its right side away) and `pitch` (its
    top away); `roll` turns it clockwise in the picture. `blur` is the deviation in px of a Gaussian
    over the plate. `width_mm` is its true width, for the size of drops and splashes. Its place
    comes by chance from `seed`, wholly inside the photo; `ValueError` where it has no room. Its
    light is that of the place, with the noise of a sensor. Corners (4, 2) in px from the upper left
    corner: upper left, upper right, lower right, lower left.
    """
    rng = np.random.default_rng([seed, 5])
    turned = _turned(rng, tilt, yaw, pitch, roll)
    camera = _camera((photo.shape[1], photo.shape[0]))
    panel = _placed(plate, turned, width_px, camera, rng)
    window, colours, cover = _seen(plate, panel, camera, width_px, weather, width_mm, seed)
    result = photo.copy()
    left, top, right, bottom = window
    under = result[top:bottom, left:right]
    lit = _in_light_of(under, colours) + rng.normal(0, 1.6, cover.shape)[..., None]
    result[top:bottom, left:right] = _blended(under, lit, cover, blur)
    return result, camera.project(panel.corners())


def _turned(
    rng: np.random.Generator, tilt: float, yaw: float, pitch: float, roll: float
) -> tuple[Array, Array]:
    """The plate's right and down in the camera's frame."""
    direction = rng.uniform(0, 2 * np.pi)
    axis = np.array([cos(direction), sin(direction), 0.0])
    turns = (
        _around(np.array([0.0, 0.0, 1.0]), roll)
        @ _around(axis, tilt)
        @ _around(np.array([0.0, -1.0, 0.0]), yaw)
        @ _around(np.array([-1.0, 0.0, 0.0]), pitch)
    )
    return turns[:, 0], turns[:, 1]


def _around(axis: Array, degrees: float) -> Array:
    """Rotation by `degrees` around a unit vector (Rodrigues)."""
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    angle = radians(degrees)
    return np.asarray(np.eye(3) + sin(angle) * cross + (1 - cos(angle)) * cross @ cross)


def _camera(size: tuple[int, int]) -> Camera:
    """A phone's main camera; here the world's axes are its own."""
    return Camera(size, 0.75 * max(size), 0.0, np.zeros(3), np.eye(3))


def _placed(
    plate: NDArray[np.uint8],
    turned: tuple[Array, Array],
    width_px: float,
    camera: Camera,
    rng: np.random.Generator,
) -> Panel:
    """The plate, a unit (1 m) per px wide, at a place by chance."""
    high, wide = plate.shape[:2]
    depth = camera.focal * wide / 1000 / width_px
    middle = Panel(np.array([0, 0, depth]), *turned, wide, high)
    reach = camera.project(middle.corners()) - np.array(camera.size) / 2
    # Off the axis perspective widens the plate a little.
    room = np.array(camera.size) / 2 - np.abs(reach).max(0) * 1.25 - _EDGE_PX
    if (room < 0).any():
        raise ValueError(f"no room for a plate {width_px:.0f} px wide in {camera.size}")
    x, y = rng.uniform(-room, room) / camera.focal * depth
    return Panel(np.array([x, y, depth]), *turned, wide, high)


def _seen(
    plate: NDArray[np.uint8],
    panel: Panel,
    camera: Camera,
    width_px: float,
    weather: Weather,
    width_mm: float,
    seed: int,
) -> tuple[Window, Floats, Floats]:
    """The plate's window, its weathered colours and how much it covers."""
    met = panel.meet(camera)
    share = min(1.0, width_px * _FINER / plate.shape[1])
    size = (max(2, round(plate.shape[1] * share)), max(2, round(plate.shape[0] * share)))
    small = np.stack(
        [
            np.asarray(Image.fromarray(plate[..., channel]).resize(size, Image.Resampling.LANCZOS))
            for channel in range(plate.shape[2])
        ],
        axis=-1,
    )
    face = weathered(small.astype(np.float32), size[0] / width_mm, weather, seed)
    scale = size[0] / plate.shape[1], size[1] / plate.shape[0]
    colours = sampled(face, met.x * np.float32(scale[0]), met.y * np.float32(scale[1]))
    cover = met.cover * (colours[..., 3] / 255 if plate.shape[2] == 4 else 1)
    return met.window, colours[..., :3], cover


def _in_light_of(around: NDArray[np.uint8], colours: Floats) -> Floats:
    """Paper white and ink black as bright as light and dark things are at this place."""
    tones = np.sort(around.reshape(-1, 3).astype(np.float32).mean(1))
    dark, light = tones[int(len(tones) * 0.02)], tones[int(len(tones) * 0.98)]
    white, black = np.clip(light * 0.6 + 105, 110, 252), np.clip(dark * 0.5 + 8, 8, 45)
    cast = around.reshape(-1, 3).mean(0) / max(float(around.mean()), 1.0)
    return np.asarray((black + colours * ((white - black) / 255)) * (0.85 + 0.15 * cast))


def _blended(
    under: NDArray[np.uint8], plate: Floats, cover: Floats, blur: float
) -> NDArray[np.uint8]:
    mixed = under + (plate - under) * cover[..., None]
    sharp = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
    if blur < 0.05:
        return sharp
    soft = ImageFilter.GaussianBlur(blur)
    mask = Image.fromarray((cover * 255).astype(np.uint8)).filter(soft)
    share = np.clip(np.asarray(mask, np.float32) / 64, 0, 1)[..., None]
    blurred = np.asarray(Image.fromarray(sharp).filter(soft), np.float32)
    return np.asarray(under + (blurred - under) * share + 0.5, np.uint8)
