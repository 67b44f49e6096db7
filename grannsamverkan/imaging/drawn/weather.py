"""What weather does to a printed plate: drops, splashes, the sky's mirror image, shade."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from grannsamverkan.imaging.drawn.camera import Floats
from grannsamverkan.imaging.drawn.scene import Weather


def weathered(face: Floats, px_per_mm: float, weather: Weather, seed: int) -> Floats:
    """`face` (h, w, 3 or 4; 0..255) with dirt, dew, glare and shade; its transparency stays.

    `px_per_mm` sets the size of drops and splashes. The same arguments give the same array.
    """
    rng = np.random.default_rng([seed, 31])
    colours = face[..., :3].astype(np.float32)
    if weather.dirt:
        colours = _dirty(colours, px_per_mm, weather.dirt, rng)
    if weather.shade:
        colours = _shaded(colours, weather.shade, rng)
    if weather.glare:
        colours = _mirroring(colours, weather.glare, rng)
    if weather.dew:
        colours = _dewy(colours, px_per_mm, weather.dew, rng)
    return np.concatenate([np.clip(colours, 0, 255), face[..., 3:]], axis=-1)


def _dirty(face: Floats, px_per_mm: float, amount: float, rng: np.random.Generator) -> Floats:
    """A grey-brown film that is denser low down, and splashes of mud."""
    height, width = face.shape[:2]
    film = _cloudy((width, height), 45 * px_per_mm, rng) * np.linspace(0.5, 1.3, height)[:, None]
    share = np.clip(film * amount * 0.42, 0, 0.6)
    mask = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(mask)
    for _ in range(rng.poisson(70 * amount)):
        x, y = rng.uniform(0, width), height * (1 - rng.beta(1, 2))
        radius = rng.gamma(1.6, 0.9) * px_per_mm
        spot = (x - radius, y - radius * rng.uniform(0.8, 1.5), x + radius, y + radius)
        draw.ellipse(spot, fill=int(rng.integers(120, 235)))
    splashes = np.asarray(mask.filter(ImageFilter.GaussianBlur(0.3 * px_per_mm)), np.float32) / 255
    share = np.maximum(share, splashes)[..., None]
    return np.asarray(face + (np.array([112, 101, 84], np.float32) - face) * share)


def _shaded(face: Floats, amount: float, rng: np.random.Generator) -> Floats:
    """Shade of a branch or an eave: part of the plate gets less light; the edge is soft."""
    height, width = face.shape[:2]
    angle, place = rng.uniform(0, 2 * np.pi), rng.uniform(-0.25, 0.25)
    rows, columns = np.ogrid[:height, :width]
    along = (columns / width - 0.5) * np.cos(angle) + (rows / height - 0.5) * np.sin(angle)
    waves = _cloudy((width, height), width / 4, rng) * 0.25 - 0.12
    inside = 1 / (1 + np.exp(-(along - place + waves) / rng.uniform(0.006, 0.05)))
    kept = 1 - inside[..., None] * amount * np.array([0.62, 0.58, 0.5])
    return np.asarray(face * kept, np.float32)


def _mirroring(face: Floats, amount: float, rng: np.random.Generator) -> Floats:
    """The sky's pale mirror image: an even veil and a broad soft streak."""
    height, width = face.shape[:2]
    angle, place = rng.uniform(-0.9, 0.9), rng.uniform(-0.45, 0.45)
    rows, columns = np.ogrid[:height, :width]
    along = (columns / width - 0.5) * np.cos(angle) + (rows / height - 0.5) * np.sin(angle)
    streak = np.exp(-(((along - place) / rng.uniform(0.08, 0.3)) ** 2))
    veil = (0.1 + 0.6 * streak) * amount
    return np.asarray(face + (np.array([238, 243, 248]) - face) * veil[..., None], np.float32)


def _dewy(face: Floats, px_per_mm: float, amount: float, rng: np.random.Generator) -> Floats:
    """Drops: each shows what is behind it turned over and blurred, with a light spot above."""
    height, width = face.shape[:2]
    drops = Image.new("L", (width, height), 0)
    lights = Image.new("L", (width, height), 0)
    inner, glint = ImageDraw.Draw(drops), ImageDraw.Draw(lights)
    for _ in range(int(60 + 700 * amount)):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        radius = min(4.5, rng.gamma(2.2, 0.55)) * px_per_mm
        inner.ellipse((x - radius, y - radius, x + radius, y + radius * 1.1), fill=255)
        spot = radius * 0.32
        glint.circle((x - radius * 0.3, y - radius * 0.4), spot, fill=230)
    soft = np.asarray(drops.filter(ImageFilter.GaussianBlur(0.25 * px_per_mm)), np.float32) / 255
    picture = Image.fromarray(np.clip(face, 0, 255).astype(np.uint8))
    behind = np.asarray(picture.filter(ImageFilter.GaussianBlur(2.2 * px_per_mm)), np.float32)
    lens = soft[..., None] * (0.35 + 0.4 * amount)
    wet = face + (behind * 0.93 - face) * lens
    spots = np.asarray(lights.filter(ImageFilter.GaussianBlur(0.2 * px_per_mm)), np.float32) / 255
    return np.asarray(wet + (250 - wet) * spots[..., None] * 0.8, np.float32)


def _cloudy(size: tuple[int, int], grain: float, rng: np.random.Generator) -> Floats:
    """Smooth noise 0..1 (height, width) with grains of `grain` px, and half as large ones."""
    total = np.zeros((size[1], size[0]), np.float32)
    for share, part in ((0.65, grain), (0.35, grain / 2.6)):
        cells = [max(2, round(side / part)) for side in size]
        raw = rng.integers(0, 256, (cells[1], cells[0]), dtype=np.uint8)
        grown = Image.fromarray(raw).resize(size, Image.Resampling.BICUBIC)
        total += share * np.asarray(grown, np.float32) / 255
    return total
