"""The clocks of a group's year. Pure: days in, days and answers out."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from grannsamverkan.core.i18n import lazy

Stage = Literal["resting", "open", "late"]
Letter = Literal["ask", "remind", "warn"]

SIGN_WORDS = {
    "whole": lazy("Alla skyltar sitter kvar och går att läsa"),
    "worn": lazy("Någon skylt är skadad, blekt eller borta"),
    "none": lazy("Vi har inga skyltar"),
}


def plus_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day if it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@dataclass(frozen=True)
class Clocks:
    """What the municipality has set: months, and days for the last three."""

    confirm_months: int
    grace_months: int
    window_days: int
    reminder_days: int
    warn_days: int


@dataclass(frozen=True)
class Year:
    """One year of a group: counted from when it became active or last was confirmed.

    The other days say when the contact persons were asked, reminded and warned, if they were.
    """

    began_on: date
    clocks: Clocks
    asked_on: date | None = None
    reminded_on: date | None = None
    warned_on: date | None = None

    @property
    def due_on(self) -> date:
        """The last day in time."""
        return plus_months(self.began_on, self.clocks.confirm_months)

    @property
    def opens_on(self) -> date:
        """The first day on which the year can be confirmed."""
        return self.due_on - timedelta(days=self.clocks.window_days)

    @property
    def dormant_on(self) -> date:
        """When the group goes dormant; never sooner than a warning's time after the warning."""
        out = plus_months(self.due_on, self.clocks.grace_months)
        if self.warned_on is None:
            return out
        return max(out, self.warned_on + timedelta(days=self.clocks.warn_days))

    @property
    def warns_on(self) -> date:
        """When the last letter goes."""
        return self.dormant_on - timedelta(days=self.clocks.warn_days)

    def stage(self, today: date) -> Stage:
        """Whether the year rests, can be confirmed, or is late."""
        if today < self.opens_on:
            return "resting"
        return "open" if today <= self.due_on else "late"

    def letter(self, today: date) -> Letter | None:
        """What the contact persons are to be told today, if anything: one letter at a time."""
        if today < self.opens_on:
            return None
        if self.asked_on is None:
            return "ask"
        if self.warned_on is None and today >= self.warns_on:
            return "warn"
        last = max(day for day in (self.asked_on, self.reminded_on, self.warned_on) if day)
        pause = timedelta(days=self.clocks.reminder_days)
        return "remind" if self.warned_on is None and today - last >= pause else None

    def is_out(self, today: date) -> bool:
        """True when the group goes dormant. Nobody goes who has not been warned in time."""
        return self.warned_on is not None and today >= self.dormant_on


NO_ANSWER: Any = lazy("Ingen har bekräftat att gruppen är i gång.")
"""Why the clock let a group rest; kept as an empty reason, read in everybody's own language."""
