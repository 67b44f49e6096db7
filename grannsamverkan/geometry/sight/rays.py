"""The part of a sign's face that a plate hides from eyes, in many poses at once.

Plate and face stand upright, so the plate's shadow on the face has two upright edges, which depend
on the eye's place alone, and two slanting ones. Only for the few eyes with the face between the
upright edges are heights looked at. The share hidden is reckoned as an area, with no error of
sampling; `mounting rules 4.3` count 5 × 5 points, which miss it by up to a fifth.
"""

from dataclasses import dataclass

import numpy as np

from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.approach import STEP_M, Approach, Face
from grannsamverkan.geometry.sight.poses import Ints, Poses
from grannsamverkan.geometry.sight.rules import Rules

BEFORE_M = 0.3
"""A post that stands less than this before a face hides nothing of it (mounting rules 4.3)."""

NEAR = 1e-6
"""A plate hides nothing where it is nearer to the eye than this share of the way to the face."""

LEVEL = 1e-7
"""Edges that rise less than this, in heights of the face, are reckoned as level."""

SAME_HEIGHT = 9
"""Lower edges that agree in so many decimals of a metre are one."""


@dataclass(frozen=True)
class Stopped:
    """What a plate hides of one face. `share` (g, k, u) is the share of the face's area hidden,
    for g pairs of pose and eye at which any is, k heights of eyes, u different lower edges of the
    plate; `pose` (g,) the pose as p * angles + a, rising, `eye` (g,) the eye, and `height` (h,) the
    place among the u of each of the poses' lower edges, of which many are the same."""

    pose: Ints
    eye: Ints
    share: Floats
    height: Ints


@dataclass(frozen=True)
class _Shadows:
    """Shadows seen from above, on a face's plane: `width` (g,) is the share of the face's width in
    each; `scale` two (g,), how much larger than the plate the shadow is at either end of that."""

    pose: Ints
    eye: Ints
    width: Floats
    scale: tuple[Floats, Floats]


def ends_of(face: Face) -> Floats:
    """(2, 2): both ends of a face, seen from above."""
    return face.centre + np.array([[-0.5], [0.5]]) * face.width * _across(face)


def stopped(approach: Approach, poses: Poses) -> Stopped | None:
    """What the plate hides of the face; None if nothing in any pose and height."""
    shadows = _shadows(approach, poses)
    if not len(shadows.pose):
        return None
    lowers, height = np.unique(poses.lowers.round(SAME_HEIGHT), return_inverse=True)
    share = _shares(approach, poses, shadows, lowers)
    some = share.any(axis=(1, 2))
    if not some.any():
        return None
    return Stopped(shadows.pose[some], shadows.eye[some], share[some], height)


def severities(approach: Approach, poses: Poses, found: Stopped, rules: Rules) -> Ints:
    """(p, a, h): 2 where too much is hidden, or too long, within the distance within which nothing
    may; 1 where anything is that should not; else 0 (mounting rules 4.3)."""
    most, blocked, some = by_pose(approach, found, rules)
    longest = approach.speed / 3.6 * rules.blocked_s
    level = np.where(some, 1, 0)
    level[(most >= rules.hidden_most) | (blocked > longest)] = 2
    posts, angles = poses.centres.shape[:2]
    full = np.zeros((posts * angles, len(poses.lowers)), dtype=np.int_)
    full[np.unique(found.pose)] = level.max(axis=1)[:, found.height]
    return full.reshape(posts, angles, -1)


def by_pose(approach: Approach, found: Stopped, rules: Rules) -> tuple[Floats, Floats, Floats]:
    """Three (m, k, u), m the different poses in `found`: the largest share hidden and the metres on
    which too much is, both within the distance within which nothing may; and if anything is."""
    starts = np.unique(found.pose, return_index=True)[1]
    inside = (approach.before <= getattr(rules, approach.must))[found.eye][:, None, None]
    over = found.share > rules.hidden_least
    return (
        np.maximum.reduceat(found.share * inside, starts),
        STEP_M * np.add.reduceat((over & inside).astype(float), starts),
        np.logical_or.reduceat(over, starts),
    )


