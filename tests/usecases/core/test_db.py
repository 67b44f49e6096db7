"""Moments and documents come back as they went in, on either database."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from grannsamverkan.core.jobs import Job

MOMENT = datetime(2026, 3, 29, 2, 30, 15, 123456, tzinfo=timezone(timedelta(hours=2)))


def stored(runtime, **values):
    now = runtime.clock()
    with runtime.database.session(writes=True) as session:
        job = Job(kind="test", created_at=now, **{"args": {}, "next_at": now, **values})
        session.add(job)
        session.commit()
        number = job.id
    with runtime.database.session(writes=False) as session:
        return session.get(Job, number)


def test_a_moment_comes_back_aware_in_utc_to_the_microsecond(runtime):
    found = stored(runtime, next_at=MOMENT)

    assert found.next_at == MOMENT
    assert found.next_at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(runtime):
    with pytest.raises(StatementError, match="time zone"):
        stored(runtime, next_at=MOMENT.replace(tzinfo=None))


def test_a_document_comes_back_as_it_was(runtime):
    document = {"å": ["ä", 1, 2.5, None, True], "tom": {}}

    assert stored(runtime, args=document).args == document


@pytest.mark.sqlite_only
def test_sqlite_is_set_up_with_care(runtime):
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 15000}

    with runtime.database.engine.connect() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in wanted}

    assert found == wanted
