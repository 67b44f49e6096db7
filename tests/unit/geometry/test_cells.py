"""The squares of the base map: where they lie, and what is sent for one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Polygon, box

from grannsamverkan.geometry import cells
from grannsamverkan.geometry.cells import Cell, Drawn
from grannsamverkan.geometry.plane import Bounds, plane_for
from tests.support.cells import cell_at, unpacked

SWEREF = plane_for(3006)
LON, LAT = 12.35, 58.40
EAST, NORTH = SWEREF.to_metric(LON, LAT)


def drawn(shape, kind="road", subtype="residential", name="", width=None):
    return Drawn(kind, subtype, name, shape.wkb, width)


@given(st.floats(-179, 179), st.floats(-84, 84), st.integers(9, 16))
def test_a_position_lies_in_its_cell(lon, lat, zoom):
    box_of_cell = cells.bounds_of(cell_at(lon, lat, zoom))
    assert box_of_cell.grown(1e-9).holds(lon, lat)


@pytest.mark.parametrize(
    "text",
    [
        *("", "16", "16/1", "16/1/1/1", "a/b/c", "-1/0/0", "16/1.5/2", "16/ 1/2", "16/¹/2"),
        *("8/1/1", "17/1/1", "16/65536/0", "16/0/65536", "16/٣/2", "9" * 30 + "/1/1"),
    ],
)
def test_what_is_no_cell_is_refused(text):
    with pytest.raises(ValueError, match="cell"):
        cells.parse_cell(text)


def test_a_cell_is_read_as_it_is_written():
    assert cells.parse_cell("16/35016/19700") == Cell(16, 35016, 19700)


def test_a_long_road_is_cut_to_the_cell_and_a_little_beyond():
    # given a road of 20 km through the cell
    cell = cell_at(LON, LAT, 16)
    road = LineString([(EAST - 10_000, NORTH), (EAST + 10_000, NORTH)])

    # when
    [packed] = cells.pack(cell, [drawn(road, name="Storgatan", width=7.04)], SWEREF)

    # then
    west, _, east, _ = cells.bounds_of(cell)
    lons = [lon for lon, _ in unpacked(packed["l"][0])]
    assert west - 0.001 < min(lons) < west
    assert east < max(lons) < east + 0.001
    assert (packed["k"], packed["n"], packed["w"]) == ("road", "Storgatan", 7.0)


def test_what_is_sent_lies_where_it_was():
    # given
    house = box(EAST, NORTH, EAST + 12, NORTH + 9)

    # when
    [packed] = cells.pack(cell_at(LON, LAT, 16), [drawn(house, "building", "house")], SWEREF)

    # then within a few decimetres
    found = Polygon([SWEREF.to_metric(lon, lat) for lon, lat in unpacked(packed["a"][0])])
    assert found.symmetric_difference(house).area < 3


def test_houses_are_left_out_from_afar_and_small_roads_too():
    # given
    house = drawn(box(EAST, NORTH, EAST + 12, NORTH + 9), "building", "house")
    lane = drawn(LineString([(EAST, NORTH), (EAST + 900, NORTH + 900)]))
    main = drawn(LineString([(EAST, NORTH), (EAST - 900, NORTH + 900)]), subtype="primary")

    # then
    def kinds(zoom):
        cell = cell_at(LON, LAT, zoom)
        return [part["t"] for part in cells.pack(cell, [house, lane, main], SWEREF)]

    assert kinds(16) == ["residential", "primary", "house"]
    assert kinds(13) == ["residential", "primary"]
    assert kinds(11) == ["primary"]


def test_a_crowded_cell_keeps_its_roads_and_loses_houses():
    # given
    houses = [drawn(box(EAST, NORTH, EAST + 9, NORTH + 9), "building")] * cells.MOST_FEATURES
    road = drawn(LineString([(EAST, NORTH), (EAST + 90, NORTH)]))

    # when
    packed = cells.pack(cell_at(LON, LAT, 16), [*houses, road], SWEREF)

    # then
    assert len(packed) == cells.MOST_FEATURES
    assert packed[0]["k"] == "road"


def test_a_row_that_cannot_be_read_is_left_out():
    assert cells.pack(cell_at(LON, LAT, 16), [Drawn("road", "x", "", b"?", None)], SWEREF) == []


def test_a_wood_with_a_glade_keeps_the_glade():
    # given
    wood = Polygon(
        box(EAST, NORTH, EAST + 200, NORTH + 200).exterior,
        [box(EAST + 50, NORTH + 50, EAST + 90, NORTH + 90).exterior],
    )

    # when
    cell = cell_at(*SWEREF.to_lonlat(EAST + 70, NORTH + 70), 16)
    [packed] = cells.pack(cell, [drawn(wood, "green", "wood")], SWEREF)

    # then
    assert len(packed["a"]) == 2
    json.dumps(packed)


def test_a_pixel_is_half_as_wide_at_sixty_degrees():
    # given the cell at 60° N, where cos is 0.5
    near_sixty = cells.metres_per_pixel(cell_at(15, 60, 16))

    # then 156 543 m / 2^16 / 2
    assert near_sixty == pytest.approx(1.194, rel=0.01)
    assert Bounds(0, 0, 1, 1).grown(1) == (-1, -1, 2, 2)
