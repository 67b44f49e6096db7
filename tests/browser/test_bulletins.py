"""Police send a bulletin to a drawn area at a desk; a contact person passes it on with a phone."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.browser import ways
from tests.browser.town import path_in
from tests.support.ground import put_on_map
from tests.usecases.groups.scene import BLOCK, polygon

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]
DESK = {"phone": False}


@pytest.fixture
def group_id(signs):
    return signs.active()


@pytest.fixture
def block(signs, given):
    """A place in the middle of the group's area, which the map can be asked for."""
    middle = polygon().centroid
    with given() as work:
        put_on_map(work, signs.here, ("Björkvägen", "1", middle.x, middle.y))
    return SimpleNamespace(block=SimpleNamespace(address="Björkvägen 1"))


def writes(petra, text):
    """Step 1, in both languages."""
    petra.chooses("Vad handlar det om?", "Brott i området")
    petra.writes("Rubrik", "Inbrott i förråd")
    petra.writes("Text", text)
    petra.writes("Rubrik på engelska", "Burglaries in sheds")
    petra.writes("Text på engelska", "Three sheds were opened last night.")
    petra.presses("Spara och fortsätt")
    petra.sees_page("Vem är det till?")


def draws(petra, block):
    """Step 2 on the map: four presses round the place."""
    ways.by_pressing(block)(petra)
    petra.presses("Spara och fortsätt")
    petra.sees_page("Läs igenom och skicka")


def pastes(petra, corners=BLOCK):
    """Step 2 without the map: the corners as text."""
    petra.press(petra.page.locator(".map__without summary"))
    petra.writes("Området som koordinater", corners)
    petra.presses("Spara och fortsätt")
    petra.sees_page("Läs igenom och skicka")


def test_police_send_to_a_drawn_area_a_contact_person_passes_on_and_police_see_reach(
    signs, group_id, block, inbox, way
):
    # given police at a desk, in the journey's language
    language = way["language"]
    petra = signs.window_of(signs.police(), language=language, **DESK)
    petra.opens("/utskick")
    petra.follows("Skriv ett utskick")

    # when a bulletin is written, aimed, looked through and sent
    writes(petra, "Tre förråd bröts upp i natt.\n\nEn finsk kvinna såg det.")
    draws(petra, block)
    expect(petra.page.locator("mark")).to_have_text(["finsk kvinna"])
    petra.mark(petra.page.get_by_role("checkbox"))
    petra.presses(
        "Skicka till %(groups)s", groups=petra.count("%(num)s grupp", "%(num)s grupper", 1)
    )
    petra.sees_page("Inbrott i förråd" if language == "sv" else "Burglaries in sheds")

    # then the contact person reads it on a phone and passes it on with one press
    letter = inbox.letter(signs.maja.email, "Inbrott i förråd")
    maja = signs.window_of(signs.maja, language=language, phone=True)
    maja.opens(path_in(letter, "/utskick/"))
    maja.presses("Jag har läst det")
    maja.presses("Kopiera texten till chatten")
    maja.reads("Klistra in texten i gruppens chatt eller mejllista")
    pasted = maja.field("Text att klistra in").input_value()
    assert ("Tre förråd" if language == "sv" else "Three sheds") in pasted
    assert "/M/" in pasted

    # and the police see it as numbers
    petra.page.reload()
    row = petra.page.get_by_role("row").filter(
        has_text=petra.word(
            "Fört vidare: %(how)s", how=petra.word("Text i gruppens chatt eller mejllista")
        )
    )
    expect(row.get_by_role("cell")).to_contain_text("1")
    assert "Maja" not in petra.page.locator("main").inner_text()


def test_what_was_taken_back_says_so_to_whoever_scans_the_notice(
    signs, group_id, inbox, somebody, way
):
    petra = signs.window_of(signs.police(), language=way["language"], **DESK)
    petra.opens("/utskick/nytt")
    writes(petra, "Mötet är i kväll.")
    pastes(petra)
    petra.presses(
        "Skicka till %(groups)s", groups=petra.count("%(num)s grupp", "%(num)s grupper", 1)
    )
    maja = signs.window_of(signs.maja, **way)
    maja.opens("/utskick")
    maja.follows("Inbrott i förråd" if way["language"] == "sv" else "Burglaries in sheds")
    maja.press(maja.page.locator("details summary", has_text=maja.word("Andra sätt")))
    notice = maja.downloads(maja.button("Hämta anslaget till tavlan"))
    assert notice.read_bytes().startswith(b"%PDF")
    public = maja.link("Sidan som alla kan läsa").get_attribute("href")

    petra.follows("Dra tillbaka med en rättelse")
    petra.writes("Rättelse", "Mötet är i morgon.")
    petra.presses("Dra tillbaka och skicka rättelsen")
    petra.reads("Utskicket är tillbakadraget. Rättelsen är på väg.")

    neighbour = somebody(**way)
    neighbour.opens(public)
    neighbour.reads("Utskicket är tillbakadraget")
    expect(neighbour.page.get_by_text("Mötet är i morgon.")).to_be_visible()
    expect(neighbour.page.get_by_text("Mötet är i kväll.")).to_have_count(0)


def test_a_bulletin_is_read_and_passed_on_with_keys_alone(signs, group_id, runtime):
    petra = signs.window_of(signs.police(), **DESK)
    petra.opens("/utskick/nytt")
    writes(petra, "Lås cykeln.")
    pastes(petra)
    petra.tabs_to(petra.button("Skicka till %(groups)s", groups="1 grupp"))
    petra.keys("Enter")
    petra.reads("Hur långt det har nått")

    maja = signs.window_of(signs.maja, **DESK)
    maja.opens("/")
    maja.tabs_to(maja.link("Inbrott i förråd"))
    maja.keys("Enter")
    maja.sees_page("Inbrott i förråd")
    maja.tabs_to(maja.button("Kopiera texten till chatten"))
    maja.keys("Enter")

    maja.reads("Klistra in texten i gruppens chatt eller mejllista")
