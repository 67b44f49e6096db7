"""A contact person takes the course on a small phone, and once more by the keyboard alone."""

import pytest

from grannsamverkan.accounts.models import User
from grannsamverkan.training import queries
from grannsamverkan.training import usecases as training
from grannsamverkan.training.models import Certificate
from tests.browser.persons import BANK
from tests.browser.test_keyboard import chooses_by_keys, presses_by_keys
from tests.browser.town import path_in

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]
PARTS = 6


@pytest.fixture
def letter(signs, inbox, given):
    """The mail that brings Maja, who reads English, the course in English."""
    with given() as work:
        work.get(User, signs.maja.id).language = "en"
    signs.active(trained=False)
    with signs.runtime.work(signs.coordinator_user.actor) as work:
        for language in ("en", "sv"):
            course = training.create_starter(work, signs.here, language)
            waiting = len(queries.receivers(work, course))
            training.publish_edition(work, course.id, receivers=waiting)
    return inbox.letter(signs.maja.email, "Training for you as a contact person")


def fits(person):
    """Nothing on the page reaches beyond the window."""
    return person.page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_on_a_phone_in_english_part_by_part_with_one_failed_try(signs, letter, somebody):
    maja = somebody("en", phone=True)
    maja.opens(path_in(letter, "/u/"))
    maja.sees_page("Being a contact person")
    assert fits(maja)
    assert f"Read all parts first: {PARTS} are left." in maja.page.inner_text("main")
    maja.does_not_find("Gå till frågorna")

    maja.follows("Börja läsa")
    maja.sees_page("What neighbourhood watch is")
    assert fits(maja)
    maja.presses("Jag har läst")
    maja.sees_page("Four things every household promises")
    maja.opens(path_in(letter, "/u/"))
    maja.follows("Fortsätt")
    maja.sees_page("Four things every household promises")
    maja.presses("Jag har läst")
    for heading in (
        "Your tasks as a contact person",
        "Seeing without judging",
        "112 and 114 14",
        "The signs",
    ):
        maja.sees_page(heading)
        assert fits(maja)
        maja.presses("Jag har läst")

    maja.sees_page("Vad skulle du göra?")
    maja.answers(wrong=2)
    maja.reads("Du svarade:")
    maja.answers()
    maja.sees_page("Du är klar")
    assert fits(maja)
    paper = maja.downloads(maja.link("Hämta intyget (PDF)"))
    assert paper.read_bytes().startswith(b"%PDF-")
    with signs.runtime.reading() as work:
        assert work.session.query(Certificate).one().edition.language == "en"


def test_by_the_keyboard_alone(signs, letter, somebody):
    maja = somebody("en")
    maja.opens(path_in(letter, "/u/"))
    maja.tabs_to(maja.link("Börja läsa"))
    maja.keys("Enter")
    for _part in range(PARTS):
        heading = maja.page.get_by_role("heading", level=1).inner_text()
        presses_by_keys(maja, "Jag har läst")
        maja.page.wait_for_function(
            "before => document.querySelector('h1')?.innerText !== before", arg=heading
        )

    maja.sees_page("Vad skulle du göra?")
    for legend in maja.page.locator("main legend").all_inner_texts():
        asked = BANK[legend.strip()]
        chooses_by_keys(maja, asked.text, asked.options[asked.right])
    presses_by_keys(maja, "Skicka svaren")

    maja.sees_page("Du är klar")


def test_a_coordinator_orders_the_parts_by_the_keyboard_alone(signs, letter, somebody):
    with signs.runtime.work(signs.coordinator_user.actor) as work:
        draft = training.create_starter(work, signs.here)
    sara = signs.window_of(signs.coordinator_user)
    sara.opens(f"/utbildning/material/{draft.id}/delar")

    presses_by_keys(sara, "Flytta ner del 1")
    sara.page.wait_for_url("**#del-*")
    presses_by_keys(sara, "Ta bort del 6")
    sara.does_not_find("Ta bort del 6")

    parts = sara.page.locator("ol.modules > li > p > a").all_inner_texts()
    assert parts[:2] == ["Fyra saker som varje hushåll lovar", "Vad grannsamverkan är"]
    assert len(parts) == PARTS - 1
