"""Distances between plates on the ground and the centre lines of ways, many at a time."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.poses import Poses

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Foot:
    """The nearest place on a line for each of m points: `places` and `along` (m, 2), metres and
    unit vectors in the line's own direction; `distance` (m,) metres; `left` (m,) which of the
    points lie to the left of the line."""

    places: Floats
    along: Floats
    distance: Floats
    left: Bools


def foot_on(line: Floats, points: Floats) -> Foot:
    """The nearest place of `points` (m, 2) on `line` (n, 2), n >= 2; pieces of no length are passed
    over. ValueError for a line without length."""
    steps = np.diff(line, axis=0)
    lengths = np.hypot(*steps.T)
    if not (lengths > 0).any():
        raise ValueError("a line without length")
    starts, steps, lengths = line[:-1][lengths > 0], steps[lengths > 0], lengths[lengths > 0]
    away = points[:, None] - starts
    share = np.clip((away * steps).sum(axis=2) / lengths**2, 0.0, 1.0)
    places = starts + share[..., None] * steps
    gaps = np.hypot(*(points[:, None] - places).transpose(2, 0, 1))
    best = gaps.argmin(axis=1)
    row = np.arange(len(points))
    along = (steps / lengths[:, None])[best]
    towards = points - places[row, best]
    left = along[:, 0] * towards[:, 1] - along[:, 1] * towards[:, 0] > 0
    return Foot(places[row, best], along, gaps[row, best], left)


def ground_segments(poses: Poses) -> Floats:
    """(p, a, 2, 2): both ends of the plate, seen from above, in every pose."""
    half = poses.width / 2 * poses.along
    return np.stack([poses.centres - half, poses.centres + half], axis=2)


def segment_distances(segments: Floats, line: Floats) -> Floats:
    """Metres from each of (…, 2, 2) segments to the line (n, 2)."""
    flat = shapely.linestrings(segments.reshape(-1, 2, 2))
    gaps = shapely.distance(flat, shapely.linestrings(line))
    return np.asarray(gaps, dtype=float).reshape(segments.shape[:-2])
