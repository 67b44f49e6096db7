"""The blank forms on paper, as plain data; shape: `templates/desk/blank.typ`.

A sheet is the same for everybody in the municipality: nothing about its reader stands on it.
"""

from collections.abc import Sequence
from typing import Any

from grannsamverkan.core.i18n import _, current_language
from grannsamverkan.desk import words
from grannsamverkan.places.models import PublicContact

Document = dict[str, Any]
ROOM_FOR_CALLS = 3


def blank(
    kind: str, municipality: str, contacts: Sequence[PublicContact], *, easy: bool = False
) -> Document:
    """One of `words.KINDS`, in the reader's language or in easy Swedish; one A4.

    Of the municipality's `contacts` the first `ROOM_FOR_CALLS` are printed.
    """
    told = words.blank(kind, easy=easy)
    return {
        "lang": current_language(),
        "title": told.title,
        "product": "Grannsamverkan",
        "municipality": municipality,
        "lead": told.lead,
        "urgent": told.urgent,
        "parts": [_part(part) for part in told.parts],
        "sees": {"label": _("Vem ser det här?"), "text": told.sees},
        "calls": _calls(contacts[:ROOM_FOR_CALLS]),
        "emergency": [_("Pågående brott: ring 112"), _("Tips och anmälan: 114 14")],
    }


def _part(part: words.Part) -> Document:
    return {
        "kind": part.kind,
        "heading": part.heading,
        "help": part.help,
        "grows": part.grows,
        "fields": [{"label": x.label, "span": x.span, "lines": x.lines} for x in part.fields],
        "columns": [{"label": x.label, "share": x.share} for x in part.columns],
        "rows": part.rows,
        "items": list(part.items),
        "numbers": [{"number": number, "label": label} for number, label in part.numbers],
    }


def _calls(contacts: Sequence[PublicContact]) -> list[Document]:
    """Whom to call in the municipality; its switchboard, where nobody has been named."""
    if not contacts:
        return [{"title": _("Kommunens växel, fråga efter säkerhetssamordnaren"), "phone": ""}]
    return [{"title": contact.title, "phone": contact.phone} for contact in contacts]
