"""Scenes by chance, within ranges."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from math import acos, atan2, cos, degrees, radians, sin
from typing import Any, TypeVar, get_args

import numpy as np

from grannsamverkan.imaging.drawn.scene import (
    PLATE_MM,
    Fastening,
    Hiding,
    LightKind,
    Scene,
    View,
    Weather,
)

Range = tuple[float, float]
_VIEWS: tuple[View, ...] = get_args(View)
_LIGHTS: tuple[LightKind, ...] = get_args(LightKind)
_TRIES = 400
_DUSK = 0.4
_MOST_TURNED = 45.0
"""Degrees by which the plate may be turned away in a close-up."""

DEFAULT_RANGES: Mapping[str, Range] = {
    "focal_35mm": (24, 28),
    "focal_error": (-0.05, 0.05),
    "k1": (-0.15, 0.15),
    "pitch": (-10, 15),
    "yaw": (-8, 8),
    "roll": (-3, 3),
    "eye_m": (1.35, 1.75),
    "distance_m": (2.8, 5.5),
    "bearing": (-35, 35),
    "slope_along": (-5, 5),
    "slope_across": (-5, 5),
    "post_mm": (60, 140),
    "post_lean": (0, 2),
    "lower_edge_m": (1.8, 2.6),
    "gap_mm": (4, 30),
    "plate_turn": (-40, 40),
    "plate_nod": (-2, 2),
    "plate_tilt": (-40, 40),
    "hidden_m": (0, 0.15),
    "rust": (0, 1),
    "dew": (0, 1),
    "dirt": (0, 1),
    "glare": (0, 1),
    "shade": (0, 1),
    "blur_px": (0, 1.6),
    "motion_px": (0, 2),
    "noise": (0.004, 0.02),
    "jpeg_quality": (60, 95),
    "sun_bearing": (-80, 80),
    "sun_height": (12, 50),
    "exposure": (0.8, 1.15),
}
"""What `random_scene` draws from, evenly, except as its docstring says.

