"""The plate: where it hangs, and its printed face under light and weather."""

import io
from dataclasses import replace
from math import cos, radians, sin

import numpy as np
from PIL import Image

from grannsamverkan.imaging.drawn.camera import Array, Camera, Floats
from grannsamverkan.imaging.drawn.paint import Canvas, Light, darken, lay, sampled
from grannsamverkan.imaging.drawn.post import tube_of
from grannsamverkan.imaging.drawn.scene import Scene
from grannsamverkan.imaging.drawn.shapes import Panel
from grannsamverkan.imaging.drawn.weather import weathered
from grannsamverkan.imaging.evidence import Artwork

_PAINT = 1.07
_FINER = 1.25
"""Texture px per picture px: more would alias, less would blur."""


def panel_of(scene: Scene, artwork: Artwork) -> Panel:
    """Where the plate hangs: its lower edge's middle at the scene's height above the foot."""
    right, up, outward = _faced(scene)
    tilt = radians(scene.plate_tilt)
    across = right * cos(tilt) - up * sin(tilt)
    upward = up * cos(tilt) + right * sin(tilt)
    stand = outward * (scene.post_mm / 2 + scene.gap_mm) / 1000
    below = upward * artwork.height_mm / 2000
    along = (scene.lower_edge_m - float((stand - below)[2])) / scene.post_up[2]
    middle = scene.post_up * along + stand
    return Panel(middle, across, -upward, artwork.width_mm, artwork.height_mm)


def _faced(scene: Scene) -> tuple[Array, Array, Array]:
    """The untilted plate's right, up and outward; outward is square to the post but for the nod."""
    around = radians(scene.bearing + scene.plate_turn)
    level = np.array([sin(around), -cos(around), 0.0])
    post = scene.post_up
    outward = level - (level @ post) * post
    outward /= np.linalg.norm(outward)
    right = np.cross(post, outward)
    nod = radians(scene.plate_nod)
    return right, post * cos(nod) + outward * sin(nod), outward * cos(nod) - post * sin(nod)


def paint_plate(
    canvas: Canvas, scene: Scene, artwork: Artwork, camera: Camera, light: Light
) -> Floats:
    """Draw the plate over all that is there; how much it covers of its window."""
    panel = panel_of(scene, artwork)
    met = panel.meet(camera)
    px_per_mm = float(met.scale.max(initial=0.01)) * _FINER
    face = face_at(artwork, px_per_mm, scene)
    scale = face.shape[1] / artwork.width_mm, face.shape[0] / artwork.height_mm
    colours = sampled(face, met.x * np.float32(scale[0]), met.y * np.float32(scale[1]))
    lit = np.array(light.flat(panel.normal), np.float32)
    cover = met.cover * colours[..., 3] / 255
    lay(canvas, met.window, np.clip(colours[..., :3] * lit * _PAINT, 0, 255), cover)
    return cover


def face_at(artwork: Artwork, px_per_mm: float, scene: Scene) -> Floats:
    """The weathered face, RGBA 0..255, at about so many px per mm (never enlarged)."""
    with Image.open(io.BytesIO(artwork.picture)) as opened:
        face = opened.convert("RGBA")
    share = min(1.0, px_per_mm * artwork.width_mm / face.width)
    size = (max(2, round(face.width * share)), max(2, round(face.height * share)))
    # Colour apart from transparency: what is cut out lends no dark fringe to the edge.
    channels = [
        np.asarray(channel.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0), np.float32)
        for channel in face.split()
    ]
    plain = np.stack(channels, axis=-1)
    return weathered(plain, size[0] / artwork.width_mm, scene.weather, scene.seed)


def shade_on_post(canvas: Canvas, scene: Scene, artwork: Artwork, camera: Camera) -> None:
    """The soft shade around the plate's edges on the post right behind it."""
    panel, tube = panel_of(scene, artwork), tube_of(scene)
    middle, reach = float(panel.middle @ tube.up), artwork.height_mm / 1000
    behind = replace(tube, low=middle - reach, high=middle + reach).meet(camera)
    met = panel.meet(camera, behind.window)
    beyond_x = np.maximum(np.maximum(-met.x, met.x - panel.width_mm), 0)
    beyond_y = np.maximum(np.maximum(-met.y, met.y - panel.height_mm + 10), 0)
    away = np.hypot(beyond_x, beyond_y)
    darken(canvas, met.window, np.clip(1 - away / 48, 0, 1) ** 2 * behind.cover * 0.5)
