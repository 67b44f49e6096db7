"""Letters on paper about material that was sent to a selection, as plain data.

The shape is described at the head of `templates/training/distribution_letters.typ`.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import SplitResult, urlsplit

from grannsamverkan.core import codes, qr
from grannsamverkan.core.i18n import _, current_language, format_date, speaking
from grannsamverkan.core.work import Work
from grannsamverkan.training import queries
from grannsamverkan.training.models import Distribution, Edition, Receiver

PATH = "/u/"
MASK = 2
"""Own choice: letters are many, and a phone reads any of the eight patterns."""


def letters(work: Work, found: Distribution, receivers: Iterable[Receiver]) -> dict[str, Any]:
    """Letters to these receivers, each in the reader's language and with the reader's own link."""
    place = found.municipality
    return {
        "lang": current_language(),
        "title": _("Brev: %(title)s", title=found.edition.title),
        "product": "Grannsamverkan",
        "sender": {"name": place.name, "unit": _("Grannsamverkan")},
        "letters": [_letter(work, found, receiver) for receiver in receivers],
    }


def _letter(work: Work, found: Distribution, receiver: Receiver) -> dict[str, Any]:
    assert receiver.link_sealed is not None
    token = work.runtime.vault.open(receiver.link_sealed)
    contact = receiver.contact
    with speaking(contact.user.language):
        return {
            "lang": current_language(),
            "recipient": [
                queries.name_of(contact),
                _("Kontaktombud i %(group)s", group=contact.group.name),
            ],
            "facts": _facts(found),
            "heading": found.edition.title,
            "lead": _lead(found.edition),
            "note": [part for part in found.note.replace("\r", "").split("\n\n") if part],
            "page": _page(work.runtime.settings.base_url, token),
            "answer": _answer(found.edition),
            "footer": _footer(work, found),
            "emergency": [_("Pågående brott: ring 112"), _("Tips och anmälan: 114 14")],
        }


def _facts(found: Distribution) -> list[dict[str, str]]:
    pairs = [(_("Länken gäller till och med"), format_date(found.last_day))]
    if found.edition.minutes:
        pairs.append((_("Tid"), _("%(minutes)d minuter", minutes=found.edition.minutes)))
    return [{"term": term, "value": value} for term, value in pairs]


def _lead(edition: Edition) -> str:
    if edition.trains:
        return _(
            "Kommunen har ett material till dig som är kontaktombud. Läs det och svara på några"
            " frågor."
        )
    return _("Kommunen har ett material till dig som är kontaktombud. Läs det när du har tid.")


def _page(base_url: str, token: str) -> dict[str, str]:
    parts = urlsplit(base_url)
    path = parts.path.rstrip("/") + PATH
    return {
        "heading": _("Öppna materialet"),
        "text": _("Rikta mobilens kamera mot rutan, eller skriv adressen. Länken är din egen."),
        # In capitals where the address may be, which keeps the QR small.
        "qr_svg": qr.qr_svg(_upper(parts) + path + token, level="M", mask=MASK),
        "qr_alt": _("QR-kod till materialet"),
        "address": parts.netloc + path,
        "token": codes.pretty(token, 4, " "),
    }


def _upper(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc}".upper()


def _answer(edition: Edition) -> dict[str, Any]:
    without = _(
        "Har du läst materialet på annat sätt? Säg det till ett annat kontaktombud i gruppen eller"
        " till kommunen, så noteras det."
    )
    with_link = _("Tryck på Jag har läst materialet på sidan som länken öppnar.")
    more = [_("Frågorna svarar du själv på, på sidan. Det kan ingen annan notera åt dig.")]
    return {
        "heading": _("Så svarar du"),
        "items": [with_link, without, *(more if edition.trains else [])],
    }


def _footer(work: Work, found: Distribution) -> list[str]:
    place = found.municipality
    home = urlsplit(work.runtime.settings.base_url).netloc
    return [
        _("Personuppgiftsansvarig: %(who)s.", who=place.privacy_controller or place.name),
        _("Så används dina uppgifter: %(address)s", address=home + "/personuppgifter"),
    ]
