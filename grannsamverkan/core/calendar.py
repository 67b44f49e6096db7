"""Calendar files (iCalendar, RFC 5545) with one event, for people's own calendars.

Times are written in UTC, so that no time zone has to be described. A changed event keeps its
`uid` and raises its `sequence`; that is how a calendar knows that it has the older one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

MEDIA_TYPE = "text/calendar"
LONGEST_LINE = 75
"""Octets of a line without its end (RFC 5545, 3.1)."""
_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": None})


@dataclass(frozen=True)
class Event:
    """Something that happens between two aware moments, or no longer does (`cancelled`)."""

    uid: str
    sequence: int
    stamp: datetime
    starts: datetime
    ends: datetime
    summary: str
    location: str
    description: str
    url: str
    organizer: str
    cancelled: bool = False


def calendar_file(event: Event) -> bytes:
    """The event as a file that calendars take in: added, moved, or taken away."""
    return "".join(f"{line}\r\n" for line in map(_fold, _lines(event))).encode()


def _lines(event: Event) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Grannsamverkan//SV")
    yield f"METHOD:{'CANCEL' if event.cancelled else 'PUBLISH'}"
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{_moment(event.stamp)}"
    yield f"DTSTART:{_moment(event.starts)}"
    yield f"DTEND:{_moment(event.ends)}"
    yield f"SUMMARY:{_text(event.summary)}"
    yield f"LOCATION:{_text(event.location)}"
    yield f"DESCRIPTION:{_text(event.description)}"
    yield f"URL:{event.url}"
    yield f"ORGANIZER:mailto:{event.organizer}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield from ("END:VEVENT", "END:VCALENDAR")


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    return text.translate(_ESCAPES)


def _fold(line: str) -> str:
    """Break a long line between characters; what goes on begins with a space."""
    parts, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > LONGEST_LINE:
            parts.append("")
            size = 1  # the space that the next line begins with
        parts[-1] += character
        size += width
    return "\r\n ".join(parts)
