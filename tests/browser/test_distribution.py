"""A coordinator sends material to a selection, sees how far it comes, and reminds."""

import pytest

from grannsamverkan.training.jobs import follow_mails
from grannsamverkan.training.models import Edition
from tests.browser.town import path_in

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]
TITLE = "Så märker ni cyklar"


@pytest.fixture
def group_id(signs):
    return signs.active()


@pytest.fixture
def material(signs, given):
    """Material that is out and asks no questions; its id."""
    with given() as work:
        made = Edition(
            municipality_id=signs.here,
            title=TITLE,
            description="Kort om märkning.",
            kind="link",
            url="https://exempel.se/cyklar",
            trains=False,
            questions=[],
            state="published",
            published_at=work.now,
            created_at=work.now,
        )
        work.session.add(made)
    return made.id


def counted(person, words):
    """A text with the number of receivers, of whom there is one."""
    return person.count(words, words, 1)


def test_a_coordinator_sends_material_follows_it_and_reminds_until_it_is_read(
    signs, group_id, material, inbox, way
):
    # given a coordinator at a desk, in the journey's language
    language = way["language"]
    sara = signs.window_of(signs.coordinator("Klara Samordnare"), language=language, phone=False)
    sara.opens(f"/utbildning/material/{material}")

    # when the material is sent to the police area's contact persons
    sara.follows("Skicka till ett urval")
    sara.sees_page("Vem ska få materialet?")
    sara.writes("Några ord till mottagarna", "Läs före mötet.")
    sara.presses("Visa vilka det blir")
    sara.sees_page("Läs igenom och skicka")
    sara.presses(counted(sara, "Skicka till %(num)s kontaktombud"))
    sara.sees_page(TITLE)

    # then it is seen that the mail has gone, and one is reminded
    inbox.letter(signs.maja.email, TITLE)
    follow_mails(signs.runtime)
    sara.page.reload()
    sara.reads(sara.word("Skickat") + " (1)")
    sara.presses(counted(sara, "Påminn %(num)s kontaktombud"))
    sara.reads(counted(sara, "En påminnelse är på väg till %(num)s kontaktombud."))

    # and it is done when the contact person says so by the reminder's link
    reminder = inbox.letter(signs.maja.email, "Påminnelse: " + TITLE)
    maja = signs.window_of(signs.maja, language=language, phone=True)
    maja.opens(path_in(reminder, "/u/"))
    maja.presses("Jag har läst materialet")
    maja.does_not_find("Jag har läst materialet")
    maja.reads("Tack!" if language == "sv" else "Thank you!")
    sara.page.reload()
    sara.reads(sara.word("Klar") + " (1)")
