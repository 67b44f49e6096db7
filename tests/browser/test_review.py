"""Around a decision: put right, asked for more, two reviewers at once, a closed door."""

import pytest

from tests.browser.journey import Journey

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]
ASKED = {
    "sv": (
        "Begär rättning",
        "Skylten behöver rättas",
        "Byt ståltråden mot svarta buntband.",
    ),
    "en": ("Be om mer", "Kommunen behöver mer", "Ta om bilden av fästet, den är oskarp."),
}
"""What is asked of whom, what the letter's page then says, and why."""


@pytest.fixture
def case(signs, inbox, somebody, clock, way):
    """The steps of the journey for a sign that hangs; nobody of the town's own staff is needed."""
    return Journey(signs, inbox, somebody, clock, **way)


def decide(reviewer, button, reason):
    """Write the reason, read the letter, send it."""
    reviewer.press(
        reviewer.page.get_by_text(reviewer.word("Be om mer, eller begär rättning eller nedtagning"))
    )
    reviewer.chooses("Vad ska hända?", button)
    reviewer.writes("Vad är fel, och varför?", reason)
    reviewer.presses("Läs brevet")
    reviewer.sees_page("Läs brevet innan det går")
    reviewer.reads(reason)
    reviewer.presses("Skicka beslutet")
    reviewer.sees_page("Granskning")


def test_what_the_reviewer_asks_for_is_put_right_and_approved(signs, case, inbox, photos, way):
    button, shown, reason = ASKED[way["language"]]
    sign_id = signs.photos_sent()
    reviewer = signs.window_of(signs.reviewer, **way)
    reviewer.opens(f"/skyltar/{sign_id}/granska")
    decide(reviewer, button, reason)

    resident = case.citizen()
    resident.opens(signs.letter_path(sign_id))
    resident.reads(shown)
    resident.reads(reason)
    case.pick(resident, {"Fästet på nära håll": photos["Fästet på nära håll"]})
    resident.presses("Granska och skicka")
    resident.presses("Skicka till kommunen")
    resident.sees_page("Tack, fotona är skickade")
    inbox.settle()
    reviewer.opens("/granskning")
    reviewer.follows("Granska den första")
    case.answer_questions(reviewer, view_photo="1.")
    reviewer.presses("Godkänn skylten")
    reviewer.sees_page("Granskning")

    resident.page.reload()
    resident.sees_page("Skylten är godkänd")
    assert signs.sign(sign_id).state == "approved"


def test_the_second_of_two_reviewers_is_told_who_decided_what(signs):
    sign_id = signs.photos_sent()
    signs.answer(sign_id)
    gustav = signs.window_of(signs.reviewer)
    greta = signs.window_of(signs.staff("Greta Granskare", ("reviewer", None)))
    for reviewer in (gustav, greta):
        reviewer.opens(f"/skyltar/{sign_id}/granska")
        reviewer.presses("Läs brevet först")
        reviewer.sees_page("Läs brevet innan det går")
    gustav.presses("Skicka beslutet")
    gustav.sees_page("Granskning")

    greta.presses("Skicka beslutet")

    greta.sees_page("Det hann ändras")
    greta.reads("Gustav Granskare")
    assert len([one for one in signs.sign(sign_id).decisions if one.set_id]) == 1


def test_the_door_is_closed_until_all_are_trained_and_says_why(signs):
    sign_id = signs.place_approved(signs.active(trained=False))
    coordinator = signs.window_of(signs.coordinator_user)

    coordinator.opens(f"/skyltar/{sign_id}")

    coordinator.reads("Skylten kan inte lämnas ut än. Det här behövs först:")
    coordinator.reads("%(name)s har inte gått utbildningen.", name="Maja Lind")
    coordinator.does_not_find("Lämna ut skylten")
