"""Grass that hides the foot of the post."""

import numpy as np
from PIL import Image, ImageDraw

from grannsamverkan.imaging.drawn.camera import Array, Camera
from grannsamverkan.imaging.drawn.paint import Canvas, Light, lay, shaded
from grannsamverkan.imaging.drawn.scene import Scene

_OVER = 2
_REACH_M = 0.2
_GREENS = ("#6f8f3f", "#86a350", "#5c7d36", "#9aa95c", "#738a44")


def paint_grass(canvas: Canvas, scene: Scene, camera: Camera, light: Light) -> None:
    """A tuft before the post's foot, `hidden_m` high where it is densest."""
    if scene.hidden_by != "grass" or scene.hidden_m < 0.005:
        return
    rng = np.random.default_rng([scene.seed, 61])
    blades = _blades(scene, camera, rng)
    window = camera.window(blades.reshape(-1, 3), margin=4)
    size = (window[2] - window[0], window[3] - window[1])
    if min(size) < 2:
        return
    sheet = Image.new("RGBA", (size[0] * _OVER, size[1] * _OVER), (90, 120, 60, 0))
    draw = ImageDraw.Draw(sheet)
    lit = light.on((0.0, 0.0, 1.0))
    brightness = [float(channel) * 1.02 for channel in lit]
    places = (camera.project(blades.reshape(-1, 3)) - np.array(window[:2])) * _OVER
    thick = max(1.0, camera.focal / float(camera.depth(np.zeros((1, 3)))[0]) * 0.005 * _OVER)
    for root, bend, tip in places.reshape(-1, 3, 2):
        own = float(rng.uniform(0.72, 1.12))
        colour = shaded(str(rng.choice(_GREENS)), [part * own for part in brightness])
        outline = [
            (root[0] - thick / 2, root[1]),
            (bend[0] - thick / 3, bend[1]),
            (tip[0], tip[1]),
            (bend[0] + thick / 3, bend[1]),
            (root[0] + thick / 2, root[1]),
        ]
        draw.polygon(outline, fill=(*colour, 255))
    small = np.asarray(sheet.reduce(_OVER), np.float32)
    lay(canvas, window, small[..., :3], small[..., 3] / 255)


def _blades(scene: Scene, camera: Camera, rng: np.random.Generator) -> Array:
    """Root, bend and tip of each blade, (n, 3, 3), from the farthest to the nearest."""
    count = 620
    towards = camera.position * np.array([1, 1, 0])
    towards = towards / np.linalg.norm(towards)
    aside = np.array([-towards[1], towards[0], 0])
    near = rng.uniform(0.0, _REACH_M, count) + scene.post_mm / 2000
    far = rng.normal(0, _REACH_M * 0.8, count)
    order = np.argsort(near)
    roots = near[order, None] * towards + far[order, None] * aside
    roots[:, 2] = [scene.ground(x, y) for x, y, _ in roots]
    edge = np.clip(1.15 - np.abs(far[order]) / (_REACH_M * 1.6), 0.15, 1)
    high = scene.hidden_m * rng.uniform(0.62, 1.0, count) * edge
    lean = rng.normal(0, 0.3, (count, 1)) * aside * high[:, None]
    tips = roots + lean + np.array([0, 0, 1]) * high[:, None]
    bends = roots + lean * 0.35 + np.array([0, 0, 1]) * high[:, None] * 0.6
    return np.stack([roots, bends, tips], axis=1)
