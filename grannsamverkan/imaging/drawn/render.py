"""A scene and an artwork become a picture with its exact truth."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from grannsamverkan.imaging.drawn.camera import Camera
from grannsamverkan.imaging.drawn.fastening import Bench, paint_fastenings, paint_rail
from grannsamverkan.imaging.drawn.finish import finished, jpeg_of
from grannsamverkan.imaging.drawn.foliage import paint_grass
from grannsamverkan.imaging.drawn.paint import Canvas, Light, light_of
from grannsamverkan.imaging.drawn.plate import paint_plate, panel_of, shade_on_post
from grannsamverkan.imaging.drawn.post import RUST_LEAST, paint_post
from grannsamverkan.imaging.drawn.scene import Scene
from grannsamverkan.imaging.drawn.street import paint_street
from grannsamverkan.imaging.drawn.truth import Truth, truth_of
from grannsamverkan.imaging.evidence import Artwork

_SOFT_SHRINK = 4
_SOFT_BLUR = 0.008
"""Radius of the blur behind a close-up, as a share of the picture's width."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """`picture`: JPEG with EXIF; `image`: the same before JPEG, RGB (h, w, 3)."""

    picture: bytes
    image: NDArray[np.uint8]
    truth: Truth


def render(scene: Scene, artwork: Artwork) -> Drawn:
    """Draw the scene with this artwork on the plate. The same arguments give the same bytes."""
    picture, truth = painted(scene, artwork)
    return Drawn(jpeg_of(picture, scene), np.asarray(picture), truth)


def painted(scene: Scene, artwork: Artwork) -> tuple[Image.Image, Truth]:
    """The finished picture before JPEG, and its truth."""
    camera, light = scene.camera(), light_of(scene)
    canvas = _behind(scene, camera, light)
    _paint_sign(canvas, scene, artwork, camera, light)
    picture = finished(canvas.pixels, scene)
    return picture, truth_of(scene, artwork, camera, _rust_seen(canvas))


def _behind(scene: Scene, camera: Camera, light: Light) -> Canvas:
    """Sky, street and ground; out of focus behind a close-up."""
    if scene.view != "fastening":
        canvas = Canvas.blank(camera.size)
        paint_street(canvas, scene, camera, light)
        return canvas
    width, height = (side // _SOFT_SHRINK for side in camera.size)
    small = replace(camera, size=(width, height), focal=camera.focal / _SOFT_SHRINK)
    canvas = Canvas.blank(small.size)
    paint_street(canvas, scene, small, light)
    soft = Image.fromarray(canvas.pixels).filter(ImageFilter.GaussianBlur(_SOFT_BLUR * width))
    return Canvas(np.array(soft.resize(camera.size, Image.Resampling.BICUBIC)))


def _paint_sign(
    canvas: Canvas, scene: Scene, artwork: Artwork, camera: Camera, light: Light
) -> None:
    """Post, fastening, plate and the grass before the foot."""
    paint_post(canvas, scene, camera, light)
    shade_on_post(canvas, scene, artwork, camera)
    bench = Bench(canvas, scene, camera, light, np.random.default_rng([scene.seed, 83]))
    plate = panel_of(scene, artwork)
    paint_rail(bench, plate)
    paint_fastenings(bench, plate)
    paint_plate(canvas, scene, artwork, camera, light)
    paint_grass(canvas, scene, camera, light)


def _rust_seen(canvas: Canvas) -> NDArray[np.bool_]:
    if canvas.rust is None:
        return np.zeros(canvas.pixels.shape[:2], bool)
    return np.asarray(canvas.rust >= RUST_LEAST)
