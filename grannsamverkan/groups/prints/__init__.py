"""Printed matter of a group: what the flyer of its invitation says, as plain data.

The shape is described at the head of `templates/groups/flyer.typ`. No household is named on it.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from grannsamverkan.core import codes, qr
from grannsamverkan.core.i18n import _, current_language, format_date
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.rules.households import DEMANDS

Document = dict[str, Any]
INVITATION_PATH = "/H/"
KINDS = ("trapphus", "brevlada")


def flyer(
    group: Group, token: str, expires_at: datetime, *, base_url: str, kind: str, to: str = ""
) -> Document:
    """The invitation as a poster for the stairwell, or as four slips for letterboxes.

    `to` is the address of the one dwelling it is for, if any.
    """
    return {
        "lang": current_language(),
        "title": _("Vill ni vara med i %(group)s?", group=group.name),
        "product": "Grannsamverkan",
        "poster": kind == "trapphus",
        "municipality": group.municipality.name,
        "heading": _("Vill ni vara med i %(group)s?", group=group.name),
        "to": _("Till er på %(address)s", address=to) if to else "",
        "lead": _("Grannar som ser efter varandra. Det kostar ingenting och tar lite tid."),
        "demands_heading": _("Det här gör varje hushåll"),
        "demands": [str(demand) for demand in DEMANDS],
        "page": {
            "heading": _("Svara här"),
            "text": _("Rikta mobilens kamera mot rutan, eller skriv adressen och koden."),
            "qr_svg": qr.qr_svg(_address(base_url, token), level="M"),
            "qr_alt": _("QR-kod till gruppens inbjudan"),
            "address": urlsplit(base_url).netloc + "/h",
            "token": codes.pretty(token, 4, " "),
        },
        "contacts_heading": _("Gruppens kontaktombud"),
        "contacts": [contact.user.name for contact in group.contacts if contact.user.name],
        "protected": _(
            "Skyddade personuppgifter? Svara inte här. Säg det till ett kontaktombud, så är ni med"
            " utan att något skrivs ned."
        ),
        "who_sees": _(
            "Bara kontaktombuden ser det ni skriver. Polisen och kommunen ser bara antal."
        ),
        "until": _("Inbjudan gäller till %(day)s.", day=format_date(expires_at)),
        "emergency": [_("Pågående brott: ring 112"), _("Tips och anmälan: 114 14")],
    }


def _address(base_url: str, token: str) -> str:
    """In capitals, which keeps the QR small."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}".upper() + parts.path + INVITATION_PATH + token
