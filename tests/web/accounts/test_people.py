"""Pages for people who are signed in, and the administrator's."""

import pyotp
import pytest
from sqlalchemy import event, select

from grannsamverkan.accounts.models import LoginSession, User
from tests.support.html import Page
from tests.support.web import words
from tests.web.accounts.conftest import ADMIN, NINA, PASSWORD, POLICE, path_in


@pytest.fixture
def admin(client, staff, let_in):
    """An administrator, signed in in `client`."""
    staff(ADMIN, "admin", "Ada Min")
    let_in(client, ADMIN)
    return client


def test_one_changes_the_own_name_phone_and_language(contact, runtime):
    answer = contact.submit(
        "/konto", {"name": "Nina Ek", "phone": "070-123 45 67", "language": "en"}, button="Spara"
    )

    assert answer.status_code == 303
    assert 'lang="en"' in contact.get("/konto").get_data(as_text=True)
    with runtime.reading() as work:
        nina = work.session.scalar(select(User).where(User.email == NINA))
    assert (nina.name, nina.phone, nina.language) == ("Nina Ek", "070-123 45 67", "en")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"name": ""}, "Skriv ditt namn"),
        ({"phone": "ring mig"}, "Skriv numret med siffror"),
        ({"name": "N" * 121}, "högst 120"),
    ],
)
@pytest.mark.sqlite_only
def test_a_wrong_account_is_told_and_kept(contact, values, message):
    answer = contact.submit("/konto", values, button="Spara")

    assert answer.status_code == 422
    assert message in words(answer)


@pytest.mark.sqlite_only
def test_fields_nobody_offered_change_nothing(contact, runtime):
    contact.post(
        "/konto",
        data={"name": "Nina", "language": "sv", "kind": "staff", "email": "x@y.example"},
    )

    with runtime.reading() as work:
        nina = work.session.scalars(select(User)).one()
    assert (nina.kind, nina.email) == ("contact", NINA)


def test_signing_out_closes_the_door_behind(contact):
    answer = contact.post("/logga-ut")

    assert answer.status_code == 303
    assert contact.get("/konto").headers["Location"].startswith("/logga-in?")


def test_a_copied_cookie_is_worthless_after_signing_out(contact, new_client):
    stolen = contact.get_cookie("session").value
    contact.post("/logga-ut")

    thief = new_client()
    thief.set_cookie("session", stolen)

    assert thief.get("/konto").headers["Location"].startswith("/logga-in?")


def test_signing_out_is_not_a_link(contact):
    assert contact.get("/logga-ut").status_code == 405
    assert contact.get("/konto").status_code == 200


def test_signing_out_everywhere_reaches_other_devices(contact, new_client, sent_mail):
    phone = new_client()
    phone.submit("/logga-in", {"email": NINA})
    phone.submit(path_in(sent_mail()[0]), button="Logga in")

    contact.submit("/konto/inloggning", button="Logga ut överallt")

    for browser in (contact, phone):
        assert browser.get("/konto").status_code == 303


def test_an_idle_session_ends_and_use_prolongs_it(client, staff, let_in, clock):
    staff(POLICE, "police")
    let_in(client, POLICE)
    for _ in range(3):
        clock.forward(minutes=50)
        assert client.get("/konto").status_code == 200

    clock.forward(minutes=60)

    assert client.get("/konto").status_code == 303


def test_use_is_noted_once_a_minute_at_most(contact, runtime, clock):
    writes = []
    event.listen(
        runtime.database.engine,
        "before_cursor_execute",
        lambda *args: writes.append(args[2]) if args[2].startswith("UPDATE") else None,
    )
    for seconds in (10, 20, 29):
        clock.forward(seconds=seconds)
        contact.get("/konto")
    assert writes == []

    clock.forward(seconds=1)
    contact.get("/konto")

    assert len(writes) == 1
    with runtime.reading() as work:
        assert work.session.scalars(select(LoginSession)).one().seen_at == clock()


def test_access_ends_at_the_next_request(client, staff, let_in, given):
    officer = staff(POLICE, "police")
    let_in(client, POLICE)

    with given() as work:
        work.get(User, officer.id).active = False

    assert client.get("/konto").status_code == 303


