"""Clear height, side distance and size, by cases reckoned by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grannsamverkan.geometry.sight.clearance import Clearance, Surfaces
from grannsamverkan.geometry.sight.model import Plate, Way
from grannsamverkan.geometry.sight.poses import poses_of
from grannsamverkan.geometry.sight.rules import Rules

RULES = Rules()
# A street 6 m wide along the y axis: its kerbs are at x = -3 and x = 3.
STREET = Way("s", "road", "residential", np.array([[0.0, -50.0], [0.0, 50.0]]), "Storgatan", 6.0)
FOOTWAY = Way("f", "path", "footway", np.array([[5.0, -50.0], [5.0, 50.0]]), width=2.0)
CYCLEWAY = Way("c", "path", "cycleway", np.array([[5.0, -50.0], [5.0, 50.0]]), width=2.5)
# Its face looks along the street, so that it reaches 0.2 m towards the kerb.
PLATE = Plate(4.0, 0.0, 0.4, 0.5, 2.5, azimuth=0.0, error=0.0, lower_error=0.0)


def said(plate, *ways, heights=()):
    rule = Clearance(Surfaces(ways, RULES), RULES)
    return {one.found.rule: one for one in rule.judge(plate, poses_of(plate, 0.0, heights))}


@pytest.mark.parametrize(
    ("x", "verdict", "value"),
    [(4.0, "ok", 0.8), (3.7, "ok", 0.5), (3.6, "person_looks", 0.4), (3.4, "not_ok", 0.2)],
)
def test_the_side_distance_goes_from_the_plates_edge_to_the_kerb(x, verdict, value):
    found = said(replace(PLATE, x=x), STREET)["side_distance"].found
    assert (found.verdict, found.value) == (verdict, pytest.approx(value, abs=0.01))
    assert found.words == {"road": "Storgatan"}


def test_a_plate_that_faces_across_the_street_reaches_only_as_far_as_its_post():
    found = said(replace(PLATE, x=3.6, azimuth=90.0), STREET)["side_distance"].found
    assert found.value == pytest.approx(0.67, abs=0.01)
    assert found.verdict == "ok"


def test_of_an_unknown_direction_the_worse_counts():
    known = said(replace(PLATE, x=3.6, azimuth=90.0), STREET)["side_distance"].found
    unknown = said(replace(PLATE, x=3.6, azimuth=None), STREET)["side_distance"].found
    assert (known.verdict, unknown.verdict) == ("ok", "person_looks")


def test_a_place_that_may_be_wrong_is_for_a_person_when_the_answer_turns_within_the_error():
    found = said(replace(PLATE, x=4.5, error=2.0), STREET)["side_distance"].found
    assert found.verdict == "person_looks"
    assert found.low < RULES.side_least < RULES.side_wanted < found.high


def test_a_place_far_enough_off_holds_over_its_whole_error():
    assert said(replace(PLATE, x=8.0, error=2.0), STREET)["side_distance"].found.verdict == "ok"


def test_a_guessed_width_is_doubted():
    # given: 5.5 m by its class, so that the kerb lies between 2.2 and 3.3 m from the middle
    guessed = replace(STREET, width=None)

    # when: 0.6 m from the likely kerb, 0.05 m from the worst
    found = said(replace(PLATE, x=3.55), guessed)["side_distance"].found

    # then
    assert found.verdict == "person_looks"
    assert said(replace(PLATE, x=3.55, kerb=0.8), guessed)["side_distance"].found.verdict == "ok"


def test_a_measured_distance_to_the_kerb_goes_before_the_map():
    found = said(replace(PLATE, x=3.3, kerb=0.6), STREET)["side_distance"].found
    assert (found.code, found.verdict) == ("side_measured", "person_looks")
    assert found.value == pytest.approx(0.4, abs=0.01)


@pytest.mark.parametrize(("edge", "verdict"), [(2.5, "ok"), (2.1, "person_looks"), (2.0, "not_ok")])
def test_over_a_footway_people_must_get_under_it(edge, verdict):
    found = said(replace(PLATE, x=5.0, lower_edge=edge), FOOTWAY)["clear_height"].found
    assert (found.code, found.verdict, found.value) == ("over_footway", verdict, edge)


def test_over_a_cycle_path_more_is_wanted_than_over_a_footway():
    assert said(replace(PLATE, x=5.0), CYCLEWAY)["clear_height"].found.verdict == "person_looks"
    assert said(replace(PLATE, x=5.0), FOOTWAY)["clear_height"].found.verdict == "ok"


def test_beside_everything_no_height_is_asked_for():
    found = said(replace(PLATE, x=9.0, lower_edge=1.0), STREET, FOOTWAY)["clear_height"].found
    assert (found.code, found.verdict) == ("over_nothing", "ok")


def test_over_the_carriageway_no_usual_height_will_do():
    both = said(replace(PLATE, x=3.1, lower_edge=3.0), STREET)
    assert both["clear_height"].found.code == "over_carriageway"
    assert both["clear_height"].found.verdict == both["side_distance"].found.verdict == "not_ok"


@pytest.mark.parametrize(("side", "code"), [("right", "over_footway"), ("left", "over_nothing")])
def test_a_pavement_lies_on_its_own_side_of_the_street(side, code):
    # The street is drawn northward, so its right side is where x is larger.
    street = replace(STREET, sidewalk=side)
    assert said(replace(PLATE, x=4.0), street)["clear_height"].found.code == code


def test_a_pavement_ends_two_metres_from_the_kerb():
    street = replace(STREET, sidewalk="both")
    assert said(replace(PLATE, x=5.4), street)["clear_height"].found.code == "over_footway"
    assert said(replace(PLATE, x=5.6), street)["clear_height"].found.code == "over_nothing"


@pytest.mark.parametrize(
    ("width", "verdict"), [(0.4, "ok"), (0.5, "person_looks"), (0.7, "not_ok")]
)
def test_a_large_plate_does_not_belong_on_a_lamp_post(width, verdict):
    assert said(replace(PLATE, width=width))["plate_area"].found.verdict == verdict


def test_the_top_counts_the_plates_own_height():
    assert said(replace(PLATE, lower_edge=3.1))["top_height"].found.verdict == "ok"
    assert said(replace(PLATE, lower_edge=3.2))["top_height"].found.verdict == "not_ok"


def test_a_road_in_a_tunnel_is_not_beside_the_post():
    found = said(replace(PLATE, x=3.1), replace(STREET, level=-1))["side_distance"].found
    assert (found.code, found.verdict) == ("side_none", "ok")


def test_no_post_stands_in_the_carriageway():
    surfaces = Surfaces([STREET], RULES)
    places = np.array([[3.5, 0.0], [1.5, 0.0], [5.5, 0.0]])
    assert surfaces.beside_carriageways(places).tolist() == [True, False, True]


def test_guessed_widths_are_told():
    rule = Clearance(Surfaces([replace(STREET, width=None), FOOTWAY], RULES), RULES)
    assert [one.about for one in rule.missing(PLATE)] == ["Storgatan"]


@given(
    turn=st.floats(0, 360),
    east=st.floats(-1e6, 1e6),
    north=st.floats(-1e6, 1e6),
    x=st.floats(3.3, 9.0),
)
def test_the_answer_turns_and_moves_with_the_ground(turn, east, north, x):
    # given
    here = said(replace(PLATE, x=x, error=1.0), STREET, FOOTWAY)
    angle = np.radians(turn)
    spin = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])

    # when
    ways = [replace(w, points=w.points @ spin.T + (east, north)) for w in (STREET, FOOTWAY)]
    at = spin @ (x, 0.0) + (east, north)
    moved = replace(PLATE, x=float(at[0]), y=float(at[1]), azimuth=turn, error=1.0)
    there = said(moved, *ways)

    # then
    for rule, one in here.items():
        assert there[rule].found.value == pytest.approx(one.found.value, abs=0.011)


@given(narrow=st.floats(0.1, 0.6), more=st.floats(0.0, 0.5), x=st.floats(3.2, 6.0))
def test_a_wider_plate_never_keeps_more_distance(narrow, more, x):
    slim = said(replace(PLATE, x=x, width=narrow), STREET)["side_distance"]
    broad = said(replace(PLATE, x=x, width=narrow + more), STREET)["side_distance"]
    assert broad.found.value <= slim.found.value
    assert (broad.severities >= slim.severities).all()
