"""The pages one signs in on."""

import pytest
from sqlalchemy import select

from grannsamverkan.accounts.models import LoginSession, SignInCode
from grannsamverkan.core.db import Base
from tests.support.web import words
from tests.web.accounts.conftest import NINA, PASSWORD, POLICE, digits_in, path_in, totp

JOURNEY = "/konto"


def contents(runtime):
    """Every row of every table, as text."""
    with runtime.reading() as work:
        return {
            table.name: sorted(map(str, work.session.execute(select(table)).all()))
            for table in Base.metadata.sorted_tables
        }


def test_a_contact_person_signs_in_with_the_digits(client, sent_mail, municipality):
    asked = client.submit("/logga-in", {"email": NINA})
    (mail,) = sent_mail()

    entered = client.submit("/logga-in/kod", {"digits": digits_in(mail)})

    assert asked.headers["Location"] == "/logga-in/kod"
    assert entered.headers["Location"] == "/konto"
    assert client.page("/konto").heading() == "Om dig"


def test_after_saying_the_name_the_person_goes_where_they_were_going(
    client, sent_mail, municipality
):
    refused = client.get(JOURNEY)
    client.submit(refused.headers["Location"], {"email": NINA})
    entered = client.submit("/logga-in/kod", {"digits": digits_in(sent_mail()[0])})

    named = client.submit(entered.headers["Location"], {"name": "Nina Berg"})

    assert entered.headers["Location"] == "/konto?next=/konto"
    assert named.headers["Location"] == JOURNEY


def test_the_link_signs_in_another_browser_by_a_button(new_client, sent_mail, municipality):
    desk, phone = new_client(), new_client()
    desk.submit("/logga-in", {"email": NINA})
    path = path_in(sent_mail()[0])

    entered = phone.submit(path, button="Logga in")

    assert entered.status_code == 303
    assert phone.page("/konto").heading() == "Om dig"
    assert desk.get("/konto").headers["Location"].startswith("/logga-in")


def test_a_mail_scanner_changes_nothing(new_client, sent_mail, runtime, municipality):
    new_client().submit("/logga-in", {"email": NINA})
    (mail,) = sent_mail()
    before = contents(runtime)

    scanner = new_client()
    for method in ("GET", "HEAD", "OPTIONS", "GET"):
        scanner.open(path_in(mail), method=method)

    assert contents(runtime) == before
    assert scanner.get("/konto").status_code == 303
    assert new_client().submit(path_in(mail), button="Logga in").status_code == 303


def test_a_link_without_a_csrf_token_is_not_taken(new_client, sent_mail, runtime, municipality):
    client = new_client()
    client.submit("/logga-in", {"email": NINA})
    (mail,) = sent_mail()

    answer = new_client().post(path_in(mail), csrf=False)

    assert answer.status_code == 400
    with runtime.reading() as work:
        assert work.session.scalars(select(SignInCode)).one().used_at is None


def test_used_expired_and_invented_links_look_the_same(new_client, sent_mail, clock, municipality):
    client = new_client()
    client.submit("/logga-in", {"email": NINA})
    used = path_in(sent_mail()[0])
    client.submit(used, button="Logga in")
    new_client().submit("/logga-in", {"email": "late@hemma.example"})
    expired = path_in(sent_mail()[0])
    clock.forward(minutes=10)

    answers = [new_client().get(path) for path in (used, expired, "/logga-in/lank/" + "0" * 28)]

    assert {answer.status_code for answer in answers} == {404}
    assert len({words(answer) for answer in answers}) == 1
    assert NINA not in words(answers[0])


def test_the_answer_is_the_same_whoever_the_address_belongs_to(
    new_client, staff, contact, given, municipality
):
    staff(POLICE, "police")
    answers = []
    for address in (NINA, POLICE, "okand@hemma.example"):
        client = new_client()
        asked = client.submit("/logga-in", {"email": address})
        shown = words(client.get("/logga-in/kod")).replace(address, "ADRESS")
        with client.session_transaction() as session:
            kept = {key: len(str(value)) for key, value in session.items()}
        answers.append((asked.status_code, asked.headers["Location"], shown, kept))

    assert answers[0] == answers[1] == answers[2]


def test_wrong_digits_are_told_beside_the_field(client, sent_mail, municipality):
    client.submit("/logga-in", {"email": NINA})
    right = digits_in(sent_mail()[0])

    answer = client.submit("/logga-in/kod", {"digits": f"{(int(right) + 1) % 10**6:06d}"})

    assert answer.status_code == 422
    assert "Koden stämmer inte" in words(answer)