`focal_35mm` is the stated length; the true one differs from it by `focal_error`.
"""


def random_scene(
    seed: int,
    *,
    view: View | None = None,
    light: LightKind | None = None,
    size: tuple[int, int] | None = None,
    **ranges: Range,
) -> Scene:
    """A scene by chance: the same arguments give the same scene.

    `ranges` go before `DEFAULT_RANGES`; an unknown name raises `ValueError`, as do ranges in which
    no camera sees what it should. Left open, the view is the whole post in six of ten, the light
    day in half; dusk has 0.4 of the exposure. In the close-up the camera stands 0.65 to 1.1 m from
    the post and looks at the plate, which is turned away by 45° at most; along the road it stands
    7 to 14 m away. Where the whole post is asked for, foot and plate are inside. Most plates hang
    nearly straight: six of ten lean within a tenth of the range `plate_tilt`, three within a third.
    Half of the posts have no rust, and each kind of weather is missing on half of the plates. The
    foot is hidden in two of three.
    """
    if unknown := ranges.keys() - DEFAULT_RANGES.keys():
        raise ValueError(f"unknown ranges {sorted(unknown)}")
    rng = np.random.default_rng([seed, 4242])
    asked = {**DEFAULT_RANGES, **ranges}
    any_view = _one(rng, _VIEWS, (0.25, 0.6, 0.15))
    any_light = _one(rng, _LIGHTS, (0.5, 0.2, 0.2, 0.1))
    chosen_view, chosen_light = view or any_view, light or any_light
    for _ in range(_TRIES):
        scene = _by_chance(rng, seed, chosen_view, asked, ranges.keys())
        dim = _DUSK if chosen_light == "dusk" and "exposure" not in ranges else 1.0
        scene = replace(
            scene,
            light=chosen_light,
            exposure=scene.exposure * dim,
            size=size or _USUAL_SIZE[chosen_view],
        )
        if _SEEN_WELL[chosen_view](scene):
            return scene
    raise ValueError(f"no camera within these ranges sees what it should: {ranges}")


_Choice = TypeVar("_Choice")
_USUAL_SIZE: Mapping[View, tuple[int, int]] = {
    "fastening": (2000, 1500),
    "post": (1500, 2000),
    "road": (2000, 1500),
}
_PLACES: Mapping[View, Mapping[str, Range]] = {
    "fastening": {"distance_m": (0.65, 1.1), "eye_m": (1.7, 2.4), "hidden_m": (0, 0)},
    "post": {},
    "road": {"distance_m": (7, 14), "bearing": (60, 75), "pitch": (-2, 6), "yaw": (-20, 5)},
}


def _one(rng: np.random.Generator, choices: Sequence[_Choice], odds: Sequence[float]) -> _Choice:
    return choices[int(rng.choice(len(choices), p=odds))]


def _by_chance(
    rng: np.random.Generator, seed: int, view: View, asked: Mapping[str, Range], given: Set[str]
) -> Scene:
    """One draw; `given` are the ranges that the caller named, before those of the view."""
    usual = {name: span for name, span in _PLACES[view].items() if name not in given}
    spans = {**asked, **usual}
    value: dict[str, Any] = {name: float(rng.uniform(*span)) for name, span in spans.items()}
    value["plate_tilt"] *= _one(rng, (0.1, 0.33, 1.0), (0.6, 0.3, 0.1))
    if "rust" not in given and rng.random() < 0.5:
        value["rust"] = 0.0
    hiding = _one(rng, get_args(Hiding), (1 / 3, 1 / 2, 1 / 6))
    if hiding == "nothing" and "hidden_m" not in given:
        value["hidden_m"] = 0.0
    weather = {name: value.pop(name) for name in ("dew", "dirt", "glare", "shade")}
    thinned = {
        name: 0.0 if name not in given and rng.random() < 0.5 else amount
        for name, amount in weather.items()
    }
    # EXIF holds whole mm.
    stated = float(round(value["focal_35mm"]))
    value["focal_35mm"] = stated / (1 + value.pop("focal_error"))
    quality = round(value.pop("jpeg_quality"))
    scene = Scene(
        seed,
        view,
        focal_stated=stated,
        fastening=_one(rng, get_args(Fastening), (0.4, 0.2, 0.2, 0.2)),
        hidden_by=hiding if value["hidden_m"] else "nothing",
        weather=Weather(**thinned),
        jpeg_quality=quality,
        post_lean_towards=float(rng.uniform(0, 360)),
        sleeve_m=float(_one(rng, (0.0, 0.9, 1.2), (0.5, 0.25, 0.25))),
        motion_angle=float(rng.uniform(0, 180)),
        **value,
    )
    return _aimed(scene) if view == "fastening" else scene


def _aimed(scene: Scene) -> Scene:
    """The close-up, looking at the plate; its pitch and yaw are then by how much it misses."""
    rise = scene.lower_edge_m + PLATE_MM[1] / 2000 - scene.camera().position[2]
    pitch = degrees(atan2(rise, scene.distance_m)) + scene.pitch * 0.3
    return replace(scene, pitch=pitch, yaw=scene.yaw * 0.6)


def _all_inside(scene: Scene) -> bool:
    """Are the foot and all that a plate of the usual size can reach inside, by 2 %?"""
    up, camera = scene.post_up, scene.camera()
    reach = PLATE_MM[1] / 1000 + 0.12
    ends = np.array([np.zeros(3), up * (scene.lower_edge_m + reach)])
    sideways = 0.32 * camera.axes[0]
    places = camera.project(np.concatenate([ends, ends[1:] + sideways, ends[1:] - sideways]))
    shares = places / np.array(scene.size)
    return bool(np.all((shares > 0.02) & (shares < 0.98)))


def _faces_camera(scene: Scene) -> bool:
    """Is the plate turned away no further than one photographs it?"""
    camera = scene.camera()
    turned = radians(scene.bearing + scene.plate_turn)
    outward = np.array([sin(turned), -cos(turned), 0.0])
    middle = scene.post_up * (scene.lower_edge_m + PLATE_MM[1] / 2000)
    sight = camera.position - middle
    cosine = float(sight @ outward / np.linalg.norm(sight))
    return degrees(acos(cosine)) <= _MOST_TURNED


_SEEN_WELL: Mapping[View, Callable[[Scene], bool]] = {
    "fastening": _faces_camera,
    "post": _all_inside,
    "road": lambda _scene: True,
}