def _shadows(approach: Approach, poses: Poses) -> _Shadows:
    """Where the plates' shadows fall on the face, seen from above: for each pose and eye whose line
    of sight the plate meets there."""
    face, eyes = approach.face, approach.eyes
    across = _across(face)
    half = poses.width / 2 * poses.along
    deep = (eyes - face.centre) @ face.normal
    aside = (eyes - face.centre) @ across
    # (2, p, a): the plate's ends, as far before the face and aside of its middle as they are.
    ends = np.stack([poses.centres - half, poses.centres + half]) - face.centre
    before, off = (ends @ face.normal)[..., None], (ends @ across)[..., None]
    # (p, a, n): the share of the way from the eye at which a ray meets either end, and between them
    # what lies before the eye and before the face.
    first, last = 1 - before / deep
    start, stop = _between(first, last, NEAR, 1.0)
    parts = np.stack([start, stop])
    share = first + parts * (last - first)
    with np.errstate(divide="ignore", invalid="ignore"):
        meets = aside + (off[0] + parts * (off[1] - off[0]) - aside) / share
    meets = np.where(start < stop, meets, 0.0)
    low, high = _between(meets[0], meets[1], -face.width / 2, face.width / 2)
    stands = (poses.posts - face.centre) @ face.normal > BEFORE_M
    hit = (low < high) & (start < stop) & stands[:, None, None]
    (post, angle, eye), (low, high) = np.nonzero(hit), (low[hit], high[hit])
    width = np.abs(meets[1] - meets[0])[hit] * (high - low) / face.width
    # Along the face's plane the shadow's scale changes evenly.
    near, far = 1 / share[0][hit], 1 / share[1][hit]
    scale = near + low * (far - near), near + high * (far - near)
    return _Shadows(post * len(poses.normals) + angle, eye, width, scale)


def _between(first: Floats, last: Floats, least: float, most: float) -> tuple[Floats, Floats]:
    """The part of the way from `first` to `last` on which a value lies from `least` to `most`, as
    shares of the way: no part if the second is not larger than the first."""
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = (least - first) / (last - first), (most - first) / (last - first)
    level = first == last
    inside = (first >= least) & (first <= most)
    start = np.where(level, 0.0, np.minimum(one, other))
    stop = np.where(level, inside.astype(float), np.maximum(one, other))
    return np.maximum(start, 0.0), np.minimum(stop, 1.0)


def _shares(approach: Approach, poses: Poses, shadows: _Shadows, lowers: Floats) -> Floats:
    """(g, k, u): the share of the face's area in the shadow. At either end of the shadow's width
    its edges are as much farther from the eye's height as it is larger than the plate."""
    face = approach.face
    eyes = np.array([height for _, height in approach.heights])[:, None]

    def part_below(edges: Floats) -> Floats:
        above = (edges - eyes) / face.height
        eye = (eyes - face.edge) / face.height
        start, stop = (eye + above * scale[:, None, None] for scale in shadows.scale)
        return _mean_part(start, stop)

    share = part_below(lowers + poses.height) - part_below(lowers)
    return shadows.width[:, None, None] * share


def _mean_part(start: Floats, stop: Floats) -> Floats:
    """The mean of a line's height, cut to 0..1, on its way from `start` to `stop`."""
    rise = stop - start
    level = np.abs(rise) < LEVEL
    slanting = (_area_below(stop) - _area_below(start)) / np.where(level, 1.0, rise)
    return np.where(level, np.clip(start, 0.0, 1.0), slanting)


def _area_below(height: Floats) -> Floats:
    """The area under a line that rises evenly from 0 to a height, of which 0..1 counts."""
    cut = np.clip(height, 0.0, 1.0)
    return cut * (height - cut / 2)


def _across(face: Face) -> Floats:
    return np.array([face.normal[1], -face.normal[0]])
