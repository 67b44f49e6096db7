"""Meetings in words, and as the event that people put into their calendars. Pure; `meeting` is
anything with a meeting's attributes."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from grannsamverkan.core.calendar import Event
from grannsamverkan.core.i18n import format_hours, format_when, lazy

KIND_WORDS = {"start": lazy("Uppstartsmöte"), "year": lazy("Årsmöte")}


def event(meeting: Any, base_url: str, organizer: str, now: datetime) -> Event:
    """The meeting as an event; its name stays the same through all changes."""
    return Event(
        uid=f"{meeting.uid}@{urlsplit(base_url).hostname}",
        sequence=meeting.sequence,
        stamp=now,
        starts=meeting.starts_at,
        ends=_ends_at(meeting),
        summary=f"{kind_word(meeting)}: {meeting.group.name}",
        location=meeting.place,
        description=meeting.reason if meeting.state == "cancelled" else "",
        url=f"{base_url}/moten/{meeting.id}",
        organizer=organizer,
        cancelled=meeting.state == "cancelled",
    )


def kind_word(meeting: Any) -> str:
    """What kind of meeting it is."""
    return str(KIND_WORDS[meeting.kind])


def hours(meeting: Any) -> str:
    """From when to when, such as "18:30–20:00"."""
    return format_hours(meeting.starts_at, _ends_at(meeting))


def when(meeting: Any) -> str:
    """Day and hours, such as "tisdag 1 december 2026 kl. 18:30–20:00"."""
    return format_when(meeting.starts_at, _ends_at(meeting))


def _ends_at(meeting: Any) -> datetime:
    ends: datetime = meeting.starts_at + timedelta(minutes=meeting.minutes)
    return ends
