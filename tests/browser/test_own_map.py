"""A municipality's own map lies on top of the product's, and is switched off and on."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from grannsamverkan.core.settings import TileSource
from grannsamverkan.geometry.tiling import web_grid
from tests.support.tilefiles import picture, write_geopackage

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]


@pytest.fixture
def settings(settings, tmp_path):
    """The installation, with a map of its own for Alby that has no tiles here."""
    file = write_geopackage(tmp_path / "map.gpkg", web_grid(16), {(16, 0, 0): picture((9, 9, 9))})
    own = TileSource(
        municipality="alby",
        kind="gpkg",
        label="Kommunens karta",
        attribution="© Alby <b>kommun</b>",
        file=str(file),
    )
    return replace(settings, tile_sources=(own,))


def test_the_own_map_names_its_source_and_can_be_switched_off_by_keyboard(signs, way):
    # given
    group_id = signs.active()
    maja = signs.window_of(signs.maja, **way)
    maja.opens(f"/grupper/{group_id}/skyltar")

    # then it is there, and whose it is stands in plain text
    tiles = maja.page.locator("img.leaflet-tile")
    expect(tiles.first).to_be_attached()
    expect(maja.page.locator(".leaflet-control-attribution")).to_contain_text(
        "© Alby <b>kommun</b>"
    )
    expect(maja.page.locator("canvas.map__names")).to_have_count(0)

    # when it is switched off with the space bar
    switch = maja.page.get_by_label("Kommunens karta")
    maja.tabs_to(switch)
    maja.keys("Space")

    # then the product's own map is as it was
    expect(tiles).to_have_count(0)
    expect(maja.page.locator("canvas.map__names")).to_have_count(1)
