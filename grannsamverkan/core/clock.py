"""What time it is: the only place that asks the machine."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Gives the present moment, always aware and in UTC."""

    def __call__(self) -> datetime: ...


def system_clock() -> datetime:
    """The machine's time in UTC, cut to whole microseconds."""
    return datetime.now(UTC)
