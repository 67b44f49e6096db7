"""A search by keyboard, and figures with their map and their files, on phone and desk."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]


def test_a_sign_is_found_by_keyboard_and_stands_on_the_map_and_in_the_figures(signs, way):
    # given
    code = signs.sign(signs.photos_sent()).code
    sara = signs.window_of(signs.coordinator_user, **way)
    sara.opens("/sok")

    # when somebody types the code's beginning and presses Enter
    sara.tabs_to(sara.field("Vad söker du?"))
    sara.page.keyboard.type(code[:4].lower())
    sara.keys("Enter")

    # then the hit is the next thing to come to
    hit = sara.page.locator(".task a").first
    expect(hit).to_contain_text(f"{code[:3]}-{code[3:]}")
    sara.tabs_to(hit)

    # and the same sign is in the figures, their table and their file, and on the map
    sara.opens("/oversikt")
    sara.sees_page("Översikt")
    expect(sara.page.locator("svg.chart").first).to_be_visible()
    sara.press(sara.page.get_by_text(sara.word("Samma som tabell")).last)
    sara.reads("Foton skickade")
    rows = sara.downloads(sara.page.get_by_role("link", name=f"{sara.word('Skyltar')}, CSV"))
    assert f"{code[:3]}-{code[3:]}" in rows.read_text()
    sara.follows("Visa på kartan")
    expect(sara.page.locator(".leaflet-marker-icon.map-dot--sign-wait")).to_be_visible()
    sara.page.get_by_label(sara.word("Skyltar"), exact=True).select_option("approved")
    sara.presses("Visa")
    expect(sara.page.locator(".leaflet-marker-icon.map-dot--sign-wait")).to_have_count(0)
    assert "skylt=approved" in sara.page.url
