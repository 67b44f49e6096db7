"""Seats at sessions: never too many, waited for in order, and passed on when somebody leaves."""

import threading

import pytest

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import InvalidInput, NotFound, NotPermitted, Unmet
from grannsamverkan.groups import usecases as groups
from grannsamverkan.groups.models import Contact
from grannsamverkan.groups.usecases import life
from grannsamverkan.training.queries import seats as rows
from grannsamverkan.training.usecases import sessions
from tests.usecases.training.gathering import STARTS

NAMES = ("Maja Lind", "Olle Ek", "Ture Tall", "Asta Alm")


@pytest.fixture
def people(gathering):
    return gathering.people(*NAMES)


def test_a_contact_person_signs_up_and_has_calendar_and_code_in_the_mail(gathering, people):
    session_id = gathering.open()

    assert gathering.signs_up(people[0], session_id) == "signed"

    (mail,) = gathering.rows_of("session_confirmed")
    assert mail.to_address == "maja@exempel.se"
    assert mail.subject == (
        "Du har en plats: Utbildning i Folkets hus, tisdag 1 december 2026 kl. 18:30–20:30"
    )
    assert [one[0] for one in mail.attachments] == ["traff.ics", "incheckning.png"]
    assert "DTSTART:20261201T173000Z" in gathering.calendar_of(mail)
    assert mail.holds_secret
    (event,) = gathering.scene.events("signup_sign")
    assert event.details == {"source": "asked", "target": "signed"}


def test_signing_up_twice_is_one_seat_and_one_mail(gathering, people):
    session_id = gathering.open()

    for _press in range(2):
        gathering.signs_up(people[0], session_id)

    assert gathering.numbers(session_id).signed == 1
    assert len(gathering.rows_of("session_confirmed")) == 1


def test_who_comes_after_the_last_seat_waits(gathering, people):
    session_id = gathering.open(seats=1)

    states = [gathering.signs_up(user, session_id) for user in people[:3]]

    assert states == ["signed", "waiting", "waiting"]
    assert [to for to, _ in gathering.mails("session_queued")] == [
        "olle@exempel.se",
        "ture@exempel.se",
    ]


def test_a_seat_that_is_given_back_goes_to_the_first_who_waits(gathering, people):
    maja, olle, ture, _asta = people
    session_id = gathering.open(seats=1)
    for user in (maja, olle, ture):
        gathering.signs_up(user, session_id)
        gathering.clock.forward(minutes=1)

    gathering.leaves(maja, session_id)

    assert gathering.states(session_id) == {maja.id: "left", olle.id: "signed", ture.id: "waiting"}
    (mail,) = gathering.rows_of("session_seat_given")
    assert mail.to_address == "olle@exempel.se"
    assert "DTSTART" in gathering.calendar_of(mail)


def test_who_declines_the_seat_that_was_given_passes_it_on(gathering, people):
    maja, olle, ture, _asta = people
    session_id = gathering.open(seats=1)
    for user in (maja, olle, ture):
        gathering.signs_up(user, session_id)
        gathering.clock.forward(minutes=1)
    gathering.leaves(maja, session_id)

    gathering.by_link(gathering.row(olle, session_id), sessions.leave_by_link)

    assert gathering.states(session_id)[ture.id] == "signed"
    assert [to for to, _ in gathering.mails("session_seat_given")][-1] == "ture@exempel.se"


def test_who_comes_back_stands_last(gathering, people):
    maja, olle, ture, _asta = people
    session_id = gathering.open(seats=1)
    for user in (maja, olle, ture):
        gathering.signs_up(user, session_id)
        gathering.clock.forward(minutes=1)
    gathering.leaves(olle, session_id)
    gathering.signs_up(olle, session_id)

    gathering.leaves(maja, session_id)

    assert gathering.states(session_id) == {maja.id: "left", olle.id: "waiting", ture.id: "signed"}


