"""What a plate hides of a lane, reckoned by hand."""

import math

import numpy as np
import pytest

from grannsamverkan.geometry.sight.shadows import Levels, Plates, shadow, worst_ray

# An eye at the origin, a plate 0.4 m wide one metre before it, a lane four metres before it.
LANE = np.array([[-10.0, 4.0], [10.0, 4.0]])


def before(*, x=0.0, eye=(0.0, 0.0)):
    ends = np.array([[[x - 0.2, 1.0], [x + 0.2, 1.0]]])
    return Plates(np.array([eye]), ends, ends.mean(axis=1))


def levels(eye=1.1, lower=0.9, height=0.5):
    return Levels(np.array([eye]), np.array([lower]), height, 0.6, 1.3)


def hidden(plates, lane=LANE, at=None, least=0.6):
    found = shadow(plates, lane, at or levels(), least)
    return bool(found.any[0, 0, 0]), float(found.widest[0, 0, 0]), float(found.longest[0, 0, 0])


def test_a_plate_at_a_quarter_of_the_way_hides_four_times_its_width():
    assert hidden(before()) == (True, pytest.approx(1.6), pytest.approx(1.6))


def test_a_plate_seen_at_a_slant_hides_less_of_what_stands_across_the_ray():
    # given a plate along the line of sight's left: w |n.d| |T-E| / |c-E| = 0.4 * 4 / sqrt 2
    ends = np.array([[[1.0, 0.8], [1.0, 1.2]]])
    plates = Plates(np.zeros((1, 2)), ends, ends.mean(axis=1))
    lane = np.array([[4.0, 0.0], [4.0, 9.0]])
    assert hidden(plates, lane) == (True, pytest.approx(1.6 / math.sqrt(2)), pytest.approx(1.6))


def test_what_is_less_wide_than_asked_for_counts_as_no_length():
    assert hidden(before(), least=1.7) == (True, pytest.approx(1.6), 0.0)


@pytest.mark.parametrize("cuts", [[0.0], [-0.5, 0.3], [0.8], [-0.8, 0.8]])
def test_a_run_goes_on_over_the_lanes_joints(cuts):
    lane = np.array([[-10.0, 4.0], *([x, 4.0] for x in cuts), [10.0, 4.0]])
    assert hidden(before(), lane)[2] == pytest.approx(1.6)


def test_of_runs_with_a_gap_the_longest_counts():
    # given a lane that passes behind the plate, out of its shadow, and behind it again further off
    lane = np.array([[-10.0, 4.0], [5.0, 4.0], [5.0, 6.0], [-10.0, 6.0]])
    assert hidden(before(), lane)[2] == pytest.approx(2.4)


@pytest.mark.parametrize(
    ("eye", "lower", "height", "hides"),
    [
        # at the plate rays from 1.1 m are 0.975 to 1.15 m high
        (1.1, 1.16, 0.5, False),
        (1.1, 1.14, 0.5, True),
        (1.1, 0.47, 0.5, False),
        (1.1, 0.48, 0.5, True),
        # rays from 2 m are 1.65 to 1.825 m high
        (2.0, 1.83, 0.5, False),
        (2.0, 1.82, 0.5, True),
        (2.0, 1.14, 0.5, False),
        (2.0, 1.16, 0.5, True),
    ],
)
def test_a_plate_hides_what_its_height_meets(eye, lower, height, hides):
    assert hidden(before(), at=levels(eye, lower, height))[0] == hides


def test_a_plate_behind_the_eye_or_behind_the_lane_hides_nothing():
    assert not hidden(before(eye=(0.0, 2.0)))[0]
    assert not hidden(before(), np.array([[-10.0, 0.9], [10.0, 0.9]]))[0]


def test_a_plate_seen_on_its_edge_hides_nothing():
    ends = np.array([[[0.0, 1.0], [0.0, 1.4]]])
    assert hidden(Plates(np.zeros((1, 2)), ends, ends.mean(axis=1))) == (False, 0.0, 0.0)


def test_the_worst_ray_goes_through_the_plate_to_the_middle_of_what_is_hidden():
    eye, target = worst_ray(before(x=0.5), LANE, levels())
    assert eye == pytest.approx([0, 0, 1.1])
    assert target[:2] == pytest.approx([2.0, 4.0])
    assert 0.9 <= eye[2] + (target[2] - eye[2]) / 4 <= 1.4


def test_where_nothing_is_hidden_there_is_no_ray():
    assert worst_ray(before(), LANE, levels(lower=2.0)) is None
