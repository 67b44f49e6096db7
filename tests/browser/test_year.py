"""A group's year from the mail, a meeting, somebody who waits, and the end: on phone and desk."""

import pytest

from grannsamverkan.groups.usecases import life
from tests.browser.persons import in_language
from tests.browser.town import path_in
from tests.support.ground import put_on_map
from tests.usecases.groups.scene import PLANE

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]


@pytest.fixture
def group_id(signs):
    return signs.active()


@pytest.fixture
def address(signs, given):
    """A home where there is no group."""
    x, y = PLANE.to_metric(12.40, 58.42)
    with given() as work:
        put_on_map(work, signs.here, ("Granvägen", "4", x, y))
    return "Granvägen 4"


def test_the_year_is_confirmed_from_the_mail_with_one_press(
    signs, group_id, given, clock, inbox, somebody, way
):
    clock.forward(days=310)
    with given() as work:
        work.enqueue("look_after_years")
    inbox.settle()
    letter = inbox.letter(signs.maja.email, "Är Björkvägen fortfarande i gång?")
    maja = somebody(**way)

    maja.opens(path_in(letter, "/ar/"))
    maja.sees_page("Bekräfta att gruppen är i gång")
    maja.presses("Ja, det stämmer")

    maja.sees_page("Tack, %(name)s är bekräftad", name="Björkvägen")
    assert [e.event for e in signs.events()].count("group_year_confirm") == 1


def test_a_start_meeting_is_proposed_booked_put_in_calendars_and_held(signs, clock, inbox, way):
    group_id = signs.approved()
    maja = signs.window_of(signs.maja, **way)
    maja.opens(f"/grupper/{group_id}/moten/nytt")
    maja.chooses("Vilket möte?", "Uppstartsmöte")
    maja.writes("Vilken dag?", "2026-12-01")
    maja.writes("Vilken tid?", "18:30")
    maja.writes("Var?", "Folkets hus")
    maja.presses("Skicka förslaget")
    maja.reads("Polisen svarar på förslaget.")

    petra = signs.window_of(signs.police(), **way)
    petra.opens("/")
    petra.follows("Svara på förslaget om möte i %(name)s", name="Björkvägen")
    petra.presses("Boka mötet")
    petra.reads("Anslag att sätta upp (PDF)")

    when = "tisdag 1 december 2026 kl. 18:30–20:00"
    invited = inbox.letter(signs.maja.email, f"Uppstartsmöte för Björkvägen: {when}")
    assert [part.get_content_type() for part in invited.walk()].count("text/calendar") == 1
    maja.page.reload()
    calendar = maja.downloads(maja.link("Lägg in mötet i din kalender")).read_text()
    assert "LOCATION:Folkets hus" in calendar

    clock.forward(days=9)
    maja.page.reload()
    maja.follows("Skriv in närvaron")
    maja.writes("Hur många hushåll kom?", "9")
    maja.ticks("Maja Lind")
    maja.presses("Mötet är hållet")
    maja.reads("Hållet")
    assert "meeting_held" in {fact.kind for fact in signs.group(group_id).facts}


def test_somebody_waits_for_a_group_and_is_taken_off_the_list(address, inbox, somebody, way):
    anna = somebody(**way)
    anna.opens("/hitta")
    anna.writes("Din adress", address)
    anna.presses("Sök")
    anna.follows("Säg till när det finns en")
    anna.writes("Din e-post", "anna@exempel.se")
    anna.ticks("Ja, spara min adress och e-post för att berätta när det finns en grupp")
    anna.presses("Skicka")
    anna.sees_page("Titta i din e-post")
    subject = "Vill du veta när det finns en grupp på %(street)s?"
    letter = inbox.letter(
        "anna@exempel.se", in_language(way["language"], subject, street="Granvägen")
    )

    anna.opens(path_in(letter, "/intresse/"))
    anna.presses("Ja, det vill jag")
    anna.sees_page("Du står på listan för %(street)s", street="Granvägen")
    anna.presses("Ta bort mig")
    anna.sees_page("Du är borttagen")


def test_a_group_that_rests_asks_to_begin_again_and_police_start_it(signs, group_id, way):
    with signs.runtime.work(signs.police().actor) as work:
        life.rest_group(work, group_id, reason="Ni bad om en paus.")
    maja = signs.window_of(signs.maja, **way)
    maja.opens(f"/grupper/{group_id}")
    maja.reads("Ni bad om en paus.")
    maja.presses("Vi vill starta igen")
    maja.reads("Polisen har fått veta att ni vill starta igen")

    petra = signs.window_of(signs.police("Pia Polis"), **way)
    petra.opens(f"/grupper/{group_id}")
    petra.presses("Starta gruppen igen")

    petra.does_not_find("Starta gruppen igen")
    assert signs.state(group_id) == "active"


def test_police_close_a_group_and_its_people_are_asked_to_take_the_signs_down(signs, way):
    sign = signs.sign(signs.standing())
    petra = signs.window_of(signs.police(), **way)
    petra.opens(f"/grupper/{sign.group_id}/avsluta")
    petra.writes("Varför?", "Alla har flyttat.")
    petra.presses("Avsluta gruppen")
    petra.reads("Därför avslutades gruppen")

    maja = signs.window_of(signs.maja, **way)
    maja.opens("/skyltar/uppgifter")
    maja.follows("Ta ner skylten")
    maja.reads("Är det gjort? Visa med ett foto")
    assert signs.the_task_of(sign.id, "take_down") is not None
