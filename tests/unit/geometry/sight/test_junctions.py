"""Where ways meet: which of them count, what is one crossing, and where its legs lead."""

import math

import numpy as np
import pytest

from grannsamverkan.geometry.sight.graph import Graph
from grannsamverkan.geometry.sight.junctions import junctions
from grannsamverkan.geometry.sight.lanes import beside, outward, part
from tests.unit.geometry.sight.streets import RULES, main_street, side_street, way


def found(*ways):
    return junctions(Graph(ways), RULES)


def users_at(*ways):
    return sorted(arm.users for junction in found(*ways) for arm in junction.arms)


def degrees_of(arm):
    return math.degrees(math.atan2(arm.direction[1], arm.direction[0])) % 360


def test_two_streets_that_share_a_point_make_one_junction_with_legs_counter_clockwise():
    (junction,) = found(main_street(), side_street())
    assert sorted(degrees_of(arm) for arm in junction.arms) == pytest.approx([0, 90, 180])
    turns = np.diff([degrees_of(arm) for arm in junction.arms]) % 360
    assert turns == pytest.approx([90, 90])


def test_a_street_that_only_goes_on_makes_no_junction():
    assert found(way([(0, 0), (50, 0)]), way([(50, 0), (90, 30)])) == []


def test_streets_that_cross_on_different_levels_do_not_meet():
    under = way([(0, -50), (0, 0), (0, 50)], level=-1)
    assert found(main_street(), under) == []


def test_a_street_that_begins_where_a_bridge_ends_meets_it():
    bridge = way([(0, 0), (0, 50)], "Bron", level=1)
    assert len(found(main_street(), bridge)) == 1


def test_a_bridge_that_begins_below_another_meets_the_ground_only():
    # given two streets that pass above each other, and a bridge's end on the ground
    over = way([(0, -50), (0, 0), (0, 50)], level=2)
    begins = way([(0, 0), (40, 40)], "Rampen", level=1)
    (junction,) = found(way([(-50, 0), (0, 0), (50, 0)]), over, begins)
    assert over not in [arm.way for arm in junction.arms]
    assert len(junction.arms) == 3


@pytest.mark.parametrize("repeated", [0, 1, 2])
def test_repeated_points_of_a_way_are_one(repeated):
    points = [(-50, 0), (0, 0), (20, 40)]
    points.insert(repeated, points[repeated])
    assert found(way(points)) == []
    (junction,) = found(way(points), way([(0, 0), (0, -50)]))
    assert len(junction.arms) == 3


def test_a_way_without_length_is_no_leg():
    bend = way([(-50, 0), (0, 0), (20, 40)])
    assert found(bend, way([(0, 0), (0, 0)])) == []


def test_a_leg_leads_to_the_point_twelve_metres_along_it_round_its_bend():
    # given a street that goes 2 m north and then 10 m and more north-east
    bent = way([(0, 0), (0, 2), (50, 52)], "Krokgatan")

    (junction,) = found(main_street(), bent)

    direction = next(arm.direction for arm in junction.arms if arm.way is bent)
    aim = np.array([math.sqrt(50), 2 + math.sqrt(50)])
    assert direction == pytest.approx(aim / np.hypot(*aim))


@pytest.mark.parametrize("cut", [(0, 2), (0, 1)])
def test_a_leg_follows_the_way_that_continues_it(cut):
    whole = found(main_street(), way([(0, 0), (0, 1), (0, 2), (50, 52)]))
    points = [(0, 0), (0, 1), (0, 2), (50, 52)]
    at = points.index(cut)
    pieces = found(main_street(), way(points[: at + 1]), way(points[: at - 1 : -1]))

    directions = [[arm.direction for arm in junction.arms] for (junction,) in (whole, pieces)]

    assert directions[0] == pytest.approx(np.array(directions[1]))


def dual_carriageway(gap):
    """Two one-way halves along x, and a street across both."""
    north = way([(100, gap / 2), (0, gap / 2), (-100, gap / 2)], "Leden", width=6.0, oneway=1)
    south = way([(-100, -gap / 2), (0, -gap / 2), (100, -gap / 2)], "Leden", width=6.0, oneway=1)
    across = way([(0, -90), (0, -gap / 2), (0, gap / 2), (0, 90)], "Tvärgatan", width=5.0)
    return north, south, across


def test_both_halves_of_a_dual_carriageway_are_one_junction_without_what_joins_them():
    (junction,) = found(*dual_carriageway(8.0))
    assert [arm.way.name for arm in junction.arms].count("Leden") == 4
    assert [arm.way.name for arm in junction.arms].count("Tvärgatan") == 2
    assert {degrees_of(a) for a in junction.arms if a.way.name == "Tvärgatan"} == {90.0, 270.0}


