"""What holds the sign in a drawing, wound around the post above and below the plate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from grannsamverkan.imaging.drawn.camera import Camera, Floats
from grannsamverkan.imaging.drawn.paint import (
    Canvas,
    Light,
    darken,
    lay,
    noise_tile,
    rgb,
    stacked,
    tiled,
)
from grannsamverkan.imaging.drawn.scene import Fastening, Scene
from grannsamverkan.imaging.drawn.shapes import Met, Panel, Tube

BEYOND_MM = 42.0
"""How far from the plate's edge a fastening's middle is wound."""

_RAIL_MM, _RAIL_BEYOND_MM = 40.0, 74.0


@dataclass(frozen=True, eq=False)
class Bench:
    """What a fastening is drawn on and with."""

    canvas: Canvas
    scene: Scene
    camera: Camera
    light: Light
    rng: np.random.Generator

    def tube(self, low_mm: float, high_mm: float, out_mm: float) -> Tube:
        """A band's outside, `out_mm` outside the post."""
        radius = (self.scene.post_mm / 2 + out_mm) / 1000
        return Tube(np.zeros(3), self.scene.post_up, radius, low_mm / 1000, high_mm / 1000)


def paint_rail(bench: Bench, plate: Panel) -> None:
    """The flat rail behind the plate, whose ends show above and below it."""
    behind = plate.middle - plate.normal * 0.004
    high = plate.height_mm + 2 * _RAIL_BEYOND_MM
    rail = replace(plate, middle=behind, width_mm=_RAIL_MM, height_mm=high)
    met = rail.meet(bench.camera)
    cover = _rounded(met, _RAIL_MM / 2, high / 2, _RAIL_MM, high, 9)
    edge = 1 - 0.35 * np.clip(1 - np.minimum(met.x, _RAIL_MM - met.x) / 2.5, 0, 1)
    mottle = tiled(noise_tile(256, 3, 3.0), met.x + 77, met.y + 77, 3) * 0.02
    lit = np.array(bench.light.flat(plate.normal)) * 0.9
    tone = (edge * (1 + mottle))[..., None] * np.array(rgb("#aab0b2"), np.float32)
    lay(bench.canvas, met.window, np.asarray(tone * lit, np.float32), cover)


def paint_fastenings(bench: Bench, plate: Panel) -> None:
    """The scene's kind of fastening, above and below the plate."""
    middle = float(plate.middle @ bench.scene.post_up) * 1000
    away = plate.height_mm / 2 + BEYOND_MM
    for height in (middle - away, middle + away):
        FASTENINGS[bench.scene.fastening](bench, height)


def cable_tie(bench: Bench, y: float) -> None:
    """A black cable tie with its lock and its cut tail."""
    _shade(bench, y - 4, 5)
    _band(bench, y, 4.8, 1.6, "#2b2d2f")
    x = bench.rng.uniform(0.3, 0.5) * bench.scene.post_mm / 2
    _block(bench, (x, y - 0.5), (9, 9.5), 4.5, "#232527")
    _block(bench, (x + 12, y), (14, 4.4), 3.0, "#303335")
    _block(bench, (x, y + 3), (7, 1.2), 4.6, "#54585b")


def lined_band(bench: Bench, y: float) -> None:
    """A stainless band over a rubber liner whose edges show."""
    _shade(bench, y - 10, 7)
    _band(bench, y, 20, 1.8, "#2a2a2b")
    bare_band(bench, y)


def bare_band(bench: Bench, y: float) -> None:
    """A stainless band with its screw housing."""
    _shade(bench, y - 7, 6)
    _band(bench, y, 14, 2.6, "#d0d5d8", shine=60)
    x = bench.rng.uniform(0.35, 0.5) * bench.scene.post_mm / 2
    _block(bench, (x, y), (21, 17), 7.5, "#9ba2a6")
    _block(bench, (x - 1, y + 3), (17, 6.5), 9.5, "#dfe4e6")
    _block(bench, (x + 9, y - 1), (7.5, 7.5), 10.0, "#848c90", rounded=3.7)
    _block(bench, (x + 9, y - 1), (5, 1.2), 10.1, "#4a5255")


