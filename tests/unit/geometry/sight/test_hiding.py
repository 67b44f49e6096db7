"""What a plate hides of a sign, by cases reckoned by hand and by what must hold for all."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grannsamverkan.geometry.sight.approach import Approaches
from grannsamverkan.geometry.sight.graph import Graph
from grannsamverkan.geometry.sight.hiding import CODES, Signs
from grannsamverkan.geometry.sight.model import Missing, Plate, Thing, Way
from grannsamverkan.geometry.sight.poses import poses_of
from grannsamverkan.geometry.sight.rays import stopped
from grannsamverkan.geometry.sight.rules import Rules
from tests.unit.geometry.sight.slow_hiding import random_street

RULES = Rules()
# A street 7 m wide along the y axis with pavements. Its lanes are 1.75 m from the middle; the sign
# stands 2.5 m farther out, for those who come from the south.
STREET = Way(
    "r",
    "road",
    "tertiary",
    np.array([[0.0, -200.0], [0.0, 200.0]]),
    "Storgatan",
    width=7.0,
    speed=50,
    sidewalk="both",
)
SIGN = Thing("s", "sign", 4.25, 0.0, "SE:C31")
# Faces the traffic, in front of the sign as those who drive see it.
PLATE = Plate(
    4.25, -5.0, 0.4, 0.5, 2.2, azimuth=180.0, error=0.0, lower_error=0.0, radius=0.0, owner=""
)


def judge(plate, *things, ways=(STREET,), rules=RULES, heights=()):
    return Signs(Graph(ways), things, rules).judge(plate, poses_of(plate, 0.0, heights))


def only(plate, *things, **more):
    (one,) = judge(plate, *things, **more)
    return one.found


def own_post(plate):
    (one,) = [each.found for each in judge(plate, SIGN) if each.found.rule == "own_post"]
    return one


def missing(plate, *things, ways=(STREET,), rules=RULES):
    return Signs(Graph(ways), things, rules).missing(plate)


def share_of(plate, eye_before, eye="eye_car"):
    """The share of the sign hidden from one eye at the stated height."""
    (approach,) = Approaches(Graph([STREET]), RULES).of(SIGN)
    found = stopped(approach, poses_of(plate, 0.0))
    row = np.flatnonzero(approach.before[found.eye] == eye_before) if found else []
    height = [key for key, _ in approach.heights].index(eye)
    return float(found.share[row[0], height, found.height[0]]) if len(row) else 0.0


# Section 4.3 of the mounting rules: the share hidden by metres of the post before the sign (first)
# and of the eye (second). Its figures are counts of points, some 0.01 from the areas.
TABLE = {
    (2, 20): 0.32,
    (2, 40): 0.54,
    (2, 60): 0.59,
    (5, 20): 0.00,
    (5, 40): 0.22,
    (5, 60): 0.41,
    (10, 20): 0.00,
    (10, 40): 0.00,
    (10, 60): 0.05,
    (15, 20): 0.00,
    (15, 40): 0.00,
    (15, 60): 0.00,
}


@pytest.mark.parametrize(("before", "eye_before"), TABLE)
def test_a_straight_street_hides_what_the_rules_table_says(before, eye_before):
    # when
    found = share_of(replace(PLATE, y=-float(before)), eye_before)

    # then
    assert found == pytest.approx(TABLE[before, eye_before], abs=0.015)


def test_a_shadow_is_reckoned_as_by_hand():
    # given the plate 2 m before the sign and an eye 20 m before it, 2.5 m aside: the shadow is
    # 20/18 as large and lies to the right of the sign's middle, from 0.056 to 0.5 m, and from
    # 2.322 to 2.878 m above the ground; of it 0.244 by 0.478 m lie on the sign
    # when
    found = share_of(replace(PLATE, y=-2.0), 20)

    # then
    assert found == pytest.approx(0.2444 * 0.4778 / 0.36, abs=0.0005)


def test_a_lorry_driver_looks_over_what_hides_the_sign_from_a_car():
    # given a wide plate from 1.9 to 2.15 m, 5 m before a sign from 2.2 to 2.8 m: seen from 1.1 m,
    # 40 m before the sign, it hides what is below 1.1 + 1.05 * 40 / 35 = 2.3 m, a sixth of it;
    # seen from 2.0 m what is below 2.0 + 0.15 * 40 / 35 = 2.17 m, which is under the sign
    low = replace(PLATE, lower_edge=1.9, height=0.25, width=2.0)

    # then
    assert share_of(low, 40, "eye_car") == pytest.approx(1 / 6)
    assert share_of(low, 40, "eye_lorry") == 0.0


def test_a_plate_turned_aside_hides_less_by_the_sine_of_its_angle():
    # given a plate that faces across the street, and an eye 60 m before the sign: it is seen at
    # 2.5 m in 60
    edge_on = share_of(replace(PLATE, y=-2.0, azimuth=90.0, width=4.0, x=3.0), 60)
    assert edge_on == 0.0
    turned = share_of(replace(PLATE, azimuth=180.0 + 60.0, y=-2.0), 60)
    straight = share_of(replace(PLATE, y=-2.0), 60)
    assert 0.4 < turned / straight < 0.75


def test_much_hidden_near_the_sign_is_not_ok():
    # when
    found = only(replace(PLATE, y=-2.0), SIGN)

    # then
    assert (found.rule, found.code, found.verdict) == ("hides_sign", "sign_hidden_much", "not_ok")
    assert found.value == pytest.approx(TABLE[2, 60], abs=0.015)
    assert (found.limit, found.unit) == (0.5, "share")
    assert found.words == {
        "code": "SE:C31",
        "kind": "sign",
        "road": "Storgatan",
        "told": "side",
    }
    assert found.figures["before"] == pytest.approx(2.0)
    assert {"hidden_most", "must_60", "sign_size", "sign_edge_footway"} <= set(found.settings)


def test_what_is_too_much_is_shown_from_where_it_is_too_much():
    # given a plate that hides most from afar, where it only should not
    found = only(replace(PLATE, y=-2.5), SIGN)

    # then the eye stands within 60 m, where it must not
    assert found.code == "sign_hidden_much"
    assert found.figures["eye_before"] <= found.figures["must"] == 60.0
    assert found.figures["share"] == found.value


def test_hidden_for_longer_than_a_second_is_not_ok():
    # given a narrow plate 5 m before the sign: 0.2 m of the 0.6 m, for more than 14 m at 50 km/h
    found = only(replace(PLATE, width=0.2, y=-3.0), SIGN)
    assert (found.code, found.verdict) == ("sign_hidden_long", "not_ok")
    assert found.unit == "s"
    assert found.value == pytest.approx(found.figures["blocked"] / (50 / 3.6))
    assert found.value > found.limit == 1.0


def test_hidden_from_afar_only_is_for_a_person():
    # given a plate whose shadow reaches the sign from about 60 m on only
    found = only(replace(PLATE, y=-11.0), SIGN)
    assert (found.code, found.verdict) == ("sign_hidden_some", "person_looks")
    assert found.value > found.limit == 0.1
    assert found.figures["eye_before"] > 60


def test_nothing_is_said_of_signs_where_none_is_hidden():
    found = only(replace(PLATE, y=-30.0), SIGN)
    assert (found.rule, found.code, found.verdict) == ("hides_sign", "hides_nothing", "ok")


def test_a_sign_that_other_heights_would_hide_is_free_at_this_one():
    # given a plate at 2.9 m, over all lines of sight, and 2.2 m to try
    (one,) = judge(replace(PLATE, lower_edge=2.9), SIGN, heights=(2.2,))

    # then
    assert (one.found.code, one.found.verdict) == ("sign_left_free", "ok")
    assert one.severities.ravel().tolist() == [0, 2]


def test_a_signal_on_the_road_is_never_more_than_for_a_person_as_its_place_is_guessed():
    # given a plate right before where the head must stand
    signal = Thing("l", "signal", 0.0, 0.0)
    found = only(replace(PLATE, x=4.15, y=-1.0), signal)
    assert (found.rule, found.code) == ("hides_signal", "signal_hidden_some")
    assert found.verdict == "person_looks"
    assert found.figures["share"] > 0.5


def test_a_position_error_that_changes_the_verdict_asks_a_person():
    # when
    (one,) = judge(replace(PLATE, y=-4.0, error=2.0), SIGN)

    # then
    assert one.severities[0].max() == 2
    assert one.severities.min() == 0
    assert one.found.verdict == "person_looks"
    assert one.found.low == 0.0
    assert one.found.high > one.found.value > 0


def test_the_plate_on_the_signs_own_post_is_not_ok_however_wrong_the_position():
    # given one point of the source that is both lamp post and sign
    found = own_post(replace(PLATE, x=4.25, y=0.0, error=2.0))
    assert (found.code, found.verdict) == ("own_post", "not_ok")
    assert found.words == {"code": "SE:C31", "kind": "sign"}


@pytest.mark.parametrize(
    ("y", "error", "verdict"),
    [(0.9, 0.0, "not_ok"), (0.9, 2.0, "person_looks"), (2.9, 2.0, "person_looks")],
)
def test_near_a_signs_post_is_not_ok_as_far_as_the_position_is_sure(y, error, verdict):
    found = own_post(replace(PLATE, y=y, error=error))
    assert found.verdict == verdict
    assert found.value == pytest.approx(y)
    assert (found.low, found.high) == pytest.approx((min(y, abs(y - error)), y + error))


def test_a_line_on_the_carriageway_is_no_post_but_what_shares_its_point_is():
    # given a plate 0.5 m from a give-way line's point, and one at the very point
    line = Thing("g", "give_way", 0.0, 0.0)

    # when
    beside = judge(replace(PLATE, x=0.0, y=0.5), line)
    same = judge(replace(PLATE, x=0.0, y=0.0), line)

    # then
    assert [one.found.code for one in beside] == ["hides_nothing"]
    assert [one.found.code for one in same] == ["own_post"]


def test_nothing_is_hidden_where_nothing_is_mapped():
    assert only(PLATE, ways=()).code == "hides_nothing"
    assert missing(PLATE, SIGN, ways=()) == []


def test_farther_than_a_metre_behind_a_sign_is_nothing():
    assert only(replace(PLATE, y=1.1), SIGN).code == "hides_nothing"


def test_crossings_are_no_signs():
    crossing = Thing("c", "crossing", 4.25, 0.0)
    assert only(replace(PLATE, y=-2.0), crossing).code == "hides_nothing"
    assert Missing("no_signs_mapped", binds=True) in missing(PLATE, crossing)


def test_the_drawing_shows_eye_ray_plate_and_hidden_part():
    # when
    found = only(replace(PLATE, y=-2.0), SIGN)
    shapes = {shape.what: np.array(shape.points) for shape in found.shapes}

    # then the ray goes from the eye through the plate to the hidden part of the sign
    assert set(shapes) == {"eye", "ray", "sign", "plate", "hidden"}
    eye, target = shapes["ray"]
    assert eye == pytest.approx(shapes["eye"][0])
    assert eye[0] == pytest.approx(1.75)
    assert -eye[1] == found.figures["eye_before"]
    at = eye + (target - eye) * (eye[1] + 2.0) / eye[1]
    low, top = shapes["plate"].min(axis=0), shapes["plate"].max(axis=0)
    assert (low - 1e-9 <= at).all()
    assert (at <= top + 1e-9).all()
    assert shapes["sign"].min(axis=0) == pytest.approx([3.95, 0, 2.2])
    assert shapes["sign"].max(axis=0) == pytest.approx([4.55, 0, 2.8])
    hidden = shapes["hidden"]
    size = np.ptp(hidden, axis=0)
    assert size[0] * size[2] / 0.36 == pytest.approx(found.figures["share"])


def test_the_clear_run_is_the_longest_from_which_enough_is_seen():
    # given a plate that hides from some 36 to 124 m; from 8 m on the sign is seen
    found = only(replace(PLATE, y=-5.0), SIGN)

    # then
    assert found.figures["clear"] > 10
    assert found.figures["clear"] + found.figures["blocked"] <= 116


def test_what_the_map_does_not_say_is_listed():
    # given a street of unknown width and speed, and a signal whose direction nobody knows
    unsaid = replace(STREET, width=None, speed=None)
    signal = Thing("l", "signal", 0.0, 0.0)

    # when
    said = missing(replace(PLATE, x=3.9), SIGN, signal, ways=(unsaid,))

    # then
    assert set(said) == {
        Missing("facing_inferred", "SE:C31"),
        Missing("facing_inferred", ""),
        Missing("sign_place_guessed", ""),
        Missing("speed_guessed", "Storgatan"),
        Missing("width_guessed", "Storgatan"),
    }
    assert missing(PLATE, replace(SIGN, along=1)) == []


@pytest.mark.parametrize(("away", "none"), [(124, False), (126, True)])
def test_no_sign_along_the_roads_as_far_as_it_should_be_seen_binds(away, none):
    # given a sign round the corner of a crossing street, and a plate 60 m before the corner
    across = replace(STREET, key="a", points=np.array([[0.0, 50.0], [300.0, 50.0]]))
    ways = (replace(STREET, points=np.array([[0.0, -200.0], [0.0, 50.0], [0.0, 90.0]])), across)
    thing = Thing("s", "sign", away - 60.0, 46.0)

    # when
    said = missing(replace(PLATE, y=-10.0), thing, ways=ways)

    # then
    assert said == ([Missing("no_signs_mapped", binds=True)] if none else [])


def test_who_has_all_signs_mapped_is_told_and_not_bound():
    rules = replace(RULES, signs_complete=True)
    assert missing(PLATE, rules=rules) == [Missing("no_signs_mapped")]


def test_far_from_all_roads_no_sign_is_missed():
    assert missing(replace(PLATE, x=40.0)) == []


def test_every_code_that_is_said_is_declared():
    said = {
        one.found.code
        for seed in range(60)
        for street in [random_street(seed)]
        for one in judge(
            street.plate,
            street.thing(),
            ways=street.ways(),
            rules=Rules(right_hand=street.right_hand),
            heights=street.lowers,
        )
    }
    assert said <= set(CODES)
    assert len(said) >= 5


# What must hold for every street.

seeds = st.integers(0, 10**6)
many = settings(max_examples=40, deadline=None)


def levels(street, plate=None, turn=lambda places: places, right_hand=None):
    """The worst severity for each height, of a street whose places are all `turn`ed."""
    plate = plate or street.plate
    (x, y), (sx, sy) = turn(np.array([[plate.x, plate.y], street.sign])).tolist()
    ways = [replace(way, points=turn(way.points)) for way in street.ways()]
    rules = Rules(right_hand=street.right_hand if right_hand is None else right_hand)
    plate = replace(plate, x=x, y=y)
    poses = poses_of(plate, 0.0, street.lowers)
    said = Signs(Graph(ways), [replace(street.thing(), x=sx, y=sy)], rules).judge(plate, poses)
    return np.max([one.severities.max(axis=1) for one in said], axis=0), said


def steady(plate):
    """With a stated azimuth, and no error, whose circle does not turn with the street."""
    return replace(plate, azimuth=plate.azimuth or 40.0, error=0.0)


@given(seeds)
@many
def test_in_the_mirror_with_traffic_on_the_other_side_all_is_the_same(seed):
    # given
    street = random_street(seed)
    plate = replace(street.plate, azimuth=street.plate.azimuth or 40.0)

    # when
    here, _ = levels(street, plate)
    there, _ = levels(
        street,
        replace(plate, azimuth=-plate.azimuth),
        lambda places: places * [-1, 1],
        right_hand=not street.right_hand,
    )

    # then; the circle's places come in the other order
    assert sorted(here.tolist()) == sorted(there.tolist())


@given(seeds, st.floats(0, 360))
@many
def test_turning_everything_changes_nothing(seed, degrees):
    # given
    street = random_street(seed)
    plate = steady(street.plate)
    turn = math.radians(degrees)
    matrix = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])

    # when
    here, _ = levels(street, plate)
    turned = replace(plate, azimuth=plate.azimuth + degrees)
    there, _ = levels(street, turned, lambda places: places @ matrix)

    # then
    assert (here == there).all()


@given(seeds, st.floats(-5e5, 5e5), st.floats(-7e6, 7e6))
@many
def test_moving_everything_changes_nothing(seed, dx, dy):
    # given
    street = random_street(seed)

    # when
    here, _ = levels(street)
    there, _ = levels(street, turn=lambda places: places + np.array([dx, dy]))

    # then
    assert (here == there).all()


@given(seeds, st.floats(0.5, 60), st.floats(-6, 6), st.floats(0, 360))
@many
def test_a_plate_behind_the_sign_never_hides_it(seed, behind, aside, azimuth):
    # given
    street = random_street(seed)
    (approach,) = Approaches(Graph(street.ways()), Rules(right_hand=street.right_hand)).of(
        street.thing()
    )
    normal = approach.face.normal
    place = approach.face.centre - behind * normal + aside * np.array([normal[1], -normal[0]])
    plate = replace(street.plate, x=place[0], y=place[1], azimuth=azimuth, error=0.0)

    # when
    _, said = levels(street, plate)

    # then
    assert {one.found.rule for one in said if one.found.code != "hides_nothing"} <= {"own_post"}


@given(seeds, st.floats(1.0, 3.0), st.floats(1.0, 3.0))
@many
def test_a_larger_plate_never_hides_less(seed, wider, higher):
    # given
    street = random_street(seed)
    plate = street.plate
    larger = replace(plate, width=plate.width * wider, height=plate.height * higher)

    # when
    small, _ = levels(street)
    large, _ = levels(street, larger)

    # then
    assert (large >= small).all()


@given(seeds, st.floats(0.001, 3))
@many
def test_a_plate_above_all_lines_of_sight_hides_nothing(seed, above):
    # given the sign's top edge, over every eye
    street = random_street(seed)
    top = (2.2 if street.sidewalk else 1.5) + 0.6
    plate = replace(street.plate, lower_edge=top + above, lower_error=0.0)

    # when
    _, said = levels(street, plate)

    # then
    stated = [one.severities[:, :, 0].max() for one in said if one.found.rule != "own_post"]
    assert not any(stated)
