"""How far the plate leans in its own plane, against its post or against plumb.

Perspective is taken into account without knowing the pose: the post runs along the plate, so the
line in which the post is seen, carried back onto the plate by its homography, runs along the plate
as the post does. The same holds for the line that leads from the plate's middle to where all
plumb lines meet, which gravity and the focal length give.
"""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from grannsamverkan.imaging.evidence import PostSeen, SignSeen, Tilt

Floats = npt.NDArray[np.float64]

_CORNERS_95 = 1.96
_EDGE_PX = 1.0
"""Standard error in px of an end of the post's edge, taken along the whole edge."""

_GRAVITY_DEGREES = 0.7
"""Standard error of a phone's plumb, and the plate's own nod and turn that the line leaves out."""

_SET_DEGREES = 0.55
"""Standard error of what the geometry leaves out: a bent lens, a tapered post, an edge taken for
another. From ten drawn scenes, which are not those of the figures."""


def against_post(
    sign: SignSeen, post: PostSeen, plate_mm: tuple[float, float], size: tuple[int, int]
) -> Tilt | None:
    """Tilt against `post`. `plate_mm` is the plate's width and height, `size` the picture's in px.

    None when the post's edges are too short to have a direction.
    """
    corners = np.asarray(sign.corners) * size
    edges = [np.asarray(edge) * size for edge in post.edges]
    lengths = [float(np.linalg.norm(edge[1] - edge[0])) for edge in edges]
    if min(lengths) < 4 * _EDGE_PX:
        return None
    lines = [_line(edge[0], edge[1]) for edge in edges]
    leaning = _leaning(corners, plate_mm, lines)
    own = _error_by_corners(sign, corners, plate_mm, lines, size[0])
    by_edges = math.degrees(math.sqrt(2) * _EDGE_PX / min(lengths)) / math.sqrt(2)
    return Tilt(leaning, _CORNERS_95 * math.hypot(own, by_edges, _SET_DEGREES), "post")


def against_plumb(
    sign: SignSeen,
    gravity: tuple[float, float, float],
    focal_px: float,
    plate_mm: tuple[float, float],
    size: tuple[int, int],
) -> Tilt:
    """Tilt against plumb. `gravity` as in `evidence.Asked`, `focal_px` the focal length in px."""
    corners = np.asarray(sign.corners) * size
    centre = np.append(corners.mean(0), 1.0)
    x, y, z = gravity
    below = np.asarray(
        [focal_px * x + z * size[0] / 2, focal_px * y + z * size[1] / 2, z], np.float64
    )
    lines = [np.cross(centre, below)]
    leaning = _leaning(corners, plate_mm, lines)
    own = _error_by_corners(sign, corners, plate_mm, lines, size[0])
    return Tilt(leaning, _CORNERS_95 * math.hypot(own, _GRAVITY_DEGREES), "plumb")


def _line(one: Floats, other: Floats) -> Floats:
    """The line (3,) through two places in px."""
    return np.cross(np.append(one, 1.0), np.append(other, 1.0))


def _leaning(corners: Floats, plate_mm: tuple[float, float], lines: Sequence[Floats]) -> float:
    """Degrees from the lines' mean direction on the plate to the plate's own down; clockwise."""
    onto = _homography(plate_mm, corners)
    angles = [_down(onto.T @ line) for line in lines]
    return float(np.mean(angles))


def _down(line: Floats) -> float:
    """How far a line on the plate leans against the plate's own down, degrees."""
    across, along = line[1], -line[0]
    if along < 0:
        across, along = -across, -along
    # A post that runs to the plate's right on its way down belongs to a plate turned clockwise.
    return math.degrees(math.atan2(across, along))


def _homography(plate_mm: tuple[float, float], corners: Floats) -> Floats:
    """From mm on the plate to px, through its four corners."""
    width, height = plate_mm
    rows = []
    for (u, v), (x, y) in zip(
        ((0, 0), (width, 0), (width, height), (0, height)), corners, strict=True
    ):
        rows.append([u, v, 1, 0, 0, 0, -u * x, -v * x])
        rows.append([0, 0, 0, u, v, 1, -u * y, -v * y])
    solved = np.linalg.solve(np.asarray(rows, np.float64), corners.ravel())
    return np.append(solved, 1.0).reshape(3, 3)


def _error_by_corners(
    sign: SignSeen,
    corners: Floats,
    plate_mm: tuple[float, float],
    lines: Sequence[Floats],
    width: int,
) -> float:
    """Standard error in degrees that comes from the corners'."""
    step = 0.25
    there = _leaning(corners, plate_mm, lines)
    changes = []
    for number in range(8):
        moved = corners.copy()
        moved.ravel()[number] += step
        changes.append((_leaning(moved, plate_mm, lines) - there) / step)
    return float(np.linalg.norm(changes)) * sign.corner_error * width
