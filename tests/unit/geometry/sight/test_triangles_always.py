"""What holds of sight triangles whatever the streets: random junctions and shadows."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grannsamverkan.geometry.sight.graph import Graph
from grannsamverkan.geometry.sight.model import Way
from grannsamverkan.geometry.sight.poses import poses_of
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.geometry.sight.shadows import Levels, Plates, shadow
from grannsamverkan.geometry.sight.triangles import Triangles
from tests.unit.geometry.sight.slow_triangles import random_scene
from tests.unit.geometry.sight.streets import turned

SEEDS = st.integers(0, 10**6)
LEAST = 0.617
"""No round number, which a shadow of round numbers might just reach."""
FEW = settings(max_examples=60, deadline=None)


def judged(ways, plate, rules, heights=()):
    """The answers by code and severities, in an order that knows no place."""
    found = Triangles(Graph(ways), rules).judge(plate, poses_of(plate, 30.0, heights))
    return sorted(
        (
            one.found.words.get("first", ""),
            one.found.words.get("second", ""),
            one.found.code,
            one.severities.tolist(),
        )
        for one in found
    )


def moved(ways, **how):
    return [replace(way, points=turned(way.points, **how)) for way in ways]


def placed(plate, **how):
    """The plate moved like the ways. Its azimuth is clockwise, a turn is counter-clockwise."""
    (place,) = turned([(plate.x, plate.y)], **how)
    flip = -1 if how.get("mirror") else 1
    azimuth = flip * plate.azimuth - how.get("degrees", 0.0)
    return replace(plate, x=float(place[0]), y=float(place[1]), azimuth=azimuth)


def known(seed):
    """A random scene whose plate is in one pose, named by its ways' own names."""
    scene = random_scene(seed)
    azimuth = 15.0 if scene.plate.azimuth is None else scene.plate.azimuth
    return scene, replace(scene.plate, azimuth=azimuth, error=0.0, lower_error=0.0)


@FEW
@given(SEEDS, st.floats(0, 360), st.floats(-5e5, 5e5), st.floats(-5e5, 5e5))
def test_a_junction_turned_and_moved_has_the_same_answers(seed, degrees, east, north):
    scene, plate = known(seed)
    rules = Rules(right_hand=scene.right_hand)
    how = {"degrees": degrees, "move": (east, north)}
    here = judged(scene.ways(), plate, rules, scene.lowers)
    there = judged(moved(scene.ways(), **how), placed(plate, **how), rules, scene.lowers)
    assert there == here


@FEW
@given(SEEDS, st.floats(0, 360))
def test_a_junction_in_a_mirror_has_the_same_answers_where_one_drives_on_the_other_side(
    seed, degrees
):
    scene, plate = known(seed)
    rules = Rules(right_hand=scene.right_hand)
    how = {"degrees": degrees, "mirror": True}
    here = judged(scene.ways(), plate, rules, scene.lowers)
    there = judged(
        moved(scene.ways(), **how),
        placed(plate, **how),
        replace(rules, right_hand=not rules.right_hand),
        scene.lowers,
    )
    assert there == here


@FEW
@given(SEEDS, st.randoms(use_true_random=False))
def test_it_does_not_matter_in_which_order_and_direction_ways_are_drawn(seed, order):
    scene, plate = known(seed)
    rules = Rules(right_hand=scene.right_hand)
    ways = scene.ways()
    drawn = [replace(way, points=way.points[::-1]) if order.random() < 0.5 else way for way in ways]
    order.shuffle(drawn)
    assert judged(drawn, plate, rules) == judged(ways, plate, rules)


@FEW
@given(SEEDS)
def test_a_plate_above_every_eye_is_ok(seed):
    scene = random_scene(seed)
    plate = replace(scene.plate, lower_edge=2.5 + scene.plate.lower_error)
    found = Triangles(Graph(scene.ways()), Rules()).judge(plate, poses_of(plate, 0.0, (3.0, 3.6)))
    assert all(not one.severities.any() for one in found)


@FEW
@given(SEEDS, st.floats(0, 2.5))
def test_moving_a_plate_up_past_the_highest_eye_never_makes_it_worse(seed, lower_edge):
    scene = random_scene(seed)
    plate = replace(scene.plate, lower_edge=lower_edge, lower_error=0.0)
    found = Triangles(Graph(scene.ways()), Rules()).judge(plate, poses_of(plate, 0.0, (2.0, 2.5)))
    for one in found:
        own, at_lorrys_eye, above = np.moveaxis(one.severities, 2, 0)
        assert not above.any()
        assert (at_lorrys_eye <= 1).all()
        assert (above <= own).all()


@FEW
@given(SEEDS, st.floats(1, 4))
def test_a_wider_plate_never_hides_less(seed, factor):
    scene = random_scene(seed)
    town = Triangles(Graph(scene.ways()), Rules(right_hand=scene.right_hand))
    wider = replace(scene.plate, width=scene.plate.width * factor)
    worst = [
        _worst(town.judge(plate, poses_of(plate, 0.0, scene.lowers)))
        for plate in (scene.plate, wider)
    ]
    assert (worst[0] <= worst[1]).all()


