"""Rays from eyes to a sign's face, and the share of them that a plate stops, in many poses at once.

Plate and face stand upright: where a ray meets the plate, seen from above, depends on the eye and
the column of the face alone. Heights matter only for the few rays that meet it there.
"""

from dataclasses import dataclass

import numpy as np

from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.approach import STEP_M, Approach, Face
from grannsamverkan.geometry.sight.poses import Ints, Poses
from grannsamverkan.geometry.sight.rules import Rules

ACROSS, UPWARD = 5, 5
"""Points of a face that should be seen (mounting rules 4.3): the middles of 5 × 5 equal parts."""

BEFORE_M = 0.3
"""A post that stands less than this before a face hides nothing of it (mounting rules 4.3)."""


@dataclass(frozen=True)
class Stopped:
    """What a plate hides of one face. `share` (g, k, h) is the share of the face's points hidden,
    for g pairs of pose and eye at which anything is, k heights of eyes, h lower edges of the plate;
    `pose` (g,) the pose as p * angles + a, rising, and `eye` (g,) the eye."""

    pose: Ints
    eye: Ints
    share: Floats


def columns(face: Face) -> Floats:
    """(5, 2): the middles of the face's columns, seen from above."""
    across = np.array([face.normal[1], -face.normal[0]])
    aside = _middles(ACROSS, face.width) - face.width / 2
    middles: Floats = face.centre + aside[:, None] * across
    return middles


def stopped(approach: Approach, poses: Poses) -> Stopped | None:
    """What the plate hides of the face; None if no ray meets it in any pose or height."""
    post, angle, eye, share = _met(approach, poses)
    if not len(post):
        return None
    key = (post * len(poses.normals) + angle) * len(approach.eyes) + eye
    pairs, group = np.unique(key, return_inverse=True)
    hidden = _heights(approach, poses, len(pairs), group, share)
    some = hidden.any(axis=(1, 2))
    if not some.any():
        return None
    pose, at = np.divmod(pairs[some], len(approach.eyes))
    return Stopped(pose, at, hidden[some] / (ACROSS * UPWARD))


def severities(approach: Approach, poses: Poses, found: Stopped, rules: Rules) -> Ints:
    """(p, a, h): 2 where too much is hidden, or too long, within the distance within which nothing
    may; 1 where anything is that should not; else 0 (mounting rules 4.3)."""
    most, blocked, some = by_pose(approach, found, rules)
    longest = approach.speed / 3.6 * rules.blocked_s
    level = np.where(some, 1, 0)
    level[(most >= rules.hidden_most) | (blocked > longest)] = 2
    posts, angles = poses.centres.shape[:2]
    full = np.zeros((posts * angles, len(poses.lowers)), dtype=np.int_)
    full[np.unique(found.pose)] = level.max(axis=1)
    return full.reshape(posts, angles, -1)


def by_pose(approach: Approach, found: Stopped, rules: Rules) -> tuple[Floats, Floats, Floats]:
    """Three (u, k, h), u the different poses in `found`: the largest share hidden and the metres on
    which too much is, both within the distance within which nothing may; and if anything is."""
    starts = np.unique(found.pose, return_index=True)[1]
    inside = (approach.before <= getattr(rules, approach.must))[found.eye][:, None, None]
    over = found.share > rules.hidden_least
    return (
        np.maximum.reduceat(found.share * inside, starts),
        STEP_M * np.add.reduceat((over & inside).astype(float), starts),
        np.logical_or.reduceat(over, starts),
    )


def _met(approach: Approach, poses: Poses) -> tuple[Ints, Ints, Ints, Floats]:
    """The rays that meet the plate seen from above: indices of post, angle and eye, and the share
    of the way to the face at which they do."""
    face, eyes = approach.face, approach.eyes
    rays = columns(face)[None] - eyes[:, None]
    facing = np.einsum("ncx,ax->anc", rays, poses.normals)
    passing = np.einsum("ncx,ax->anc", rays, poses.along)
    away = poses.centres[:, :, None] - eyes
    ahead = np.einsum("panx,ax->pan", away, poses.normals)
    aside = np.einsum("panx,ax->pan", away, poses.along)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = ahead[..., None] / facing
        off = share * passing - aside[..., None]
    before = (poses.posts - face.centre) @ face.normal > BEFORE_M
    met = (share > 0) & (share < 1) & (np.abs(off) <= poses.width / 2)
    met &= before[:, None, None, None]
    post, angle, eye, _ = np.nonzero(met)
    return post, angle, eye, share[met]


def _heights(approach: Approach, poses: Poses, pairs: int, group: Ints, share: Floats) -> Ints:
    """(pairs, k, h): how many of the face's points are hidden. A ray that passes the plate at
    height z meets the plates whose lower edges are from z less the plate's height up to z."""
    order = np.argsort(poses.lowers, kind="stable")
    lowers = poses.lowers[order]
    face = approach.face
    rows = face.edge + _middles(UPWARD, face.height)
    eyes = np.array([height for _, height in approach.heights])
    passes = eyes[:, None] + share[:, None, None] * (rows - eyes[:, None])
    steps = len(lowers) + 1
    at = (group[:, None] * len(eyes) + np.arange(len(eyes)))[..., None] * steps
    size = pairs * len(eyes) * steps
    first = np.searchsorted(lowers, passes - poses.height, side="left")
    last = np.searchsorted(lowers, passes, side="right")
    begun = np.bincount((at + first).ravel(), minlength=size)
    ended = np.bincount((at + last).ravel(), minlength=size)
    sorted_counts = np.cumsum((begun - ended).reshape(pairs, len(eyes), steps), axis=2)[..., :-1]
    counts = np.empty_like(sorted_counts)
    counts[..., order] = sorted_counts
    return counts


def _middles(parts: int, size: float) -> Floats:
    return (np.arange(parts) + 0.5) / parts * size
