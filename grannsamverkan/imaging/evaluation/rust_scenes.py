"""Drawn close-ups of a sign's fastening, with and without rust, seen by the shipped rust weights.

The scenes come from the renderer of the demonstration photos, which nothing was learnt from, and
go through `looking.rust` as a photo would; only the post's edges and the plate's corners are given.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np

from grannsamverkan.imaging.drawn.artwork import sample
from grannsamverkan.imaging.drawn.render import painted
from grannsamverkan.imaging.drawn.scene import Fastening, LightKind, Scene, Weather
from grannsamverkan.imaging.drawn.truth import Truth
from grannsamverkan.imaging.evidence import Corners, PostSeen, RustSeen
from grannsamverkan.imaging.looking import rust

COUNT = 40
"""Scenes; each is drawn without rust and with it."""

LEAST_MM2 = 100.0
"""Area of rust in sight from which on a drawn post counts as rusty."""

_SEED = 700_000
_LIGHTS: tuple[LightKind, ...] = ("day", "warm", "overcast")


@dataclass(frozen=True)
class Seen:
    """What was seen in one scene, and how much rust was in sight, in mm²."""

    seen: RustSeen
    rust_mm2: float
    scene: str


def read(every: int = 1) -> Iterator[Seen]:
    """Yield what the shipped weights see in every n-th scene, clean and rusty."""
    model, artwork = rust.Model.shipped(), sample("1234", None)
    for index in range(0, COUNT, every):
        scene = close_up(index)
        for amount in (0.0, scene.rust):
            picture, truth = painted(replace(scene, rust=amount), artwork)
            pixels = np.asarray(picture.convert("RGB"))
            post, corners = shares(truth, picture.size)
            scale = 1 / truth.px_per_mm
            seen = rust.look(pixels, post, corners, mm_per_pixel=scale, model=model)
            yield Seen(seen, float(truth.rust.sum()) * scale**2, f"scene {index}")


def close_up(index: int) -> Scene:
    """Return a scene of the fastening from near, in any light and weather, with some rust."""
    chance = np.random.default_rng(_SEED + index)
    kinds = get_args(Fastening)
    distance, lower_edge = chance.uniform(0.65, 1.1), chance.uniform(1.9, 2.5)
    turn = chance.uniform(-20, 20)
    return Scene(
        _SEED + index,
        view="fastening",
        size=(1500, 1125),
        distance_m=distance,
        eye_m=lower_edge,
        pitch=math.degrees(math.atan2(0.15, distance)),
        lower_edge_m=lower_edge,
        post_mm=chance.uniform(76, 110),
        plate_turn=turn,
        sun_bearing=turn + chance.uniform(-60, 60),
        light=_LIGHTS[index % len(_LIGHTS)],
        exposure=chance.uniform(0.75, 1.2),
        fastening=kinds[index % len(kinds)],
        rust=chance.uniform(0.3, 1.0),
        weather=Weather(dirt=chance.uniform(0, 0.4), shade=chance.uniform(0, 0.4)),
        blur_px=chance.uniform(0.3, 1.4),
        noise=chance.uniform(0.004, 0.02),
    )


def shares(truth: Truth, size: tuple[int, int]) -> tuple[PostSeen, Corners]:
    """Return the true post and plate as places."""
    (left_top, left_foot), (right_top, right_foot), corners = (
        tuple((x / size[0], y / size[1]) for x, y in points)
        for points in (*truth.post_edges, truth.corners)
    )
    edges = ((left_top, left_foot), (right_top, right_foot))
    one, two, three, four = corners
    return PostSeen(edges, right_top[0] - left_top[0], 1.0), (one, two, three, four)