def test_seats_are_never_overbooked_when_many_press_at_once(gathering):
    users = gathering.people(*(f"{letter}{n} Ek" for n in range(4) for letter in "AB"))
    session_id = gathering.open(seats=3)
    start, states = threading.Barrier(len(users)), []

    def press(user):
        start.wait()
        states.append(gathering.signs_up(user, session_id))

    threads = [threading.Thread(target=press, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(states) == ["signed"] * 3 + ["waiting"] * 5
    assert gathering.numbers(session_id).signed == 3


def test_of_two_who_leave_at_once_each_seat_goes_to_another(gathering, people):
    session_id = gathering.open(seats=2)
    for user in people:
        gathering.signs_up(user, session_id)
        gathering.clock.forward(minutes=1)
    start = threading.Barrier(2)

    def press(user):
        start.wait()
        gathering.leaves(user, session_id)

    threads = [threading.Thread(target=press, args=(user,)) for user in people[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list(gathering.states(session_id).values()) == ["left", "left", "signed", "signed"]
    assert len(gathering.rows_of("session_seat_given")) == 2


def test_the_same_person_pressing_twice_at_once_has_one_row(gathering, people):
    session_id = gathering.open(seats=2)
    start, states = threading.Barrier(3), []

    def press():
        start.wait()
        states.append(gathering.signs_up(people[0], session_id))

    threads = [threading.Thread(target=press) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert states == ["signed"] * 3
    assert gathering.numbers(session_id).signed == 1
    assert len(gathering.rows_of("session_confirmed")) == 1


def test_more_seats_go_to_those_who_wait_and_nobody_loses_one(gathering, people):
    session_id = gathering.open(seats=2)
    for user in people:
        gathering.signs_up(user, session_id)
        gathering.clock.forward(minutes=1)

    with pytest.raises(InvalidInput):
        gathering.change(session_id, seats=1)
    gathering.change(session_id, seats=3)

    assert list(gathering.states(session_id).values()) == ["signed"] * 3 + ["waiting"]
    assert gathering.rows_of("session_moved") == []


def test_nobody_signs_up_before_it_is_open_or_after_it_has_closed(gathering, people):
    draft, session_id = gathering.plan(), gathering.open()

    with pytest.raises(NotFound):
        gathering.signs_up(people[0], draft)
    gathering.clock.now = STARTS
    with pytest.raises(Unmet):
        gathering.signs_up(people[0], session_id)

    assert gathering.states(session_id) == {}


def test_sessions_are_for_contact_persons_of_groups_that_were_sent_in(gathering):
    newcomer, drafter = (gathering.scene.person(name) for name in ("Nils Ny", "Doris Draft"))
    gathering.scene.group(drafter, state="draft")
    session_id = gathering.open()

    for user in (newcomer, drafter):
        with pytest.raises(NotFound):
            gathering.signs_up(user, session_id)
    with pytest.raises(NotPermitted):
        gathering.as_organiser(sessions.sign_up, session_id)


def test_a_link_opens_its_own_row_only(gathering, people):
    maja, olle, *_ = people
    session_id = gathering.open()
    gathering.signs_up(maja, session_id)
    gathering.signs_up(olle, session_id)
    mine, other = gathering.row(maja, session_id), gathering.row(olle, session_id)

    with gathering.runtime.reading() as work:
        token = gathering.runtime.vault.open(other.token_sealed)
        assert rows.by_token(work, token).id == other.id
        with pytest.raises(NotFound):
            rows.by_token(work, "Y" * 28)
        with pytest.raises(NotFound):
            rows.by_token(work, other.pass_code)
    with (
        pytest.raises(NotPermitted),
        gathering.runtime.work(Actor("link", opens=("signup", mine.id))) as work,
    ):
        sessions.leave_by_link(work, token)


def test_who_is_no_contact_person_any_more_loses_the_seat(gathering, people):
    maja, olle, *_ = people
    session_id = gathering.open(seats=1)
    gathering.signs_up(maja, session_id)
    gathering.signs_up(olle, session_id)
    contact_id = gathering.row(maja, session_id).contact_id

    with gathering.runtime.work(Actor("contact", maja.id)) as work:
        groups.end_contact(work, contact_id)

    assert gathering.states(session_id)[olle.id] == "signed"
    assert [to for to, _ in gathering.mails("session_seat_given")] == ["olle@exempel.se"]
    assert gathering.numbers(session_id).signed == 1
    with gathering.runtime.reading() as work, pytest.raises(NotFound):
        rows.by_token(
            work, gathering.runtime.vault.open(gathering.row(maja, session_id).token_sealed)
        )


def test_who_moves_to_another_group_keeps_the_seat(gathering, people):
    maja = people[0]
    session_id = gathering.open(seats=1)
    gathering.signs_up(maja, session_id)
    contact_id = gathering.row(maja, session_id).contact_id
    other = gathering.scene.group(maja, name="Ekvägen")

    with gathering.runtime.work(Actor("contact", maja.id)) as work:
        groups.end_contact(work, contact_id)

    row = gathering.row(maja, session_id)
    assert row.state == "signed"
    with gathering.runtime.reading() as work:
        assert work.get(Contact, row.contact_id).group_id == other.id


def test_people_of_a_group_that_is_closed_lose_their_seats(gathering):
    (maja,), session_id = gathering.people("Maja Lind"), gathering.open()
    gathering.signs_up(maja, session_id)
    with gathering.runtime.reading() as work:
        group_id = work.get(Contact, gathering.row(maja, session_id).contact_id).group_id

    with gathering.runtime.work(gathering.scene.coordinator) as work:
        life.close_group(work, group_id, reason="Ingen är kvar.")

    assert gathering.states(session_id) == {maja.id: "left"}
