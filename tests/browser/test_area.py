"""An area that is pasted, and one that is mended; `test_journey` draws by finger and by mouse."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.usecases.groups.scene import BLOCK, EASTERN

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]


def test_an_area_is_pasted_as_geojson_and_its_overlap_is_told(signs, way):
    # given a group, and a registration beside it
    signs.active()
    group_id = signs.draft(name="Granvägen")
    maja = signs.window_of(signs.maja, **way)
    maja.opens(f"/grupper/{group_id}/omrade")

    # when somebody pastes what a map program gives
    pastes(maja, as_geojson(EASTERN))
    maja.presses("Spara och visa överlapp")

    # then half of it is the other group's
    maja.reads("Området går in i en annan grupps område")
    notice = maja.page.get_by_role("listitem").filter(has_text="Björkvägen")
    expect(notice).to_contain_text(re.compile(r"m² .*50.?%.*50.?%"))
    assert signs.group(group_id).area_m2 > 50_000


def test_a_border_that_crosses_itself_is_mended_with_one_press(signs, way):
    # given a registration, and corners in the wrong order
    group_id = signs.draft()
    maja = signs.window_of(signs.maja, **way)
    maja.opens(f"/grupper/{group_id}/omrade")
    corners = BLOCK.split("\n")

    # when
    pastes(maja, "\n".join(corners[i] for i in (0, 2, 1, 3)))
    maja.writes("Gator och husnummer", "Björkvägen")
    maja.presses("Spara och fortsätt")
    maja.reads("Vi kan rätta det så här")
    expect(maja.page.locator(".proposal .map-dot--fault")).to_be_visible()
    maja.presses("Använd och fortsätt")

    # then
    maja.sees_page("Hur många bostäder är det?")
    assert signs.group(group_id).area_m2 > 50_000


def pastes(person, text):
    """Put corners in without the map, and say where in the municipality it is."""
    person.press(person.page.locator(".map__without summary"))
    person.writes("Området som koordinater", text)
    person.field("Vilken del av kommunen bor ni i?").select_option("Norr")


def as_geojson(corners):
    """Corners as lines of latitude and longitude, as a map program writes them."""
    pairs = [line.split(", ") for line in corners.splitlines()]
    ring = [[float(lon), float(lat)] for lat, lon in [*pairs, pairs[0]]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return json.dumps({"type": "Feature", "properties": {}, "geometry": shape})
