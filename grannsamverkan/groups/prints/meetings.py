"""A meeting on paper and in calendars, as plain data; shape: `templates/groups/notice.typ`."""

from typing import Any
from urllib.parse import urlsplit

from grannsamverkan.core.calendar import Event
from grannsamverkan.core.i18n import _, current_language, format_weekday
from grannsamverkan.core.mail import sender_address
from grannsamverkan.core.work import Work
from grannsamverkan.groups import words
from grannsamverkan.groups.models.meetings import Meeting
from grannsamverkan.places import queries as places

Document = dict[str, Any]
ROOM_FOR_CALLS = 3


def event(work: Work, meeting: Meeting) -> Event:
    """The meeting as an event for somebody's calendar."""
    settings = work.runtime.settings
    organizer = sender_address(settings.mail_url, settings.base_url)
    return words.event(meeting, settings.base_url, organizer, work.now)


def notice(work: Work, meeting: Meeting) -> Document:
    """A notice for the board: no contact person is named on it, for their sake."""
    return {
        "lang": current_language(),
        "title": _("Grannsamverkan: välkommen på möte"),
        "product": "Grannsamverkan",
        "group": meeting.group.name,
        "welcome": _("Välkommen på möte"),
        "lead": _("Vi ser efter varandra där vi bor. Kom och hör hur det går till."),
        "facts": [
            {"term": _("Dag"), "value": format_weekday(meeting.starts_at)},
            {"term": _("Tid"), "value": words.hours(meeting)},
            {"term": _("Plats"), "value": meeting.place},
        ],
        "agenda_heading": _("Det här händer"),
        "agenda": _agenda(meeting),
        "call_heading": _("Frågor?"),
        "calls": [
            f"{contact.title} {contact.phone}"
            for contact in places.public_contacts(work, meeting.municipality_id)
        ][:ROOM_FOR_CALLS],
        "more": _("Läs mer: %(address)s", address=urlsplit(work.runtime.settings.base_url).netloc),
        "emergency": [_("Pågående brott: ring 112"), _("Tips och anmälan: 114 14")],
    }


def _agenda(meeting: Meeting) -> list[str]:
    if meeting.kind == "year":
        return [
            _("Vad har hänt hos oss under året?"),
            _("Stämmer listan över hushållen? Har någon flyttat in?"),
            _("Sitter skyltarna kvar och går de att läsa?"),
            _("Vill någon ny vara kontaktombud?"),
        ]
    return [
        _("Polisen berättar vad som händer i området och hur vi kan skydda oss."),
        _("Vi går igenom hur grannar hjälper varandra, och vem som gör vad."),
        _("Vi gör en lista över hushållen som vill vara med."),
        _("Frågor och kaffe."),
    ]
