"""What is exactly true of a drawn scene."""

from dataclasses import dataclass
from math import atan2, degrees

import numpy as np
from numpy.typing import NDArray

from grannsamverkan.imaging.drawn.camera import Array, Camera
from grannsamverkan.imaging.drawn.plate import panel_of
from grannsamverkan.imaging.drawn.post import tube_of
from grannsamverkan.imaging.drawn.scene import Hiding, Scene
from grannsamverkan.imaging.drawn.shapes import Panel
from grannsamverkan.imaging.evidence import Artwork

Pixel = tuple[float, float]
_BEYOND_M = 0.15


@dataclass(frozen=True, eq=False)
class Truth:
    """Places in px of the drawn picture, after the lens, from its upper left corner.

    `corners`: upper left, upper right, lower right, lower left of the plate as printed (of its
    rectangle: round corners are cut out of it). `lower_edge_m`: height of the lower edge's middle
    above the ground at the post's foot. `foot`: where the post's axis meets the true ground, and
    `foot_front` the nearest point of its surface there, both also when hidden or outside
    (nan when behind the camera, as in some close-ups).
    `post_edges`: the left and right outline, each from 15 cm above the plate to 15 cm below it;
    a lens bends the line between. `tilt_post` and `tilt_plumb`: how far the plate leans in its own
    plane against the post and against plumb, degrees, clockwise as seen. `gravity`: down in the
    camera's frame, as `evidence.Asked` has it. `px_per_mm`: at the plate's middle, along its width.
    `turned`: degrees between the line of sight and the plate's normal. `rust` (h, w): where rust
    is seen. `hidden_by` and `hidden_m`: what hides the foot and how high it stands. `focal_px` is
    the true focal length.
    """

    corners: tuple[Pixel, Pixel, Pixel, Pixel]
    lower_edge_m: float
    foot: Pixel
    foot_front: Pixel
    post_edges: tuple[tuple[Pixel, Pixel], tuple[Pixel, Pixel]]
    tilt_post: float
    tilt_plumb: float
    gravity: tuple[float, float, float]
    px_per_mm: float
    turned: float
    rust: NDArray[np.bool_]
    hidden_by: Hiding
    hidden_m: float
    focal_px: float


def truth_of(scene: Scene, artwork: Artwork, camera: Camera, rust: NDArray[np.bool_]) -> Truth:
    """The truth of a scene with this artwork; `rust` is where it was drawn and not covered."""
    plate = panel_of(scene, artwork)
    seen = camera.project(plate.corners())
    gravity = camera.axes @ np.array([0.0, 0.0, -1.0])
    sight = camera.position - plate.middle
    cosine = float(sight @ plate.normal / np.linalg.norm(sight))
    lower_edge = (plate.corners()[2] + plate.corners()[3]) / 2
    return Truth(
        corners=(_pixel(seen[0]), _pixel(seen[1]), _pixel(seen[2]), _pixel(seen[3])),
        lower_edge_m=float(lower_edge[2]),
        foot=_pixel(camera.project(np.zeros((1, 3)))[0]),
        foot_front=_pixel(camera.project(_front(scene, camera)[None])[0]),
        post_edges=_edges(scene, camera, plate),
        tilt_post=_tilt(plate, -scene.post_up),
        tilt_plumb=_tilt(plate, np.array([0.0, 0.0, -1.0])),
        gravity=(float(gravity[0]), float(gravity[1]), float(gravity[2])),
        px_per_mm=_px_per_mm(plate, camera),
        turned=degrees(float(np.arccos(cosine))),
        rust=rust,
        hidden_by=scene.hidden_by,
        hidden_m=scene.hidden_m,
        focal_px=camera.focal,
    )


def _pixel(place: Array) -> Pixel:
    return float(place[0]), float(place[1])


def _tilt(plate: Panel, down: Array) -> float:
    """Degrees from `down`, seen in the plate's plane, to the plate's own down; clockwise."""
    return degrees(atan2(float(down @ plate.right), float(down @ plate.down)))


def _px_per_mm(plate: Panel, camera: Camera) -> float:
    half = plate.width_mm / 2
    pair = np.array(
        [plate.point(half - 1, plate.height_mm / 2), plate.point(half + 1, plate.height_mm / 2)]
    )
    return float(np.linalg.norm(np.diff(camera.project(pair), axis=0))) / 2


def _front(scene: Scene, camera: Camera) -> Array:
    """Where the post's line nearest to the camera meets the ground."""
    tube = tube_of(scene)
    towards, _, _ = tube.facing(camera)
    point, normal = tube.radius * towards, scene.ground_normal
    return np.asarray(point - tube.up * float(point @ normal) / float(tube.up @ normal))


def _edges(
    scene: Scene, camera: Camera, plate: Panel
) -> tuple[tuple[Pixel, Pixel], tuple[Pixel, Pixel]]:
    tube = tube_of(scene)
    middle, half = float(plate.middle @ tube.up), plate.height_mm / 2000 + _BEYOND_M
    left, right = (
        camera.project(
            np.array([side + tube.up * (middle + half), side + tube.up * (middle - half)])
        )
        for side in tube.side_lines(camera)
    )
    return (_pixel(left[0]), _pixel(left[1])), (_pixel(right[0]), _pixel(right[1]))
