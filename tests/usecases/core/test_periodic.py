"""Work that comes back: once a slot, whoever asks and however long nobody asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from grannsamverkan import overview
from grannsamverkan.core import jobs, periodic, worker
from grannsamverkan.core.jobs import Job

RAN = []


@pytest.fixture
def daily(monkeypatch):
    """One thing a day at six in the morning, and nothing else that comes back."""
    RAN.clear()
    monkeypatch.setattr(periodic, "PERIODIC", {})
    monkeypatch.setattr(jobs, "HANDLERS", dict(jobs.HANDLERS))

    @periodic.every(timedelta(days=1), at=time(6), kind="test_daily")
    def look(runtime):
        RAN.append(runtime.clock())

    return periodic.PERIODIC["test_daily"]


def slot(item, *moment):
    return item.slot(datetime(*moment, tzinfo=UTC))


def test_a_slot_is_done_once_however_often_one_asks(runtime, daily, clock):
    asked = [periodic.plan(runtime) for _ in range(3)]
    worker.run_all(runtime)
    clock.forward(hours=2)
    asked.append(periodic.plan(runtime))
    worker.run_all(runtime)

    assert asked == [1, 0, 0, 0]
    assert len(RAN) == 1


def test_of_several_workers_one_asks(runtime, daily):
    with ThreadPoolExecutor(4) as workers:
        asked = list(workers.map(lambda _: periodic.plan(runtime), range(8)))

    assert sum(asked) == 1
    with runtime.reading() as work:
        assert work.session.scalars(select(Job.kind)).all() == ["test_daily"]


def test_after_a_week_away_the_newest_slot_is_done_and_no_other(runtime, daily, clock):
    periodic.plan(runtime)
    worker.run_all(runtime)

    clock.forward(days=7)
    periodic.plan(runtime)
    worker.run_all(runtime)

    assert len(RAN) == 2


def test_each_day_has_its_slot(runtime, daily, clock):
    for _ in range(5):
        periodic.plan(runtime)
        clock.forward(days=1)
    worker.run_all(runtime)

    assert len(RAN) == 5


@pytest.mark.sqlite_only
def test_the_hour_is_swedish_in_winter_and_in_summer(daily):
    assert slot(daily, 2026, 11, 23, 4, 59) == datetime(2026, 11, 22, 5, tzinfo=UTC)
    assert slot(daily, 2026, 11, 23, 5) == datetime(2026, 11, 23, 5, tzinfo=UTC)
    assert slot(daily, 2026, 6, 1, 3, 59) == datetime(2026, 5, 31, 4, tzinfo=UTC)
    assert slot(daily, 2026, 6, 1, 4) == datetime(2026, 6, 1, 4, tzinfo=UTC)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("changes", ["2026-03-29", "2026-10-25"])
def test_a_day_when_the_clock_is_changed_has_one_slot(changes):
    item = periodic.Periodic("x", timedelta(days=1), time(2, 30), lambda _: None)
    start = datetime.fromisoformat(f"{changes}T00:00+01:00") - timedelta(hours=12)

    slots = {item.slot(start + timedelta(minutes=10 * n)) for n in range(6 * 24 * 2)}

    assert len(slots) == 3, "the day before, the day itself and the day after"


@pytest.mark.sqlite_only
def test_weeks_begin_on_mondays_and_hours_on_the_hour():
    week = periodic.Periodic("x", timedelta(days=7), time(6), lambda _: None)
    hour = periodic.Periodic("x", timedelta(hours=1), time(0), lambda _: None)

    assert slot(week, 2026, 11, 25, 12) == datetime(2026, 11, 23, 5, tzinfo=UTC)
    assert slot(hour, 2026, 11, 25, 12, 40) == datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("interval", "at"), [
    (timedelta(hours=1), time(6)),
    (timedelta(seconds=5), None),
])  # fmt: skip
def test_a_time_that_cannot_be_meant_is_refused(daily, interval, at):
    with pytest.raises(ValueError, match="no such time"):
        periodic.every(interval, at=at, kind="test_wrong")(lambda _: None)


@pytest.mark.sqlite_only
def test_it_is_listed_with_its_hours(app, monkeypatch):
    item = periodic.Periodic("send_mail", timedelta(days=1), time(6), lambda _: None)
    monkeypatch.setitem(overview.PERIODIC, "send_mail", item)

    assert "send_mail (every day at 06:00)" in overview.describe(app)
