"""All the ways a plate may truly hang: positions within its error, its angles, its heights."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.model import Found, Plate, Verdict

Ints = NDArray[np.int_]
SEVERITIES: tuple[Verdict, Verdict, Verdict] = ("ok", "person_looks", "not_ok")
ROUND = 16
"""Positions on the circle of the error, beside the stated one (mounting rules 4.5)."""


@dataclass(frozen=True)
class Poses:
    """`posts` (p, 2), p = 1 or 17, the stated position first; `normals` and `along` (a, 2) unit
    vectors of the face and along the plate, a = 1 or 2; `centres` (p, a, 2) the plate's middle;
    `lowers` (h,) lower edges in groups of `spread`: a height, and as much lower and higher as it
    may be wrong. The first group is the stated height, the others are heights to try."""

    posts: Floats
    normals: Floats
    along: Floats
    centres: Floats
    lowers: Floats
    spread: int
    width: float
    height: float

    @property
    def reach(self) -> float:
        """Metres from the stated position within which every part of the plate lies."""
        ends = self.centres[:, :, None] + np.multiply.outer(
            np.array([-0.5, 0.5]) * self.width, self.along
        ).transpose(1, 0, 2)
        return float(np.hypot(*(ends - self.posts[0]).reshape(-1, 2).T).max())


@dataclass(frozen=True)
class Judged:
    """A rule's answer with its severity (0 ok, 1 a person looks, 2 not ok) in each pose, (p, a, h)
    as the poses are."""

    found: Found
    severities: Ints


def poses_of(plate: Plate, road_azimuth: float | None, tried: Sequence[float] = ()) -> Poses:
    """The poses of a plate; `road_azimuth` is the direction of the nearest road, for a plate whose
    own nobody has stated: it then faces along the road or across it. `tried` are other heights."""
    posts = np.array([[plate.x, plate.y]]) + _circle(plate.error)
    azimuths = _azimuths(plate, road_azimuth)
    normals = np.array([[math.sin(a), math.cos(a)] for a in azimuths])
    along = np.column_stack([normals[:, 1], -normals[:, 0]])
    centres = posts[:, None] + plate.radius * normals[None]
    spread = np.array([0.0, -plate.lower_error, plate.lower_error][: 3 if plate.lower_error else 1])
    lowers = (np.array([plate.lower_edge, *tried])[:, None] + spread).ravel()
    return Poses(posts, normals, along, centres, lowers, len(spread), plate.width, plate.height)


def judged(poses: Poses, severities: Ints, found: Found) -> Judged:
    """The answer of one rule; its verdict is what the severities say for the stated height."""
    return Judged(replace(found, verdict=combined(severities, poses.spread)[0]), severities)


def combined(severities: Ints, spread: int) -> list[Verdict]:
    """For each group of heights one verdict from (p, a, h) severities.

    Of two angles the worse counts; over positions and heights all must agree, or a person looks.
    """
    by_place = severities.max(axis=1)
    groups = by_place.reshape(len(by_place), -1, spread)
    least, most = groups.min(axis=(0, 2)), groups.max(axis=(0, 2))
    return [
        SEVERITIES[low] if low == high else "person_looks"
        for low, high in zip(least, most, strict=True)
    ]


def _circle(error: float) -> Floats:
    if error <= 0:
        return np.zeros((1, 2))
    turn = np.arange(ROUND) * (2 * math.pi / ROUND)
    rim = error * np.column_stack([np.sin(turn), np.cos(turn)])
    return np.vstack([np.zeros((1, 2)), rim])


def _azimuths(plate: Plate, road_azimuth: float | None) -> list[float]:
    if plate.azimuth is not None:
        return [math.radians(plate.azimuth)]
    base = math.radians(road_azimuth or 0.0)
    return [base, base + math.pi / 2]
