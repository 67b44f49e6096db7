"""What the desk reckons by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest

from grannsamverkan.desk import rules

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_days_are_those_of_the_calendar_in_sweden():
    before_midnight = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    after_midnight = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)

    assert rules.days_waited(before_midnight, NOON) == 1
    assert rules.days_waited(after_midnight, NOON) == 0


@pytest.mark.parametrize(
    ("due", "urgent"),
    [
        (date(2026, 11, 26), True),
        (date(2026, 11, 27), False),
        (date(2026, 11, 1), True),
        (None, False),
    ],
)
def test_a_task_is_urgent_from_three_days_before_its_last_day(due, urgent):
    assert rules.is_urgent(due, NOON.date()) is urgent


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("maja.lind@exempel.se", "m…@exempel.se"),
        ("550 <anna+x@a.b.se>: no", "550 <a…@a.b.se>: no"),
        ("åsa@räksmörgås.se and bo@x.se", "å…@räksmörgås.se and b…@x.se"),
        ("no address here", "no address here"),
    ],
)
def test_addresses_are_masked_wherever_they_stand(text, masked):
    assert rules.mask_addresses(text) == masked


def test_security_txt_names_a_contact_and_expires_within_a_year():
    lines = rules.security_txt(["mailto:a@b.se"], "https://g.example", NOON).splitlines()
    fields = dict(line.split(": ", 1) for line in lines)

    expires = datetime.fromisoformat(fields["Expires"])
    assert NOON + timedelta(days=30) < expires < NOON + timedelta(days=365)
    assert fields["Contact"] == "mailto:a@b.se"
    assert fields["Canonical"] == "https://g.example/.well-known/security.txt"
