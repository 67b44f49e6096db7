"""Sessions in calendars and on paper, as plain data; shapes: `templates/training/session_*.typ`."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from grannsamverkan.core import codes, qr
from grannsamverkan.core.calendar import Event
from grannsamverkan.core.i18n import _, current_language
from grannsamverkan.core.mail import sender_address
from grannsamverkan.core.work import Work
from grannsamverkan.training import queries, words
from grannsamverkan.training.models import Session, SignUp
from grannsamverkan.training.rules.sessions import DOOR_ROOM

Document = dict[str, Any]
EMPTY_ROWS = 6
"""Own choice: so many lines for those who come without having signed up."""


def event(work: Work, session: Session) -> Event:
    """The session as an event for somebody's calendar."""
    settings = work.runtime.settings
    organizer = sender_address(settings.mail_url, settings.base_url)
    return words.event(session, settings.base_url, organizer, work.now)


def attendance(session: Session, rows: Sequence[SignUp]) -> Document:
    """Names to tick off by hand; presence that is noted already is ticked."""
    return {
        **_head(session, _("Närvaro: %(title)s", title=session.title)),
        "columns": [_("Här"), _("Namn"), _("Grupp")],
        "rows": [
            {
                "present": row.present_at is not None,
                "name": queries.name_of(row.contact),
                "group": row.contact.group.name,
            }
            for row in rows
        ],
        "present": _("Här"),
        "late": _("Kom utan anmälan"),
        "empty": EMPTY_ROWS,
        "note": _("Skriv in närvaron på sidan efteråt och förstör sedan listan."),
    }


def poster(work: Work, session: Session) -> Document:
    """The poster for the door: whoever comes reads the code with the phone."""
    base_url = work.runtime.settings.base_url
    return {
        **_head(session, session.title),
        "welcome": _("Välkommen"),
        "ask": _("Checka in här"),
        "text": _("Läs av koden med telefonens kamera och tryck på Jag är här."),
        "other": _("Har du öppnat din egen länk? Skriv koden där:"),
        "code": codes.pretty(session.door_code),
        "qr_svg": qr.letter_qr(base_url, session.door_code, room=DOOR_ROOM),
        "qr_alt": _("QR-kod till sidan där du checkar in"),
        "address": f"{urlsplit(base_url).netloc}/{DOOR_ROOM}/{session.door_code}",
        "help": _("Går det inte? Säg ditt namn till den som håller i träffen."),
    }


def _head(session: Session, title: str) -> Document:
    return {
        "lang": current_language(),
        "title": title,
        "product": "Grannsamverkan",
        "heading": title,
        "when": words.when(session),
        "place": session.place,
        "sender": session.municipality.name,
        "organiser": session.organiser,
    }
