"""The engine against the slow model on random bending streets."""

from collections import Counter

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
    slow_level,
    slow_shares,
    slow_targets,
)

SCENES = 1000


def sampling_error(grid):
    """How far a count of grid × grid points may be from the area of an upright shadow: less than a
    column and a row."""
    return 2 / grid + 1 / grid**2


def rules_of(street):
    return Rules(right_hand=street.right_hand)


def engine(street):
    """The approach, the poses, and what is hidden in each (p, a, eye, height of eye, h) with its
    severity (p, a, h)."""
    rules = rules_of(street)
    (approach,) = Approaches(Graph(street.ways()), rules).of(street.thing())
    poses = poses_of(street.plate, 30.0, street.lowers)
    found = stopped(approach, poses)
    posts, angles = poses.centres.shape[:2]
    share = np.zeros((posts * angles, len(approach.eyes), len(EYES), len(poses.lowers)))
    levels = np.zeros((posts, angles, len(poses.lowers)), dtype=int)
    if found is not None:
        share[found.pose, found.eye] = found.share[..., found.height]
        levels = severities(approach, poses, found, rules)
    return approach, poses, share.reshape(posts, angles, *share.shape[1:]), levels


def slowly(street, poses, pose, grid):
    """The shares (eye, height of eye) that the slow model counts in one pose (p, a, h)."""
    p, a, h = pose
    seen = [each for each in slow_eyes(street) if each[2]]
    if (np.array(street.sign) - poses.posts[p]) @ slow_driving(street)[0] <= 0.3:
        return np.zeros((len(seen), len(EYES)))
    along = poses.along[a]
    shares = slow_shares(
        [(*place, height) for place, _, _ in seen for height in EYES],
        slow_targets(street, grid, grid),
        (*(poses.centres[p, a] - poses.width / 2 * along), poses.lowers[h]),
        (*(poses.width * along), 0.0),
        (0.0, 0.0, poses.height),
    )
    return shares.reshape(len(seen), len(EYES))


def one_pose(poses, seed):
    """The stated pose of every other scene, any of the others."""
    if seed % 2:
        return 0, 0, 0
    dice = np.random.default_rng(seed)
    sizes = (*poses.centres.shape[:2], len(poses.lowers))
    return tuple(int(dice.integers(size)) for size in sizes)


def test_the_engine_hides_what_the_slow_models_rays_meet_on_random_streets():
    # given
    grid, compared, errors = 12, Counter(), []
    slack = sampling_error(grid)

    for seed in range(SCENES):
        street = random_street(seed)
        approach, poses, share, levels = engine(street)
        p, a, h = one_pose(poses, seed)

        # when
        slow = slowly(street, poses, (p, a, h), grid)

        # then the eyes are the same, and but for the error of sampling the shares and severities
        before = [metres for _, metres, seen in slow_eyes(street) if seen]
        assert before == pytest.approx(approach.before)
        fast = share[p, a, :, :, h]
        assert np.abs(fast - slow).max() < slack, seed
        least = slow_level(street, slow - slack, before)
        most = slow_level(street, np.where(slow > 0, slow + slack, 0.09), before)
        assert least <= levels[p, a, h] <= most, seed
        compared.update([("scene", least == most), ("level", int(levels[p, a, h]))])
        errors.extend((fast - slow)[(fast > 0) | (slow > 0)].tolist())
    assert compared["scene", True] > 0.5 * SCENES
    assert min(compared["level", level] for level in (0, 1, 2)) > 0.1 * SCENES
    assert abs(np.mean(errors)) < 0.002


def test_dense_rays_come_as_near_as_they_are_dense():
    # given
    grid, errors = 50, []
    for seed in range(1, SCENES, 24):
        street = random_street(seed)
        _, poses, share, _ = engine(street)

        # when
        slow = slowly(street, poses, (0, 0, 0), grid)
        fast = share[0, 0, :, :, 0]
        errors.extend((fast - slow)[(fast > 0) | (slow > 0)].tolist())

    # then
    assert len(errors) > 500
    assert np.abs(errors).max() < sampling_error(grid)
    assert np.std(errors) < 0.01


def test_severities_follow_from_shares_as_reckoned_one_by_one():
    # given
    seen = Counter()
    for seed in range(0, SCENES, 12):
        street = random_street(seed)
        approach, _, share, levels = engine(street)

        # when
        for p, a, h in np.ndindex(levels.shape):
            wanted = slow_level(street, share[p, a, :, :, h], approach.before)

            # then
            assert levels[p, a, h] == wanted
            seen[wanted] += 1
    assert min(seen[level] for level in (0, 1, 2)) > 100


def test_the_answer_for_a_plate_is_the_severity_of_its_rays():
    # given
    kinds = Counter()
    for seed in range(0, SCENES, 5):
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
