"""Material of the municipality's own: uploaded and sent at a desk, taken on a small phone, and what
it opens.

The questions are the test's; answers are found by their words, as their order is drawn anew.
"""

import re

import pypdfium2
import pytest
from playwright.sync_api import expect

from grannsamverkan.accounts.models import User
from grannsamverkan.imaging.qr import read_codes
from grannsamverkan.training.rules import Question
from tests.browser.persons import Person
from tests.browser.test_course import fits
from tests.browser.test_keyboard import chooses_by_keys, writes_by_keys
from tests.browser.town import path_in
from tests.support.material import BANK, one_page

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]
BANKS = {
    "sv": BANK,
    "en": (
        Question(
            "Somebody is breaking in next door. What do you do?",
            ("I call 112.", "I call 114 14.", "I go there."),
            0,
            "The crime is going on, and that is 112.",
        ),
        Question(
            "A household does not want to join. What do you write in the list?",
            ("Its name and number.", "Only the dwelling.", "Why they said no."),
            1,
            "Nothing is written about people who have declined.",
        ),
        Question(
            "A family is away. Where do you note it?",
            ("In the list.", "In the chat.", "Nowhere."),
            2,
            "Who is away is never collected.",
        ),
    ),
}
TITLES = {"sv": "Vår utbildning i Alby", "en": "Our training in Alby"}
DOTS_PER_POINT = 3
"""About 200 dots an inch, as plain office printers have."""


class Typist(Person):
    """Somebody who uses the keyboard alone."""

    def __init__(self, person):
        super().__init__(person.page, person.language)

    def press(self, where):
        """Tab there and press Enter."""
        self.tabs_to(where)
        self.keys("Enter")

    def writes(self, label, text):
        """Tab there and type."""
        writes_by_keys(self, label, text)

    def chooses(self, legend, option, number=0):
        """Tab to the choices and walk to the one."""
        chooses_by_keys(self, legend, option, number)


@pytest.fixture
def group_id(signs):
    """Maja's group is active and has a place for a sign; another's is approved only."""
    found = signs.active(trained=False)
    signs.place_approved(found)
    signs.approved(signs.person("Nils Ek"), name="Granvägen")
    return found


@pytest.fixture
def file(tmp_path):
    """The municipality's own PDF."""
    path = tmp_path / "utbildning.pdf"
    path.write_bytes(one_page())
    return path


@pytest.fixture
def reads_in(signs, given):
    """Lets Maja read mails and pages in a language."""

    def choose(language):
        with given() as work:
            work.get(User, signs.maja.id).language = language

    return choose


# --- the coordinator ---


def uploads(sara, file):
    """From the list of material to a draft that lacks nothing."""
    language = sara.language
    sara.opens("/utbildning/material")
    sara.follows("Lägg till nytt material")
    sara.writes("Vad heter materialet?", TITLES[language])
    sara.field("Språk").select_option(language)
    sara.writes("Kort beskrivning", "Alby.")
    sara.presses("Spara och fortsätt")
    sara.sees_page("Fil eller länk")
    picker = sara.field("PDF-fil")
    sara.tabs_to(picker)
    picker.set_input_files(file)
    sara.presses("Spara och fortsätt")
    for number, question in enumerate(BANKS[language], start=1):
        sara.sees_page("Fråga %(number)s av minst %(wanted)s", number=number, wanted=3)
        asks(sara, question)


def asks(sara, question):
    """Write one question with its answers."""
    sara.writes("Vad är frågan?", question.text)
    for place, option in enumerate(question.options, start=1):
        # The radio buttons below have the same names.
        sara.tabs_to(sara.page.get_by_role("textbox", name=sara.word(f"Svar {place}")))
        sara.page.keyboard.type(option)
    sara.chooses("Vilket svar är rätt?", f"Svar {question.right + 1}")
    sara.writes("Varför är det rätt?", question.why)
    sara.presses("Spara frågan")


def publishes(sara):
    """Put out what was written; all who are to do the training are told."""
    sara.reads("Materialet är klart att läggas ut")
    sara.follows("Gå vidare")
    sara.sees_page("Lägg ut materialet")
    sara.presses("Lägg ut materialet")
    sara.reads("Materialet är utlagt.")


