"""Staff come in: invited, by passkey, by recovery code, by their own organisation.

The passkeys' browser has a virtual authenticator; the other ways work without a script.
"""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from grannsamverkan.accounts import usecases as accounts
from grannsamverkan.accounts.models import User
from grannsamverkan.core.actor import Role
from tests.browser.persons import digits_now
from tests.browser.test_everybody import AXE, RULES, RUN
from tests.browser.town import PASSWORD, TOTP_SECRET, path_in

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]
POLICE = "police@alby.example"
NEW = "rut@alby.example"
REFUSED = "Passkeyn gick inte att använda här. Försök igen, eller logga in på ett annat sätt."


@pytest.fixture
def settings(settings, provider):
    here = provider.as_setting("alby.example")
    return replace(settings, providers=(here,))


@pytest.fixture
def base_url(live_socket):
    """Browsers allow passkeys for names only, not for 127.0.0.1."""
    return f"http://localhost:{live_socket.getsockname()[1]}"


def with_authenticator(person, *, verified=True):
    """Give the window a phone's own authenticator; its owner's finger is right, or not."""
    session = person.page.context.new_cdp_session(person.page)
    session.send("WebAuthn.enable")
    made = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": verified,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session, made["authenticatorId"]


def finds_no_fault(person):
    person.page.evaluate(AXE)
    assert person.page.evaluate(RUN, RULES) == []


def test_a_passkey_is_made_used_named_and_removed(town, given, somebody, clock, way):
    with given() as work:
        work.get(User, town.staff["police"].id).language = way["language"]
    petra = somebody(**way)
    session, device = with_authenticator(petra)
    petra.signs_in_as_staff(POLICE, PASSWORD, digits_now(TOTP_SECRET, clock))
    petra.opens("/konto/inloggning")
    petra.follows("Lägg till en passkey")
    petra.sees_page("Lägg till en passkey")
    petra.writes("Vad ska passkeyn heta?", "Telefonen")
    finds_no_fault(petra)
    petra.presses("Lägg till passkey")
    petra.reads("Nu kan du logga in med passkeyn ”%(name)s”.", name="Telefonen")
    finds_no_fault(petra)
    (key,) = session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert key["isResidentCredential"]
    assert key["rpId"] == "localhost"

    petra.follows("Byt namn")
    petra.sees_page("Vad ska passkeyn heta?")
    finds_no_fault(petra)
    petra.writes("Vad ska passkeyn heta?", "Jobbtelefonen")
    petra.presses("Spara")
    petra.reads("Jobbtelefonen")
    petra.confirms("Logga ut överallt")
    petra.reads("Du är utloggad på alla enheter.")

    petra.opens("/logga-in/tjanst?next=/konto/inloggning")
    petra.presses("Logga in med passkey")
    petra.sees_page("Så loggar du in")
    petra.confirms("Ta bort %(name)s", name="Jobbtelefonen")
    petra.reads("Passkeyn är borttagen. Ta också bort den på enheten.")
    petra.opens("/logga-in")
    petra.presses("Logga in med passkey")
    petra.reads(
        "Passkeyn gick inte att använda här. Försök igen, eller logga in på ett annat sätt."
    )


def test_a_finger_that_is_not_the_owners_opens_nothing(town, somebody):
    stranger = somebody()
    with_authenticator(stranger, verified=False)
    stranger.opens("/logga-in/tjanst")

    stranger.presses("Logga in med passkey")

    stranger.reads("Det blev ingen inloggning. Försök igen, eller logga in på ett annat sätt.")
    expect(stranger.page).to_have_url(re.compile("/logga-in/tjanst$"))


def test_without_a_script_the_other_ways_stand_there_alone(town, somebody):
    person = somebody(javascript=False)

    person.opens("/logga-in/tjanst")

    person.does_not_find("Logga in med passkey")
    expect(person.button("Fortsätt")).to_be_visible()


def test_an_officer_comes_in_by_the_own_organisation(town, provider, somebody, way):
    provider.knows("petra", email=POLICE, email_verified=True)
    petra = somebody(**way)

    petra.opens("/logga-in/tjanst")
    petra.follows("Logga in med %(name)s", name="Polisen")
    petra.page.locator("input[name=sub]").fill("petra")
    petra.page.locator("button").first.click()

    petra.page.wait_for_url("**/")
    assert petra.page.get_by_text("Petra Lind").count()


def test_an_invited_reviewer_comes_in_and_later_without_the_phone(
    town, given, inbox, somebody, clock, way
):
    # given an administrator, who invites
    with given() as work:
        accounts.create_staff(
            work,
            email="admin@alby.example",
            name="Alva Admin",
            password=PASSWORD,
            totp_secret=TOTP_SECRET,
            language=way["language"],
            roles=[Role("admin", town.id)],
        )
    alva = somebody(**way)
    alva.signs_in_as_staff("admin@alby.example", PASSWORD, digits_now(TOTP_SECRET, clock))
    alva.opens("/personal")
    alva.follows("Bjud in en person")
    alva.writes("Namn", "Rut Ny")
    alva.writes("E-postadress i tjänsten", NEW)
    alva.mark(alva.page.locator("[name=role][value=reviewer]"))
    alva.presses("Skicka inbjudan")
    alva.reads("Rut Ny")

    # when the invited chooses a password and an app
    letter = inbox.letter(NEW, "Du är inbjuden till Grannsamverkan")
    rut = somebody(**way)
    rut.opens(path_in(letter, "/inbjudan/"))
    rut.writes("Välj ett lösenord", PASSWORD)
    rut.writes("Skriv lösenordet en gång till", PASSWORD)
    rut.presses("Fortsätt")
    rut.sees_page("Koppla din telefon")
    secret = rut.page.locator("dd").nth(1).inner_text().replace(" ", "")
    rut.writes("Koden i appen", digits_now(secret, clock))
    rut.presses("Klart, logga in")
    rut.sees_page("Att göra")

    # then one of the printed codes does for the phone
    rut.opens("/konto/inloggning")
    rut.presses("Skapa reservkoder")
    rut.sees_page("Dina reservkoder")
    code = rut.page.locator(".codes code").first.inner_text()
    elsewhere = somebody(**way)
    elsewhere.opens("/logga-in/tjanst")
    elsewhere.writes("Din e-postadress i tjänsten", NEW)
    elsewhere.writes("Lösenord", PASSWORD)
    elsewhere.presses("Fortsätt")
    elsewhere.follows("Har du inte telefonen? Använd en reservkod")
    elsewhere.writes("Reservkod", code)
    elsewhere.presses("Logga in")
    elsewhere.reads("Du loggade in med en reservkod. Har du ny telefon kopplar du den här.")
