"""The engine against the slow model on random bending streets, and how far 5 × 5 points are off."""

from collections import Counter
from itertools import product

import numpy as np
import pytest

from grannsamverkan.geometry.sight.approach import Approaches
from grannsamverkan.geometry.sight.graph import Graph
from grannsamverkan.geometry.sight.hiding import Signs
from grannsamverkan.geometry.sight.poses import poses_of
from grannsamverkan.geometry.sight.rays import severities, stopped
from grannsamverkan.geometry.sight.rules import Rules
from tests.unit.geometry.sight.slow_hiding import (
    EYES,
    random_street,
    slow_driving,
    slow_eyes,
    slow_shares,
    slow_targets,
)

SCENES = 1000
# A rim this near to a ray (in shares of the plate) may fall either way in floating point.
TOUCHES = 1e-7
# An upright plate hides a part of the face with two upright rims and two slanting ones. Each rim
# misjudges less than one in five of the points across it, and of two opposite rims at most one
# point's worth stays uncancelled: one column and one row in 25 points.
SAMPLING = 0.2 + 0.2


def rules_of(street):
    return Rules(right_hand=street.right_hand)


def engine(street):
    """The approach, the poses, and the share hidden in each (p, a, eye, height of eye, h)."""
    rules = rules_of(street)
    (approach,) = Approaches(Graph(street.ways()), rules).of(street.thing())
    poses = poses_of(street.plate, 30.0, street.lowers)
    found = stopped(approach, poses)
    posts, angles = poses.centres.shape[:2]
    share = np.zeros((posts * angles, len(approach.eyes), len(EYES), len(poses.lowers)))
    if found is not None:
        share[found.pose, found.eye] = found.share
    levels = np.zeros((posts, angles, len(poses.lowers)), dtype=int)
    if found is not None:
        levels = severities(approach, poses, found, rules)
    return approach, poses, share.reshape(posts, angles, *share.shape[1:]), levels


def slowly(street, poses, across, upward, some):
    """The same shares by the slow model, how far the eyes are from the sign, and how near any ray
    comes to a plate's rim. Only the poses `some` (p, a, h) are looked at."""
    seen = [each for each in slow_eyes(street) if each[2]]
    eyes = [(*place, height) for place, _, _ in seen for height in EYES]
    targets = slow_targets(street, across, upward)
    driven = np.array(slow_driving(street)[0])
    shares, nearest = [], np.inf
    for p, a, h in some:
        if (np.array(street.sign) - poses.posts[p]) @ driven <= 0.3:
            shares.append(np.zeros(len(eyes)))
            continue
        along = poses.along[a]
        start = poses.centres[p, a] - poses.width / 2 * along
        corner, side = (*start, poses.lowers[h]), (*(poses.width * along), 0.0)
        share, rim = slow_shares(eyes, targets, corner, side, (0.0, 0.0, poses.height))
        shares.append(share)
        nearest = min(nearest, rim)
    shares = np.reshape(shares, (len(some), len(seen), len(EYES)))
    return shares, np.array([before for _, before, _ in seen]), nearest


def slow_level(street, share, before):
    """The severity of shares (eye, height of eye), reckoned one by one."""
    must = {30: 45, 50: 60, 70: 75}[street.speed]
    level = 0
    for parts in share.T:
        near = [part for metres, part in zip(before, parts, strict=True) if metres <= must]
        long = 2 * sum(part > 0.1 for part in near) > street.speed / 3.6
        if long or any(part >= 0.5 for part in near):
            return 2
        level = max(level, int(any(part > 0.1 for part in parts)))
    return level


def few(poses):
    """The stated place and one on the circle, at three heights: the slow model is slow."""
    places = sorted({0, 5 % len(poses.posts)})
    return list(product(places, range(len(poses.normals)), (0, 4, 8)))


def test_the_engine_hides_the_same_points_as_the_slow_model_on_random_streets():
    # given
    compared = Counter()

    for seed in range(SCENES):
        street = random_street(seed)
        approach, poses, share, levels = engine(street)
        some = few(poses)

        # when
        slow, before, rim = slowly(street, poses, 5, 5, some)
        p, a, h = np.array(some).T

        # then
        if rim > TOUCHES:
            assert before == pytest.approx(approach.before)
            assert share[p, a, :, :, h] == pytest.approx(slow, abs=1e-12), seed
            wanted = [slow_level(street, each, before) for each in slow]
            assert levels[p, a, h].tolist() == wanted, seed
            compared.update(["scene", *wanted])
    assert compared["scene"] > 500
    assert min(compared[level] for level in (0, 1, 2)) > 200


def test_five_by_five_points_are_as_near_to_dense_rays_as_five_by_five_can_be():
    # given
    errors = []
    for seed in range(0, SCENES, 4):
        street = random_street(seed)
        _, poses, share, _ = engine(street)

        # when
        (dense,), _, _ = slowly(street, poses, 20, 20, [(0, 0, 0)])
        fast = share[0, 0, :, :, 0]
        hidden = (dense > 0) | (fast > 0)
        errors.extend((fast - dense)[hidden].tolist())

    # then
    assert len(errors) > 2000
    assert np.abs(errors).max() <= SAMPLING
    assert abs(np.mean(errors)) < 0.01
    assert np.std(errors) < 0.08


def test_the_answer_for_a_plate_is_the_severity_of_its_rays():
    # given
    kinds = Counter()
    for seed in range(0, SCENES, 3):
        street = random_street(seed)
        _, poses, _, levels = engine(street)
        near = np.hypot(*(poses.posts - street.sign).T) <= 1.0

        # when
        said = Signs(Graph(street.ways()), [street.thing()], rules_of(street)).judge(
            street.plate, poses
        )

        # then
        by_rule = {one.found.rule: one for one in said}
        assert ("own_post" in by_rule) == near.any()
        if "own_post" in by_rule:
            assert (by_rule["own_post"].severities.max(axis=(1, 2)) == 2 * near).all()
        if levels.any():
            assert (by_rule["hides_sign"].severities == levels).all()
        kinds[tuple(sorted(by_rule)), int(levels.max())] += 1
    assert len(kinds) >= 4
