"""Tiles of the web's grid, cut out of a grid in SWEREF 99."""

import math

import numpy as np
import pytest

from grannsamverkan.geometry.cells import Cell, bounds_of
from grannsamverkan.geometry.plane import OutsidePlane, plane_for
from grannsamverkan.geometry.tiling import MOST_TILES, SIZE, Grid, cut, cutting, web_grid
from tests.support.cells import cell_at

LON, LAT = 12.35, 58.40
# Lantmäteriet's grid in SWEREF 99 TM: 4096 m a pixel at zoom 0, halved at each.
SWEREF = Grid(3006, (-1_200_000.0, 8_500_000.0), tuple(4096 / 2**zoom for zoom in range(15)))


def test_a_tile_of_the_webs_grid_is_cut_out_of_itself():
    # given
    cell = Cell(16, 35016, 19700)

    # when
    plan = cutting(cell, web_grid(19))

    # then
    assert (plan.zoom, plan.column, plan.row, plan.columns, plan.rows) == (*cell, 1, 1)
    assert (plan.across[0] == np.arange(SIZE)).all()
    assert (plan.down[:, 0] == np.arange(SIZE)).all()


@pytest.mark.parametrize("zoom", [10, 13, 16, 18])
def test_each_pixel_is_taken_from_where_it_lies_in_sweref(zoom):
    # given
    cell = cell_at(LON, LAT, zoom)
    box, plane = bounds_of(cell), plane_for(3006)

    # when
    plan = cutting(cell, SWEREF)

    # then the middle of the tile and its first pixel are right to a pixel
    metres = SWEREF.resolutions[plan.zoom]
    for across, down in ((127.5, 127.5), (0.0, 0.0), (255.0, 40.0)):
        lon = box.minx + (box.maxx - box.minx) * (across + 0.5) / SIZE
        lat = latitude(cell, down + 0.5)
        x, y = plane.to_metric(lon, lat)
        at = int(down), int(across)
        column = (x - SWEREF.origin[0]) / metres - plan.column * SIZE
        row = (SWEREF.origin[1] - y) / metres - plan.row * SIZE
        assert abs(plan.across[at] + 0.5 - column) <= 1.6
        assert abs(plan.down[at] + 0.5 - row) <= 1.6


def latitude(cell, down):
    side = 2**cell.zoom
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (cell.row + down / SIZE) / side))))


def test_the_zoom_whose_pixels_are_as_large_as_the_tiles_is_taken():
    # given a tile whose pixels are 40 075 017 / 256 / 2^16 * cos 58.4° = 1.25 m
    plan = cutting(cell_at(LON, LAT, 16), SWEREF)

    assert SWEREF.resolutions[plan.zoom] == 1.0
    assert 1 <= plan.columns * plan.rows <= 9


def test_a_mosaic_is_turned_into_the_tile_pixel_by_pixel():
    # given a mosaic whose pixels are their own places
    plan = cutting(cell_at(LON, LAT, 16), SWEREF)
    down, across = np.mgrid[: plan.rows * SIZE, : plan.columns * SIZE]
    mosaic = np.stack([across % 256, down % 256], axis=-1).astype(np.uint8)

    # when
    tile = cut(mosaic, plan)

    # then
    assert tile.shape == (SIZE, SIZE, 2)
    assert (tile[..., 0] == plan.across % 256).all()
    assert (tile[..., 1] == plan.down % 256).all()


def test_a_source_far_finer_than_the_tile_is_not_asked_for_hundreds_of_tiles():
    fine = Grid(3006, SWEREF.origin, (0.1,))

    assert cutting(cell_at(LON, LAT, 12), fine) is None
    assert MOST_TILES < 100


def test_a_place_where_the_plane_does_not_hold_is_refused():
    with pytest.raises(OutsidePlane):
        cutting(cell_at(-120, 30, 12), SWEREF)


@pytest.mark.parametrize(
    ("grid", "web"),
    [
        (web_grid(5), True),
        (Grid(3857, web_grid(3).origin, (0.0, 0.0, *web_grid(3).resolutions[2:])), True),
        (Grid(3857, web_grid(3).origin, web_grid(3).resolutions, 512), False),
        (Grid(3857, (0.0, 0.0), web_grid(3).resolutions), False),
        (Grid(3857, web_grid(3).origin, (1000.0, 500.0)), False),
        (SWEREF, False),
    ],
)
def test_only_the_webs_own_grid_is_handed_on_as_it_is(grid, web):
    assert grid.is_web is web