def test_halves_far_from_each_other_are_two_junctions():
    assert len(found(*dual_carriageway(14.0))) == 2


def test_near_junctions_that_no_short_road_joins_stay_two():
    # given two T-crossings 8 m apart, of streets that do not meet
    other = way([(-100, 8), (0, 8), (100, 8)], "Annan")
    up = way([(0, 8), (0, 90)], "Upp")
    down = way([(0, 0), (0, -90)], "Ned")
    assert len(found(main_street(), down, other, up)) == 2


def test_a_row_of_short_blocks_does_not_become_one_crossing():
    main = way([(10 * i, 0) for i in range(-5, 26)], "Storgatan")
    sides = [way([(10 * i, 0), (10 * i, 50)], f"{i}") for i in range(10)]
    sizes = [np.ptp([arm.start for arm in j.arms], axis=0)[0] for j in found(main, *sides)]
    assert len(sizes) >= 5
    assert max(sizes) <= 1.5 * RULES.junction_merge


def test_driveways_side_by_side_are_junctions_of_their_own():
    main = way([(5 * i, 0) for i in range(-5, 20)], "Storgatan")
    drives = [way([(5 * i, 0), (5 * i, 9)], subtype="driveway") for i in range(10)]
    assert len(found(main, *drives)) == 10


def test_a_foot_path_across_a_street_counts():
    path = way([(0, -20), (0, 0), (0, 20)], subtype="footway")
    assert users_at(main_street(), path) == ["car", "car", "foot", "foot"]


def test_pavements_that_meet_do_not_count():
    along = way([(-50, 5), (0, 5), (50, 5)], subtype="footway")
    branch = way([(0, 5), (0, 30)], subtype="footway")
    assert found(along, branch) == []


def test_named_paths_that_meet_count():
    along = way([(-50, 5), (0, 5), (50, 5)], "Åstigen", subtype="footway")
    branch = way([(0, 5), (0, 30)], "Kyrkstigen", subtype="footway")
    assert users_at(along, branch) == ["foot", "foot", "foot"]


def test_a_pavement_that_bears_its_streets_name_is_a_pavement():
    along = way([(-50, 5), (0, 5), (50, 5)], "Storgatan", subtype="footway")
    branch = way([(0, 5), (0, 30)], "Storgatan", subtype="footway")
    assert found(main_street(), along, branch) == []


@pytest.mark.parametrize(("subtype", "count"), [("driveway", 1), ("cycleway", 1)])
def test_a_pavement_that_crosses_a_driveway_or_cycleway_counts(subtype, count):
    other = way([(0, -20), (0, 0), (0, 20)], subtype=subtype)
    pavement = way([(-50, 0), (0, 0), (50, 0)], subtype="footway")
    assert len(found(other, pavement)) == count


def test_a_garden_path_from_a_driveway_does_not_count():
    driveway = way([(0, -20), (0, 0), (0, 20)], subtype="driveway")
    garden = way([(0, 0), (8, 0)], subtype="footway")
    assert found(driveway, garden) == []


def test_a_line_goes_on_through_junctions_but_round_no_corner():
    # given a street of two ways with a side street where they meet
    graph = Graph([way([(0, 0), (30, 0)]), way([(30, 0), (60, 2)]), way([(30, 0), (30, 50)])])
    start = next(leg for legs in graph.legs.values() for leg in legs if leg.way == 0)

    line = outward(graph, start, 50.0)

    assert line[-1] == pytest.approx([50, 2 * 20 / 30], abs=0.05)


def test_a_line_ends_at_a_crossing_street():
    # given a street that ends in the middle of another
    graph = Graph([way([(0, 0), (0, 30)]), way([(-50, 30), (0, 30), (50, 30)])])
    start = next(leg for legs in graph.legs.values() for leg in legs if leg.way == 0)
    assert outward(graph, start, 80.0)[-1] == pytest.approx([0, 30])


def test_a_line_ends_where_the_street_does():
    graph = Graph([way([(0, 0), (30, 0)])])
    start = next(leg for legs in graph.legs.values() for leg in legs)
    assert outward(graph, start, 500.0)[-1] == pytest.approx([30, 0])


def test_a_line_beside_a_bend_keeps_its_distance():
    right_angle = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]])
    assert beside(right_angle, 1.0) == pytest.approx(np.array([[0, 1], [9, 1], [9, 10]]))
    assert beside(right_angle, -1.0) == pytest.approx(np.array([[0, -1], [11, -1], [11, 10]]))


def test_a_part_of_a_line_has_its_own_ends_and_the_points_between():
    line = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]])
    assert part(line, 4.0, 13.0) == pytest.approx(np.array([[4, 0], [10, 0], [10, 3]]))
    assert len(part(line, 25.0, 30.0)) == 0
