"""Degrees to metres and back, against values that can be looked up."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Polygon

from grannsamverkan.geometry import plane
from grannsamverkan.geometry.plane import Bounds, OutsidePlane, plane_for

SWEREF = plane_for(3006)


def test_the_central_meridian_of_sweref_lies_500_kilometres_east():
    # given Lantmäteriet's definition: 15° E has the false easting 500 000 m
    # when
    x, _ = SWEREF.to_metric(15.0, 60.0)

    # then
    assert x == pytest.approx(500_000, abs=0.001)


def test_a_point_in_the_far_north_east_gets_what_gauss_formulas_give():
    # given 66° N 24° E, reckoned apart from the library with Lantmäteriet's series for GRS 80
    # when
    x, y = SWEREF.to_metric(24.0, 66.0)

    # then
    assert (x, y) == pytest.approx((907_351.981, 7_349_217.668), abs=0.002)


@given(st.floats(10.1, 24.1), st.floats(55.0, 69.0))
@settings(max_examples=60, deadline=None)
def test_there_and_back_again_ends_where_it_began(lon, lat):
    # when
    back = SWEREF.to_lonlat(*SWEREF.to_metric(lon, lat))

    # then
    assert back == pytest.approx((lon, lat), abs=1e-8)


@pytest.mark.parametrize(
    ("lon", "lat"), [(math.nan, 58), (12, math.inf), (-74, 40), (12, -58), (0, 0), (1e300, 58)]
)
def test_a_position_that_the_plane_does_not_hold_for_is_refused(lon, lat):
    assert not SWEREF.covers(lon, lat)
    with pytest.raises(OutsidePlane):
        SWEREF.to_metric(lon, lat)


@pytest.mark.parametrize(("x", "y"), [(0, 0), (math.nan, 1), (1e12, 1e12), (6_400_000, 350_000)])
def test_metres_that_lie_nowhere_are_refused(x, y):
    with pytest.raises(OutsidePlane):
        SWEREF.to_lonlat(x, y)


@pytest.mark.parametrize("epsg", [4326, 1, 999_999, 2225])
def test_only_planes_in_metres_are_planes(epsg):
    # 2225 is California in US survey feet
    with pytest.raises(ValueError, match=r"metres|not known"):
        plane.Plane(epsg)


def test_denmark_may_use_its_zone_a_little_beyond_it():
    # given Kongens Lyngby at 12.5° E, in a zone that ends at 12°
    assert plane_for(25832).covers(12.5, 55.77)


def test_many_positions_are_told_apart_one_by_one():
    # when
    held = SWEREF.inside(np.array([12.3, 200.0, np.nan]), np.array([58.4, 58.4, 58.4]))

    # then
    assert held.tolist() == [True, False, False]


def test_overlap_is_told_in_square_metres_and_as_a_share_of_the_first():
    # given
    small = Polygon([(0, 0), (10, 0), (10, 10), (0, 10)])
    large = Polygon([(5, 0), (45, 0), (45, 10), (5, 10)])

    # then
    assert plane.overlap(small, large) == (50, 0.5, 0.125)
    assert plane.overlap(large, small) == (50, 0.125, 0.5)
    assert plane.overlap(small, Polygon([(90, 90), (91, 90), (91, 91)])) == (0, 0, 0)


def test_a_road_crosses_the_border_where_it_goes_in_and_out():
    # given
    area = Polygon([(0, 0), (10, 0), (10, 10), (0, 10)])

    # when
    found = plane.crossings(area, LineString([(-5, 5), (15, 5)]))

    # then
    assert sorted(found) == [(0, 5), (10, 5)]


@pytest.mark.parametrize("wkb", [b"", b"nonsense", LineString([(0, 0), (1, 1)]).wkb])
def test_bytes_that_are_no_polygon_are_refused(wkb):
    with pytest.raises(ValueError, match=r"WKB|polygon"):
        plane.polygon_from_wkb(wkb)


def test_a_box_outside_the_plane_has_no_metric_box():
    with pytest.raises(OutsidePlane):
        SWEREF.box_to_metric(Bounds(-80, 30, -79, 31))


def test_a_box_as_large_as_the_world_becomes_one_that_can_be_asked_for():
    # when
    box = SWEREF.box_to_metric(Bounds(-180, -85, 180, 85))

    # then
    assert all(math.isfinite(side) for side in box)
    assert box.holds(*SWEREF.to_metric(12.35, 58.4))
