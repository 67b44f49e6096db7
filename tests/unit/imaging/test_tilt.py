"""The plate's tilt against post and plumb, from exact places of a camera made here."""

import math

import numpy as np
import pytest

from grannsamverkan.imaging.evidence import PostSeen, SignSeen
from grannsamverkan.imaging.looking import tilt

SIZE, PLATE, FOCAL = (1500, 2000), (300.0, 400.0), 1500.0


def turned(axis, degrees):
    angle = math.radians(degrees)
    one, two = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
    turn = np.eye(3)
    turn[one, one] = turn[two, two] = math.cos(angle)
    turn[two, one], turn[one, two] = math.sin(angle), -math.sin(angle)
    return turn


def seen(leaning, *, yaw=0.0, pitch=0.0, roll=0.0):
    """Sign, post and gravity of a plate that leans, seen by a camera turned that way."""
    camera = turned("z", roll) @ turned("x", pitch)
    around = turned("y", yaw)
    half = np.array([(-0.15, -0.2, 0), (0.15, -0.2, 0), (0.15, 0.2, 0), (-0.15, 0.2, 0)])
    middle = np.array([0.3, -0.4, 3.5])
    plate = half @ (around @ turned("z", leaning)).T + middle
    # The post stands behind the plate, 76 mm wide, upright.
    behind = around @ np.array([0, 0, 0.05]) + middle
    posts = [behind + np.array([(side, -0.5, 0), (side, 1.2, 0)]) for side in (-0.038, 0.038)]

    def share(points):
        rays = points @ camera.T
        places = FOCAL * rays[:, :2] / rays[:, 2:] + np.array(SIZE) / 2
        return tuple((float(x), float(y)) for x, y in places / SIZE)

    sign = SignSeen(share(plate), 0.3 / SIZE[0], "sample", 0.95)
    post = PostSeen((share(posts[0]), share(posts[1])), 0.02, 0.9)
    return sign, post, tuple(camera @ np.array([0.0, 1.0, 0.0]))


VIEWS = [{}, {"yaw": 35}, {"yaw": -40, "pitch": 12}, {"roll": 6, "pitch": -8, "yaw": 20}]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("leaning", [-8.0, 0.0, 3.0])
def test_tilt_against_the_post_is_exact_in_perspective(leaning, view):
    sign, post, _ = seen(leaning, **view)

    told = tilt.against_post(sign, post, PLATE, SIZE)

    assert told.degrees == pytest.approx(leaning, abs=0.02)
    assert told.against == "post"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("leaning", [-8.0, 0.0, 3.0])
def test_tilt_against_plumb_is_exact_in_perspective(leaning, view):
    sign, _, gravity = seen(leaning, **view)

    told = tilt.against_plumb(sign, gravity, FOCAL, PLATE, SIZE)

    assert told.degrees == pytest.approx(leaning, abs=0.02)
    assert told.against == "plumb"


def test_uncertain_corners_make_the_range_wide():
    sign, post, _ = seen(2.0)
    rough = SignSeen(sign.corners, 10 * sign.corner_error, "sample", 0.95)

    fine = tilt.against_post(sign, post, PLATE, SIZE)
    wide = tilt.against_post(rough, post, PLATE, SIZE)

    assert 0.5 < fine.error < 1.5
    assert wide.error > 1.3 * fine.error


def test_a_post_seen_as_a_dot_has_no_direction():
    sign, _, _ = seen(0.0)
    dot = PostSeen((((0.5, 0.5), (0.5, 0.501)), ((0.52, 0.5), (0.52, 0.501))), 0.02, 0.9)

    assert tilt.against_post(sign, dot, PLATE, SIZE) is None
