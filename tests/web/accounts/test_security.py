"""The page about how one signs in, and where one is signed in."""

import json
import re

import pyotp
import pytest
from sqlalchemy import select

from grannsamverkan.accounts.models import LoginSession, Passkey, RecoveryCode
from tests.support.authenticator import Authenticator
from tests.support.web import words
from tests.web.accounts.conftest import ADMIN, PASSWORD, POLICE, person_path

pytestmark = pytest.mark.sqlite_only
JSON = {"Accept": "application/json"}
PAGE = "/konto/inloggning"


@pytest.fixture
def officer(client, staff, let_in):
    staff(POLICE, "police", "Petra Lind")
    let_in(client, POLICE)
    return client


def add_key(client, device, name="Jobbtelefonen"):
    options = client.post("/konto/passkey/fraga", headers=JSON).get_data(as_text=True)
    return client.post("/konto/passkey/ny", data={"name": name, "answer": device.create(options)})


def use_key(client, device, query=""):
    options = client.post("/logga-in/passkey/fraga", headers=JSON).get_data(as_text=True)
    return client.post("/logga-in/passkey" + query, data={"answer": device.get(options)})


def test_a_key_is_added_shown_used_and_removed(officer, new_client):
    device = Authenticator()

    assert add_key(officer, device).status_code == 303

    assert "Jobbtelefonen" in officer.page(PAGE).text()
    other = new_client()
    answer = use_key(other, device, "?next=/grupper")
    assert answer.location == "/grupper"
    assert other.get("/grupper").status_code == 200
    officer.submit(PAGE, button="Ta bort Jobbtelefonen")
    assert "Jobbtelefonen" not in officer.page(PAGE).text().split("är borttagen")[-1]
    refused = use_key(new_client(), device)
    assert refused.location.startswith("/logga-in/tjanst")


def test_a_refused_key_is_told_on_the_next_page(new_client, officer):
    stranger = new_client()

    answer = use_key(stranger, Authenticator())

    assert "gick inte att använda" in stranger.page(answer.location).text()


def test_the_script_is_answered_in_json_when_something_is_wrong(officer, clock):
    clock.forward(minutes=16)

    answer = officer.post("/konto/passkey/fraga", headers=JSON)

    assert answer.status_code == 409
    assert "Logga in igen" in json.loads(answer.get_data())["error"]


def test_a_key_needs_a_name_and_an_answer(officer):
    page = officer.post("/konto/passkey/ny", data={"name": ""})

    assert page.status_code == 422
    assert "Skriv ett namn" in words(page)


def test_somebody_who_signed_in_long_ago_signs_in_again_and_comes_back(officer, let_in, clock):
    clock.forward(minutes=16)

    answer = officer.get("/konto/passkey/ny")

    assert answer.location == "/logga-in/tjanst?next=/konto/passkey/ny"
    assert "Logga in igen" in officer.page(answer.location).text()
    assert let_in(officer, POLICE, answer.location).location == "/konto/passkey/ny"
    assert officer.get("/konto/passkey/ny").status_code == 200


def test_recovery_codes_are_shown_once_and_get_one_in(officer, new_client, runtime):
    shown = officer.submit(PAGE, button="Skapa reservkoder")
    codes = re.findall(r"<code>([0-9A-Z-]{14})</code>", shown.get_data(as_text=True))
    assert len(codes) == 10
    assert codes[0] not in officer.get(PAGE).get_data(as_text=True)

    other = new_client()
    other.submit("/logga-in/tjanst", {"email": POLICE, "password": PASSWORD})
    wrong = other.submit("/logga-in/tjanst/reservkod", {"code": "AAAA-AAAA-AAAA"})
    right = other.submit("/logga-in/tjanst/reservkod", {"code": codes[0].lower()})

    assert "stämmer inte" in words(wrong)
    assert right.location == PAGE
    assert "9 reservkoder kvar" in other.page(PAGE).text()


def test_few_codes_left_is_told(officer, runtime):
    officer.submit(PAGE, button="Skapa reservkoder")
    with runtime.work() as work:
        work.require(lambda _actor: True)
        for code in work.session.scalars(select(RecoveryCode).limit(7)):
            code.used_at = work.now

    assert "3 reservkoder kvar. Skriv ut en ny lista" in officer.page(PAGE).text()


