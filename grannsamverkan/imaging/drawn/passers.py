"""Who and what else stands in the street: persons walking, other signs on posts of their own."""

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from grannsamverkan.imaging.drawn.boards import Board, Size, facing, upright
from grannsamverkan.imaging.drawn.camera import Camera
from grannsamverkan.imaging.drawn.paint import Light, Rgb, shaded
from grannsamverkan.imaging.drawn.scene import Scene

_OVER = 3
_COATS = ("#7a3b46", "#2f5d62", "#c08a3e", "#4a4f68", "#5e6b3c")
_TROUSERS = ("#2e3440", "#4b4038", "#35506b")
_SKINS, _HAIRS = ("#e0b08c", "#c98f68", "#8a5a3c"), ("#3a2b22", "#8a6a3c", "#5c5a58")
_PAVEMENT_Y = -1.1


def boards(scene: Scene, camera: Camera, light: Light) -> list[Board]:
    """Sometimes a person on the pavement, sometimes another sign some metres away."""
    rng = np.random.default_rng([scene.seed, 43])
    found = []
    if rng.random() < 0.4:
        x = float(rng.choice((-1, 1)) * rng.uniform(4.5, 16))
        base = np.array([x, _PAVEMENT_Y, scene.ground(x, _PAVEMENT_Y)])
        found.append(Board(facing(camera, base, 0.62, 1.72), _person(rng, light)))
    if rng.random() < 0.45:
        x = float(rng.choice((-1, 1)) * rng.uniform(2.6, 12))
        found += _other_sign(x, scene, camera, light, str(rng.choice(tuple(_FACES))))
    return found


def _other_sign(x: float, scene: Scene, camera: Camera, light: Light, kind: str) -> list[Board]:
    """A thin post with a face of 60 cm, turned along the road or across it as we look."""
    base = np.array([x, 0.15, scene.ground(x, 0.15)])
    lit = light.flat(np.array([0.0, -0.9, 0.3]))
    post = Board(facing(camera, base, 0.06, 2.75), _plain("#a4abae", lit))
    along = abs(camera.position[0]) > abs(camera.position[1])
    aside = np.array([0.0, 0.3, 0.0]) if along else np.array([0.3, 0.0, 0.0])
    aside *= np.sign(camera.axes[0] @ aside) or 1.0
    front = base + (camera.position - base) / np.linalg.norm(camera.position - base) * 0.05
    ends = [front + turn * aside + np.array([0, 0, 2.1]) for turn in (-1, 1)]
    face = upright(ends[0].tolist(), ends[1].tolist(), float(base[2]) + 2.7)
    return [post, Board(face, _face(kind, lit))]


def _plain(colour: str, lit: Rgb) -> Callable[[Size], Image.Image]:
    return lambda size: Image.new("RGBA", size, (*shaded(colour, lit), 255))


def _face(kind: str, lit: Rgb) -> Callable[[Size], Image.Image]:
    """A Swedish road sign in simple shapes, drawn at 300 px and made smaller."""

    def drawn(size: Size) -> Image.Image:
        picture = Image.new("RGBA", (300, 300), (120, 120, 120, 0))
        _FACES[kind](ImageDraw.Draw(picture), lit)
        return picture.resize(size, Image.Resampling.BOX, reducing_gap=2.0)

    return drawn


def _parking(draw: ImageDraw.ImageDraw, lit: Rgb) -> None:
    draw.rounded_rectangle((0, 0, 299, 299), 26, fill=shaded("#f4f4f0", lit))
    draw.rounded_rectangle((9, 9, 290, 290), 20, fill=shaded("#1f5aa6", lit))
    _letters(draw, "P", 210, shaded("#f4f4f0", lit))


def _crossing(draw: ImageDraw.ImageDraw, lit: Rgb) -> None:
    draw.rounded_rectangle((0, 0, 299, 299), 26, fill=shaded("#1f5aa6", lit))
    draw.polygon([(150, 45), (262, 245), (38, 245)], fill=shaded("#f2cf3a", lit))
    draw.line([(150, 110), (165, 160), (190, 228)], shaded("#20242a", lit), 17)
    draw.line([(165, 160), (125, 228)], shaded("#20242a", lit), 17)
    draw.circle((150, 96), 14, fill=shaded("#20242a", lit))


def _limit(draw: ImageDraw.ImageDraw, lit: Rgb) -> None:
    draw.ellipse((0, 0, 299, 299), fill=shaded("#b3272d", lit))
    draw.ellipse((36, 36, 263, 263), fill=shaded("#f2cf3a", lit))
    _letters(draw, "40", 150, shaded("#20242a", lit))


def _letters(draw: ImageDraw.ImageDraw, text: str, high: int, colour: tuple[int, int, int]) -> None:
    font = ImageFont.load_default(high)
    draw.text((150, 150), text, colour, font, anchor="mm", stroke_width=5, stroke_fill=colour)


_FACES: Mapping[str, Callable[[ImageDraw.ImageDraw, Rgb], None]] = {
    "parking": _parking,
    "crossing": _crossing,
    "limit": _limit,
}


def _person(rng: np.random.Generator, light: Light) -> Callable[[Size], Image.Image]:
    """A walker in a coat, without a face."""
    coat, trousers, skin, hair = (
        str(rng.choice(colours)) for colours in (_COATS, _TROUSERS, _SKINS, _HAIRS)
    )

    def drawn(size: Size) -> Image.Image:
        wide, high = size[0] * _OVER, size[1] * _OVER
        lit = light.flat(np.array([0.0, -0.9, 0.4]))
        picture = Image.new("RGBA", (wide, high), (80, 80, 80, 0))
        draw = ImageDraw.Draw(picture)

        def limb(points: list[tuple[float, float]], thick: float, colour: str) -> None:
            line = [(x * wide, y * high) for x, y in points]
            draw.line(line, (*shaded(colour, lit), 255), round(thick * wide), "curve")
            for x, y in line:
                draw.circle((x, y), thick * wide / 2, fill=(*shaded(colour, lit), 255))

        limb([(0.46, 0.52), (0.34, 0.95)], 0.17, trousers)
        limb([(0.54, 0.52), (0.66, 0.95)], 0.17, trousers)
        limb([(0.33, 0.975), (0.4, 0.975)], 0.1, "#2b2b2d")
        limb([(0.66, 0.975), (0.74, 0.975)], 0.1, "#2b2b2d")
        limb([(0.38, 0.26), (0.24, 0.5)], 0.15, coat)
        limb([(0.62, 0.26), (0.76, 0.5)], 0.15, coat)
        body = (0.28 * wide, 0.19 * high, 0.72 * wide, 0.58 * high)
        draw.rounded_rectangle(body, 0.14 * wide, fill=(*shaded(coat, lit), 255))
        limb([(0.5, 0.12), (0.5, 0.17)], 0.13, skin)
        draw.circle((wide / 2, 0.09 * high), 0.16 * wide, fill=(*shaded(skin, lit), 255))
        cap = (0.33 * wide, 0.025 * high, 0.67 * wide, 0.15 * high)
        draw.chord(cap, 170, 370, fill=(*shaded(hair, lit), 255))
        return picture.reduce(_OVER)

    return drawn
