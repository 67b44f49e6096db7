"""The galvanised post: its place, its zinc, and rust that runs down it with an exact mask."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from grannsamverkan.imaging.drawn.camera import Camera, Floats
from grannsamverkan.imaging.drawn.paint import (
    Canvas,
    Light,
    lay,
    noise_tile,
    rgb,
    sampled,
    stacked,
    tiled,
)
from grannsamverkan.imaging.drawn.scene import PLATE_MM, Scene
from grannsamverkan.imaging.drawn.shapes import Met, Tube

POST_M = 6.0
_ZINC = rgb("#b4babd")
_SLEEVE_WIDER = 1.28
_PALE_RUST, _DARK_RUST = rgb("#a8622f"), rgb("#7a4021")
_TRACE = 0.004
RUST_LEAST = 0.3
"""Share of rust in a pixel from which it counts as rust."""


def tube_of(scene: Scene) -> Tube:
    """The whole post; it goes on below the ground."""
    return Tube(np.zeros(3), scene.post_up, scene.post_mm / 2000, -0.3, POST_M)


def sleeve_of(scene: Scene) -> Tube:
    """The wider lower part with the hatch, which some posts have."""
    radius = scene.post_mm / 2000 * _SLEEVE_WIDER
    return Tube(np.zeros(3), scene.post_up, radius, -0.3, scene.sleeve_m)


@dataclass(frozen=True, eq=False)
class Rust:
    """Rust on the post's surface: `amount` 0..1 for each mm, (height, around), from `top_mm` down.

    Its middle column lies on the line nearest to the camera.
    """

    amount: Floats
    top_mm: float

    def at(self, met: Met) -> Floats:
        """How rusty the surface is where the rays meet it."""
        height, around = self.amount.shape
        x, y = met.x + around / 2, self.top_mm - met.y
        inside = (x > 1) & (x < around - 1) & (y > 1) & (y < height - 1)
        return np.where(inside, sampled(self.amount[..., None], x, y)[..., 0], 0)


def paint_post(canvas: Canvas, scene: Scene, camera: Camera, light: Light) -> None:
    """The post with its rust, and its sleeve, above the ground."""
    met = tube_of(scene).meet(camera)
    rusty = rust_of(scene).at(met) if scene.rust else None
    _paint_tube(canvas, met, scene, camera, light, rusty)
    if rusty is not None:
        _remember(canvas, met, rusty)
    if scene.sleeve_m:
        _paint_tube(canvas, sleeve_of(scene).meet(camera), scene, camera, light, None)


def _paint_tube(
    canvas: Canvas, met: Met, scene: Scene, camera: Camera, light: Light, rusty: Floats | None
) -> None:
    cover = met.cover * above_ground(met, scene, camera)
    colour = zinc(met, light, scene.seed)
    if rusty is not None:
        _rust_over(colour, rusty, met, light)
    lay(canvas, met.window, colour, cover)


def above_ground(met: Met, scene: Scene, camera: Camera) -> Floats:
    """How much of each pixel's surface lies above the ground and the snow."""
    x, y, z = camera.rays(met.window)
    normal = scene.ground_normal.astype(np.float32)
    forward = camera.focal / (met.scale * 1000)
    start = float(camera.position @ scene.ground_normal) - scene.snow_m * normal[2]
    height = start + forward * (x * normal[0] + y * normal[1] + z * normal[2])
    return np.asarray(np.clip(height * 1000 * met.scale + np.float32(0.5), 0, 1))


def zinc(met: Met, light: Light, seed: int) -> Floats:
    """Galvanised steel: mottled, finely spangled, with the sky's broad reflection."""
    x, y = met.x + np.float32(seed % 97 * 31), met.y + np.float32(seed % 89 * 53 + 4096)
    # Detail that is finer than a pixel is left out, as a lens would.
    fine = np.clip(met.scale * 3 - 0.6, 0, 1)
    mottle = tiled(noise_tile(256, 3, 3.0), x, y, 4) * 0.028
    spangle = tiled(spangles(), x, y, 0.36) * fine * 0.036
    streak = tiled(noise_tile(256, 5, 2.0), x, y * np.float32(0.02), 3) * 0.022
    tone = 1 + mottle + spangle + streak
    mirrored = _sheen(met, light)
    return stacked(
        [
            np.clip(base * lit * tone + mirrored, 0, 255)
            for base, lit in zip(_ZINC, light.on(met.normal), strict=True)
        ]
    )


def _sheen(met: Met, light: Light) -> Floats:
    """The sun's and the bright sky's broad mirror image on brushed zinc."""
    x, y, _ = met.normal
    flat = np.hypot(light.sun[0], light.sun[1])
    facing = (x * light.sun[0] + y * light.sun[1]) / flat
    return np.asarray(np.clip(facing, 0, 1) ** 12 * 34 * light.direct[1], np.float32)