def test_a_new_phone_is_connected(officer, runtime, clock):
    officer.submit(PAGE, button="Koppla en ny telefon")
    page = officer.page("/konto/app")
    secret = re.search(r"((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})", page.text()).group(1).replace(" ", "")

    answer = officer.submit("/konto/app", {"digits": pyotp.TOTP(secret).at(clock())})

    assert answer.location == PAGE
    assert officer.get("/konto/app").location == PAGE


def test_devices_are_listed_and_signed_out_one_by_one_or_all(
    officer, new_client, let_in, clock, runtime
):
    clock.forward(seconds=30)
    phone = new_client()
    phone.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 10; K) Chrome/131 Mobile"
    let_in(phone, POLICE)
    clock.forward(seconds=30)
    third = new_client()
    let_in(third, POLICE)
    page = officer.page(PAGE)
    assert "Chrome på Android" in page.text()
    assert page.text().count("Den här enheten") >= 1

    with runtime.reading() as work:
        ids = work.session.scalars(select(LoginSession.id).order_by(LoginSession.id)).all()
    officer.post(f"{PAGE}/{ids[1]}/avsluta")
    assert phone.get(PAGE).status_code == 303
    assert third.get(PAGE).status_code == 200

    officer.submit(PAGE, button="Logga ut alla andra enheter")
    assert third.get(PAGE).status_code == 303
    assert officer.get(PAGE).status_code == 200


def test_nobody_signs_out_the_devices_of_others(officer, new_client, staff, let_in, runtime):
    with runtime.reading() as work:
        session_id = work.session.scalar(select(LoginSession.id))
    staff(ADMIN, "admin", "Ada Min")
    admin = new_client()
    let_in(admin, ADMIN)

    assert admin.post(f"{PAGE}/{session_id}/avsluta").status_code == 404
    assert officer.get(PAGE).status_code == 200


def test_the_administrator_signs_out_a_colleague(officer, new_client, staff, let_in):
    staff(ADMIN, "admin", "Ada Min")
    admin = new_client()
    let_in(admin, ADMIN)
    admin.submit(person_path(admin, "Petra Lind"), button="Logga ut Petra Lind överallt")

    assert officer.get(PAGE).status_code == 303
    assert "utloggad" in admin.page("/personal").text()


def test_a_browser_that_signed_in_is_known_again(officer, new_client, runtime):
    cookie = officer.get_cookie("enhet")
    assert cookie is not None
    assert cookie.http_only
    for number in range(12):
        stranger = new_client()
        stranger.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        stranger.submit("/logga-in/tjanst", {"email": POLICE, "password": "fel lösenord här"})

    blocked, own = new_client(), new_client()
    own.set_cookie("enhet", cookie.value)
    refused = blocked.submit("/logga-in/tjanst", {"email": POLICE, "password": PASSWORD})
    passed = own.submit("/logga-in/tjanst", {"email": POLICE, "password": PASSWORD})

    assert "för många försök" in words(refused)
    assert passed.location.startswith("/logga-in/tjanst/kod")


def test_a_contact_person_has_no_recovery_codes(contact):
    text = contact.page(PAGE).text()

    assert "Reservkoder" not in text
    assert "Passkeys" in text


def test_keys_are_kept_to_their_owner(officer, new_client, staff, let_in, runtime):
    add_key(officer, Authenticator())
    with runtime.reading() as work:
        key = work.session.scalars(select(Passkey)).one()
    staff(ADMIN, "admin", "Ada Min")
    admin = new_client()
    let_in(admin, ADMIN)

    assert admin.get(f"/konto/passkey/{key.id}").status_code == 404
    assert admin.post(f"/konto/passkey/{key.id}/ta-bort").status_code == 404
    answer = officer.submit(f"/konto/passkey/{key.id}", {"name": "Nyckelringen"})
    assert answer.location == PAGE
    assert "Nyckelringen" in officer.page(PAGE).text()
