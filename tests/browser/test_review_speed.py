"""A reviewer with forty cases before lunch: keys, the next case by itself, and the way back."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]


def heading_of(signs, sign_id):
    code = signs.sign(sign_id).code
    return f"{code[:3]}-{code[3:]}"


def is_at(person, signs, sign_id):
    """The case of this sign is open, and its first photo can be seen."""
    title = re.compile(heading_of(signs, sign_id))
    expect(person.page.get_by_role("heading", level=1, name=title)).to_be_visible()
    photo = person.page.locator(".photo[data-current] .photo__frame img")
    expect(photo).to_be_visible()
    expect(person.page.locator(".keys[data-mounted]")).to_have_count(1)


def test_a_clear_case_is_one_key_and_the_next_is_there_after_one_page_load(signs, clear_cases, way):
    first, second, third = clear_cases
    reviewer = signs.window_of(signs.reviewer, **way)
    reviewer.opens("/granskning?fynd=klart")
    expect(reviewer.page.locator(".keys[data-mounted]")).to_have_count(1)
    reviewer.keys("j")
    is_at(reviewer, signs, first)
    asked = []
    # Playwright wants a function of its own and not a list's method.
    reviewer.page.on("request", lambda request: asked.append(request))  # noqa: PLW0108

    reviewer.keys("a")
    is_at(reviewer, signs, second)

    pages = [one for one in asked if one.is_navigation_request()]
    loads = [one for one in pages if one.redirected_from is None]
    others = [one for one in asked if not one.is_navigation_request()]
    assert [one.method for one in pages] == ["POST", "GET"]
    assert len(loads) == 1
    # Scripts and styles are kept by the browser; new are the case's own pictures, its map, and
    # the drawing of the sight check where the worker has made it.
    # That somebody has a case open is told by the clock, not with the case.
    new = {one.url for one in others if not re.search("/static/|/narvaro", one.url)}
    assert len([url for url in new if "/foton/" in url]) <= 2 * 2 * 3
    # The small map asks for the cells round the sign, a browser's own cache aside.
    assert len([url for url in new if "/karta/bas.json" in url]) <= 9
    assert len([url for url in new if "/sikt.svg" in url]) <= 1
    assert not [url for url in new if not re.search("/foton/|/karta/bas.json|/sikt.svg", url)], new
    assert signs.sign(first).state == "approved"
    assert "fynd=klart" in reviewer.page.url

    reviewer.keys("a")
    is_at(reviewer, signs, third)
    reviewer.keys("a")
    reviewer.sees_page("Granskning")
    reviewer.reads("Kön är tom")
    assert signs.sign(third).state == "approved"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_decision_is_undone_before_the_letters_go(signs, clear_cases, javascript):
    first = clear_cases[0]
    reviewer = signs.window_of(signs.reviewer, javascript=javascript)
    reviewer.opens(f"/skyltar/{first}/granska")
    reviewer.presses("Ja på båda, godkänn skylten")
    reviewer.reads("Breven går om")
    assert signs.sign(first).state == "approved"

    reviewer.presses("Ångra")

    reviewer.reads("Beslutet är ångrat. Inget brev har gått.")
    assert signs.sign(first).state == "photos_sent"
    assert signs.sign(first).sent_set.review is None


def test_what_came_too_late_is_refused_with_words(signs, clear_cases, clock):
    first, *_rest = clear_cases
    reviewer = signs.window_of(signs.reviewer, javascript=False)
    reviewer.opens(f"/skyltar/{first}/granska")
    reviewer.presses("Ja på båda, godkänn skylten")
    reviewer.reads("Breven går om")

    clock.forward(seconds=11)
    reviewer.presses("Ångra")

    reviewer.reads("Det går inte att ångra längre")
    assert signs.sign(first).state == "approved"


def test_keys_walk_photos_and_cases_rest_in_fields_and_can_be_switched_off(signs, clear_cases):
    first, second, _third = clear_cases
    reviewer = signs.window_of(signs.reviewer)
    reviewer.opens(f"/skyltar/{first}/granska")
    is_at(reviewer, signs, first)
    shown = reviewer.page.locator(".photo[data-current] figcaption > strong")

    reviewer.keys("3")
    expect(shown).to_contain_text("3. Vyn längs vägen")
    reviewer.keys("v")
    view = reviewer.group("Är sikten fri?").get_by_role("radio", name="Ja")
    expect(view).to_be_checked()
    expect(
        reviewer.group("Fotot som visar sikten").get_by_role("radio", name=re.compile("^3"))
    ).to_be_checked()
    reviewer.keys("v")
    expect(reviewer.group("Är sikten fri?").get_by_role("radio", name="Nej")).to_be_checked()

    reviewer.keys("r")
    expect(reviewer.field("Färdig text")).to_be_focused()
    reviewer.field("Färdig text").select_option("steel_on_zinc")
    reason = reviewer.field("Vad är fel, och varför?")
    expect(reason).to_have_value(re.compile("tråd eller band av stål"))
    reason.focus()
    reviewer.page.keyboard.type("jag kan skriva akj")
    is_at(reviewer, signs, first)
    assert signs.sign(first).state == "photos_sent"

    reviewer.opens(f"/skyltar/{first}/granska")
    is_at(reviewer, signs, first)
    reviewer.keys("j")
    is_at(reviewer, signs, second)
    reviewer.keys("k")
    is_at(reviewer, signs, first)
    reviewer.keys("?")
    reviewer.presses("Stäng av tangenterna")
    reviewer.keys("Tab", "j", "a")
    reviewer.page.reload()
    is_at(reviewer, signs, first)
    reviewer.keys("j", "a")
    reviewer.page.wait_for_timeout(300)
    is_at(reviewer, signs, first)
    assert signs.sign(first).state == "photos_sent"


def test_two_on_the_same_case_see_whose_it_is(signs, clear_cases):
    first = clear_cases[0]
    greta = signs.window_of(signs.staff("Greta Granskare", ("reviewer", None)))
    gustav = signs.window_of(signs.reviewer)
    greta.opens(f"/skyltar/{first}/granska")

    greta.presses("Ta ärendet")
    greta.reads("Du har tagit ärendet.")

    gustav.opens("/granskning?hos=ingen")
    expect(gustav.page.get_by_role("row")).to_have_count(3)
    gustav.opens(f"/skyltar/{first}/granska")
    gustav.reads("%(name)s har tagit ärendet.", name="Greta Granskare")
    gustav.presses("Ja på båda, godkänn skylten")
    gustav.reads("Breven går om")
