"""Sessions in words, and as the event that people put into their calendars. Pure; `session` is
anything with a session's attributes."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from grannsamverkan.core.calendar import Event
from grannsamverkan.core.i18n import _, format_date, format_when, lazy

SESSION_KINDS = {
    "training": lazy("Utbildningstillfälle"),
    "start": lazy("Uppstartsmöte för flera grupper"),
    "info": lazy("Informationsmöte"),
}
PRESENCE = {
    "hand": lazy("avprickad"),
    "code": lazy("kod avläst"),
    "self": lazy("checkade in själv"),
    "late": lazy("kom utan anmälan"),
}


def when(session: Any) -> str:
    """Day and hours, such as "tisdag 1 december 2026 kl. 18:30–20:00"."""
    return format_when(session.starts_at, session.ends_at)


def last_day(session: Any) -> str:
    """The last day to sign up, or "when it begins"."""
    if session.closes_at >= session.starts_at:
        return _("när träffen börjar")
    return format_date(session.closes_at - timedelta(seconds=1))


def event(session: Any, base_url: str, organizer: str, now: datetime) -> Event:
    """The session as an event; its name stays the same through all changes.

    The address in it opens nothing to others: a calendar may be shared.
    """
    return Event(
        uid=f"{session.uid}@{urlsplit(base_url).hostname}",
        sequence=session.sequence,
        stamp=now,
        starts=session.starts_at,
        ends=session.ends_at,
        summary=session.title,
        location=session.place,
        description=session.reason if session.state == "cancelled" else session.directions,
        url=f"{base_url}/utbildning/tillfallen/{session.id}",
        organizer=organizer,
        cancelled=session.state == "cancelled",
    )