def test_an_administrator_sees_and_invites_staff(admin, sent_mail):
    answer = admin.submit(
        "/personal/ny",
        {"name": "Nora Ny", "email": POLICE, "role": "police", "police_area": "1"},
        follow=True,
    )

    assert "Inbjudan är skickad" in words(answer)
    assert "Nora Ny" in words(answer)
    assert sent_mail()[0]["To"] == POLICE


def test_an_area_for_the_wrong_role_is_told_at_the_field(admin):
    answer = admin.submit(
        "/personal/ny",
        {"name": "Nora Ny", "email": POLICE, "role": "reviewer", "police_area": "1"},
    )

    assert answer.status_code == 422
    assert "bara att välja för polis" in words(answer)
    assert "Nora Ny" in answer.get_data(as_text=True)


def test_an_invited_person_comes_in_by_two_pages(admin, new_client, sent_mail, runtime):
    admin.submit("/personal/ny", {"name": "Nora Ny", "email": POLICE, "role": "police"})
    path = path_in(sent_mail()[0])
    nora = new_client()

    chosen = nora.submit(path, {"password": PASSWORD, "again": PASSWORD})
    shown = nora.get(chosen.headers["Location"]).get_data(as_text=True)
    page = Page(shown)
    secret = page.text().split("Nyckel")[1].split("Typ")[0].replace(" ", "").strip()
    done = nora.submit(
        chosen.headers["Location"], {"digits": pyotp.TOTP(secret).at(runtime.clock())}
    )

    assert 'src="data:image/svg+xml;base64,' in shown
    assert done.headers["Location"] == "/"
    assert nora.page("/konto").heading() == "Ditt konto"
    assert new_client().get(path).status_code == 404


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"password": "kort", "again": "kort"}, "för kort"),
        ({"password": PASSWORD, "again": PASSWORD + "x"}, "inte lika"),
        ({"password": "nora ny polis", "again": "nora ny polis"}, "liknar ditt namn"),
    ],
)
@pytest.mark.sqlite_only
def test_a_bad_new_password_is_told(admin, new_client, sent_mail, values, message):
    admin.submit("/personal/ny", {"name": "Nora Ny", "email": POLICE, "role": "police"})

    answer = new_client().submit(path_in(sent_mail()[0]), values)

    assert answer.status_code == 422
    assert message in words(answer)


def test_an_invitation_is_withdrawn(admin, new_client, sent_mail):
    admin.submit("/personal/ny", {"name": "Nora Ny", "email": POLICE, "role": "police"})
    path = path_in(sent_mail()[0])

    admin.submit("/personal", button="Dra tillbaka inbjudan till Nora Ny")

    assert new_client().get(path).status_code == 404
    assert "Nora Ny" not in admin.page("/personal").text()


def test_access_is_ended_and_renewed_from_the_list(admin, staff, new_client, let_in, sent_mail):
    officer = staff(POLICE, "police", "Nora Ny")
    browser = new_client()
    let_in(browser, POLICE)

    admin.post(f"/personal/{officer.id}/ny-inloggning")

    assert browser.get("/konto").status_code == 303
    assert path_in(sent_mail()[0]).startswith("/inbjudan/")
    assert "Kan inte logga in än" in admin.page("/personal").text()

    admin.post(f"/personal/{officer.id}/avsluta")

    assert "avslutad" in sent_mail()[0]["Subject"]


def test_the_last_administrator_is_told_why_not(admin, runtime):
    with runtime.reading() as work:
        me = work.session.scalar(select(User).where(User.email == ADMIN))

    answer = admin.post(f"/personal/{me.id}/avsluta")

    assert answer.status_code == 409
    assert "minst en administratör" in words(answer)


@pytest.mark.parametrize("role", ["police", "coordinator", "reviewer"])
@pytest.mark.sqlite_only
def test_other_staff_does_not_see_the_list(client, staff, let_in, role):
    person = staff(POLICE, role)
    let_in(client, POLICE)

    assert client.get("/personal").status_code == 404
    assert client.get("/personal/ny").status_code == 404
    assert client.post(f"/personal/{person.id}/avsluta").status_code in {403, 404}
    assert client.post(f"/personal/{person.id}/ny-inloggning").status_code in {403, 404}
    assert client.post("/personal/inbjudan/1/dra-tillbaka").status_code == 404


def test_a_contact_person_does_not_see_the_list(contact):
    assert contact.get("/personal").status_code == 404
