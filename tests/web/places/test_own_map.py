"""The municipality's own map, as browsers ask for it."""

from dataclasses import replace
from pathlib import Path

import pytest

from grannsamverkan.core.settings import TileSource
from grannsamverkan.geometry import town
from grannsamverkan.geometry.tiling import web_grid
from grannsamverkan.places import usecases
from grannsamverkan.places.views.tiles import own_map
from tests.support.cells import cell_at
from tests.support.tilefiles import colour_of, picture, write_geopackage

GREEN = (10, 120, 60)
CELL = cell_at(town.SQUARE_LON, town.SQUARE_LAT, 14)
ADDRESS = "/karta/platta/{}/{}/{}?kommun=bjorkvik"


@pytest.fixture
def settings(settings, tmp_path):
    """The installation, with a map of its own for Björkvik."""
    file = write_geopackage(tmp_path / "map.gpkg", web_grid(16), {CELL: picture(GREEN)})
    own = TileSource(
        municipality="bjorkvik",
        kind="gpkg",
        label="Kommunens karta",
        attribution="© Björkviks <kommun>",
        file=str(file),
    )
    return replace(settings, tile_sources=(own,))


@pytest.fixture
def neighbour(runtime):
    """A municipality that has no map of its own."""
    with runtime.work() as work:
        return usecases.add_municipality(
            work, slug="alvik", name="Alviks kommun", short_name="Alvik"
        )


def test_anybody_gets_a_tile_and_may_keep_it(client, ground):
    # when
    answer = client.get(ADDRESS.format(*CELL))

    # then
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert colour_of(answer.data) == GREEN
    assert "public" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_where_the_map_has_nothing_one_sees_through_it(client, ground):
    # when
    answer = client.get(ADDRESS.format(CELL.zoom, CELL.column + 3, CELL.row))

    # then
    assert answer.status_code == 200
    assert colour_of(answer.data, (0, 0))[-1] == 0


def test_what_is_no_tile_is_not_found(client, ground):
    client.check_pages = False
    for numbers in ((3, 8, 0), (3, 0, 8), (23, 0, 0), ("x", 0, 0)):
        assert client.get(ADDRESS.format(*numbers)).status_code == 404


def test_another_municipality_has_no_map_of_its_own(client, ground, neighbour):
    client.check_pages = False
    address = ADDRESS.format(*CELL).replace("bjorkvik", neighbour.slug)

    assert client.get(address).status_code == 404


def test_a_map_whose_file_is_gone_leaves_the_products_own_to_be_seen(client, ground, settings):
    # given
    Path(settings.tile_sources[0].file).unlink()

    # when
    answer = client.get(ADDRESS.format(*CELL))

    # then
    assert answer.status_code == 200
    assert colour_of(answer.data, (0, 0))[-1] == 0
    assert "max-age=60" in answer.headers["Cache-Control"]


def test_a_page_is_told_where_the_own_map_is_and_whose_it_is(app, ground, neighbour):
    # when
    with app.test_request_context():
        told, none = own_map("bjorkvik"), own_map(neighbour.slug)

    # then
    assert told.url == "/karta/platta/{z}/{x}/{y}?kommun=bjorkvik"
    assert told.attribution == "© Björkviks <kommun>"
    assert none is None
