"""Things in the street: lamps on posts, cars in drives, gravel, shade."""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

from grannsamverkan.imaging.drawn.boards import Board, Size, facing, stand
from grannsamverkan.imaging.drawn.camera import Array, Camera
from grannsamverkan.imaging.drawn.paint import Canvas, Light, lay, noise_tile, shaded
from grannsamverkan.imaging.drawn.post import POST_M, zinc
from grannsamverkan.imaging.drawn.scene import Scene
from grannsamverkan.imaging.drawn.shapes import Tube

CAR_COLOURS = ("#8d2b2b", "#2f4a6b", "#c9ccce", "#3a3d40", "#e6e6e2", "#5b7a70")
_LAMP_EVERY_M = 32.0
_ARM_M = 1.3
_OVER = 3


def paint_lamps(canvas: Canvas, scene: Scene, camera: Camera, light: Light) -> None:
    """The other posts along the road from the farthest, then the lamp of our own."""
    places = [number * _LAMP_EVERY_M for number in (-3, -2, -1, 1, 2, 3)]
    places.sort(key=lambda x: -abs(x - float(camera.position[0])))
    for x in places:
        foot = np.array([x, 0.0, scene.ground(x, 0)])
        _tube(canvas, Tube(foot, np.array([0, 0, 1.0]), 0.045, 0, POST_M), scene, camera, light)
        _lamp(canvas, foot + np.array([0, 0, POST_M]), scene, camera, light)
    _lamp(canvas, scene.post_up * POST_M, scene, camera, light)


def _lamp(canvas: Canvas, top: Array, scene: Scene, camera: Camera, light: Light) -> None:
    """An arm over the road and a flat lamp at its end."""
    arm = Tube(top - np.array([0, 0, 0.03]), np.array([0, -1.0, 0.0]), 0.03, -0.02, _ARM_M)
    _tube(canvas, arm, scene, camera, light)
    end = top + np.array([0, -_ARM_M - 0.15, -0.1])
    stand(canvas, Board(facing(camera, end, 0.75, 0.16), _lamp_head(light)), camera)


def _tube(canvas: Canvas, tube: Tube, scene: Scene, camera: Camera, light: Light) -> None:
    met = tube.meet(camera)
    if met.cover.size and float(met.scale.max()) > 0:
        lay(canvas, met.window, zinc(met, light, scene.seed), met.cover)


def _lamp_head(light: Light) -> Callable[[Size], Image.Image]:
    def drawn(size: Size) -> Image.Image:
        large = (size[0] * _OVER, size[1] * _OVER)
        picture = Image.new("RGBA", large, (85, 90, 94, 0))
        draw = ImageDraw.Draw(picture)
        lit = light.flat(np.array([0, -0.7, 0.7]))
        body = (0, 0, large[0] - 1, large[1] * 0.75)
        draw.rounded_rectangle(body, large[1] * 0.35, fill=(*shaded("#6b7175", lit), 255))
        glass = (large[0] * 0.1, large[1] * 0.6, large[0] * 0.9, large[1] - 1)
        draw.rounded_rectangle(glass, large[1] * 0.18, fill=(*shaded("#e9e6d8", lit), 255))
        return picture.reduce(_OVER)

    return drawn


def car_from_behind(colour: str, light: Light) -> Callable[[Size], Image.Image]:
    """A parked car seen from behind, its number plate blank."""

    def drawn(size: Size) -> Image.Image:
        wide, high = size[0] * _OVER, size[1] * _OVER
        lit = light.flat(np.array([0.0, -0.9, 0.4]))
        picture = Image.new("RGBA", (wide, high), (60, 60, 60, 0))
        draw = ImageDraw.Draw(picture)

        def box(left: float, top: float, right: float, bottom: float) -> tuple[float, ...]:
            return left * wide, top * high, right * wide, bottom * high

        def piece(place: tuple[float, ...], fill: str, round_: float) -> None:
            draw.rounded_rectangle(place, round_ * wide, fill=(*shaded(fill, lit), 255))

        piece(box(0.06, 0.8, 0.24, 1), "#232527", 0.03)
        piece(box(0.76, 0.8, 0.94, 1), "#232527", 0.03)
        piece(box(0.14, 0.0, 0.86, 0.6), colour, 0.12)
        piece(box(0.02, 0.38, 0.98, 0.9), colour, 0.08)
        piece(box(0.2, 0.07, 0.8, 0.36), "#3b4a55", 0.06)
        piece(box(0.04, 0.48, 0.17, 0.6), "#b23a2f", 0.03)
        piece(box(0.83, 0.48, 0.96, 0.6), "#b23a2f", 0.03)
        piece(box(0.36, 0.56, 0.64, 0.65), "#f2f2ee", 0.01)
        piece(box(0.05, 0.76, 0.95, 0.88), "#3a3d40", 0.03)
        return picture.reduce(_OVER)

    return drawn


def fading_shade(size: Size) -> Image.Image:
    """Dark at its upper edge, nothing at the lower."""
    fade = Image.linear_gradient("L").resize(size).point(lambda tone: round((255 - tone) * 0.42))
    shade = Image.new("RGBA", size, (28, 38, 22, 0))
    shade.putalpha(fade)
    return shade


def gravel(light: Light, *, snowy: bool) -> Callable[[Size], Image.Image]:
    """Pale grey grit; trodden snow in winter."""

    def drawn(size: Size) -> Image.Image:
        lit = light.flat(np.array([0.0, 0.0, 1.0]))
        base = np.array(shaded("#dfe4e8" if snowy else "#b9b2a4", [part * 0.9 for part in lit]))
        tile = noise_tile(256, 59, 0.6)
        rows, columns = np.arange(size[1]) % 256, np.arange(size[0]) % 256
        grain = 1 + 0.05 * tile[np.ix_(rows, columns)]
        picture = np.clip(base * grain[..., None], 0, 255).astype(np.uint8)
        return Image.fromarray(picture).convert("RGBA")

    return drawn
