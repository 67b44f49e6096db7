"""How long a training counts, and what a certificate says of its holder. Pure."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

Standing = Literal["valid", "expired", "withdrawn"]


def last_day(done_on: date, months: int) -> date | None:
    """The last day on which a training counts; None if it counts without end (0 months).

    The same day of the month, or the month's last where there is none.
    """
    if not months:
        return None
    years, month = divmod(done_on.month - 1 + months, 12)
    year = done_on.year + years
    return date(year, month + 1, min(done_on.day, monthrange(year, month + 1)[1]))


def standing(until: date | None, today: date, *, withdrawn: bool) -> Standing:
    """What a certificate is worth today."""
    if withdrawn:
        return "withdrawn"
    return "expired" if is_over(until, today) else "valid"


def is_over(until: date | None, today: date) -> bool:
    """True when the last day has passed."""
    return until is not None and until < today


def is_as_long(until: date | None, other: date | None) -> bool:
    """True for what counts without end, or to the other last day or beyond it."""
    return until is None or (other is not None and until >= other)


def is_near_end(until: date | None, today: date, days: int) -> bool:
    """True from so many days before the last day: then the training may be done anew."""
    return until is not None and today >= until - timedelta(days=days)


def initials(name: str) -> str:
    """The first letters of a name: "Anna-Lena af Ek" becomes "A. L. A. E."."""
    return " ".join(f"{word[0].upper()}." for word in re.findall(r"\w+", name.split("@")[0]))
