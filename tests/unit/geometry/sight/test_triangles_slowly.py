"""The engine's triangles against the slow model's, on random junctions."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pytest

from grannsamverkan.geometry.sight.graph import Graph
from grannsamverkan.geometry.sight.poses import poses_of
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.geometry.sight.triangles import Triangles
from tests.unit.geometry.sight.slow_triangles import (
    clear_along,
    corners,
    kerb_corner,
    random_scene,
    slow_severity,
)

SCENES = 1000


@dataclass(frozen=True)
class Hung:
    """The plate in one pose."""

    post: np.ndarray
    centre: np.ndarray
    along: np.ndarray
    normal: np.ndarray
    width: float
    height: float
    lower: float


def town_of(scene):
    return Triangles(Graph(scene.ways()), Rules(right_hand=scene.right_hand))


def hung(poses, at):
    p, a, h = at
    return Hung(
        poses.posts[p],
        poses.centres[p, a],
        poses.along[a],
        poses.normals[a],
        poses.width,
        poses.height,
        poses.lowers[h],
    )


def some_poses(poses, seed):
    """The stated pose, and one of the others."""
    dice = np.random.default_rng(seed)
    sizes = (*poses.centres.shape[:2], len(poses.lowers))
    return [(0, 0, 0), tuple(dice.integers(sizes))]


def by_corner(judged):
    """The answers by the corner of the kerbs."""
    return {
        tuple(np.round(shape.points[0][:2], 3)): one
        for one in judged
        for shape in one.found.shapes
        if shape.what == "triangle"
    }


@pytest.mark.parametrize("seed", range(60))
def test_both_find_the_same_corners(seed):
    scene = random_scene(seed)
    zones = town_of(scene).zones

    found = {tuple(zones.triangle(i).round(3).ravel()) for i in range(len(zones.corners))}

    wanted = set()
    for i, j in corners(scene):
        corner, clear = kerb_corner(scene, i, j), clear_along(scene, i, j)
        ends = [corner + clear[n] * scene.legs[k].direction for n, k in enumerate((i, j))]
        wanted.add(tuple(np.round([corner, *ends], 3).ravel()))
    assert found == wanted


def test_the_engine_hides_what_the_slow_models_rays_meet_at_random_junctions():
    # given
    compared = Counter()
    for seed in range(SCENES):
        scene = random_scene(seed)
        poses = poses_of(scene.plate, 30.0, scene.lowers)
        fast = by_corner(town_of(scene).judge(scene.plate, poses))
        for pair in corners(scene):
            corner = tuple(np.round(kerb_corner(scene, *pair), 3))
            for at in some_poses(poses, seed):
                # when
                plate = hung(poses, at)
                least, short = slow_severity(scene, pair, plate, -1)
                most, long = slow_severity(scene, pair, plate, 1)

                # then the engine lies between what a plate a step smaller and larger would hide
                answer = fast.get(corner)
                found = 0 if answer is None else int(answer.severities[at])
                assert least <= found <= most, (seed, pair, at)
                if at == (0, 0, 0) and answer is not None and len(poses.along) == 1:
                    assert short <= answer.found.value <= long, (seed, pair)
                    compared["seconds"] += short > 0
                if most:
                    compared.update([("decided", least == most), ("severity", found)])
    assert compared["decided", True] > 0.75 * sum(compared["decided", d] for d in (True, False))
    assert min(compared["severity", level] for level in (0, 1, 2)) > 20
    assert compared["seconds"] > 50