@cache
def spangles() -> Floats:
    """Crystals of zinc: cells of one tone each, 512 x 512, repeating."""
    side, cells = 512, 32
    rng = np.random.default_rng(77)
    points = rng.uniform(0, 1, (cells, cells, 2))
    tones = rng.normal(0, 1, (cells, cells)).astype(np.float32)
    step = side // cells
    best = np.full((side, side), 9e9, np.float32)
    tone = np.zeros((side, side), np.float32)
    grid = (np.arange(side) + 0.5) / step
    cell = np.arange(side) // step
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            rows, columns = cell + down, cell + across
            place = points[rows[:, None] % cells, columns[None, :] % cells]
            away = (rows[:, None] + place[..., 1] - grid[:, None]) ** 2
            away = away + (columns[None, :] + place[..., 0] - grid[None, :]) ** 2
            nearer = away < best
            best = np.where(nearer, away, best).astype(np.float32)
            tone = np.where(nearer, tones[rows[:, None] % cells, columns[None, :] % cells], tone)
    return tone


def _rust_over(colour: Floats, amount: Floats, met: Met, light: Light) -> None:
    """Lay rust over the zinc's colour: darker in its middle, grainy."""
    some = amount > _TRACE
    x, y, share = met.x[some] + 999, met.y[some] + 999, amount[some][:, None]
    grain = tiled(noise_tile(256, 11, 0.8), x, y, 1.0)[:, None] * 0.12
    pale, dark = (np.array(shade, np.float32) for shade in (_PALE_RUST, _DARK_RUST))
    brown = (pale + (dark - pale) * np.clip(share * 1.3 - 0.35, 0, 1)) * (1 + grain)
    lit = stacked([channel[some] for channel in light.on(met.normal)])
    cover = np.clip(share * 1.15, 0, 0.96)
    colour[some] = colour[some] * (1 - cover) + brown * lit * cover


def _remember(canvas: Canvas, met: Met, amount: Floats) -> None:
    """Note on the canvas where rust is seen; whatever is laid over it takes it away."""
    canvas.rust = np.zeros(canvas.pixels.shape[:2], np.float32)
    left, top, right, bottom = met.window
    canvas.rust[top:bottom, left:right] = amount * met.cover


def rust_of(scene: Scene) -> Rust:
    """Runs below each fastening and spots between; `scene.rust` says how much, 0 for none."""
    rng = np.random.default_rng([scene.seed, 71])
    around, margin = int(np.pi * scene.post_mm) + 2, 420
    height = int(PLATE_MM[1] + 2 * margin)
    top = scene.lower_edge_m * 1000 + PLATE_MM[1] + margin
    amount = np.zeros((height, around), np.float32)
    for start in (margin - 60, height - margin + 30):
        for _ in range(rng.poisson(1 + 4 * scene.rust)):
            _run(amount, start, rng, scene.rust)
    for _ in range(rng.poisson(5 * scene.rust)):
        _spot(amount, rng, scene.rust)
    rough = noise_tile(512, 23, 2.5)[np.arange(height)[:, None] % 512, np.arange(around) % 512]
    return Rust(np.clip(amount * (1 + 0.28 * rough), 0, 1), top)


def _run(amount: Floats, start: float, rng: np.random.Generator, strength: float) -> None:
    """One run: narrow, wandering, fading downwards."""
    height, around = amount.shape
    long = int(rng.uniform(40, 120 + 260 * strength))
    rows = np.arange(max(0, int(start)), min(height, int(start) + long))
    along = (rows - start) / long
    wander = np.cumsum(rng.normal(0, 0.12, len(rows)))
    middle = rng.uniform(0.25, 0.75) * around + wander
    wide = rng.uniform(2.5, 4 + 9 * strength) * (1 - 0.45 * along)
    away = np.abs(np.arange(around)[None, :] - middle[:, None]) / wide[:, None]
    edge = np.clip(1.25 - away, 0, 1) * np.clip(1.1 - along, 0, 1)[:, None] ** 0.7
    fade_in = np.clip((rows - start) / 6, 0, 1)[:, None]
    amount[rows] = np.maximum(amount[rows], edge * fade_in * rng.uniform(0.55, 1))


def _spot(amount: Floats, rng: np.random.Generator, strength: float) -> None:
    """One roundish spot."""
    height, around = amount.shape
    y, x = rng.uniform(60, height - 60), rng.uniform(0.2, 0.8) * around
    radius = rng.uniform(2, 4 + 9 * strength)
    rows, columns = np.ogrid[:height, :around]
    away = np.hypot((rows - y) * 0.8, columns - x) / radius
    amount[:] = np.maximum(amount, np.clip(1.3 - away, 0, 1) * rng.uniform(0.6, 1))
