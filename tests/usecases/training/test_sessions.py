"""Sessions: planned, opened, moved, called off, invited to, and reminded of."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, NotPermitted, Unmet
from grannsamverkan.places.models import Setting
from grannsamverkan.training.jobs import invite_to_session, remind_of_sessions
from grannsamverkan.training.models import SignUp
from grannsamverkan.training.queries import persons
from grannsamverkan.training.queries import sessions as reads
from grannsamverkan.training.usecases import sessions
from tests.usecases.training.gathering import PLAN, STARTS


@pytest.fixture
def people(gathering):
    return gathering.people("Maja Lind", "Olle Ek", "Ture Tall")


@pytest.fixture
def full(gathering, people):
    """An open session with one seat: Maja has it, Olle waits."""
    session_id = gathering.open(seats=1)
    for user in people[:2]:
        gathering.signs_up(user, session_id)
        gathering.clock.forward(minutes=1)
    return session_id


def test_a_plan_is_kept_and_nobody_but_staff_sees_it(gathering, people):
    session_id = gathering.plan(seats=12)

    kept = gathering.session(session_id)
    assert (kept.state, kept.title, kept.seats) == ("draft", PLAN.title, 12)
    assert (kept.starts_at, kept.ends_at) == (STARTS, STARTS + timedelta(hours=2))
    with gathering.runtime.reading(Actor("contact", people[0].id)) as work:
        assert reads.coming_for(work).rows == []
        with pytest.raises(NotFound):
            reads.for_contact(work, session_id)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"starts_at": STARTS - timedelta(days=30)}, "on"),
        ({"ends_at": STARTS}, "until"),
        ({"closes_at": STARTS + timedelta(minutes=1)}, "closes_on"),
        ({"edition_id": 999}, "edition"),
        ({"police_area_id": 999}, "area"),
    ],
)
def test_nonsense_is_told_beside_its_field(gathering, other, field):
    with pytest.raises(InvalidInput) as caught:
        gathering.plan(**other)

    assert caught.value.field == field


def test_police_hold_sessions_in_their_own_area_and_coordinators_anywhere(gathering):
    scene, town = gathering.scene, gathering.scene.town
    own = gathering.plan(scene.police(town.north), police_area_id=town.north)

    with pytest.raises(NotPermitted):
        gathering.plan(scene.police(town.north), police_area_id=town.south)
    with pytest.raises(NotPermitted):
        gathering.plan(scene.police(town.north))
    with pytest.raises(NotPermitted):
        gathering.change(own, scene.police(town.south), police_area_id=town.north)
    with pytest.raises(NotPermitted):
        gathering.change(own, scene.police(town.north), police_area_id=town.south)
    with pytest.raises(NotFound):
        gathering.change(own, scene.stranger, police_area_id=town.north)
    gathering.change(own, police_area_id=town.south)
    assert gathering.session(own).police_area_id == town.south


def test_those_who_come_or_wait_are_told_of_another_hour_and_calendars_follow(gathering, full):
    later = {
        "starts_at": STARTS + timedelta(days=7),
        "ends_at": STARTS + timedelta(days=7, hours=2),
    }

    gathering.change(full, seats=1, **later)

    first, second = gathering.rows_of("session_moved")
    assert first.to_address == "maja@exempel.se"
    assert "tisdag 8 december 2026 kl. 18:30–20:30" in first.subject
    assert second.attachments == []
    (booked,) = gathering.rows_of("session_confirmed")
    before, after = gathering.calendar_of(booked), gathering.calendar_of(first)
    (uid,) = [line for line in before.splitlines() if line.startswith("UID:")]
    assert uid in after
    assert ("SEQUENCE:0" in before, "SEQUENCE:1" in after) == (True, True)
    assert "METHOD:PUBLISH" in after


def test_another_text_tells_nobody(gathering, full):
    gathering.change(full, seats=1, directions="Följ skyltarna.")

    assert gathering.rows_of("session_moved") == []
    assert gathering.session(full).sequence == 0


def test_a_cancelled_session_leaves_peoples_calendars_with_the_reason(gathering, full):
    gathering.as_organiser(sessions.cancel_session, full, reason="Polisen är sjuk.")

    first, second = gathering.rows_of("session_cancelled")
    assert (first.to_address, second.to_address) == ("maja@exempel.se", "olle@exempel.se")
    assert "Polisen är sjuk." in first.text
    file = gathering.calendar_of(first)
    assert "METHOD:CANCEL" in file
    assert "STATUS:CANCELLED" in file
    with pytest.raises(Conflict):
        gathering.as_organiser(sessions.cancel_session, full, reason="En gång till.")
    with pytest.raises(Conflict):
        gathering.change(full, seats=5)


def test_a_session_is_cancelled_with_a_reason_only(gathering, full):
    with pytest.raises(InvalidInput):
        gathering.as_organiser(sessions.cancel_session, full, reason=" ")


def invite(gathering, session_id, who, number):
    gathering.as_organiser(sessions.invite, session_id, who=who, number=number)
    invite_to_session(gathering.runtime, session_id, who)


def test_untrained_contact_persons_of_the_area_are_invited_once_by_a_link(gathering, people):
    town = gathering.scene.town
    south = gathering.scene.person("Sune Söder")
    gathering.scene.group(south, name="Söderby", area=town.south)
    trained = gathering.scene.contact_of(people[2], gathering.scene.group(people[2], name="Ek"))
    with gathering.scene.given() as work:
        for row in persons.present_rows(work, trained):
            row.trained_on = work.now.date()
    session_id = gathering.open(police_area_id=town.north)

    invite(gathering, session_id, "untrained", 2)
    invite(gathering, session_id, "untrained", 0)

    assert [to for to, _ in gathering.mails("session_invited")] == [
        "maja@exempel.se",
        "olle@exempel.se",
    ]
    assert set(gathering.states(session_id).values()) == {"asked"}
    assert gathering.numbers(session_id).signed == 0


def test_all_can_be_invited_and_the_number_must_be_the_one_that_was_shown(gathering, people):
    session_id = gathering.open()

    with pytest.raises(InvalidInput):
        gathering.as_organiser(sessions.invite, session_id, who="all", number=2)
    invite(gathering, session_id, "all", 3)

    assert len(gathering.rows_of("session_invited")) == 3


def test_killed_between_invitations_the_next_worker_goes_on_without_a_second_mail(
    gathering, people
):
    session_id = gathering.open()
    with gathering.runtime.work() as work:
        assert sessions.invite_some(work, session_id, "all", most=2) == 2
    with pytest.raises(KeyboardInterrupt), gathering.runtime.work() as work:
        sessions.invite_some(work, session_id, "all", most=1)
        raise KeyboardInterrupt

    invite_to_session(gathering.runtime, session_id, "all")

    told = [to for to, _ in gathering.mails("session_invited")]
    assert sorted(told) == ["maja@exempel.se", "olle@exempel.se", "ture@exempel.se"]


def test_whoever_is_invited_signs_up_by_the_link(gathering, people):
    session_id = gathering.open()
    invite(gathering, session_id, "all", 3)
    row = gathering.row(people[0], session_id)

    gathering.by_link(row, sessions.sign_up_by_link)

    assert gathering.row(people[0], session_id).state == "signed"


def test_no_invitations_go_out_to_a_session_that_is_closed(gathering, people):
    session_id = gathering.open()
    gathering.as_organiser(sessions.invite, session_id, who="all", number=3)
    gathering.as_organiser(sessions.cancel_session, session_id, reason="Inget av.")

    invite_to_session(gathering.runtime, session_id, "all")

    assert gathering.rows_of("session_invited") == []
    with pytest.raises(Unmet):
        gathering.as_organiser(sessions.invite, session_id, who="all", number=3)


def test_those_who_come_are_reminded_the_day_before_once(gathering, full):
    gathering.clock.now = STARTS - timedelta(hours=25)
    remind_of_sessions(gathering.runtime)
    assert gathering.rows_of("session_near") == []

    gathering.clock.forward(hours=1)
    for _hour in range(2):
        remind_of_sessions(gathering.runtime)

    assert [to for to, _ in gathering.mails("session_near")] == ["maja@exempel.se"]


def test_who_signed_up_in_those_hours_is_not_reminded(gathering, people):
    session_id = gathering.open(closes_at=STARTS)
    gathering.clock.now = STARTS - timedelta(hours=20)
    gathering.signs_up(people[0], session_id)

    gathering.clock.forward(hours=10)
    remind_of_sessions(gathering.runtime)

    assert gathering.rows_of("session_near") == []


def test_a_session_that_was_moved_is_reminded_of_again(gathering, full):
    gathering.clock.now = STARTS - timedelta(hours=24)
    remind_of_sessions(gathering.runtime)
    later = STARTS + timedelta(days=7)
    gathering.change(full, seats=1, starts_at=later, ends_at=later + timedelta(hours=2))

    gathering.clock.now = later - timedelta(hours=3)
    remind_of_sessions(gathering.runtime)

    assert len(gathering.rows_of("session_near")) == 2


def test_how_long_before_is_the_municipalitys_choice(gathering, full):
    with gathering.scene.given() as work:
        work.session.add(
            Setting(
                municipality_id=gathering.scene.town.here,
                key="training.session_remind_hours",
                value=0,
                changed_at=work.now,
            )
        )
    gathering.clock.now = STARTS - timedelta(minutes=30)

    remind_of_sessions(gathering.runtime)

    assert gathering.rows_of("session_near") == []


def test_the_overview_shows_what_comes_and_what_has_been_with_numbers(gathering, full, people):
    cancelled = gathering.open(title="Inget av")
    gathering.as_organiser(sessions.cancel_session, cancelled, reason="Inget av.")

    with gathering.runtime.reading(gathering.scene.coordinator) as work:
        (coming,) = reads.overview(work, past=False).rows
        (past,) = reads.overview(work, past=True).rows
    assert (coming.session.id, past.session.id) == (full, cancelled)
    assert (coming.numbers.signed, coming.numbers.waiting, coming.free) == (1, 1, 0)
    with gathering.runtime.reading(gathering.scene.stranger) as work:
        assert reads.overview(work, past=False).rows == []
    with gathering.runtime.reading(Actor("contact", people[1].id)) as work:
        (open_one,) = reads.coming_for(work).rows
        assert (open_one.session.id, open_one.own.state) == (full, "waiting")


def test_the_log_names_nobody(gathering, full):
    gathering.as_organiser(sessions.cancel_session, full, reason="Polisen är sjuk.")

    with gathering.runtime.reading() as work:
        told = [str(entry.details) for entry in work.session.scalars(select(AuditEntry))]
        assert work.session.scalars(select(SignUp)).all()
    assert len(told) > 5
    assert not [text for text in told if "sjuk" in text or "Maja" in text or "Folkets" in text]
