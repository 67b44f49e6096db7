"""What is proposed when an area cannot be used as it was drawn."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from grannsamverkan.geometry.along import area_round
from grannsamverkan.geometry.area import AreaFault, Limits, first_crossing, parse_area
from grannsamverkan.geometry.mending import mend
from grannsamverkan.geometry.plane import Bounds, plane_for

SWEREF = plane_for(3006)
EAST, NORTH = (round(metres) for metres in SWEREF.to_metric(12.35, 58.40))
NEAR = Limits(near=Bounds(EAST - 2000, NORTH - 2000, EAST + 2000, NORTH + 2000))


def lonlat(metres):
    return [list(SWEREF.to_lonlat(EAST + x, NORTH + y)) for x, y in metres]


def polygon(*rings):
    return json.dumps({"type": "Polygon", "coordinates": [lonlat(ring) for ring in rings]})


def several(*shapes):
    return json.dumps({"type": "MultiPolygon", "coordinates": [[lonlat(ring)] for ring in shapes]})


def square(x, y, side=100):
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]


def mended(text, limits=NEAR):
    found = mend(text, SWEREF, limits)
    return found and (round(found.draft.area_m2), found.done)


def test_corners_in_the_wrong_order_are_put_in_order():
    assert mended(polygon([(0, 0), (100, 100), (100, 0), (0, 100)])) == (10_000, ("uncrossed",))


def test_a_small_loop_at_a_corner_is_cut_off():
    # given a square whose last corner was dragged a little across the first side
    loop = [(0, 0), (100, 0), (100, 100), (0, 100), (5, -5)]

    area, done = mended(polygon(loop))

    assert done == ("uncrossed",)
    assert 9_000 < area < 10_500


def test_a_spike_without_width_is_cut_off():
    assert mended(polygon([(0, 0), (100, 0), (100, 100), (180, 180), (100, 100), (0, 100)])) == (
        10_000,
        ("uncrossed",),
    )


def test_two_blocks_across_a_street_are_drawn_together():
    area, done = mended(several(square(0, 0), square(120, 0)))

    assert done == ("joined",)
    assert area == pytest.approx(22_000, rel=0.05)


def test_blocks_that_lie_far_apart_are_not_drawn_together():
    assert mended(several(square(0, 0), square(400, 0))) is None


def test_a_hole_is_filled():
    assert mended(polygon(square(0, 0), square(40, 40, 20))) == (10_000, ("filled",))


def test_latitude_and_longitude_change_places_where_only_that_makes_sense():
    turned = [[lat, lon] for lon, lat in lonlat(square(0, 0))]
    text = json.dumps({"type": "Polygon", "coordinates": [turned]})

    assert mended(text) == (10_000, ("swapped",))


def test_one_corner_far_away_is_left_out_but_not_half_the_area():
    slip = [(0, 0), (100, 0), (100, 100), (0, 100), (90_000, 0)]

    assert mended(polygon(slip)) == (10_000, ("far_dropped",))
    assert mended(polygon(square(80_000, 0))) is None


def test_a_border_with_too_many_corners_is_made_simpler():
    # given a circle of 1,000 corners
    circle = Polygon(square(0, 0)).centroid.buffer(200, quad_segs=250)

    area, done = mended(polygon(list(circle.exterior.coords)))

    assert done == ("simplified",)
    assert area == pytest.approx(circle.area, rel=0.01)


@pytest.mark.parametrize("text", ["", "hej", "{}", polygon([(0, 0), (1, 0)]), "nan, 1"])
def test_nothing_is_proposed_for_what_is_no_area(text):
    assert mended(text) is None


corner = st.tuples(st.integers(-400, 400), st.integers(-400, 400))


@given(st.lists(corner, min_size=3, max_size=12, unique=True))
@settings(max_examples=150, deadline=None)
def test_what_is_proposed_can_always_be_used(corners):
    found = mend(polygon(corners), SWEREF, NEAR)

    if found is not None:
        again = parse_area(found.draft.geojson(), SWEREF, NEAR)
        assert first_crossing(list(again.polygon.exterior.coords)[:-1]) is None


def test_houses_on_both_sides_of_a_street_become_one_area():
    doors = [(x, y) for x in range(0, 200, 25) for y in (0, 45)]

    area = area_round(doors, [box(-5, -8, 5, 2)])

    assert all(area.covers(box(x - 5, y - 5, x + 5, y + 5)) for x, y in doors)
    assert not area.interiors
    assert 15_000 < area.area < 30_000


def test_houses_of_which_no_door_is_asked_for_stay_outside():
    beside = box(0, 60, 10, 70)

    assert not area_round([(0, 0), (30, 0)], [beside]).intersects(beside)


def test_farms_that_lie_too_far_apart_are_no_area():
    with pytest.raises(AreaFault, match="several_areas"):
        area_round([(0, 0), (2_000, 0)], [])
