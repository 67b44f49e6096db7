"""How long a training counts, and what is told of its holder."""

from datetime import date

import pytest

from grannsamverkan.training import workflow
from grannsamverkan.training.rules import lasting

DAY = date(2028, 11, 23)


@pytest.mark.parametrize(
    ("done", "months", "last"),
    [
        (date(2026, 11, 23), 24, date(2028, 11, 23)),
        (date(2026, 11, 23), 1, date(2026, 12, 23)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 23), 0, None),
    ],
)
def test_the_last_day_is_the_same_day_of_a_later_month(done, months, last):
    assert lasting.last_day(done, months) == last


@pytest.mark.parametrize(
    ("until", "today", "withdrawn", "standing"),
    [
        (DAY, DAY, False, "valid"),
        (DAY, date(2028, 11, 24), False, "expired"),
        (None, date(2099, 1, 1), False, "valid"),
        (DAY, DAY, True, "withdrawn"),
        (DAY, date(2028, 11, 24), True, "withdrawn"),
    ],
)
def test_a_certificate_holds_through_its_last_day_unless_withdrawn(
    until, today, withdrawn, standing
):
    assert lasting.standing(until, today, withdrawn=withdrawn) == standing
    assert str(workflow.CERTIFICATES[standing].word)


@pytest.mark.parametrize(
    ("today", "near"), [(date(2028, 10, 23), False), (date(2028, 10, 24), True), (DAY, True)]
)
def test_the_end_is_near_from_so_many_days_before(today, near):
    assert lasting.is_near_end(DAY, today, 30) is near
    assert not lasting.is_near_end(None, today, 30)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Maja Lind", "M. L."),
        ("Anna-Lena af Ek", "A. L. A. E."),
        ("åsa", "Å."),
        ("maja.lind@exempel.se", "M. L."),
        ("  ", ""),
    ],
)
def test_a_name_is_told_by_its_first_letters(name, letters):
    assert lasting.initials(name) == letters
