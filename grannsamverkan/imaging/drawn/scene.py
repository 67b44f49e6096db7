"""All that decides a drawn scene, as plain data."""

from dataclasses import dataclass, field
from math import cos, radians, sin
from typing import Literal

import numpy as np

from grannsamverkan.imaging.drawn.camera import Array, Camera, focal_in_px, looking

View = Literal["fastening", "post", "road"]
LightKind = Literal["day", "warm", "overcast", "dusk"]
Hiding = Literal["nothing", "grass", "snow"]
Fastening = Literal["cable_tie", "lined_band", "bare_band", "wire"]

PLATE_MM = (300.0, 400.0)
"""Width and height of the usual plate."""


@dataclass(frozen=True)
class Weather:
    """What lies on the plate, each 0 (nothing) to 1 (as much as ever).

    `dew`: drops; `dirt`: splashes and film; `glare`: the sky mirrored; `shade`: an edge of shade
    across it.
    """

    dew: float = 0.0
    dirt: float = 0.0
    glare: float = 0.0
    shade: float = 0.0


@dataclass(frozen=True)
class Scene:
    """One scene. Angles in degrees, lengths in m unless the name says mm.

    The camera stands `distance_m` from the post, `bearing` degrees around it (0: straight from the
    street, positive towards the right along the road), `eye_m` above the ground there; its axis is
    `yaw` to the right of the post, `pitch` up, rolled clockwise by `roll`. `focal_35mm` is the true
    focal length, `focal_stated` what EXIF says.

    The ground rises by `slope_along` degrees along the road and `slope_across` towards the houses.
    The post leans `post_lean` towards `post_lean_towards` (0: away, clockwise). The plate's lower
    edge hangs `lower_edge_m` above the ground at the foot, `gap_mm` before the post; the plate is
    turned `plate_turn` around the post away from the camera, nods by `plate_nod` and is turned in
    its own plane by `plate_tilt` against the post, clockwise as seen. `exposure` multiplies the
    finished tones: a phone's picture at dusk has some 0.4.
    """

    seed: int
    view: View = "post"
    size: tuple[int, int] = (1500, 2000)
    focal_35mm: float = 26.0
    focal_stated: float = 26.0
    k1: float = 0.0
    pitch: float = 0.0
    yaw: float = 0.0
    roll: float = 0.0
    eye_m: float = 1.55
    distance_m: float = 4.0
    bearing: float = 0.0
    slope_along: float = 0.0
    slope_across: float = 0.0
    post_mm: float = 90.0
    post_lean: float = 0.0
    post_lean_towards: float = 0.0
    sleeve_m: float = 0.0
    lower_edge_m: float = 2.1
    gap_mm: float = 12.0
    plate_turn: float = 0.0
    plate_nod: float = 0.0
    plate_tilt: float = 0.0
    fastening: Fastening = "cable_tie"
    rust: float = 0.0
    hidden_m: float = 0.0
    hidden_by: Hiding = "nothing"
    light: LightKind = "day"
    sun_bearing: float = -40.0
    sun_height: float = 38.0
    exposure: float = 1.0
    weather: Weather = field(default_factory=Weather)
    blur_px: float = 0.5
    motion_px: float = 0.0
    motion_angle: float = 0.0
    noise: float = 0.01
    jpeg_quality: int = 88

    def camera(self) -> Camera:
        """Where the picture is taken from."""
        around = radians(self.bearing)
        x, y = self.distance_m * sin(around), -self.distance_m * cos(around)
        position = np.array([x, y, self.ground(x, y) + self.eye_m])
        # From the post's right one looks to the left.
        axes = looking(-self.bearing + self.yaw, self.pitch, self.roll)
        focal = focal_in_px(self.focal_35mm, self.size)
        return Camera(self.size, focal, self.k1, position, axes)

    def ground(self, x: float, y: float) -> float:
        """Height of the ground at x, y."""
        normal = self.ground_normal
        return float(-(normal[0] * x + normal[1] * y) / normal[2])

    @property
    def snow_m(self) -> float:
        """How deep the snow lies."""
        return self.hidden_m if self.hidden_by == "snow" else 0.0

    @property
    def ground_normal(self) -> Array:
        """Unit vector straight out of the ground."""
        along, across = np.tan(np.radians([self.slope_along, self.slope_across]))
        upward = np.array([-along, -across, 1.0])
        return np.asarray(upward / np.linalg.norm(upward))

    @property
    def post_up(self) -> Array:
        """Unit vector up the post."""
        lean, towards = radians(self.post_lean), radians(self.post_lean_towards)
        return np.array([sin(lean) * sin(towards), sin(lean) * cos(towards), cos(lean)])
