"""One staff member's page, the history of staff, and another password for oneself."""

import pyotp
import pytest

from tests.support.authenticator import Authenticator
from tests.support.web import words
from tests.web.accounts.conftest import ADMIN, PASSWORD, POLICE, TOTP_SECRET, person_path
from tests.web.accounts.test_security import add_key, use_key

pytestmark = pytest.mark.sqlite_only
NEW = "sju gula stolpar vid bron"


@pytest.fixture
def officer(staff):
    return staff(POLICE, "police", "Petra Lind")


@pytest.fixture
def admin(client, staff, let_in):
    staff(ADMIN, "admin", "Ada Min")
    let_in(client, ADMIN)
    return client


def test_a_second_role_is_given_and_the_first_taken(admin, officer, sent_mail):
    path = f"/personal/{officer.id}"
    admin.submit(f"/personal/ny?namn=Petra+Lind&adress={POLICE}", {"role": "reviewer"})
    assert "Handläggare av skyltar" in admin.page(path).text()

    answer = admin.submit(path, button="Ta bort Kommunpolis")

    assert answer.location == path
    text = admin.page(path).text()
    assert "En uppgift togs bort: Kommunpolis" in text
    assert "Fick en uppgift: Handläggare av skyltar" in text
    assert "En uppgift togs bort" in admin.page("/personal/andringar").text()


def test_with_the_last_role_the_person_leaves_the_list(admin, officer):
    answer = admin.submit(f"/personal/{officer.id}", button="Ta bort Kommunpolis")

    assert answer.location == "/personal"
    assert "Petra Lind" not in admin.page("/personal").text()
    assert admin.get(f"/personal/{officer.id}").status_code == 404
    assert "Petra Lind" in admin.page("/personal/andringar").text()


def test_the_last_administrator_is_told_why_the_role_stays(admin, runtime):
    path = person_path(admin, "Ada Min")

    answer = admin.submit(path, button="Ta bort Administratör")

    assert answer.status_code == 409
    assert "minst en administratör" in words(answer)


def test_an_invitation_is_sent_again_from_the_list(admin, sent_mail, clock):
    admin.submit("/personal/ny", {"name": "Nora Ny", "email": POLICE, "role": "police"})
    sent_mail()

    admin.submit("/personal", button="Skicka igen till Nora Ny")

    assert len(sent_mail()) == 1
    assert admin.page("/personal").text().count("Skicka igen till Nora Ny") == 1


def test_other_staff_sees_neither_person_nor_history(client, officer, let_in):
    let_in(client, POLICE)

    assert client.get(f"/personal/{officer.id}").status_code == 404
    assert client.get("/personal/andringar").status_code == 404


def test_the_own_password_is_changed_by_the_old_one(client, officer, let_in, new_client):
    let_in(client, POLICE)

    wrong = client.submit(
        "/konto/losenord", {"current": "inte mitt ord alls", "password": NEW, "again": NEW}
    )
    done = client.submit("/konto/losenord", {"current": PASSWORD, "password": NEW, "again": NEW})

    assert "Det är inte ditt lösenord" in words(wrong)
    assert done.location == "/konto/inloggning"
    passed = new_client().submit("/logga-in/tjanst", {"email": POLICE, "password": NEW})
    assert passed.location.startswith("/logga-in/tjanst/kod")


def test_the_own_password_is_changed_by_the_app(client, officer, let_in, clock):
    let_in(client, POLICE)
    clock.forward(seconds=30)

    digits = pyotp.TOTP(TOTP_SECRET).at(clock())
    done = client.submit("/konto/losenord", {"digits": digits, "password": NEW, "again": NEW})

    assert done.location == "/konto/inloggning"


def test_a_fresh_sign_in_with_a_passkey_is_proof_for_a_while(
    client, officer, let_in, new_client, clock
):
    let_in(client, POLICE)
    device = Authenticator()
    add_key(client, device)
    phone = new_client()
    use_key(phone, device)
    assert "Mer behövs inte" in phone.page("/konto/losenord").text()
    assert "Mer behövs inte" not in client.page("/konto/losenord").text()

    done = phone.submit("/konto/losenord", {"password": NEW, "again": NEW})

    assert done.location == "/konto/inloggning"
    clock.forward(minutes=16)
    refused = phone.submit("/konto/losenord", {"password": NEW, "again": NEW})
    assert refused.status_code == 422


def test_a_contact_person_has_no_password_to_change(contact):
    assert contact.get("/konto/losenord").status_code == 404
