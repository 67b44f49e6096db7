"""Passkeys in a browser whose authenticator is virtual; the other ways work without a script."""

import re

import pytest
from playwright.sync_api import expect

from grannsamverkan.accounts.models import User
from tests.browser.persons import digits_now
from tests.browser.test_everybody import AXE, RULES, RUN
from tests.browser.town import PASSWORD, TOTP_SECRET

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]
POLICE = "police@alby.example"
REFUSED = "Passkeyn gick inte att använda här. Försök igen, eller logga in på ett annat sätt."


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


@pytest.mark.parametrize(("language", "phone"), [("sv", True), ("en", False)])
def test_a_passkey_is_made_used_named_and_removed(town, given, somebody, clock, language, phone):
    with given() as work:
        work.get(User, town.staff["police"].id).language = language
    petra = somebody(language, phone=phone)
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
