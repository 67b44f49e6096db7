"""A group's year from the mail, a meeting, and somebody who waits: on a phone and at a desk."""

import pytest

from grannsamverkan.places.models import Address, MapSource
from tests.support.mailbox import links_in
from tests.usecases.groups.scene import PLANE

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]


def path_in(letter, part):
    """The address in a letter, below the installation's own."""
    [link] = {link for link in links_in(letter) if part in link}
    return part + link.split(part)[1]


@pytest.fixture
def group_id(signs):
    return signs.active()


@pytest.mark.parametrize(("language", "phone"), [("sv", True), ("en", False)])
def test_the_year_is_confirmed_from_the_mail_with_one_press(
    language, phone, signs, group_id, given, clock, inbox, somebody
):
    clock.forward(days=310)
    with given() as work:
        work.enqueue("look_after_years")
    inbox.settle()
    letter = inbox.letter(signs.maja.email, "Är Björkvägen fortfarande i gång?")
    maja = somebody(language, phone=phone)

    maja.opens(path_in(letter, "/ar/"))
    maja.sees_page("Bekräfta att gruppen är i gång")
    maja.presses("Ja, det stämmer")

    maja.sees_page("Tack, %(name)s är bekräftad", name="Björkvägen")
    assert [e.event for e in signs.events()].count("group_year_confirm") == 1


def test_a_meeting_is_proposed_on_a_phone_and_booked_at_a_desk(signs, group_id, inbox):
    maja = signs.window_of(signs.maja, phone=True)
    maja.opens(f"/grupper/{group_id}/moten/nytt")
    maja.chooses("Vilket möte?", "Uppstartsmöte")
    maja.writes("Vilken dag?", "2026-12-01")
    maja.writes("Vilken tid?", "18:30")
    maja.writes("Var?", "Folkets hus")
    maja.press(maja.page.locator("main form button[type=submit]").last)
    maja.sees_page("%(kind)s %(day)s", kind="Uppstartsmöte", day="1 december 2026")

    petra = signs.window_of(signs.police())
    petra.opens("/")
    petra.follows("Svara på förslaget om möte i %(name)s", name="Björkvägen")
    petra.presses("Boka mötet")
    petra.reads("Anslag att sätta upp (PDF)")

    inbox.settle()
    maja.page.reload()
    maja.reads("Lägg in mötet i din kalender")


def test_somebody_waits_for_a_group_and_is_taken_off_the_list(signs, given, inbox, somebody):
    x, y = PLANE.to_metric(12.40, 58.42)
    with given() as work:
        source = MapSource(municipality_id=signs.here, name="x", kind="x", imported_at=work.now)
        work.session.add(source)
        work.session.flush()
        home = Address(
            municipality_id=signs.here,
            source_id=source.id,
            street="Granvägen",
            number="4",
            search_key="granvägen 4",
            x=x,
            y=y,
        )
        work.session.add(home)
    anna = somebody("en", phone=True)
    anna.opens("/hitta?adress=Granvägen+4")
    anna.follows("Säg till när det finns en")
    anna.writes("Din e-post", "anna@exempel.se")
    anna.ticks("Ja, spara min adress och e-post för att berätta när det finns en grupp")
    anna.presses("Skicka")
    anna.sees_page("Titta i din e-post")
    letter = inbox.letter(
        "anna@exempel.se", "Do you want to know when there is a group on Granvägen?"
    )

    anna.opens(path_in(letter, "/intresse/"))
    anna.presses("Ja, det vill jag")
    anna.sees_page("Du står på listan för %(street)s", street="Granvägen")
    anna.presses("Ta bort mig")
    anna.sees_page("Du är borttagen")
