"""One plate on one post before one camera: what would be seen, as a function of 14 unknowns.

The post stands upright in its own frame (y down along it); the camera looks at it pitched and
rolled, the plate is turned about the post. All functions take batches: unknowns (b, 14), so that
derivatives come from one call.
"""

import math
from dataclasses import dataclass

import numpy as np

from grannsamverkan.imaging.looking.camera import (
    Floats,
    bent,
    straightened,
    turned_x,
    turned_y,
    turned_z,
)

PITCH, ROLL, YAW, TURN, LEAN, X, Y, Z, LOG_FOCAL, K1, ASIDE, BEHIND, HIDDEN, HEIGHT = range(14)
UNKNOWNS = 14

_CONTACT = 0.9
"""Share of the post's radius by which the place called its foot lies nearer than its axis: the eye
goes down its front (1), its edges end a little farther back (0)."""


@dataclass(frozen=True)
class Sighting:
    """What was seen, in px from the picture's middle, and how sure it is (standard errors, px).

    `corners` (4, 2) of a plate of `plate` metres; `middle` (n, 2) points on the post's middle line,
    none or two at least; `post_width` px at the plate, `foot` (2,). `focal` in px with
    `focal_error` as a share. `down` is the phone's own gravity, (3,), or None.
    """

    corners: Floats
    corner_error: float
    plate: tuple[float, float]
    middle: Floats
    middle_error: float
    post_width: float
    foot: Floats
    foot_error: float
    hidden: tuple[float, float]
    focal: float
    focal_error: float
    down: Floats | None


@dataclass(frozen=True)
class _Placed:
    """A batch of worlds in camera coordinates, metres."""

    corners: Floats
    axis: Floats
    down: Floats
    radius: Floats


def residuals(unknowns: Floats, seen: Sighting) -> Floats:
    """Differences (b, m) of model and sighting in standard errors, priors included."""
    world = _placed(unknowns, seen)
    parts = [
        (_pictured(unknowns, world.corners) - seen.corners) / seen.corner_error,
        (_pictured(unknowns, _foot(unknowns, world)) - seen.foot) / seen.foot_error,
        _off_middle(unknowns, seen, world)[..., None],
        _eye_level(unknowns, world)[:, None],
        (unknowns - prior_mean(seen)) / prior_error(seen),
    ]
    if seen.down is not None:
        parts.append((world.down - seen.down) / _PLUMB_ERROR)
    return np.concatenate([part.reshape(len(unknowns), -1) for part in parts], axis=1)


_PLUMB_ERROR = math.radians(1.5)
"""A phone's gravity is good to about 1 degree and posts lean about as much."""

_EYE_M, _EYE_ERROR_M = 1.5, 0.3
"""Persons hold a phone 1.2-1.8 m above their ground; ground that rises or falls by 5 degrees makes
0.2 m more of it at the usual distance."""

_ANGLE_ERRORS = {PITCH: 10.0, ROLL: 10.0, YAW: 30.0, TURN: 20.0, LEAN: 1.2}
"""Degrees. Persons hold a phone nearly upright; a plate clamped to a post is parallel with it."""


def prior_mean(seen: Sighting) -> Floats:
    """What is expected of the unknowns (14,) before looking."""
    mean = np.zeros(UNKNOWNS)
    mean[PITCH] = math.radians(3)
    mean[LOG_FOCAL] = math.log(seen.focal)
    mean[BEHIND] = 0.02
    mean[HIDDEN] = seen.hidden[0]
    return mean


def prior_error(seen: Sighting) -> Floats:
    """Standard errors (14,) of that; practically endless for place and height.

    Lens: k1 even over -0.15..0.15. The post's surface is 0-40 mm behind the plate, its axis less
    than 30 mm beside the plate's middle.
    """
    error = np.full(UNKNOWNS, 1e3)
    for which, degrees in _ANGLE_ERRORS.items():
        error[which] = math.radians(degrees)
    error[LOG_FOCAL] = seen.focal_error
    error[K1] = 0.15 / math.sqrt(3)
    error[ASIDE], error[BEHIND] = 0.015, 0.012
    error[HIDDEN] = seen.hidden[1]
    return error


def _placed(unknowns: Floats, seen: Sighting) -> _Placed:
    width, height = seen.plate
    frame = turned_z(unknowns[:, ROLL]) @ turned_x(unknowns[:, PITCH])
    facing = frame @ turned_y(unknowns[:, YAW])
    plate = facing @ turned_x(unknowns[:, LEAN]) @ turned_z(unknowns[:, TURN])
    flat = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]]) / 2 * [width, height, 0]
    centre = unknowns[:, X : Z + 1]
    down = frame[:, :, 1]
    radius = seen.post_width * centre[:, 2] / np.exp(unknowns[:, LOG_FOCAL]) / 2
    lower = height / 2 * np.sum(plate[:, :, 1] * down, axis=1, keepdims=True)
    behind = unknowns[:, BEHIND, None] + radius[:, None]
    beside = facing[:, :, 0] * unknowns[:, ASIDE, None] + facing[:, :, 2] * behind
    return _Placed(
        corners=centre[:, None] + flat @ np.swapaxes(plate, 1, 2),
        axis=centre + down * lower + beside,
        down=down,
        radius=radius,
    )


def _foot(unknowns: Floats, world: _Placed) -> Floats:
    """Where the post goes out of sight: above its true foot by what is hidden (b, 1, 3)."""
    along = (unknowns[:, HEIGHT] - unknowns[:, HIDDEN])[:, None]
    axis = world.axis + along * world.down
    level = axis - world.down * np.sum(axis * world.down, axis=1, keepdims=True)
    nearer = level / np.linalg.norm(level, axis=1, keepdims=True)
    foot: Floats = axis - _CONTACT * world.radius[:, None] * nearer
    return foot[:, None]


def _off_middle(unknowns: Floats, seen: Sighting, world: _Placed) -> Floats:
    """Distance (b, n) of the seen middle line's points from the axis, in standard errors."""
    focal, k1 = np.exp(unknowns[:, LOG_FOCAL])[:, None, None], unknowns[:, K1, None, None]
    rays = straightened(seen.middle[None] / focal, k1)
    plane = np.cross(world.axis, world.down)
    along = rays @ plane[:, :2, None] + plane[:, None, 2:]
    distance = along[..., 0] / np.linalg.norm(plane[:, :2], axis=1, keepdims=True)
    off: Floats = distance * focal[..., 0] / seen.middle_error
    return off


def _eye_level(unknowns: Floats, world: _Placed) -> Floats:
    """The camera's height (b,) above the post's foot, against what is usual."""
    below = np.sum(world.axis * world.down, axis=1) + unknowns[:, HEIGHT]
    off: Floats = (below - _EYE_M) / _EYE_ERROR_M
    return off


def _pictured(unknowns: Floats, points: Floats) -> Floats:
    """Points (b, n, 3) as px from the picture's middle (b, n, 2)."""
    depth = np.maximum(points[..., 2:], 1e-3)
    rays = bent(points[..., :2] / depth, unknowns[:, K1, None, None])
    return rays * np.exp(unknowns[:, LOG_FOCAL])[:, None, None]


def along_post(unknowns: Floats, seen: Sighting, heights: Floats) -> Floats:
    """Px from the middle (n, 2) of the axis at `heights` (n,) metres above the foot."""
    one = unknowns[None]
    world = _placed(one, seen)
    down = (unknowns[HEIGHT] - heights)[None, :, None] * world.down[:, None]
    pictured: Floats = _pictured(one, world.axis[:, None] + down)[0]
    return pictured
