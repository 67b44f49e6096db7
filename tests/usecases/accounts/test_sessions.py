"""Sessions are rows: they end when they should, wherever the cookie is."""

import pytest

from grannsamverkan.accounts import queries, usecases
from grannsamverkan.accounts.models import LoginSession, User
from grannsamverkan.accounts.queries.present import present
from grannsamverkan.core.actor import NOBODY, Actor, Role
from grannsamverkan.core.errors import NotFound, NotPermitted
from tests.support.statements import statements_of
from tests.usecases.accounts.conftest import token_in


@pytest.fixture
def nina(ask, press_link, sent_mail):
    ask()
    return press_link(token_in(sent_mail()[0]))


@pytest.fixture
def police(staff, places, give_password, give_digits):
    staff("polis@polisen.example", Role("police", places.here))
    return give_digits(give_password("polis@polisen.example"))


def acting(entry, kind="contact"):
    return Actor(kind, entry.user_id)


def test_a_contact_persons_session_rests_for_two_weeks(nina, is_live, clock):
    clock.forward(days=13, hours=23)
    assert is_live(nina.token)

    clock.forward(hours=1)

    assert not is_live(nina.token)


def test_use_keeps_a_session_alive_until_its_longest_time(nina, is_live, clock, runtime):
    with runtime.reading() as work:
        row = queries.live_session(work, nina.token)
    for _ in range(5):
        clock.forward(days=11)
        with runtime.work() as work:
            usecases.touch_session(work, session_id=row.id)
        assert is_live(nina.token)

    clock.forward(days=5)

    assert not is_live(nina.token)


def test_only_the_application_notes_use(nina, runtime):
    with pytest.raises(NotPermitted), runtime.work(acting(nina)) as work:
        usecases.touch_session(work, session_id=1)


def test_a_staff_session_rests_for_an_hour_and_lasts_a_day_of_work(police, is_live, runtime, clock):
    with runtime.reading() as work:
        row = queries.live_session(work, police.token)

    assert (row.idle_minutes, row.ends_at - row.created_at) == (60, row.ends_at - clock())
    assert (row.ends_at - row.created_at).total_seconds() == 12 * 3600
    clock.forward(minutes=60)
    assert not is_live(police.token)


def test_signing_out_ends_this_session_only(nina, ask, press_link, sent_mail, runtime, is_live):
    ask()
    other = press_link(token_in(sent_mail()[0]))

    with runtime.work(acting(nina)) as work:
        usecases.sign_out(work, token=nina.token)

    assert not is_live(nina.token)
    assert is_live(other.token)


def test_signing_out_twice_changes_nothing(nina, runtime, events):
    for _ in range(2):
        with runtime.work(acting(nina)) as work:
            usecases.sign_out(work, token=nina.token)

    assert events().count("sign_out") == 1


def test_signing_out_everywhere_ends_all_own_sessions(
    nina, police, ask, press_link, sent_mail, runtime, is_live
):
    ask()
    other = press_link(token_in(sent_mail()[0]))

    with runtime.work(acting(nina)) as work:
        ended = usecases.sign_out_everywhere(work)

    assert ended == 2
    assert not is_live(nina.token)
    assert not is_live(other.token)
    assert is_live(police.token)


def test_nobody_has_no_sessions_to_end(runtime):
    with pytest.raises(NotFound), runtime.work(NOBODY) as work:
        usecases.sign_out_everywhere(work)


def test_a_closed_account_is_out_at_once(nina, given, is_live):
    with given() as work:
        work.get(User, nina.user_id).active = False

    assert not is_live(nina.token)


def test_a_role_is_lost_at_once(police, given, runtime):
    with given() as work:
        officer = work.get(User, police.user_id)
        officer.grants.clear()

    with runtime.reading() as work:
        assert queries.live_session(work, police.token).user.actor.roles == ()


def test_ended_access_ends_the_sessions(police, given, is_live):
    with given() as work:
        usecases.end_access(work, user_id=police.user_id)

    assert not is_live(police.token)


def test_knowing_who_is_signed_in_costs_one_query(police, runtime):
    with runtime.reading() as work, statements_of(runtime) as asked:
        found = present(work, police.token)

    assert found.actor.roles
    assert len([text for text in asked if text.lstrip().startswith("SELECT")]) == 1


def test_the_database_does_not_give_the_token_away(nina, runtime):
    with runtime.reading() as work:
        row = queries.live_session(work, nina.token)
        stored = {str(getattr(row, column.key)) for column in LoginSession.__table__.columns}

    assert nina.token not in stored
