"""Arithmetic of live sessions: seats, hours, links. Pure."""

from datetime import datetime, timedelta
from typing import Literal

Presence = Literal["hand", "code", "self", "late"]
"""How somebody's presence was noted: by name, by their code, by themselves, or come unasked."""

ROOM, PASS_ROOM, DOOR_ROOM = "P", "N", "D"
"""First parts of addresses: a person's own page, the QR shown at the door, the poster's QR."""
MOST_SEATS = 2000
"""Own choice: more than any hall that a municipality books."""
LINK_DAYS_AFTER = 120
"""Own choice: so many days its links work after a session, for material and certificate."""


def free_seats(seats: int | None, taken: int) -> int | None:
    """How many seats are left; None where there is room for all."""
    return None if seats is None else max(0, seats - taken)


def has_free_seat(seats: int | None, taken: int) -> bool:
    """True if one more can come."""
    left = free_seats(seats, taken)
    return left is None or left > 0


def link_days(starts_at: datetime, now: datetime) -> int:
    """For how many days a link made now is to work."""
    return max(0, (starts_at - now).days) + LINK_DAYS_AFTER


def may_check_in(starts_at: datetime, ends_at: datetime, now: datetime, window_min: int) -> bool:
    """True from `window_min` minutes before the session until as long after it."""
    window = timedelta(minutes=window_min)
    return starts_at - window <= now <= ends_at + window
