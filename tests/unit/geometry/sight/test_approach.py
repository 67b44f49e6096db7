"""Whose eyes a sign is for, on streets whose answers can be reckoned by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest

from grannsamverkan.geometry.sight.approach import Approaches, must_of, want_of
from grannsamverkan.geometry.sight.graph import Graph
from grannsamverkan.geometry.sight.model import Thing, Way
from grannsamverkan.geometry.sight.rules import Rules

RULES = Rules()


def road(*points, key="r", **more):
    settings = {"name": "Storgatan", "width": 7.0, "speed": 50, **more}
    return Way(key, "road", "residential", np.array(points, dtype=float), **settings)


def path(*points, **more):
    return Way("p", "path", "cycleway", np.array(points, dtype=float), width=3.0, **more)


def sign(x, y, kind="sign", **more):
    return Thing("s", kind, x, y, **more)


def approaches(thing, *ways, rules=RULES):
    return Approaches(Graph(ways), rules).of(thing)


# A street 7 m wide along the y axis: its lanes are 1.75 m from the middle, its kerbs 3.5 m.
NORTHWARD = road((0, -200), (0, 200))
EAST = sign(5, 0)
WEST = sign(-5, 0)


def test_a_sign_is_for_the_traffic_that_has_it_on_its_right():
    # when
    (east,), (west,) = approaches(EAST, NORTHWARD), approaches(WEST, NORTHWARD)

    # then who drives north has the east side on the right, and comes from the south
    assert east.face.normal == pytest.approx([0, -1])
    assert east.eyes[0] == pytest.approx([1.75, -8])
    assert west.face.normal == pytest.approx([0, 1])
    assert west.eyes[0] == pytest.approx([-1.75, 8])
    assert (east.told, east.inferred, east.placed) == ("side", True, True)


def test_where_one_drives_on_the_left_a_sign_is_for_those_who_have_it_there():
    # when
    (east,) = approaches(EAST, NORTHWARD, rules=replace(RULES, right_hand=False))

    # then they come from the north, on the east side
    assert east.face.normal == pytest.approx([0, 1])
    assert east.eyes[0] == pytest.approx([1.75, 8])


@pytest.mark.parametrize("place", [EAST, WEST])
@pytest.mark.parametrize("oneway", [1, -1])
def test_on_a_one_way_street_both_sides_face_the_one_direction(place, oneway):
    (found,) = approaches(place, replace(NORTHWARD, oneway=oneway))
    assert found.face.normal == pytest.approx([0, -oneway])
    assert found.eyes[-1] == pytest.approx([1.75 * oneway, -124 * oneway])
    assert found.told == "oneway"
    assert found.inferred


def test_a_stated_direction_of_traffic_goes_before_the_side():
    (found,) = approaches(replace(EAST, along=-1), NORTHWARD)
    assert found.face.normal == pytest.approx([0, 1])
    assert not found.inferred


def test_a_stated_facing_finds_the_road_whose_traffic_it_meets():
    # given a sign by the street that looks west, to those who come along the street across
    looks_west = replace(EAST, facing=270.0)
    across = road((-200, 3), (200, 3), key="a")

    # when
    (found,) = approaches(looks_west, NORTHWARD, across)

    # then they drive east, south of the middle
    assert found.way.key == "a"
    assert found.face.normal == pytest.approx([-1, 0])
    assert found.eyes[0] == pytest.approx([5 - 8, 3 - 1.75])
    assert found.told == "facing"


def test_a_face_turned_a_little_keeps_its_angle():
    (found,) = approaches(replace(EAST, facing=200.0), NORTHWARD)
    turn = math.radians(200)
    assert found.face.normal == pytest.approx([math.sin(turn), math.cos(turn)])
    assert found.eyes[-1] == pytest.approx([1.75, -124])


def test_nobody_reads_a_sign_that_looks_away_from_all_traffic():
    assert approaches(replace(EAST, facing=90.0), NORTHWARD) == []


def test_eyes_stand_every_two_metres_as_far_as_the_speed_asks_for():
    # when
    (found,) = approaches(EAST, replace(NORTHWARD, speed=70))

    # then from 8 to 150 m
    assert found.before == pytest.approx(np.arange(8, 151, 2))
    assert found.eyes[-1] == pytest.approx([1.75, -150])
    assert (found.must, found.want) == ("must_70", "want_70")
    assert found.heights == (("eye_car", 1.1), ("eye_lorry", 2.0), ("eye_cyclist", 1.4))


@pytest.mark.parametrize(
    ("pace", "must", "want"),
    [
        (7, "must_30", "want_50"),
        (30, "must_30", "want_50"),
        (31, "must_60", "want_50"),
        (60, "must_60", "want_70"),
        (70, "must_70", "want_70"),
        (71, "must_over", "want_90"),
        (91, "must_over", "want_over"),
    ],
)
def test_the_distances_go_by_speed(pace, must, want):
    assert (must_of(pace), want_of(pace)) == (must, want)


def test_on_a_narrow_road_the_lane_is_a_quarter_of_its_width_from_the_middle():
    (found,) = approaches(EAST, replace(NORTHWARD, width=4.0))
    assert found.eyes[0] == pytest.approx([1.0, -8])


def test_eyes_follow_a_bend():
    # given a street that comes from the west and bends north at the origin, and a sign 10 m on
    bend = road((-200, 0), (0, 0), (0, 200))

    # when
    (found,) = approaches(sign(5, 10), bend)

    # then 14 m before the sign one is 4 m before the bend, at (-4, -1.75), and sees it at 37°;
    # at 16 m it would be 43°, and nobody reads it
    assert found.eyes[0] == pytest.approx([1.75, 2])
    assert found.eyes[-1] == pytest.approx([-4, -1.75])
    assert found.before.tolist() == [8.0, 10.0, 12.0, 14.0]

    # when the bend is gentle, 30° to the right
    turn = math.radians(30)
    gentle = road((-200 * math.sin(turn), -200 * math.cos(turn)), (0, 0), (0, 200))
    (found,) = approaches(sign(5, 10), gentle)

    # then eyes behind it stand in the lane of the slanting piece
    at = found.before.tolist().index(50.0)
    right = np.array([math.cos(turn), -math.sin(turn)])
    back = -np.array([math.sin(turn), math.cos(turn)])
    assert found.eyes[at] == pytest.approx(40 * back + 1.75 * right)


def test_eyes_far_round_a_bend_do_not_look_across_what_stands_in_it():
    # given a street that bends by 60° at the origin, and a sign 50 m after the bend, 5 m aside
    turn = math.radians(60)
    back = -np.array([math.sin(turn), math.cos(turn)])
    bend = road(tuple(200 * back), (0, 0), (0, 200))

    # when
    (found,) = approaches(sign(5, 50), bend)

    # then the bend is never more than 6 and 5 m from the line of sight: the line from the eye 18 m
    # before the bend, at (-14.7, -10.5), passes it at 10.7 m, that from 20 m at 11.7 m
    assert found.eyes[-1] == pytest.approx([-14.71, -10.52], abs=0.01)
    assert found.before[-1] == 68.0


def test_eyes_go_on_through_a_junction_on_the_straightest_road():
    # given a street that ends at a crossing, and goes on behind it by a slightly slanting one
    here = road((0, 0), (0, 200), key="here")
    ahead = road((10, -100), (0, 0), key="ahead", width=4.0)
    left = road((-100, 0), (0, 0), key="left")
    right = road((0, 0), (100, 0), key="right")

    # when
    (found,) = approaches(sign(5, 20), left, here, right, ahead)

    # then 70 m before the sign one is 50 m down the slanting street, in its narrow lane
    size = math.hypot(10, 100)
    back = np.array([10, -100]) / size
    at = found.before.tolist().index(70.0)
    assert found.eyes[at] == pytest.approx(50 * back + 1.0 * np.array([100, 10]) / size)


def test_eyes_do_not_turn_off_at_a_junction():
    # given a street that begins at a crossing street
    here = road((0, 0), (0, 200), key="here")
    across = road((-100, 0), (0, 0), (100, 0), key="across")

    # when
    (found,) = approaches(sign(5, 50), here, across)

    # then
    assert found.before.max() == 50.0


def test_eyes_go_round_any_bend_where_two_ways_merely_join():
    # given one street drawn as two ways, with the bend at their joint, the second drawn backwards
    turn = math.radians(70)
    far = (-200 * math.sin(turn), -200 * math.cos(turn))
    one = road(far, (0, 0), (0, 200))
    first, second = road((0, 200), (0, 0), key="b"), road(far, (0, 0), key="a")

    # when
    (whole,), (parts,) = approaches(sign(4, 60), one), approaches(sign(4, 60), first, second)

    # then
    assert parts.eyes == pytest.approx(whole.eyes)
    assert parts.before.max() > 62


def test_no_eyes_on_a_one_way_street_that_leads_away():
    # given a street that begins at a joint, and behind it one that is driven the other way only
    here = road((0, 0), (0, 200), key="here")
    behind = road((0, -200), (0, 0), key="behind")

    # when
    (open_,) = approaches(sign(5, 50), here, behind)
    (closed,) = approaches(sign(5, 50), here, replace(behind, oneway=-1))

    # then
    assert open_.before.max() == 124.0
    assert closed.before.max() == 50.0


def test_a_bridge_goes_on_on_the_ground_and_not_on_the_road_below():
    # given a bridge whose end meets the ground's road, over a road of another level
    bridge = road((0, -60), (0, 0), (0, 60), key="bridge", level=1)
    ground = road((0, -200), (0, -60), key="ground")
    below = road((-100, 0), (0, 0), (100, 0), key="below")

    # when
    (found,) = approaches(sign(5, 50), below, bridge, ground)

    # then
    assert found.way.key == "bridge"
    assert found.before.max() == 124.0


def test_signs_over_a_tunnel_are_not_for_those_inside():
    assert approaches(EAST, replace(NORTHWARD, level=-1)) == []


def test_a_sign_far_from_roads_is_for_the_cyclists_of_a_path_within_reach():
    # given a sign 16 m from the road's middle, 2 m from a path
    thing = sign(16, 0)
    beside = path((14, -100), (14, 100))

    # when
    (found,) = approaches(thing, NORTHWARD, beside)

    # then they keep right too
    assert found.heights == (("eye_cyclist", 1.4),)
    assert found.eyes[0] == pytest.approx([14.75, -8])
    assert approaches(thing, NORTHWARD) == []


def test_a_post_close_by_a_paths_line_is_no_point_of_the_path():
    # given a sign 0.3 m from the line of a path beside a road
    beside = path((5.3, -100), (5.3, 100))

    # when
    (found,) = approaches(EAST, NORTHWARD, beside)

    # then it is a road sign at its place
    assert found.way.kind == "road"
    assert found.placed
    assert found.face.centre == pytest.approx([5, 0])


def test_a_give_way_line_on_a_path_is_for_its_cyclists():
    # given a line 10 m before a junction of paths
    main = path((5, -100), (5, 10))
    across = replace(path((-100, 10), (5, 10), (100, 10)), key="across")

    # when
    (found,) = approaches(sign(5, 0, "give_way"), NORTHWARD, main, across)

    # then
    assert (found.way.kind, found.placed) == ("path", False)
    assert found.face.normal == pytest.approx([0, -1])


def test_a_signal_on_a_road_stands_at_the_roadside_of_both_approaches():
    # when
    found = approaches(sign(0, 0, "signal"), NORTHWARD)

    # then 0.5 m from the kerb to the head, which is 0.3 m wide
    assert [each.face.centre.tolist() for each in found] == [
        pytest.approx([3.5 + 0.5 + 0.15, 0]),
        pytest.approx([-3.5 - 0.5 - 0.15, 0]),
    ]
    assert [each.face.normal.tolist() for each in found] == [[0, -1], [0, 1]]
    assert not any(each.placed for each in found)
    assert (found[0].face.height, found[0].face.edge) == (0.9, 2.2)


def test_a_signal_that_says_so_is_for_one_direction_only():
    (found,) = approaches(sign(0, 0, "signal", along=-1), NORTHWARD)
    assert found.face.normal == pytest.approx([0, 1])
    assert not found.inferred


def test_a_give_way_line_is_for_those_who_drive_towards_the_nearer_junction():
    # given a line 10 m before the junction at the street's north end
    street = road((0, -200), (0, 10))
    across = road((-100, 10), (0, 10), (100, 10), key="across")

    # when
    (found,) = approaches(sign(0, 0, "give_way"), street, across)

    # then its sign stands on the right of who drives north
    assert found.face.normal == pytest.approx([0, -1])
    assert found.face.centre == pytest.approx([3.5 + 0.5 + 0.45, 0])
    assert (found.face.width, found.told) == (0.9, "junction")


@pytest.mark.parametrize(
    ("code", "size"),
    [
        ("SE:B1", 0.9),
        ("SE:B2", 0.9),
        ("SE:B10", 0.6),
        ("SE:C31-3", 0.6),
        ("FI:231", 0.9),
        ("FI:511;FI:232", 0.9),
        ("FI:2310", 0.6),
        ("", 0.6),
    ],
)
def test_give_way_and_stop_signs_are_larger(code, size):
    (found,) = approaches(replace(EAST, code=code), NORTHWARD)
    assert found.face.width == size


@pytest.mark.parametrize(
    ("sidewalk", "edge"),
    [("both", 2.2), ("right", 2.2), ("left", 1.5), ("no", 1.5), ("", 1.5)],
)
def test_a_sign_hangs_higher_over_a_pavement_on_its_side(sidewalk, edge):
    (found,) = approaches(EAST, replace(NORTHWARD, sidewalk=sidewalk))
    assert found.face.edge == edge


@pytest.mark.parametrize(("x", "edge"), [(7.4, 2.2), (7.6, 1.5)])
def test_a_sign_hangs_higher_where_a_path_runs_by_it(x, edge):
    # given a path 3 m wide: its edge lies 1.5 m nearer than its middle, 1 m is by it
    (found,) = approaches(EAST, NORTHWARD, path((x, -100), (x, 100)))
    assert found.face.edge == edge


def test_nothing_is_behind_a_sign_where_the_road_begins():
    assert approaches(sign(5, 0), road((0, 0), (0, 200))) == []
    assert approaches(sign(5, 0), road((0, 0), (0, 0), (0, 0), (0, 200), (0, 200))) == []
