"""The ground: road, kerb, pavement, grass or snow on a sloping plane, in true perspective."""

from dataclasses import dataclass

import numpy as np

from grannsamverkan.imaging.drawn.camera import Camera, Floats, Window
from grannsamverkan.imaging.drawn.paint import Canvas, Light, darken, lay, noise_tile, rgb, tiled
from grannsamverkan.imaging.drawn.scene import Scene

ROAD, KERB, PAVING = (-8.6, -2.35), (-2.35, -2.2), (-2.2, 0.55)
"""Where they lie across the road, in m from the post's foot (negative: towards the road)."""

_ASPHALT, _KERB, _PAVING = rgb("#77787a"), rgb("#bdbab2"), rgb("#aba79f")
_GRASS, _LINE, _SNOW = rgb("#7d9452"), rgb("#f0eee6"), rgb("#dde3ea")
_FAR = 400.0


@dataclass(frozen=True, eq=False)
class _Seen:
    """World places of the ground's pixels; `wide` is how many m across the road a pixel spans."""

    window: Window
    x: Floats
    y: Floats
    wide: Floats
    cover: Floats


@dataclass(frozen=True, eq=False)
class Shadow:
    """Where the post takes light from the ground, and how much of it (h, w)."""

    window: Window
    amount: Floats


def paint_ground(canvas: Canvas, scene: Scene, camera: Camera, light: Light) -> Shadow | None:
    """Everything below the horizon; snow lies on all of it. The post's shadow is yet to be cast."""
    seen = _seen(scene, camera)
    if seen is None:
        return None
    colour = _snow(seen) if scene.hidden_by == "snow" else _paved(seen, scene)
    colour *= _foot_shade(seen, scene)[..., None]
    normal = scene.ground_normal
    ambient = np.array([part * (0.8 + 0.2 * normal[2]) for part in light.ambient], np.float32)
    # Flat ground in a low sun would be dull: eyes and cameras adapt to it.
    facing = max(float(normal @ light.sun), 0.45)
    direct = np.array(light.direct, np.float32) * facing
    colour *= ambient + direct
    lay(canvas, seen.window, np.clip(colour, 0, 255), seen.cover)
    share = float(direct.mean() / (ambient + direct).mean())
    return Shadow(seen.window, _shadow(seen, scene, light) * share * seen.cover)


def cast(canvas: Canvas, shadow: Shadow) -> None:
    """Lay the post's shadow over the ground and what lies flat on it."""
    darken(canvas, shadow.window, shadow.amount)


def _seen(scene: Scene, camera: Camera) -> _Seen | None:
    normal = scene.ground_normal
    window = 0, _horizon(scene, camera), camera.size[0], camera.size[1]
    if window[1] >= window[3] - 2:
        return None
    rays = camera.rays(window)
    towards = sum(ray * np.float32(side) for ray, side in zip(rays, normal, strict=True))
    height = float(camera.position @ normal) - scene.snow_m * normal[2]
    forward = np.float32(height) / np.maximum(-np.asarray(towards), np.float32(height / _FAR))
    x = forward * rays[0] + np.float32(camera.position[0])
    y = forward * rays[1] + np.float32(camera.position[1])
    wide = np.abs(np.diff(y, axis=0, append=y[-1:])) + np.abs(np.diff(y, axis=1, append=y[:, -1:]))
    cover = np.clip(-np.asarray(towards) * np.float32(camera.focal) + 0.5, 0, 1)
    return _Seen(window, x, y, np.maximum(wide, 1e-4), cover)


