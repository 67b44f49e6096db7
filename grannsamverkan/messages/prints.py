"""Printed matter about bulletins: what the notice for a board says, as plain data.

The shape is described at the head of `templates/messages/notice.typ`.
"""

from typing import Any
from urllib.parse import urlsplit

from grannsamverkan.core import codes, qr
from grannsamverkan.core.i18n import _, current_language, format_date
from grannsamverkan.messages import rules
from grannsamverkan.messages.models import Bulletin
from grannsamverkan.messages.words import KIND_WORDS

PUBLIC_PATH = "/M/"


def notice(bulletin: Bulletin, base_url: str) -> dict[str, Any]:
    """A bulletin as one sheet for the board, with the way to its public page."""
    language = current_language()
    spoken, title = rules.version(language, bulletin.title, bulletin.title_en)
    text = rules.version(language, bulletin.text, bulletin.text_en)[1]
    return {
        "lang": spoken,
        "title": title,
        "product": "Grannsamverkan",
        "kind": str(KIND_WORDS[bulletin.kind]),
        "urgent": _("Brådskande") if bulletin.urgent else "",
        "heading": title,
        "paragraphs": rules.paragraphs(text),
        "until": _("Gäller till och med %(day)s.", day=format_date(bulletin.valid_until)),
        "from": _("Från %(place)s", place=bulletin.municipality.name),
        "sent": format_date(bulletin.sent_at) if bulletin.sent_at else "",
        "page": {
            "heading": _("Gäller det fortfarande?"),
            "text": _("Rikta mobilens kamera mot rutan, eller skriv adressen."),
            "qr_svg": qr.qr_svg(qr_address(base_url, bulletin), level="M"),
            "qr_alt": _("QR-kod till utskickets sida"),
            "address": urlsplit(base_url).netloc + "/m/" + codes.pretty(bulletin.code, 5, "-"),
        },
        "emergency": [_("Pågående brott: ring 112"), _("Tips och anmälan: 114 14")],
    }


def public_address(base_url: str, bulletin: Bulletin) -> str:
    """The address of the page that everybody may read."""
    return f"{base_url}{PUBLIC_PATH}{bulletin.code}"


def qr_address(base_url: str, bulletin: Bulletin) -> str:
    """The same in capitals, which keeps the QR small."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}".upper() + parts.path + PUBLIC_PATH + bulletin.code
