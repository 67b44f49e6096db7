"""Meetings: proposed, booked, moved, called off, held; and what calendars are told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, NotPermitted
from grannsamverkan.groups import jobs
from grannsamverkan.groups.models.meetings import Meeting
from grannsamverkan.groups.prints import meetings as prints
from grannsamverkan.groups.queries import year as years
from grannsamverkan.groups.usecases import meetings
from grannsamverkan.groups.usecases.meetings import Plan

START = datetime(2026, 12, 1, 17, 30, tzinfo=UTC)
"""18:30 on the clock on the wall."""


def plan_for(starts_at=START, place="Folkets hus"):
    return Plan(starts_at, 90, place)


def plan(scene, user, group_id, kind="start", **how):
    with scene.runtime.work(user.actor) as work:
        return meetings.plan_meeting(work, group_id, kind=kind, plan=plan_for(**how)).id


def do(scene, user, use_case, meeting_id, **values):
    with scene.runtime.work(user.actor) as work:
        use_case(work, meeting_id, **values)


def meeting(scene, meeting_id):
    with scene.runtime.reading() as work:
        found = work.session.get(Meeting, meeting_id)
        assert found.came is not None
        return found


def facts(scene, group_id):
    return [(fact.kind, fact.on) for fact in scene.group(group_id).facts]


def letters(scene):
    return {(letter, to) for letter, to in scene.mails() if letter.startswith("meeting_")}


def calendars(sent_mail):
    """Every calendar file sent since the last time, as text."""
    parts = [part for mail in sent_mail() for part in mail.iter_attachments()]
    return [part.get_content() for part in parts if part.get_content_type() == "text/calendar"]


def test_police_books_and_everybody_gets_it_for_the_calendar(scene, sent_mail):
    group_id, police = scene.approved(), scene.police()

    meeting_id = plan(scene, police, group_id)

    assert meeting(scene, meeting_id).state == "booked"
    assert facts(scene, group_id) == [("meeting_booked", date(2026, 12, 1))]
    assert {("meeting_booked", scene.maja.email), ("meeting_booked", police.email)} <= letters(
        scene
    )
    files = calendars(sent_mail)
    assert files
    assert all("DTSTART:20261201T173000Z" in text for text in files)


def test_a_contact_person_proposes_and_police_says_yes(scene):
    group_id, police = scene.approved(), scene.police()

    meeting_id = plan(scene, scene.maja, group_id)
    proposed = meeting(scene, meeting_id).state
    with pytest.raises(NotPermitted):
        do(scene, scene.maja, meetings.accept_meeting, meeting_id)
    do(scene, police, meetings.accept_meeting, meeting_id)

    assert proposed == "proposed"
    assert meeting(scene, meeting_id).state == "booked"
    assert ("meeting_proposed", police.email) in letters(scene)
    assert ("meeting_booked", scene.maja.email) in letters(scene)


def test_of_several_proposals_one_is_booked_and_the_others_fall_away(scene):
    group_id = scene.approved()
    first, second, third = (
        plan(scene, scene.maja, group_id, starts_at=START + timedelta(days=n)) for n in range(3)
    )

    do(scene, scene.police(), meetings.accept_meeting, second)

    states = [meeting(scene, one).state for one in (first, second, third)]
    assert states == ["cancelled", "booked", "cancelled"]
    assert "meeting_cancelled" not in [letter for letter, _to in letters(scene)]


def test_police_says_no_with_a_reason(scene):
    meeting_id = plan(scene, scene.maja, scene.approved())

    do(scene, scene.police(), meetings.cancel_meeting, meeting_id, reason="Jag har semester.")

    assert meeting(scene, meeting_id).state == "cancelled"
    assert ("meeting_cancelled", scene.maja.email) in letters(scene)


def test_the_group_books_its_yearly_meeting_itself(scene):
    group_id = scene.active()

    meeting_id = plan(scene, scene.maja, group_id, kind="year")

    assert meeting(scene, meeting_id).state == "booked"
    assert "meeting_booked" not in [kind for kind, _on in facts(scene, group_id)]


def test_a_moved_meeting_moves_in_every_calendar(scene, sent_mail):
    group_id, police = scene.approved(), scene.police()
    meeting_id = plan(scene, police, group_id)
    sent_mail()

    do(
        scene,
        police,
        meetings.move_meeting,
        meeting_id,
        plan=plan_for(START + timedelta(days=7), "Skolan"),
    )

    assert facts(scene, group_id) == [("meeting_booked", date(2026, 12, 8))]
    [text, *_] = calendars(sent_mail)
    assert "SEQUENCE:1\r\n" in text.replace("\n", "\r\n").replace("\r\r", "\r")
    assert "20261208T173000Z" in text


def test_a_meeting_called_off_leaves_the_calendars_and_the_facts(scene, sent_mail):
    group_id, police = scene.approved(), scene.police()
    meeting_id = plan(scene, police, group_id)
    sent_mail()

    do(scene, police, meetings.cancel_meeting, meeting_id, reason="Snö.")

    assert facts(scene, group_id) == []
    [text, *_] = calendars(sent_mail)
    assert "METHOD:CANCEL" in text
    assert "STATUS:CANCELLED" in text


def test_a_held_meeting_is_a_dated_fact_with_counts(scene):
    group_id, nils = scene.approved(), scene.person()
    scene.add_contact(group_id, nils)
    meeting_id = plan(scene, scene.police(), group_id)
    scene.runtime.clock.now = START + timedelta(hours=3)
    came = [c.id for c in scene.group(group_id).contacts if c.user_id == nils.id]

    do(scene, scene.maja, meetings.hold_meeting, meeting_id, households=14, contacts=[*came, 4711])

    held = meeting(scene, meeting_id)
    assert (held.state, held.households) == ("held", 14)
    assert [row.contact_id for row in held.came] == came
    assert ("meeting_held", date(2026, 12, 1)) in facts(scene, group_id)


def test_a_held_yearly_meeting_is_what_the_year_confirms(scene):
    group_id = scene.active()
    meeting_id = plan(scene, scene.maja, group_id, kind="year")
    scene.runtime.clock.now = START + timedelta(hours=3)
    do(scene, scene.maja, meetings.hold_meeting, meeting_id, households=9, contacts=[])

    with scene.runtime.reading() as work:
        assert years.last_meeting(work, scene.group(group_id)) == date(2026, 12, 1)


def test_a_meeting_that_has_not_been_cannot_have_been_held(scene):
    meeting_id = plan(scene, scene.police(), scene.approved())

    with pytest.raises(InvalidInput):
        do(scene, scene.maja, meetings.hold_meeting, meeting_id, households=1, contacts=[])


def test_nothing_is_planned_in_the_past_or_after_the_end(scene):
    police, group_id = scene.police(), scene.approved()
    with pytest.raises(InvalidInput):
        plan(scene, police, group_id, starts_at=datetime(2026, 11, 23, 8, 59, tzinfo=UTC))
    late = plan(scene, scene.maja, group_id)
    scene.runtime.clock.now = START
    with pytest.raises(Conflict):
        do(scene, police, meetings.accept_meeting, late)


def test_of_two_who_change_a_cancelled_meeting_both_hear_that_it_is_off(scene):
    police = scene.police()
    meeting_id = plan(scene, police, scene.approved())
    do(scene, police, meetings.cancel_meeting, meeting_id, reason="Snö.")

    with pytest.raises(Conflict):
        do(scene, scene.maja, meetings.cancel_meeting, meeting_id, reason="Snö.")
    with pytest.raises(Conflict):
        do(scene, scene.maja, meetings.move_meeting, meeting_id, plan=plan_for())


def test_others_neither_see_nor_plan(scene):
    group_id = scene.approved()
    meeting_id = plan(scene, scene.police(), group_id)
    stranger, other = scene.person("Otto Annan"), scene.staff("Olle Polis", ("police", scene.south))

    for who in (stranger, other):
        with pytest.raises(NotFound):
            plan(scene, who, group_id)
        with pytest.raises(NotFound):
            do(scene, who, meetings.cancel_meeting, meeting_id, reason="Nej.")


def test_a_near_meeting_is_told_once(scene):
    police = scene.police()
    meeting_id = plan(scene, police, scene.approved())
    for day in (27, 28, 29, 30):
        scene.runtime.clock.now = datetime(2026, 11, day, 7, tzinfo=UTC)
        jobs.remind_of_meetings(scene.runtime)

    told = [to for letter, to in scene.mails() if letter == "meeting_near"]
    assert told == [scene.maja.email]
    assert meeting(scene, meeting_id).reminded_on == date(2026, 11, 28)


@pytest.mark.sqlite_only
def test_the_notice_names_day_hour_and_place_and_no_person(scene):
    meeting_id = plan(scene, scene.police(), scene.approved())

    with scene.runtime.reading() as work:
        notice = prints.notice(work, work.session.get(Meeting, meeting_id))

    assert [fact["value"] for fact in notice["facts"]] == [
        "tisdag 1 december 2026",
        "18:30–20:00",
        "Folkets hus",
    ]
    assert "Maja" not in str(notice)
    assert "Petra" not in str(notice)