def _horizon(scene: Scene, camera: Camera) -> int:
    """The uppermost row in which the ground shows."""
    width, height = camera.size
    sides = [camera.rays((x, 0, x + 1, height)) for x in (0, width // 2, width - 1)]
    normal = scene.ground_normal.astype(np.float32)
    rows = []
    for x, y, z in sides:
        below = np.flatnonzero((x * normal[0] + y * normal[1] + z * normal[2])[:, 0] < 0)
        rows.append(int(below[0]) if len(below) else height)
    return max(0, min(rows) - 2)


def _paved(seen: _Seen, scene: Scene) -> Floats:
    """Strips along the road: verge, road with its line, kerb, pavement of slabs, grass."""
    fine, rough, broad = _noises(seen)
    colour = _grassy(fine, rough, broad)
    over = _between(seen, *ROAD)
    asphalt = np.array(_ASPHALT, np.float32) * (1 + 0.06 * fine + 0.02 * broad)[..., None]
    _over(colour, asphalt, over)
    _over(colour, np.array(_LINE, np.float32), over * _middle_line(seen) * 0.85)
    for kerb in (KERB, (ROAD[0] - 0.15, ROAD[0])):
        stone = np.array(_KERB, np.float32) * (1 + 0.05 * fine)[..., None]
        _over(colour, stone, _between(seen, *kerb))
    paving = _pavement(scene)
    slabs = np.array(_PAVING, np.float32) * _slabs(seen, fine, broad)[..., None]
    _over(colour, slabs, _between(seen, *paving))
    return colour


def _pavement(scene: Scene) -> tuple[float, float]:
    """Where the foot is in grass, the pavement ends before it."""
    return (PAVING[0], -0.42) if scene.hidden_by == "grass" else PAVING


def _noises(seen: _Seen) -> tuple[Floats, Floats, Floats]:
    """Grain of 6 mm, of 4 cm and of 1 m; what is finer than a pixel fades out."""
    x, y = seen.x + 4096, seen.y + 4096
    return (
        tiled(noise_tile(256, 41, 0.7), x, y, 0.006) * np.clip(0.012 / seen.wide, 0, 1),
        tiled(noise_tile(256, 43, 1.5), x, y, 0.02) * np.clip(0.06 / seen.wide, 0, 1),
        tiled(noise_tile(256, 47, 4.0), x, y, 0.15) * np.clip(1.2 / seen.wide, 0, 1),
    )


def _grassy(fine: Floats, rough: Floats, broad: Floats) -> Floats:
    tone = 1 + 0.09 * fine + 0.06 * rough + 0.05 * broad
    yellow = np.clip(0.2 * broad, -0.1, 0.5)[..., None] * np.array([22, 10, -6], np.float32)
    return np.asarray(np.array(_GRASS, np.float32) * tone[..., None] + yellow)


def _snow(seen: _Seen) -> Floats:
    fine, rough, broad = _noises(seen)
    tone = 1 + 0.008 * fine + 0.02 * rough + 0.03 * broad
    return np.asarray(np.array(_SNOW, np.float32) * tone[..., None])


def _slabs(seen: _Seen, fine: Floats, broad: Floats) -> Floats:
    """Concrete slabs of 0.7 m in rows of 0.35 m with dark joints and unlike tones."""
    tone = 1 + 0.05 * fine + 0.02 * broad
    row = np.floor(seen.y / 0.35)
    shifted = seen.x / 0.7 + 0.5 * (row.astype(np.int32) & 1)
    column = np.floor(shifted)
    own = noise_tile(64, 53, 0)[row.astype(np.int32) & 63, column.astype(np.int32) & 63]
    tone = tone + 0.022 * own * np.clip(0.5 / seen.wide, 0, 1)
    for position, pitch in ((seen.y / 0.35 - row, 0.35), (shifted - column, 0.7)):
        gap = np.minimum(position, 1 - position) * pitch
        tone = tone * (1 - 0.3 * _line(gap, 0.004, seen.wide))
    return np.asarray(tone)


def _middle_line(seen: _Seen) -> Floats:
    """Dashes of 3 m, 9 m apart, in the middle of the road."""
    middle = (ROAD[0] + ROAD[1]) / 2
    dash = np.clip((1.5 - np.abs(np.mod(seen.x, 12) - 6)) / 0.05, 0, 1)
    return np.asarray(_line(np.abs(seen.y - middle), 0.06, seen.wide) * dash)


def _line(away: Floats, half: float, wide: Floats) -> Floats:
    """How much of a pixel `wide` m large a line covers whose middle is `away`."""
    cover = np.clip((half - away) / wide + 0.5, 0, 1)
    return np.asarray(cover * np.minimum(1, 2 * half / wide))


def _between(seen: _Seen, low: float, high: float) -> Floats:
    inside = np.minimum(seen.y - low, high - seen.y)
    return np.asarray(np.clip(inside / seen.wide + 0.5, 0, 1))


def _over(colour: Floats, other: Floats, cover: Floats) -> None:
    colour += (other - colour) * cover[..., None]


def _foot_shade(seen: _Seen, scene: Scene) -> Floats:
    """Less light reaches the ground right around the post."""
    away = np.sqrt(seen.x * seen.x + seen.y * seen.y) - scene.post_mm / 2000
    return np.asarray(1 - 0.4 * np.exp(-np.maximum(away, 0) / 0.07), np.float32)


def _shadow(seen: _Seen, scene: Scene, light: Light) -> Floats:
    """How much of the sun the post takes: its shadow grows softer with the distance."""
    if max(light.direct) < 0.2:
        return np.zeros_like(seen.x)
    sun = light.sun.astype(np.float64)
    flat = np.hypot(sun[0], sun[1])
    along = -(seen.x * sun[0] + seen.y * sun[1]) / flat
    aside = np.abs(seen.x * sun[1] - seen.y * sun[0]) / flat
    radius = scene.post_mm / 2000
    soft = 0.004 + np.maximum(along, 0) * 0.012
    inside = np.clip((radius - aside) / soft * 0.5 + 0.5, 0, 1)
    reach = np.clip((along + 0.02) / 0.04, 0, 1)
    return np.asarray(inside * reach, np.float32)
