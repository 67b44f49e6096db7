"""Staff sign in at their own organisation, at a real provider in another process."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from grannsamverkan.accounts import usecases
from grannsamverkan.accounts.models import LoginSession, OutsideIdentity, User
from grannsamverkan.core import oidc
from grannsamverkan.core.actor import Role
from tests.support.web import words
from tests.web.accounts.conftest import POLICE

pytestmark = pytest.mark.sqlite_only
ENTRY = "/logga-in/extern/polisen"
LOA3 = "http://id.elegnamnden.se/loa/1.0/loa3"


@pytest.fixture
def asked_level():
    return ()


@pytest.fixture
def settings(settings, provider, asked_level):
    here = provider.as_setting("polisen.example", asked_level)
    return replace(settings, providers=(here,))


@pytest.fixture
def arrive(client, provider):
    """Goes to the provider, signs in there and comes back: the last answer."""

    def arrive(subject="petra", browser=None, query=""):
        browser = browser or client
        address = browser.get(ENTRY + query).location
        return browser.get(back(provider.signs_in(address, subject)))

    return arrive


def back(location):
    """The path of our own in what the provider answered."""
    return location.removeprefix("http://localhost")


def test_an_officer_with_an_account_signs_in(staff, provider, arrive, client, runtime):
    person = staff(POLICE, "police", "Petra Lind")
    provider.knows("petra", email="Polis@Polisen.example", email_verified=True)

    answer = arrive(query="?next=/grupper")

    assert (answer.status_code, answer.location) == (303, "/grupper")
    assert client.get("/grupper").status_code == 200
    with runtime.reading() as work:
        bound = work.session.scalars(select(OutsideIdentity)).one()
        assert (bound.user_id, bound.subject) == (person.id, "petra")


def test_the_page_for_staff_offers_the_way(client, municipality):
    page = client.page("/logga-in/tjanst")

    assert "Logga in med Polisen" in page.text()


def test_the_dance_uses_pkce_state_nonce_and_our_own_address(client, municipality, provider):
    first = parse_qs(urlsplit(client.get(ENTRY).location).query)
    second = parse_qs(
        urlsplit(client.get(ENTRY, headers={"X-Forwarded-Host": "evil.example"}).location).query
    )

    assert first["code_challenge_method"] == ["S256"]
    assert first["redirect_uri"] == second["redirect_uri"] == [f"http://localhost{ENTRY}/svar"]
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
        assert len(first[name][0]) >= 30


def test_the_subject_counts_once_it_is_bound_and_not_the_address(
    staff, provider, arrive, new_client, runtime
):
    staff(POLICE, "police", "Petra Lind")
    provider.knows("petra", email=POLICE, email_verified=True)
    arrive()

    provider.knows("petra", email="nytt.namn@elsewhere.example", email_verified=False)

    assert arrive(browser=new_client()).status_code == 303


def test_somebody_invited_comes_in_with_what_the_invitation_says(
    given, municipality, provider, arrive, client, runtime
):
    with given() as work:
        role = Role("reviewer", municipality.id)
        usecases.invite_staff(work, email="ny@polisen.example", name="Nora Ny", role=role)
    provider.knows("nora", email="ny@polisen.example", email_verified=True)

    answer = arrive("nora")

    assert answer.status_code == 303
    assert client.get("/konto").status_code == 200
    with runtime.reading() as work:
        nora = work.session.scalar(select(User).where(User.email == "ny@polisen.example"))
        assert [grant.role for grant in nora.grants] == ["reviewer"]
        assert (nora.name, nora.password_hash) == ("Nora Ny", None)
    assert "Reservkoder" not in client.page("/konto/inloggning").text()


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ({"email": "ingen@polisen.example", "email_verified": True}, "har ingen tillgång här"),
        ({"email": POLICE, "email_verified": False}, "intygar inte din e-postadress"),
        ({"email": POLICE, "email_verified": "true"}, "intygar inte din e-postadress"),
        ({"email": POLICE}, "intygar inte din e-postadress"),
        ({"email_verified": True}, "intygar inte din e-postadress"),
        ({"email": ["polis@polisen.example"], "email_verified": True}, "intygar inte"),
        ({"email": "admin@kommun.example", "email_verified": True}, "har ingen tillgång här"),
        ({"email": "a@b@polisen.example", "email_verified": True}, "har ingen tillgång här"),
        ({"email": "nina@polisen.example", "email_verified": True}, "har ingen tillgång här"),
    ],
    ids=range(9),
)
def test_who_is_not_known_or_not_vouched_for_stays_outside(
    staff, given, provider, arrive, runtime, claims, told
):
    staff(POLICE, "police")
    staff("admin@kommun.example", "admin")
    with given() as work:
        usecases.ensure_contact(work, email="nina@polisen.example", name="Nina", language="sv")
    provider.knows("stranger", **claims)

    answer = arrive("stranger")

    assert answer.status_code == 403
    assert told in words(answer)
    with runtime.reading() as work:
        assert work.session.scalar(select(LoginSession)) is None
        assert work.session.scalar(select(OutsideIdentity)) is None


def test_access_that_has_ended_is_ended_here_too(staff, given, provider, arrive, new_client):
    person = staff(POLICE, "police")
    provider.knows("petra", email=POLICE, email_verified=True)
    arrive()

    with given() as work:
        usecases.end_access(work, user_id=person.id)

    assert arrive(browser=new_client()).status_code == 403


@pytest.mark.parametrize("asked_level", [(LOA3,)])
def test_a_sign_in_below_the_asked_level_is_refused(staff, provider, arrive, new_client):
    staff(POLICE, "police")
    for acr in ("http://id.elegnamnden.se/loa/1.0/loa2", "", None):
        provider.knows("petra", email=POLICE, email_verified=True, acr=acr)
        answer = arrive(browser=new_client())
        assert answer.status_code == 403
        assert "inte tillräckligt säker" in words(answer)

    provider.knows("petra", email=POLICE, email_verified=True, acr=LOA3)

    assert arrive().status_code == 303


@pytest.mark.parametrize("asked_level", [(LOA3,)])
def test_the_level_is_asked_for(client, municipality):
    asked = parse_qs(urlsplit(client.get(ENTRY).location).query)

    assert asked["acr_values"] == [LOA3]


def test_saying_no_is_told_in_plain_words(client, municipality, provider):
    answer = client.get(back(provider.declines(client.get(ENTRY).location)))

    assert answer.status_code == 403
    assert "Inloggningen avbröts" in words(answer)


def test_an_answer_counts_in_the_browser_that_asked_and_once(
    staff, provider, client, new_client, runtime
):
    staff(POLICE, "police")
    provider.knows("petra", email=POLICE, email_verified=True)
    answer = back(provider.signs_in(client.get(ENTRY).location, "petra"))

    stranger = new_client().get(answer)
    other = new_client()
    other.get(ENTRY)
    mixed = other.get(answer)
    first, again = client.get(answer), client.get(answer)

    assert [a.status_code for a in (stranger, mixed, first, again)] == [403, 403, 303, 403]
    assert "Börja om" in words(stranger)
    assert "Börja om" in words(mixed)


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x&code=y", "?error=server_error", "?iss=x"]
)
def test_an_answer_nobody_asked_for_is_refused(client, municipality, query):
    client.get(ENTRY)

    assert client.get(f"{ENTRY}/svar{query}").status_code == 403


def test_a_code_the_provider_does_not_know_is_one_clear_page(client, municipality):
    state = parse_qs(urlsplit(client.get(ENTRY).location).query)["state"][0]

    answer = client.get(f"{ENTRY}/svar?state={state}&code=made-up")

    assert answer.status_code == 403
    assert "svarade inte som den ska" in words(answer)


def test_a_token_that_does_not_hold_is_one_clear_page(
    staff, provider, client, monkeypatch, new_client
):
    staff(POLICE, "police")
    provider.knows("petra", email=POLICE, email_verified=True)

    def broken(change):
        def keys(address):
            data = real(address)
            return change(data) if "jwks" in address else data

        return keys

    real = oidc._fetch
    for change in (
        lambda _: {"keys": []},
        lambda _: {},
        lambda data: {"keys": [{**data["keys"][0], "n": "sXch" * 86}]},
    ):
        browser = new_client()
        address = browser.get(ENTRY).location
        with monkeypatch.context() as patch:
            patch.setattr("grannsamverkan.core.oidc._fetch", broken(change))
            answer = browser.get(back(provider.signs_in(address, "petra")))
        assert answer.status_code == 403
        assert "svarade inte som den ska" in words(answer)


def test_a_token_for_another_nonce_or_client_is_refused(staff, provider, app, monkeypatch):
    staff(POLICE, "police")
    provider.knows("petra", email=POLICE, email_verified=True)
    browser = app.test_client()
    address = browser.get(ENTRY).location
    nonce = parse_qs(urlsplit(address).query)["nonce"][0]
    swapped = address.replace(nonce, "n" * 43)

    answer = browser.get(back(provider.signs_in(swapped, "petra")))

    assert answer.status_code == 403


def test_an_unknown_provider_is_not_found(client, municipality):
    assert client.get("/logga-in/extern/okand").status_code == 404
    assert client.get("/logga-in/extern/okand/svar").status_code == 404


def test_a_provider_that_is_down_is_one_clear_page(client, municipality, app, provider, runtime):
    gone = replace(runtime.settings.providers[0], issuer="http://127.0.0.1:9")
    app.extensions["grannsamverkan"] = replace(
        runtime, settings=replace(runtime.settings, providers=(gone,))
    )

    answer = client.get(ENTRY)

    assert answer.status_code == 403
    assert "svarade inte som den ska" in words(answer)
