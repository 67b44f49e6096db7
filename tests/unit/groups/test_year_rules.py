"""The clocks of a year: when it opens, when it is late, who is told what."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grannsamverkan.groups.rules.year import Clocks, Year, plus_months

CLOCKS = Clocks(confirm_months=12, grace_months=3, window_days=60, reminder_days=30, warn_days=14)
BEGAN = date(2026, 1, 31)


def year(**days):
    return Year(began_on=BEGAN, clocks=CLOCKS, **days)


@pytest.mark.parametrize(("day", "months", "then"), [
    (date(2026, 1, 31), 1, date(2026, 2, 28)),
    (date(2027, 11, 30), 3, date(2028, 2, 29)),
    (date(2026, 12, 5), 12, date(2027, 12, 5)),
    (date(2026, 5, 5), 0, date(2026, 5, 5)),
])  # fmt: skip
def test_months_are_counted_by_the_calendar(day, months, then):
    assert plus_months(day, months) == then


def test_a_year_opens_before_its_last_day_and_ends_after_its_grace():
    assert year().due_on == date(2027, 1, 31)
    assert year().opens_on == date(2026, 12, 2)
    assert year().dormant_on == date(2027, 4, 30)
    assert year().warns_on == date(2027, 4, 16)


@pytest.mark.parametrize(("today", "stage"), [
    (date(2026, 12, 1), "resting"),
    (date(2026, 12, 2), "open"),
    (date(2027, 1, 31), "open"),
    (date(2027, 2, 1), "late"),
])  # fmt: skip
def test_it_rests_is_open_and_is_late(today, stage):
    assert year().stage(today) == stage


def test_letters_come_in_their_order_and_one_at_a_time():
    asked = date(2026, 12, 2)

    assert year().letter(asked - timedelta(days=1)) is None
    assert year().letter(asked) == "ask"
    assert year(asked_on=asked).letter(asked + timedelta(days=29)) is None
    assert year(asked_on=asked).letter(asked + timedelta(days=30)) == "remind"
    assert year(asked_on=asked).letter(date(2027, 4, 16)) == "warn"
    assert year(asked_on=asked, warned_on=date(2027, 4, 16)).letter(date(2027, 6, 1)) is None


@given(
    began=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    late_by=st.integers(0, 900),
    warn_days=st.integers(1, 90),
)
def test_nobody_goes_dormant_without_a_warning_in_time(began, late_by, warn_days):
    clocks = Clocks(12, 3, 60, 30, warn_days)
    due = Year(began, clocks).dormant_on
    warned = due + timedelta(days=late_by)

    assert not Year(began, clocks).is_out(due + timedelta(days=late_by))
    told = Year(began, clocks, asked_on=began, warned_on=warned)
    assert not told.is_out(warned + timedelta(days=warn_days - 1))
    assert told.is_out(warned + timedelta(days=warn_days))
