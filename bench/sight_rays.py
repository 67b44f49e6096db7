"""The least clever way to ask what a plate hides: every ray, from every eye to 5 x 5 points of
every road sign, for every place and angle that the plate may have; numpy, and no index.

The formula of mounting rules 4.2: a ray from E to T meets the plate with middle c, normal n, along
e where t = ((c - E).n) / ((T - E).n) lies in 0..1, no more than half the width from c, between the
plate's edges. The eyes are the engine's, every 2 m along the real centre line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.approach import Approach
from grannsamverkan.geometry.sight.poses import Ints, Poses

ACROSS = 5
"""Points of a sign in each direction (mounting rules 4.3)."""
AT_ONCE = 2_048
"""Rays' rows are taken in bites that stay in a core's cache: numpy at its best."""


@dataclass(frozen=True)
class Rays:
    """One row for each eye and height: `eyes` (r, 2), `heights` (r,), the sign's points from above
    (r, q, 2), their heights (r, q), and the number of the approach it belongs to."""

    eyes: Floats
    heights: Floats
    points: Floats
    levels: Floats
    approach: Ints

    def bites(self) -> Iterator["Rays"]:
        """The same in parts."""
        for start in range(0, len(self.eyes), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            yield Rays(*(values[part] for values in vars(self).values()))


def rays_of(approaches: Sequence[Approach], across: int = ACROSS) -> Rays:
    """All eyes of all approaches, at all their heights, to so many points in each direction."""
    shares = (np.arange(across) + 0.5) / across
    parts = [_rows(number, approach, shares) for number, approach in enumerate(approaches)]
    return Rays(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def hidden_shares(rays: Rays, poses: Poses, approaches: int) -> Floats:
    """(approaches,): the largest share of each sign's points that the plate hides from any eye, at
    its stated height, in any pose."""
    worst = np.zeros(approaches)
    lower = float(poses.lowers[0])
    for part in rays.bites():
        for centres in poses.centres:
            for centre, normal, along in zip(centres, poses.normals, poses.along, strict=True):
                hit = _hit(part, centre, normal, along, (lower, lower + poses.height), poses.width)
                np.maximum.at(worst, part.approach, hit.mean(axis=(1, 2)))
    return worst


def _hit(
    rays: Rays,
    centre: Floats,
    normal: Floats,
    along: Floats,
    edges: tuple[float, float],
    width: float,
) -> Floats:
    """(r, q, q): which rays meet a plate."""
    from_eye = rays.points - rays.eyes[:, None]
    to_plate = centre - rays.eyes
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (to_plate @ normal)[:, None] / (from_eye @ normal)
        aside = share * (from_eye @ along) - (to_plate @ along)[:, None]
    meets = (share > 0) & (share < 1) & (np.abs(aside) <= width / 2)
    rise = rays.levels - rays.heights[:, None]
    at = rays.heights[:, None, None] + share[:, :, None] * rise[:, None]
    return np.asarray(meets[:, :, None] & (at >= edges[0]) & (at <= edges[1]))


def _rows(
    number: int, approach: Approach, shares: Floats
) -> tuple[Floats, Floats, Floats, Floats, Ints]:
    face, count = approach.face, len(approach.eyes) * len(approach.heights)
    across = np.array([face.normal[1], -face.normal[0]])
    points = face.centre + np.multiply.outer((shares - 0.5) * face.width, across)
    levels = face.edge + shares * face.height
    return (
        np.repeat(approach.eyes, len(approach.heights), axis=0),
        np.tile([height for _, height in approach.heights], len(approach.eyes)),
        np.tile(points, (count, 1, 1)),
        np.tile(levels, (count, 1)),
        np.full(count, number),
    )
