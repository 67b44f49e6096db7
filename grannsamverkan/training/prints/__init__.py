"""The certificate on paper, as plain data; the shape stands in `templates/training`."""

from typing import Any
from urllib.parse import urlsplit

from grannsamverkan.core import codes, qr
from grannsamverkan.core.i18n import _, current_language, format_date
from grannsamverkan.core.work import Work
from grannsamverkan.training import queries
from grannsamverkan.training.models import Certificate
from grannsamverkan.training.queries import certificates as reads

ROOM = "I"
"""First part of the address that verifies a certificate, upper case as all that stand in QRs."""


def certificate(work: Work, found: Certificate) -> dict[str, Any]:
    """What is printed: who, what, when, until when, and the address that verifies it."""
    base_url, token = work.runtime.settings.base_url, reads.token_of(work, found)
    place = found.municipality
    name = queries.name_of(found.contact)
    until = format_date(found.valid_until) if found.valid_until else _("Tills vidare")
    return {
        "lang": current_language(),
        "title": _("Intyg %(number)s", number=found.number),
        "product": "Grannsamverkan",
        "sender": {"name": place.name, "unit": _("Grannsamverkan")},
        "heading": _("Intyg"),
        "intro": _("Härmed intygas att"),
        "name": name,
        "done": _("har deltagit i")
        if found.session_id
        else _("har läst materialet och svarat rätt på frågorna i utbildningen"),
        "course": found.title,
        "facts": [
            {"term": _("Kommun"), "value": place.name},
            {"term": _("Genomförd"), "value": format_date(found.done_on)},
            {"term": _("Gäller till och med"), "value": until},
            {"term": _("Nummer"), "value": found.number},
        ],
        "check": {
            "heading": _("Stämmer intyget?"),
            "text": _(
                "Läs av koden med telefonen, eller skriv adressen. Sidan visar om intyget gäller,"
                " och inget mer än det som står här."
            ),
            "address": f"{urlsplit(base_url).netloc}/{ROOM}/",
            "token": codes.pretty(token, 4, " "),
            "qr_svg": qr.letter_qr(base_url, token, room=ROOM),
            "qr_alt": _("QR-kod till sidan som visar om intyget gäller"),
        },
        "footer": [
            _(
                "Personuppgiftsansvarig: %(who)s.",
                who=place.privacy_controller or place.name,
            ),
            _(
                "Så används dina uppgifter: %(address)s",
                address=urlsplit(base_url).netloc + "/personuppgifter",
            ),
        ],
    }
