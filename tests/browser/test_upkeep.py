"""An administrator's work: limits, the municipality's own words, and what the law wants told."""

import pytest

from grannsamverkan.accounts import usecases as accounts
from grannsamverkan.core.actor import Role
from tests.browser.persons import digits_now
from tests.browser.town import PASSWORD, TOTP_SECRET

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]
ADMIN = "admin@alby.example"


@pytest.fixture
def alva(town, given, somebody, clock, way):
    """The administrator, signed in; without scripts at a desk."""
    with given() as work:
        accounts.create_staff(
            work,
            email=ADMIN,
            name="Alva Admin",
            password=PASSWORD,
            totp_secret=TOTP_SECRET,
            language=way["language"],
            roles=[Role("admin", town.id)],
        )
    alva = somebody(**way, javascript=way["phone"])
    alva.signs_in_as_staff(ADMIN, PASSWORD, digits_now(TOTP_SECRET, clock))
    return alva


def test_a_limit_is_looked_at_changed_and_told(alva):
    alva.opens("/installningar/varde/group.participation_approve_pct")
    name = alva.page.get_by_role("heading", level=1).inner_text()

    alva.page.locator("[name=value]").fill("60")
    alva.presses("Se vad som påverkas")
    alva.reads("Ingenting är sparat än.")
    alva.reads("Från %(old)s till %(new)s.", old=percent(alva, 50), new=percent(alva, 60))
    alva.presses("Spara")
    alva.sees_page("Inställningar")

    alva.follows("Det som har ändrats")
    assert name.split()[0] in alva.page.get_by_role("main").inner_text()
    alva.reads("Alva Admin")


def test_the_municipality_writes_its_own_words_and_everybody_reads_them(alva, somebody, way):
    words = {"sv": "Grannar i {kommun} hjälps åt.", "en": "Neighbours in {kommun} help each other."}
    alva.opens(f"/installningar/texter/start.lead/{way['language']}")
    alva.writes("Texten", words[way["language"]])
    alva.presses("Visa hur det blir")
    alva.reads("Ingenting är sparat än.")
    alva.presses("Spara")
    alva.sees_page("Egna texter")

    visitor = somebody(**way)
    visitor.opens("/")

    visitor.reads(words[way["language"]].format(kommun="Alby kommun"))


@pytest.mark.parametrize(
    ("kind", "page"),
    [("privacy", "Så använder vi personuppgifter"), ("accessibility", "Tillgänglighet")],
)
def test_a_notice_gets_a_version_that_everybody_reads(alva, somebody, way, kind, page):
    added = {"sv": "Ring oss på 0521-72 10 00.", "en": "Call us on 0521-72 10 00."}
    alva.opens("/installningar")
    alva.follows("Personuppgifter och tillgänglighet")
    alva.press(
        alva.page.locator(f"main a[href*='/lagtexter/{kind}?'], main a[href$='/lagtexter/{kind}']")
    )
    for language, words in added.items():
        text = alva.page.locator(f"[name=text_{language}]")
        text.fill(f"{text.input_value()}\n\n{words}")
    alva.writes("Vad är nytt?", "Vårt telefonnummer")
    alva.presses("Titta hur det blir")
    alva.reads("Läs igenom texten nedanför. Ingenting är publicerat än.")
    alva.presses("Publicera")
    alva.reads("Vårt telefonnummer")

    visitor = somebody(**way)
    visitor.opens("/")
    visitor.follows(page)

    visitor.reads(added[way["language"]])


def percent(person, number):
    """A percentage as this reader's language writes it."""
    return f"{number} %" if person.language == "sv" else f"{number}%"
