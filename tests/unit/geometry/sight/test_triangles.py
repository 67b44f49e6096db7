"""Sight triangles, by cases reckoned by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely

from grannsamverkan.geometry.sight import triangles
from grannsamverkan.geometry.sight.graph import Graph
from grannsamverkan.geometry.sight.looks import looks_at, stopping
from grannsamverkan.geometry.sight.model import Missing
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.geometry.sight.triangles import Triangles
from tests.unit.geometry.sight.streets import (
    RULES,
    answers,
    main_street,
    plate_at,
    side_street,
    way,
)

TOWN = (main_street(), side_street())
# East of the side street and north of the main street: 1 m and 1.8 m from the kerbs.
HIDING = plate_at(3.5, 4.8)


def triangles_of(*ways, rules=RULES):
    zones = Triangles(Graph(ways), rules).zones
    return [zones.triangle(index) for index in range(len(zones.corners))]


def has(found, triangle):
    """Is this one of the triangles? The first corner is that of the kerbs."""
    wanted = np.array(triangle, dtype=float)
    return any(
        one[0] == pytest.approx(wanted[0])
        and {tuple(p) for p in one[1:].round(6)} == {tuple(p) for p in wanted[1:].round(6)}
        for one in found
    )


def looks_of(pair, *ways, rules=RULES, signs=(0, 0)):
    """All looks across corners of two ways with these names."""
    town = Triangles(graph := Graph(ways), rules)
    return [
        look
        for index, corner in enumerate(town.zones.corners)
        if {corner.first.way.name, corner.second.way.name} == pair
        for look in looks_at(graph, town.zones, index, signs)
    ]


def test_a_right_angled_corner_is_where_the_kerbs_meet_and_ten_metres_along_each():
    found = triangles_of(*TOWN)
    assert len(found) == 2
    assert has(found, [(2.5, 3), (12.5, 3), (2.5, 13)])
    assert has(found, [(-2.5, 3), (-12.5, 3), (-2.5, 13)])


def test_a_slanting_corner_is_where_the_kerbs_meet():
    # given a side street at 60°: by the formula C = J + (k2 u1 + k1 u2) / sin 60°
    slant = np.array([math.cos(math.pi / 3), math.sin(math.pi / 3)])
    side = way([(0, 0), 100 * slant], "Lillgatan", width=5.0)

    found = triangles_of(main_street(), side)

    corner = (2.5 * np.array([1, 0]) + 3 * slant) / math.sin(math.pi / 3)
    assert has(found, [corner, corner + np.array([10, 0]), corner + 10 * slant])


def test_what_must_be_clear_is_the_triangle_and_the_carriageway_before_it():
    town = Triangles(Graph(TOWN), RULES)
    zone = next(
        town.zones.zone(i) for i in (0, 1) if town.zones.triangle(i)[0][0] == pytest.approx(2.5)
    )
    wanted = shapely.Polygon([(0, 0), (12.5, 0), (12.5, 3), (2.5, 13), (0, 13)])
    assert zone.symmetric_difference(wanted).area == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("subtype", "named", "clear"),
    [
        ("driveway", "", (2.5, 2.5)),
        ("cycleway", "", (10, 10)),
        ("footway", "", (10, 5)),
        ("path", "Åstigen", (10, 5)),
        ("service", "", (10, 10)),
    ],
)
def test_how_far_must_be_clear_goes_by_who_moves_there(subtype, named, clear):
    other = way([(0, 0), (0, 60)], named, subtype=subtype, width=3.0)
    found = triangles_of(main_street(), other)
    assert len(found) == 2
    assert has(found, [(1.5, 3), (1.5 + clear[0], 3), (1.5, 3 + clear[1])])


def test_a_cycleway_and_a_path_across_it_ask_for_ten_by_five_metres():
    cycleway = way([(-50, 0), (0, 0), (50, 0)], subtype="cycleway", width=2.0)
    path = way([(0, -50), (0, 0), (0, 50)], subtype="footway", width=2.0)
    found = triangles_of(cycleway, path)
    assert len(found) == 4
    assert has(found, [(1, 1), (11, 1), (1, 6)])


def test_named_foot_paths_ask_for_five_metres():
    one = way([(-50, 0), (0, 0), (50, 0)], "Åstigen", subtype="footway", width=2.0)
    other = way([(0, 50), (0, 0)], "Kyrkstigen", subtype="footway", width=2.0)
    assert has(triangles_of(one, other), [(1, 1), (6, 1), (1, 6)])


@pytest.mark.parametrize(
    ("sidewalk", "edge"), [("left", 5.0), ("both", 5.0), ("right", 3.0), ("no", 3.0), ("", 3.0)]
)
def test_before_a_driveway_the_pavements_edge_counts(sidewalk, edge):
    # given a street drawn from west to east: its left is the north, where the driveway is
    driveway = way([(0, 0), (0, 20)], subtype="driveway", width=3.0)
    found = triangles_of(main_street(sidewalk=sidewalk), driveway)
    assert has(found, [(1.5, edge), (4, edge), (1.5, edge + 2.5)])
    assert has(found, [(-1.5, edge), (-4, edge), (-1.5, edge + 2.5)])


def test_driveways_and_paths_between_two_streets_do_not_hide_their_corner():
    driveway = way([(0, 0), (30, 30)], subtype="driveway", width=3.0)
    path = way([(0, 0), (40, 20)], subtype="footway", width=2.0)
    assert has(triangles_of(*TOWN, driveway, path), [(2.5, 3), (12.5, 3), (2.5, 13)])


@pytest.mark.parametrize(("degrees", "corners"), [(15, 0), (25, 1), (155, 1), (165, 0)])
def test_legs_that_run_alike_or_straight_on_make_no_corner(degrees, corners):
    # given three legs, of which two lie at this angle and the third behind both
    angle = math.radians(degrees)
    behind = angle / 2 + math.pi
    legs = [way([(0, 0), (90 * math.cos(a), 90 * math.sin(a))]) for a in (0, angle, behind)]

    found = Triangles(Graph(legs), RULES).zones.corners

    pairs = [{id(corner.first.way), id(corner.second.way)} for corner in found]
    assert pairs.count({id(legs[0]), id(legs[1])}) == corners


def test_a_dual_carriageway_has_four_corners_at_its_outer_kerbs():
    north = way([(100, 4), (0, 4), (-100, 4)], "Leden", width=6.0, oneway=1)
    south = way([(-100, -4), (0, -4), (100, -4)], "Leden", width=6.0, oneway=1)
    across = way([(0, -90), (0, -4), (0, 4), (0, 90)], "Tvärgatan", width=5.0)
    found = triangles_of(north, south, across)
    assert len(found) == 4
    assert has(found, [(2.5, 7), (12.5, 7), (2.5, 17)])
    assert has(found, [(-2.5, -7), (-12.5, -7), (-2.5, -17)])


def test_across_a_dual_carriageway_one_looks_at_the_half_on_which_traffic_comes():
    # given the northern half running west: from the west traffic comes on the southern half
    north = way([(100, 4), (0, 4), (-100, 4)], "Leden", "primary", 4.0, oneway=1)
    south = way([(-100, -4), (0, -4), (100, -4)], "Leden", "primary", 4.0, oneway=1)
    across = way([(0, -4), (0, 4), (0, 90)], "Tvärgatan", width=5.0)

    looks = looks_of({"Leden", "Tvärgatan"}, north, south, across)

    lanes = {(bool(lane[-1][0] > 0), float(lane[-1][1])) for look in looks for lane in look.lanes}
    assert (False, -4.0) in lanes
    assert (True, 4.0) in lanes
    assert all(y == (4.0 if east else -4.0) for east, y in lanes)


def test_the_inside_of_a_roundabout_is_no_corner():
    # given a ring of 20 m, driven counter-clockwise, with three streets
    ring = [(20 * math.cos(a), 20 * math.sin(a)) for a in np.radians(range(0, 361, 15))]
    arms = [way([ring[i], 4 * np.array(ring[i])], f"Gata {i}", width=6.0) for i in (0, 8, 16)]
    found = Triangles(Graph([way(ring, width=6.0, oneway=1), *arms]), RULES).zones
    assert len(found.corners) == 6
    assert all(np.hypot(*found.triangle(index)[0]) > 20 for index in range(6))


def test_stopping_distances_are_those_of_the_table():
    # the mounting rules' table 1.3, for 2 s and a quarter of gravity
    found = [round(stopping(v / 3.6, Rules(braking_ms2=0.25 * 9.81))) for v in (30, 40, 50, 60, 70)]
    assert found == [31, 47, 67, 90, 116]


def test_who_waits_sits_in_the_right_lane_and_looks_at_the_lane_that_comes():
    # given traffic on the right: from the north one keeps west; from the east, north
    looks = looks_of({"Storgatan", "Lillgatan"}, *TOWN)

    east = next(look for look in looks if look.lanes[0][-1][0] > 0)
    west = next(look for look in looks if look.lanes[0][-1][0] < 0)
    assert set(east.eyes[:, 0]) == {-1.25}
    assert (east.eyes[:, 1].min(), east.eyes[:, 1].max()) == pytest.approx((5.4, 8.0))
    assert east.lanes[0][:, 1] == pytest.approx(1.5)
    assert west.lanes[0][:, 1] == pytest.approx(-1.5)
    reach = stopping(50 / 3.6, RULES)
    assert east.lanes[0][[0, -1], 0] == pytest.approx([2.5, 2.5 + reach])


def test_where_one_drives_on_the_left_it_is_the_other_lanes():
    left = replace(RULES, right_hand=False)
    looks = looks_of({"Storgatan", "Lillgatan"}, *TOWN, rules=left)
    east = next(look for look in looks if look.lanes[0][-1][0] > 0)
    assert set(east.eyes[:, 0]) == {1.25}
    assert east.lanes[0][:, 1] == pytest.approx(-1.5)


def test_the_lane_follows_the_streets_bend():
    bent = way([(-100, 0), (0, 0), (30, 0), (30, 80)], "Storgatan", "tertiary", 6.0)
    looks = looks_of({"Storgatan", "Lillgatan"}, bent, side_street())
    east = next(look for look in looks if look.lanes[0][-1][0] > 0)
    assert east.lanes[0][1] == pytest.approx([28.5, 1.5])
    assert east.lanes[0][-1] == pytest.approx([28.5, stopping(50 / 3.6, RULES) - 27.5])


def test_on_equal_streets_each_looks_at_the_other():
    main = main_street(subtype="residential")
    eyes = [look.eyes[0] for look in looks_of({"Storgatan", "Lillgatan"}, main, side_street())]
    assert len(eyes) == 4
    assert sum(eye[1] == pytest.approx(1.5) for eye in eyes) == 1
    assert sum(eye[1] == pytest.approx(-1.5) for eye in eyes) == 1


def test_who_walks_stops_at_once_but_is_looked_for_as_far_as_must_be_clear():
    path = way([(0, 0), (0, 60)], "Åstigen", subtype="footway", width=2.0)
    looks = looks_of({"Storgatan", "Åstigen"}, main_street(), path)
    (lane, *_) = [look.lanes[0] for look in looks if look.speed == pytest.approx(5 / 3.6)]
    assert lane[[0, -1], 1] == pytest.approx([3, 3 + RULES.corner_path_inward])


def test_a_wide_one_way_street_brings_traffic_in_two_lanes():
    west = main_street(oneway=-1)
    looks = looks_of({"Storgatan", "Lillgatan"}, west, side_street())
    (east,) = [look for look in looks if look.lanes[0][-1][0] > 0]
    assert sorted(float(lane[0][1]) for lane in east.lanes) == [-1.5, 1.5]


def test_a_guessed_width_moves_kerb_lane_and_eye():
    # given widths taken as 6.5 m and 5.5 m, both a fifth wider, and lanes 1.75 m out at most
    ways = (main_street(width=None), side_street(width=None))
    looks = looks_of({"Storgatan", "Lillgatan"}, *ways, signs=(1, 1))
    east = next(look for look in looks if look.lanes[0][-1][0] > 0)
    assert east.lanes[0][0] == pytest.approx([1.2 * 2.75, 1.75])
    assert east.eyes[0] == pytest.approx([-1.2 * 2.75 / 2, 1.2 * 3.25 + RULES.wait_near])


def test_who_walks_or_cycles_has_no_lorrys_eye():
    one = way([(-50, 0), (0, 0), (50, 0)], "Åstigen", subtype="cycleway")
    other = way([(0, 50), (0, 0)], "Kyrkstigen", subtype="footway")
    looks = looks_of({"Åstigen", "Kyrkstigen"}, one, other)
    assert len(looks) == 4
    assert {look.heights for look in looks} == {(("eye_cyclist", 1.4),)}
    assert {look.margin for look in looks} == {None}


def test_a_plate_between_eye_and_lane_hides_what_similar_triangles_say():
    # given the nearest eye at (-1.25, 5.4) and the plate at x = 3.57 from y = 4.6 to y = 5.0:
    # on the lane 3.9 m below the eye it hides from 3.9 / 0.8 to 3.9 / 0.4 of 4.82 m
    (judged,) = answers(TOWN, HIDING)

    hidden = (3.9 / 0.4 - 3.9 / 0.8) * 4.82
    assert judged.found.value == pytest.approx(hidden / (50 / 3.6))
    assert (judged.found.verdict, judged.found.code) == ("not_ok", "triangle_hidden")
    assert judged.found.words == {"first": "Storgatan", "second": "Lillgatan", "pair": "car_car"}
    assert judged.found.figures["distance"] == pytest.approx(math.hypot(1.0, 1.8))


def test_the_drawing_shows_the_triangle_and_a_ray_through_the_plate():
    (judged,) = answers(TOWN, HIDING)

    shapes = {shape.what: shape.points for shape in judged.found.shapes}
    eye, target = np.array(shapes["ray"])
    assert shapes["eye"] == (tuple(eye),)
    assert shapes["triangle"][0] == pytest.approx((2.5, 3.0, 0.0))
    at_plate = eye + (3.57 - eye[0]) / (target[0] - eye[0]) * (target - eye)
    assert 4.6 <= at_plate[1] <= 5.0
    assert 0.9 <= at_plate[2] <= 1.4
    assert RULES.object_low <= target[2] <= RULES.object_high


@pytest.mark.parametrize(
    ("lower_edge", "verdict", "code"),
    [
        (0.2, "ok", "triangle_beside_band"),
        (0.9, "not_ok", "triangle_hidden"),
        (1.7, "not_ok", "triangle_hidden"),
        (2.1, "person_looks", "triangle_some"),
        (2.5, "ok", "triangle_beside_band"),
        (3.0, "ok", "triangle_beside_band"),
    ],
)
def test_only_between_the_bands_heights_a_plate_hides_anybody(lower_edge, verdict, code):
    (judged,) = answers(TOWN, replace(HIDING, lower_edge=lower_edge))
    assert (judged.found.verdict, judged.found.code) == (verdict, code)


def test_what_only_the_tallest_vehicles_eye_misses_is_not_counted_in_seconds():
    (judged,) = answers(TOWN, replace(HIDING, lower_edge=2.1))
    assert judged.found.value == 0
    assert judged.found.figures["hidden"] > RULES.hidden_width


def test_above_the_band_of_cars_a_person_looks():
    cars = replace(RULES, band_high=1.6)
    (judged,) = answers(TOWN, replace(HIDING, lower_edge=1.7), rules=cars)
    assert judged.found.verdict == "person_looks"


def test_a_post_in_the_triangle_is_enough():
    # given a plate held 3 m out of the triangle by an arm
    found = answers(TOWN, plate_at(6.0, 8.0, azimuth=45.0, radius=3.0))
    assert found[0].found.code != "no_triangle"
    assert found[0].found.figures["inside"] == 1


def test_a_plate_seen_on_its_edge_hides_nothing():
    # given a plate whose plane runs through the eyes' line of sight, high on the kerb
    (judged,) = answers(TOWN, plate_at(3.5, 12.0, azimuth=90.0))
    assert (judged.found.verdict, judged.found.code) == ("ok", "triangle_free")


def test_a_plate_that_hides_a_little_is_for_a_person():
    (judged,) = answers(TOWN, plate_at(3.5, 3.5))
    assert (judged.found.verdict, judged.found.code) == ("person_looks", "triangle_some")
    assert 0 < judged.found.value < RULES.hidden_s


def test_a_plate_outside_all_triangles_is_ok():
    (judged,) = answers(TOWN, plate_at(9.0, 9.0))
    assert (judged.found.verdict, judged.found.code) == ("ok", "no_triangle")
    assert judged.severities.shape == (1, 1, 1)


def test_a_plates_end_in_the_triangle_is_enough():
    # given the slanting side x + y = 15.5, and a plate that reaches 0.2 m over it
    outside, reaching = plate_at(8.2, 7.6, azimuth=0.0), plate_at(7.9, 7.7, azimuth=0.0)
    assert answers(TOWN, outside)[0].found.code == "no_triangle"
    assert answers(TOWN, reaching)[0].found.code != "no_triangle"


def test_a_place_that_may_be_wrong_is_for_a_person_when_some_places_hide():
    (judged,) = answers(TOWN, replace(HIDING, error=2.0))
    assert (judged.found.verdict, judged.found.code) == ("person_looks", "triangle_maybe")
    assert judged.severities.shape == (17, 1, 1)
    assert set(judged.severities.ravel()) == {1, 2}
    assert judged.found.low < judged.found.value < judged.found.high


def test_how_many_of_the_places_stand_in_the_triangle_is_told():
    # given the slanting side x + y = 15.5 through the middle of the circle
    (judged,) = answers(TOWN, plate_at(7.75, 7.75, error=2.0))
    assert judged.found.figures["inside"] == pytest.approx(0.5, abs=0.15)


def test_heights_to_try_are_judged_with_the_stated_one():
    heights = (1.0, 2.1, 2.6)
    (judged,) = answers(TOWN, HIDING, heights=heights)
    assert judged.severities.ravel().tolist() == [2, 2, 1, 0]


def test_guessed_widths_give_the_answer_that_holds_for_all_of_them_or_a_persons():
    # given streets whose widths are guessed as 6.5 m and 5.5 m, and may be a fifth wrong
    guessed = (main_street(width=None), side_street(width=None))
    spread = [(1, 1), (0.8, 0.8), (0.8, 1.2), (1.2, 0.8), (1.2, 1.2)]
    split = 0
    for x, y in np.ndindex(12, 10):
        place = plate_at(2.0 + x, 3.0 + y)

        # when
        worst = max(int(one.severities.max()) for one in answers(guessed, place))

        # then
        each = [
            max(
                int(one.severities.max())
                for one in answers(
                    (main_street(width=6.5 * main), side_street(width=5.5 * side)), place
                )
            )
            for main, side in spread
        ]
        assert worst == (each[0] if len(set(each)) == 1 else 1), (x, y)
        split += len(set(each)) > 1
    assert split > 5


def test_guessed_widths_that_decide_leave_it_to_a_person():
    # given a plate 0.3 m outside the triangle of the taken widths, within a fifth of them
    guessed = (main_street(width=None), side_street(width=None))
    place = plate_at(2.75 + 9.0, 3.25 + 1.5)

    stated = answers((main_street(width=6.5), side_street(width=5.5)), place)
    doubted = answers(guessed, place)

    assert stated[0].found.code == "no_triangle"
    assert doubted[0].found.figures["inside"] < 1
    assert "width_doubt" in doubted[0].found.settings


def test_guessed_widths_that_decide_nothing_leave_the_answer():
    guessed = (main_street(width=None), side_street(width=None))
    (judged,) = answers(guessed, replace(HIDING, lower_edge=2.6))
    assert judged.found.verdict == "ok"


def test_where_one_way_streets_bring_nobody_a_person_looks():
    # given both streets leading away
    away = main_street(oneway=1), side_street(oneway=1)
    (judged,) = answers(away, plate_at(4.0, 4.8))
    assert (judged.found.verdict, judged.found.code) == ("person_looks", "triangle_nobody")


def test_what_was_guessed_of_the_roads_at_the_corner_is_told():
    town = Triangles(Graph([main_street(width=None, speed=70), side_street()]), RULES)
    assert town.missing(HIDING) == [
        Missing("width_guessed", "Storgatan"),
        Missing("road_office", "Storgatan"),
        Missing("speed_guessed", "Lillgatan"),
    ]
    assert town.missing(plate_at(60.0, 60.0)) == []


def test_every_code_that_is_told_is_listed():
    said = {
        judged.found.code
        for x, y in ((3.5, 4.8), (3.5, 3.5), (3.5, 12.0), (9.0, 9.0))
        for lower_edge in (0.9, 2.1, 2.6)
        for error in (0.0, 2.0)
        for judged in answers(TOWN, plate_at(x, y, lower_edge, error=error))
    }
    assert said <= set(triangles.CODES)
    assert len(said) == 6


def test_the_settings_told_are_fields_of_the_rules():
    fields = set(Rules.__dataclass_fields__)
    for judged in answers(TOWN, HIDING):
        assert {"corner_street", "eye_lorry", "hidden_s"} <= set(judged.found.settings) <= fields