def _worst(found):
    return np.max([one.severities for one in found], axis=0)


@FEW
@given(SEEDS)
def test_figures_are_sane(seed):
    scene = random_scene(seed)
    poses = poses_of(scene.plate, 0.0)
    for one in Triangles(Graph(scene.ways()), Rules()).judge(scene.plate, poses):
        found = one.found
        if found.code == "no_triangle":
            continue
        assert found.low <= found.value <= found.high
        # The slowest lane is a walker's: ten metres take 7.2 s.
        assert 0 <= found.high <= 25
        assert 0 <= found.figures["inside"] <= 1
        assert 0 <= found.figures["distance"] <= 60
        assert all(math.isfinite(number) for number in found.figures.values())
        assert all(np.isfinite(shape.points).all() for shape in found.shapes)


def test_a_plate_far_from_all_corners_is_ok_and_a_town_without_ways_too():
    scene, plate = known(3)
    far = replace(plate, x=1e6, y=-1e6)
    for ways in (scene.ways(), []):
        assert judged(ways, far, Rules()) == [("", "", "no_triangle", [[[0]]])]


places = st.tuples(st.floats(-20, 20), st.floats(-20, 20))


@st.composite
def shadows(draw):
    """Eyes, plates and a lane, in metres; the plates are not on their edge."""
    eyes = np.array(draw(st.lists(places, min_size=1, max_size=4)))
    lane = np.array(draw(st.lists(places, min_size=2, max_size=5, unique=True)))
    gaps = np.hypot(*np.diff(lane, axis=0).T)
    middles = np.array([draw(places) for _ in eyes])
    turns = np.array([draw(st.floats(0, math.pi)) for _ in eyes])
    half = draw(st.floats(0.1, 1.0)) * np.column_stack([np.cos(turns), np.sin(turns)])
    ends = np.stack([middles - half, middles + half], axis=1)
    lowers = np.array(draw(st.lists(st.floats(0, 3), min_size=1, max_size=3)))
    if (gaps < 0.1).any():
        lane = np.array([[0.0, 0.0], [5.0, 1.0]])
    levels = Levels(np.array([1.1, 2.0]), lowers, draw(st.floats(0.2, 1.0)), 0.6, 1.3)
    return Plates(eyes, ends, middles), lane, levels


@settings(deadline=None)
@given(shadows(), st.floats(0.2, 5))
def test_a_shadow_is_the_same_in_any_unit(given_, factor):
    plates, lane, levels = given_
    here = shadow(plates, lane, levels, LEAST)
    larger = Plates(*(factor * part for part in (plates.eyes, plates.ends, plates.middles)))
    heights = Levels(
        *(factor * part for part in (levels.eyes, levels.lowers)),
        *(factor * part for part in (levels.height, levels.low, levels.high)),
    )
    there = shadow(larger, factor * lane, heights, factor * LEAST)
    assert there.longest == pytest.approx(factor * here.longest, rel=1e-6, abs=1e-6)
    assert there.widest == pytest.approx(factor * here.widest, rel=1e-6, abs=1e-6)


@settings(deadline=None)
@given(shadows(), st.floats(1, 4))
def test_a_larger_plate_casts_no_smaller_shadow(given_, factor):
    plates, lane, levels = given_
    here = shadow(plates, lane, levels, LEAST)
    middles = plates.middles[:, None]
    wider = replace(plates, ends=middles + factor * (plates.ends - middles))
    there = shadow(wider, lane, replace(levels, height=factor * levels.height), LEAST)
    assert (there.any >= here.any).all()
    assert (there.longest >= here.longest - 1e-6).all()
    assert (there.widest >= here.widest - 1e-6).all()


@settings(deadline=None)
@given(shadows())
def test_a_plate_above_the_eye_and_all_that_is_looked_at_casts_no_shadow(given_):
    plates, lane, levels = given_
    above = replace(levels, lowers=2.0 + levels.lowers)
    assert not shadow(plates, lane, above, LEAST).any.any()


@settings(deadline=None)
@given(shadows())
def test_a_plate_behind_the_lane_hides_nothing_of_it(given_):
    # given a lane ten metres to the north of all eyes, and plates beyond it
    plates, lane, levels = given_
    before = np.column_stack([lane[:, 0], 30.0 + 0.1 * lane[:, 1]])
    north = np.array([0.0, 80.0])
    beyond = replace(plates, ends=plates.ends + north, middles=plates.middles + north)
    if (np.hypot(*np.diff(before, axis=0).T) > 1e-3).all():
        assert not shadow(beyond, before, levels, 0.0).any.any()


def test_an_unnamed_way_is_told_without_a_name():
    points = np.array([[-50.0, 0.0], [0.0, 0.0], [50.0, 0.0]])
    ways = [
        Way("a", "road", "residential", points, width=6.0),
        Way("b", "road", "residential", points[:, ::-1], width=6.0),
    ]
    plate = replace(random_scene(1).plate, x=4.0, y=4.0)
    (judged_,) = Triangles(Graph(ways), Rules()).judge(plate, poses_of(plate, 0.0))
    assert judged_.found.words == {"first": "", "second": "", "pair": "car_car"}
