"""An area that is mended, a search by keyboard, and figures with their map, on phone and desk."""

import pytest
from playwright.sync_api import expect

from tests.usecases.groups.scene import BLOCK

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]
WAYS = [("sv", True), ("en", False)]


@pytest.mark.parametrize(("language", "phone"), WAYS)
def test_a_border_that_crosses_itself_is_mended_with_one_press(signs, language, phone):
    # given a registration, and corners in the wrong order
    group_id = signs.draft()
    maja = signs.window_of(signs.maja, language=language, phone=phone)
    maja.opens(f"/grupper/{group_id}/omrade")
    corners = BLOCK.split("\n")

    # when
    maja.press(maja.page.locator(".map__without summary"))
    maja.writes("Området som koordinater", "\n".join(corners[i] for i in (0, 2, 1, 3)))
    maja.writes("Gator och husnummer", "Björkvägen")
    maja.page.locator("select").last.select_option(index=1)
    maja.presses("Spara och fortsätt")
    maja.reads("Vi kan rätta det så här")
    expect(maja.page.locator(".proposal .map-dot--fault")).to_be_visible()
    maja.presses("Använd och fortsätt")

    # then
    maja.sees_page("Hur många bostäder är det?")
    assert signs.group(group_id).area_m2 > 50_000


@pytest.mark.parametrize(("language", "phone"), WAYS)
def test_a_sign_is_found_by_keyboard_and_stands_on_the_map_and_in_the_list(signs, language, phone):
    # given
    code = signs.sign(signs.photos_sent()).code
    sara = signs.window_of(signs.coordinator_user, language=language, phone=phone)
    sara.opens("/sok")

    # when somebody types the code's beginning and presses Enter
    sara.tabs_to(sara.field("Vad söker du?"))
    sara.page.keyboard.type(code[:4].lower())
    sara.keys("Enter")

    # then the hit is the next thing to come to
    hit = sara.page.locator(".task a").first
    expect(hit).to_contain_text(f"{code[:3]}-{code[3:]}")
    sara.tabs_to(hit)

    # and the same sign is on the map and in the list
    sara.opens("/oversikt")
    sara.sees_page("Översikt")
    expect(sara.page.locator("svg.chart").first).to_be_visible()
    sara.follows("Visa på kartan")
    expect(sara.page.locator(".leaflet-marker-icon.map-dot--sign-wait")).to_be_visible()
    sara.page.get_by_label(sara.word("Skyltar"), exact=True).select_option("approved")
    sara.presses("Visa")
    expect(sara.page.locator(".leaflet-marker-icon.map-dot--sign-wait")).to_have_count(0)
    assert "skylt=approved" in sara.page.url