def sends(sara):
    """To people of active groups alone, who are one of two, as the preview shows."""
    sara.follows("Skicka till ett urval")
    sara.sees_page("Vem ska få materialet?")
    approved = sara.page.get_by_role("checkbox", name=sara.word("Godkända"))
    sara.tabs_to(approved)
    sara.keys("Space")
    expect(approved).not_to_be_checked()
    sara.writes("Några ord till mottagarna", "Hej!")
    sara.presses("Visa vilka det blir")
    sara.sees_page("Läs igenom och skicka")
    people = sara.page.get_by_role("table").last
    expect(people).to_contain_text("Maja Lind")
    expect(people).not_to_contain_text("Nils Ek")
    sara.press(
        sara.page.get_by_role(
            "button",
            name=sara.count(
                "Skicka till %(num)s kontaktombud", "Skicka till %(num)s kontaktombud", 1
            ),
            exact=True,
        )
    )
    sara.sees_page(TITLES[sara.language])


def sees_done(sara):
    """The one receiver has come to the end, and nobody is left to remind."""
    sara.page.reload()
    row = sara.page.get_by_role("row").filter(has_text="Maja Lind")
    expect(row).to_contain_text(sara.word("Klar"))
    expect(sara.page.get_by_role("button", name=re.compile("Påminn|Remind"))).to_have_count(0)


# --- the contact person ---


def takes(maja, path):
    """Read, confirm, fail once, read why, and pass."""
    maja.opens(path)
    maja.sees_page(TITLES[maja.language])
    assert fits(maja)
    opens = maja.word("Öppna materialet (PDF, %(size)s)", size="").removesuffix(")")
    paper = maja.downloads(maja.page.get_by_role("link", name=re.compile(rf"^{re.escape(opens)}")))
    assert paper.read_bytes().startswith(b"%PDF-")
    maja.presses("Jag har läst materialet")
    maja.sees_page("Vad skulle du göra?")
    assert fits(maja)
    answers(maja, wrong=1)
    maja.reads("Du svarade:")
    maja.reads(BANKS[maja.language][0].why)
    answers(maja)
    maja.sees_page("Du är klar")
    assert fits(maja)


def answers(maja, wrong=0):
    """Answer by the words of the questions; the first `wrong` of them wrong."""
    for place, question in enumerate(BANKS[maja.language]):
        chosen = (question.right + (place < wrong)) % len(question.options)
        maja.chooses(question.text, question.options[chosen])
    maja.presses("Skicka svaren")


def finds_closed(maja, group_id):
    """The order of signs is a closed door, and says who is missing what."""
    maja.opens(f"/grupper/{group_id}/bestall")
    maja.reads("Gruppen kan inte beställa än. Det här behövs först:")
    maja.reads("%(name)s har inte gått utbildningen.", name="Maja Lind")
    maja.does_not_find("Beställ")


def orders(maja, group_id):
    """The same page takes the order now."""
    maja.opens(f"/grupper/{group_id}/bestall")
    maja.presses("Beställ")
    maja.reads("Önskad")


def path_on(paper):
    """What a phone reads in the QR of a paper, drawn as a printer draws it."""
    with pypdfium2.PdfDocument(paper.read_bytes()) as document:
        picture = document[0].render(scale=DOTS_PER_POINT).to_pil()
    (address,) = read_codes(picture)
    return "/I/" + address.rsplit("/", 1)[1]


def verifies(stranger, path):
    """Whoever holds the paper learns that it holds, and not whose it is."""
    stranger.opens(path)
    stranger.reads("Gäller")
    stranger.reads(TITLES[stranger.language])
    stranger.reads("M. L.")
    assert "Maja" not in stranger.page.inner_text("main")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_from_the_upload_to_a_certificate_that_verifies_and_an_order_of_signs(
    signs, group_id, file, reads_in, inbox, somebody, language
):
    reads_in(language)
    maja = signs.window_of(signs.maja, language=language, phone=True)
    finds_closed(maja, group_id)

    sara = signs.window_of(signs.coordinator_user, language=language)
    uploads(sara, file)
    publishes(sara)
    sends(sara)

    letter = inbox.letter(signs.maja.email, TITLES[language])
    pupil = somebody(language, phone=True)
    takes(pupil, path_in(letter, "/u/"))
    paper = pupil.downloads(pupil.link("Hämta intyget (PDF)"))

    verifies(somebody(language), path_on(paper))
    sees_done(sara)
    orders(maja, group_id)


def test_by_the_keyboard_alone(signs, group_id, file, inbox, somebody):
    maja = Typist(signs.window_of(signs.maja))
    finds_closed(maja, group_id)

    sara = Typist(signs.window_of(signs.coordinator_user))
    uploads(sara, file)
    publishes(sara)
    sends(sara)

    letter = inbox.letter(signs.maja.email, TITLES["sv"])
    pupil = Typist(somebody())
    takes(pupil, path_in(letter, "/u/"))
    paper = pupil.downloads(pupil.link("Hämta intyget (PDF)"))

    verifies(somebody(), path_on(paper))
    orders(maja, group_id)
