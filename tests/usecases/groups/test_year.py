"""A group's year: asked for, confirmed in one press, let go, begun again, closed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, NotPermitted, Unmet
from grannsamverkan.core.mail import MailRow
from grannsamverkan.groups import jobs, usecases
from grannsamverkan.groups.models.year import GroupYear, YearLink
from grannsamverkan.groups.queries import year as reads
from grannsamverkan.groups.usecases import life, year

DUE = date(2027, 11, 23)
"""The group becomes active on 2026-11-23."""


@pytest.fixture
def group_id(scene):
    return scene.active()


def go_to(scene, day):
    scene.runtime.clock.now = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    jobs.look_after_years(scene.runtime)


def letters(scene):
    return [letter for letter, _to in scene.mails() if letter.startswith(("year_", "group_rests"))]


def confirm(scene, group_id, by=None, signs="whole", met_on=None):
    with scene.runtime.work((by or scene.maja).actor) as work:
        return year.confirm_year(work, group_id, met_on=met_on, signs=signs)


def link_of(scene):
    """The token of the newest letter, as the receiver has it."""
    with scene.runtime.reading() as work:
        text = work.session.scalars(select(MailRow.text).order_by(MailRow.id.desc())).first()
    return text.split("/ar/")[1].split()[0]


def by_link(scene, token, **answer):
    with scene.runtime.reading() as work:
        opens = ("year_link", reads.link(work, token).id)
    with scene.runtime.work(Actor("link", opens=opens)) as work:
        return year.confirm_by_link(work, token, **{"met_on": None, "signs": "whole", **answer})


def act(scene, user, use_case, group_id, **values):
    with scene.runtime.work(user.actor) as work:
        use_case(work, group_id, **values)


def rows(scene, group_id):
    with scene.runtime.reading() as work:
        return reads.years(work, scene.group(group_id))


# --- sixteen months ---


def test_sixteen_months_without_an_answer_day_by_day(scene, group_id):
    told = {}
    start = scene.runtime.clock.now.date()
    for number in range(16 * 31):
        before = len(scene.mails())
        go_to(scene, start + timedelta(days=number))
        for letter, to in scene.mails()[before:]:
            told.setdefault(letter, []).append((start + timedelta(days=number), to))

    asked = DUE - timedelta(days=60)
    maja = scene.maja.email
    assert told["year_asked"] == [(asked, maja)]
    assert told["year_reminded"] == [(asked + timedelta(days=30 * n), maja) for n in (1, 2, 3, 4)]
    assert told["year_warned"] == [(date(2028, 2, 9), maja)]
    assert {day for day, _to in told["year_warned_police"]} == {date(2028, 2, 9)}
    assert told["group_rests"] == [(date(2028, 2, 23), maja)]
    assert scene.state(group_id) == "dormant"
    assert [row.outcome for row in rows(scene, group_id)] == ["dormant"]


def test_the_same_day_twice_changes_nothing(scene, group_id):
    for _ in range(3):
        go_to(scene, DUE - timedelta(days=60))

    assert letters(scene) == ["year_asked"]


def test_a_worker_that_was_away_for_a_year_asks_and_warns_before_anybody_rests(scene, group_id):
    go_to(scene, date(2029, 6, 1))
    first = scene.state(group_id)
    go_to(scene, date(2029, 6, 2))
    go_to(scene, date(2029, 6, 15))
    second = scene.state(group_id)
    go_to(scene, date(2029, 6, 16))

    assert (first, second, scene.state(group_id)) == ("active", "active", "dormant")
    assert letters(scene)[:2] == ["year_asked", "year_warned"]


def test_the_clocks_are_the_municipalitys(scene, group_id):
    scene.setting("group.confirm_months", 6)
    scene.setting("group.confirm_window_days", 10)

    go_to(scene, date(2027, 5, 12))
    early = letters(scene)
    go_to(scene, date(2027, 5, 13))

    assert (early, letters(scene)) == ([], ["year_asked"])


def test_a_group_active_since_before_years_were_kept_gets_its_year(scene, given, group_id):
    with given() as work:
        work.session.execute(delete(GroupYear))
    go_to(scene, date(2026, 12, 24))

    assert [row.began_on for row in rows(scene, group_id)] == [date(2026, 11, 23)]


# --- confirming ---


def test_one_of_the_contact_persons_confirms_and_the_others_are_told(scene, group_id):
    nils = scene.person()
    scene.add_contact(group_id, nils)
    go_to(scene, DUE - timedelta(days=30))

    first = confirm(scene, group_id, met_on=date(2027, 9, 1))
    second = confirm(scene, group_id, by=nils)

    assert (first, second) == (True, False)
    done, present = rows(scene, group_id)
    assert (done.outcome, done.confirmed_by, done.met_on) == (
        "confirmed",
        scene.maja.id,
        date(2027, 9, 1),
    )
    assert (done.dwellings, done.joined, done.declined) == (20, 12, 3)
    assert present.began_on == DUE - timedelta(days=30)
    assert ("year_confirmed", nils.email) in scene.mails()
    assert ("year_confirmed", scene.maja.email) not in scene.mails()


def test_before_its_window_a_year_cannot_be_confirmed(scene, group_id):
    assert confirm(scene, group_id) is False
    assert [row.outcome for row in rows(scene, group_id)] == [None]


def test_the_link_of_a_letter_confirms_without_sign_in_and_only_once(scene, group_id):
    go_to(scene, DUE - timedelta(days=60))
    token = link_of(scene)

    first, second = by_link(scene, token), by_link(scene, token)

    assert (first, second) == (True, False)
    assert len(rows(scene, group_id)) == 2
    with scene.runtime.reading() as work:
        [link] = work.session.scalars(select(YearLink))
        assert token not in (link.token_hash, str(link.id))


def test_an_old_link_does_not_confirm_the_next_year(scene, group_id):
    go_to(scene, DUE - timedelta(days=60))
    old = link_of(scene)
    by_link(scene, old)
    go_to(scene, DUE + timedelta(days=330))

    with pytest.raises(NotFound):
        by_link(scene, old)


def test_the_link_of_somebody_who_has_left_opens_nothing(scene, group_id):
    nils = scene.person()
    contact = scene.add_contact(group_id, nils)
    go_to(scene, DUE - timedelta(days=60))
    token = link_of(scene)
    with scene.runtime.work(nils.actor) as work:
        usecases.end_contact(work, contact)

    with pytest.raises(NotFound):
        by_link(scene, token)


def test_one_link_opens_nothing_of_another(scene, group_id):
    go_to(scene, DUE - timedelta(days=60))
    token = link_of(scene)
    stranger = Actor("link", opens=("year_link", 4711))

    with scene.runtime.work(stranger) as work, pytest.raises(NotPermitted):
        year.confirm_by_link(work, token, met_on=None, signs="whole")


def test_a_worn_sign_is_told_to_the_coordinator(scene, group_id):
    sara = scene.coordinator()
    go_to(scene, DUE)

    confirm(scene, group_id, signs="worn")

    assert ("signs_worn", sara.email) in scene.mails()


def test_a_meeting_that_has_not_been_is_not_confirmed(scene, group_id):
    go_to(scene, DUE)

    with pytest.raises(InvalidInput) as refused:
        confirm(scene, group_id, met_on=DUE + timedelta(days=1))

    assert refused.value.field == "met_on"


@pytest.mark.parametrize("who", ["police", "coordinator", "stranger"])
def test_nobody_else_confirms_for_the_group(scene, group_id, who):
    people = {
        "police": scene.police,
        "coordinator": scene.coordinator,
        "stranger": scene.person,
    }
    go_to(scene, DUE)

    with pytest.raises((NotFound, NotPermitted)):
        confirm(scene, group_id, by=people[who]())


# --- resting and beginning again ---


def test_a_group_begins_again_when_its_people_ask_and_the_police_says_yes(scene, group_id):
    police = scene.police()
    act(scene, police, life.rest_group, group_id, reason="Ni bad om en paus.")
    with pytest.raises(Unmet):
        act(scene, police, life.wake_group, group_id)

    act(scene, scene.maja, life.ask_to_wake, group_id)
    act(scene, scene.maja, life.ask_to_wake, group_id)
    act(scene, police, life.wake_group, group_id)

    assert scene.state(group_id) == "active"
    asked = [to for letter, to in scene.mails() if letter == "wake_asked"]
    assert asked.count(police.email) == 1
    assert ("group_woken", scene.maja.email) in scene.mails()
    assert [row.outcome for row in rows(scene, group_id)] == ["dormant", None]


def test_an_old_wish_does_not_wake_a_group_that_rests_anew(scene, group_id):
    police = scene.police()
    act(scene, police, life.rest_group, group_id, reason="Paus.")
    act(scene, scene.maja, life.ask_to_wake, group_id)
    act(scene, police, life.wake_group, group_id)
    act(scene, police, life.rest_group, group_id, reason="Paus igen.")

    with pytest.raises(Unmet):
        act(scene, police, life.wake_group, group_id)


def test_only_a_resting_group_asks_to_begin_again(scene, group_id):
    with pytest.raises(Conflict):
        act(scene, scene.maja, life.ask_to_wake, group_id)


def test_its_own_people_do_not_let_it_rest_or_wake_it(scene, group_id):
    with pytest.raises(NotPermitted):
        act(scene, scene.maja, life.rest_group, group_id, reason="Vi orkar inte.")
    act(scene, scene.police(), life.rest_group, group_id, reason="Paus.")
    with pytest.raises(NotPermitted):
        act(scene, scene.maja, life.wake_group, group_id)


def test_a_resting_group_is_kept_up_to_date(scene, group_id):
    act(scene, scene.police(), life.rest_group, group_id, reason="Paus.")

    scene.add_contact(group_id, scene.person())

    assert len(scene.group(group_id).contacts) == 2


# --- closing ---


def test_a_closed_group_is_logged_and_everybody_is_told_why(scene, group_id):
    police = scene.police()

    act(scene, scene.maja, life.close_group, group_id, reason="Vi flyttar.")

    assert scene.state(group_id) == "closed"
    assert [entry.event for entry in scene.events()][-1] == "group_close"
    told = [to for letter, to in scene.mails() if letter == "group_closed"]
    assert police.email in told
    assert scene.maja.email not in told
    with scene.runtime.reading() as work:
        assert reads.notes(work, scene.group(group_id))[-1].reason == "Vi flyttar."
    assert [row.outcome for row in rows(scene, group_id)] == ["closed"]


def test_closing_needs_a_reason_and_cannot_be_done_twice(scene, group_id):
    with pytest.raises(InvalidInput):
        act(scene, scene.police(), life.close_group, group_id, reason=" ")
    act(scene, scene.police("Per Polis"), life.close_group, group_id, reason="Alla har flyttat.")
    with pytest.raises(Conflict):
        act(scene, scene.maja, life.close_group, group_id, reason="Vi flyttar.")


def test_where_there_is_a_head_only_the_head_of_the_people_closes(scene, group_id):
    nils = scene.person()
    scene.add_contact(group_id, nils, head=True)

    with pytest.raises(NotPermitted):
        act(scene, scene.maja, life.close_group, group_id, reason="Slut.")
    act(scene, nils, life.close_group, group_id, reason="Slut.")

    assert scene.state(group_id) == "closed"


def test_a_closed_group_is_looked_after_no_more(scene, group_id):
    act(scene, scene.maja, life.close_group, group_id, reason="Slut.")

    go_to(scene, DUE + timedelta(days=400))

    assert letters(scene) == []
