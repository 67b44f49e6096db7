"""A clock that tests set and move."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday morning: 10:00 on the clock on the wall in Sweden."""


class FixedClock:
    """Stands still until it is moved. Called as `clock()`, like the real one."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **duration: float) -> None:
        """Move by a duration: `clock.forward(days=14, minutes=5)`."""
        self.now += timedelta(**duration)