def wire(bench: Bench, y: float) -> None:
    """Three turns of bare steel wire, rusty, with a twisted tail."""
    for turn in (-1, 0, 1):
        height = y + turn * 5.2 + bench.rng.uniform(-1, 1)
        colour = str(bench.rng.choice(["#8a5a3c", "#7a4a30", "#6d5646"]))
        _shade(bench, height - 1.5, 2.5)
        _band(bench, height, 2.4, 1.8, colour, shine=12)
    x = bench.rng.uniform(0.3, 0.45) * bench.scene.post_mm / 2
    for step in range(8):
        shift = 1.1 if step % 2 else -1.1
        colour = "#8a5c40" if step % 2 else "#5d3f2c"
        _block(bench, (x + shift, y - 6 - step * 2.6), (2.8, 3.4), 6.0, colour, rounded=1.3)


FASTENINGS: Mapping[Fastening, Callable[[Bench, float], None]] = {
    "cable_tie": cable_tie,
    "lined_band": lined_band,
    "bare_band": bare_band,
    "wire": wire,
}
"""How each kind is drawn at a height in mm along the post."""


def _band(bench: Bench, y: float, high: float, out: float, colour: str, shine: float = 16) -> None:
    met = bench.tube(y - high / 2, y + high / 2, out).meet(bench.camera)
    bulge = 1 - 0.28 * np.abs(met.y - y) / (high / 2)
    lay(bench.canvas, met.window, _lit(bench, met, colour, bulge, shine), met.cover)


def _block(
    bench: Bench,
    middle: tuple[float, float],
    size: tuple[float, float],
    out: float,
    colour: str,
    rounded: float = 1.2,
) -> None:
    """A rounded piece on the band, `size` mm (wide, high)."""
    x, y = middle
    wide, high = size
    met = bench.tube(y - high / 2 - 1, y + high / 2 + 1, out).meet(bench.camera)
    cover = _rounded(met, x, y, wide, high, rounded) * (met.cover > 0)
    bulge = 0.92 + 0.16 * np.clip((met.y - y) / high, -0.5, 0.5)
    lay(bench.canvas, met.window, _lit(bench, met, colour, bulge, 14), cover)


def _lit(bench: Bench, met: Met, colour: str, bulge: Floats, shine: float) -> Floats:
    """A colour on a surface that bulges, with the sun's mirror image of strength `shine`."""
    x, y, _ = met.normal
    sun = bench.light.sun
    facing = np.clip((x * sun[0] + y * sun[1]) / np.hypot(sun[0], sun[1]), 0, 1)
    gleam = facing**10 * shine * bench.light.direct[1]
    channels = [
        np.clip(base * lit * bulge + gleam, 0, 255)
        for base, lit in zip(rgb(colour), bench.light.on(met.normal), strict=True)
    ]
    return stacked(channels)


def _shade(bench: Bench, top: float, soft: float) -> None:
    """A thin soft shade on the post below `top`."""
    met = bench.tube(top - soft * 3, top, 0).meet(bench.camera)
    fall = np.clip(1 - (top - met.y) / (soft * 2.5), 0, 1)
    darken(bench.canvas, met.window, np.asarray(fall * met.cover * 0.42, np.float32))


def _rounded(met: Met, x: float, y: float, wide: float, high: float, radius: float) -> Floats:
    """How much of each pixel a rounded rectangle around x, y (mm) covers."""
    beyond_x = np.abs(met.x - x) - (wide / 2 - radius)
    beyond_y = np.abs(met.y - y) - (high / 2 - radius)
    outside = np.hypot(np.maximum(beyond_x, 0), np.maximum(beyond_y, 0)) - radius
    inside = np.minimum(np.maximum(beyond_x, beyond_y), 0)
    return np.asarray(np.clip(0.5 - (outside + inside) * met.scale, 0, 1), np.float32)