@pytest.mark.parametrize(
    ("path", "values", "message"),
    [
        ("/logga-in", {"email": ""}, "Skriv e-postadressen"),
        ("/logga-in", {"email": "nina.hemma"}, "ser inte ut som en e-postadress"),
        ("/logga-in", {"email": "a@b.se, c@d.se"}, "ser inte ut som en e-postadress"),
        ("/logga-in", {"email": "a@b.se\r\nBcc: c@d.se"}, "ser inte ut som en e-postadress"),
        ("/logga-in/tjanst", {"email": POLICE, "password": ""}, "Skriv lösenordet"),
        ("/logga-in/tjanst", {"email": POLICE, "password": "fel"}, "stämmer inte"),
    ],
)
@pytest.mark.sqlite_only
def test_what_is_missing_or_wrong_is_told_and_the_address_kept(client, path, values, message):
    answer = client.submit(path, values)

    assert answer.status_code == 422
    assert message in words(answer)
    if "\n" not in values["email"]:
        assert f'value="{values["email"]}"' in answer.get_data(as_text=True)


def test_too_many_codes_are_told_with_a_time(client, municipality):
    for _ in range(5):
        client.submit("/logga-in", {"email": NINA})

    answer = client.submit("/logga-in", {"email": NINA})

    assert answer.status_code == 422
    assert "10:15" in words(answer)
    assert NINA in answer.get_data(as_text=True)


def test_the_page_for_digits_asks_for_an_address_first(client):
    assert client.get("/logga-in/kod").headers["Location"] == "/logga-in"


def test_staff_signs_in_by_password_and_app(client, staff, let_in):
    staff(POLICE, "police")

    answer = let_in(client, POLICE)

    assert answer.headers["Location"] == "/"
    assert "Karin Lindqvist" in client.page("/konto").text()


def test_staff_goes_where_it_was_going(client, staff, runtime):
    staff(POLICE, "police")

    first = client.submit("/logga-in/tjanst?next=/konto", {"email": POLICE, "password": PASSWORD})
    second = client.submit(first.headers["Location"], {"digits": totp(runtime)})

    assert second.headers["Location"] == "/konto"


def test_the_password_alone_does_not_sign_in(client, staff):
    staff(POLICE, "police")

    client.submit("/logga-in/tjanst", {"email": POLICE, "password": PASSWORD})

    assert client.get("/konto").headers["Location"].startswith("/logga-in?")
    assert client.page("/logga-in/tjanst/kod").heading() == "Bekräfta med din app"


def test_the_second_page_asks_for_the_password_first(client):
    assert client.get("/logga-in/tjanst/kod").headers["Location"] == "/logga-in/tjanst"


def test_a_slow_second_step_begins_again(client, staff, runtime, clock):
    staff(POLICE, "police")
    client.submit("/logga-in/tjanst", {"email": POLICE, "password": PASSWORD})
    clock.forward(minutes=6)

    answer = client.submit("/logga-in/tjanst/kod", {"digits": totp(runtime)})

    assert answer.status_code == 422
    assert "Börja om" in words(answer)


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/\t/evil.example",
        "/" + "a" * 600,
    ],
)
@pytest.mark.sqlite_only
def test_nobody_is_sent_to_another_site(client, staff, runtime, target):
    staff(POLICE, "police")

    client.post(
        "/logga-in/tjanst",
        query_string={"next": target},
        data={"email": POLICE, "password": PASSWORD},
    )
    answer = client.post(
        "/logga-in/tjanst/kod", query_string={"next": target}, data={"digits": totp(runtime)}
    )

    assert answer.headers["Location"] == "/"


def test_signing_in_begins_a_new_session_and_a_new_csrf_secret(client, staff, runtime, let_in):
    staff(POLICE, "police")
    client.page("/logga-in/tjanst")
    with client.session_transaction() as session:
        before = session["csrf_token"]

    let_in(client, POLICE)

    with client.session_transaction() as session:
        assert session.get("csrf_token") != before
        assert set(session) <= {"_user_id", "_fresh", "_id", "_permanent", "csrf_token"}


def test_signing_in_again_ends_the_session_before(client, staff, let_in, runtime, clock):
    staff(POLICE, "police")
    let_in(client, POLICE)
    clock.forward(minutes=1)

    let_in(client, POLICE)

    with runtime.reading() as work:
        rows = work.session.scalars(select(LoginSession).order_by(LoginSession.id)).all()
    assert [row.ended_at is None for row in rows] == [False, True]


def test_sign_in_pages_are_not_kept_by_the_browser(client):
    for path in ("/logga-in", "/logga-in/tjanst"):
        assert client.get(path).headers["Cache-Control"] == "no-store"
