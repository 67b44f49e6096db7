"""Printed matter about signs: what the label sheet and the hand-out letter say, as plain data.

The shapes are described at the head of the `.typ` templates in `templates/signs`.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from grannsamverkan.core import codes, qr
from grannsamverkan.core.i18n import _, current_language, format_date, format_number, local
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.places.queries import changes as own_words
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.queries import demands
from grannsamverkan.signs.queries.sight import wanted_height
from grannsamverkan.signs.rules import Fastening
from grannsamverkan.signs.words import VIEW_HINTS, VIEW_WORDS

Document = dict[str, Any]
ROOM_FOR_FASTENINGS = 4


def label_sheet(base_url: str, signs: Sequence[Sign]) -> Document:
    """Labels for the signs, in order; all of one municipality."""
    return {
        **basics(_("Etiketter till skyltar")),
        "municipality": signs[0].municipality.name,
        "instruction": _("Skriv ut i 100 procent på etiketter som tål väder. Klipp efter märkena."),
        "fault_line": _("Fel på skylten?\nLäs av koden."),
        "emergency": emergency(),
        "labels": [
            {
                "code": codes.pretty(sign.code),
                "qr_svg": qr.label_qr(base_url, sign.code),
                "qr_alt": _("QR-kod till sidan om skylt %(code)s", code=codes.pretty(sign.code)),
            }
            for sign in signs
        ],
    }


def hand_out_letter(work: Work, sign: Sign, token: str) -> Document:
    """The letter that goes with the sign to the person who mounts it."""
    base_url = work.runtime.settings.base_url
    table = demands.fastening_table(work, sign.municipality_id)
    footway = demands.clearance_table(work, sign.municipality_id)["footway"]
    return {
        **basics(_("Sätt upp skylten och skicka tre foton")),
        "sender": {"name": sign.municipality.name, "unit": _("Grannsamverkan")},
        "recipient": [_("Till dig som sätter upp skylten"), sign.group.name],
        "facts": _facts(work, sign),
        "heading": _("Sätt upp skylten och skicka tre foton"),
        "greeting": _("Hej,"),
        "intro": [
            _(
                "tack för att du sätter upp en skylt. Kommunen behöver se två saker: att stolpens"
                " zink är hel och att skylten inte skymmer sikten i trafiken. Det visar du med tre"
                " foton från telefonen."
            )
        ],
        "page": private_page(base_url, token),
        "sign": {
            "label": _("Skylt"),
            "code": codes.pretty(sign.code),
            "place": place(sign),
        },
        "deadline": {
            "label": _("Skicka fotona senast"),
            "date": format_date(sign.due_on) if sign.due_on else "–",
        },
        "photos": {
            "heading": _("Tre foton vi behöver"),
            "items": [
                {
                    "drawing": view,
                    "alt": _("Teckning: %(what)s", what=str(VIEW_WORDS[view])),
                    "caption": str(VIEW_HINTS[view]),
                }
                for view in ("fastening", "post", "road")
            ],
        },
        "post": _at_the_post(footway.wanted, wanted_height(work, sign)),
        "fasteners": _fastenings(table),
        "closing": own_words.own_text(work, sign.municipality, "letter.hand_out"),
        "call": whom_to_call(work, sign),
        "emergency": emergency(),
        "footer": footer(base_url, sign),
    }


def basics(title: str) -> Document:
    """What every document begins with."""
    return {"lang": current_language(), "title": title, "product": "Grannsamverkan"}


def emergency() -> list[str]:
    """112 and 114 14, for the foot."""
    return [_("Pågående brott: ring 112"), _("Tips och anmälan: 114 14")]


def _facts(work: Work, sign: Sign) -> list[Mapping[str, str]]:
    return [
        {"term": _("Datum"), "value": format_date(local(work.now))},
        {"term": _("Skylt"), "value": codes.pretty(sign.code)},
        {"term": _("Grupp"), "value": sign.group.name},
    ]


def private_page(base_url: str, token: str, room: str = "B") -> Mapping[str, str]:
    """The page that a letter's QR code opens, and how to come there without a camera."""
    return {
        "heading": _("Din sida för skylten"),
        "text": _("Läs av med kameran, eller skriv adressen."),
        "qr_svg": qr.letter_qr(base_url, token, room),
        "qr_alt": _("QR-kod till din egen sida för skylten"),
        "address": urlsplit(base_url).netloc + "/b",
        "token": codes.pretty(token, 4, " "),
        "who_sees": _(
            "Bara du, gruppens kontaktombud och kommunens handläggare ser fotona."
            " Ge inte koden till andra."
        ),
    }


def place_of(sign: Sign) -> str:
    """Where the sign hangs, in one line: post and place."""
    return ", ".join(place(sign))


def place(sign: Sign) -> list[str]:
    """Where the sign hangs: post and words, as far as known."""
    post = [_("Stolpe %(number)s", number=sign.post_number)] if sign.post_number else []
    return [*post, *([sign.place] if sign.place else [])]


def _at_the_post(footway_m: float, height_m: float) -> Mapping[str, Any]:
    return {
        "heading": _("Vid stolpen"),
        "may_label": _("Gör så här"),
        "may": [
            _("Stå på marken eller på en stege som någon håller i."),
            _("Stå på gångbanans sida, aldrig i körbanan."),
            _(
                "Häng skylten med underkanten minst %(height)s m över marken: så är sikten räknad.",
                height=format_number(max(footway_m, height_m)),
            ),
        ],
        "may_not_label": _("Gör aldrig så här"),
        "may_not": [
            _("Borra eller skruva inte i stolpen. Där finns ström."),
            _("Använd inte en stolpe med vägmärke eller trafiksignal."),
            _("Öppna inte stolpens lucka."),
        ],
    }


def _fastenings(table: Mapping[str, Fastening]) -> Mapping[str, Any]:
    kind = [str(row.word) for row in table.values() if set(row.verdicts.values()) == {"ok"}]
    lined = [
        _("%(fastening)s med gummi emellan", fastening=str(row.word))
        for row in table.values()
        if row.verdicts["yes"] == "ok" and row.verdicts["no"] != "ok"
    ]
    never = [str(row.word) for row in table.values() if set(row.verdicts.values()) == {"not_ok"}]
    return {
        "heading": _("Fästen som är snälla mot zinken"),
        "may_label": _("Går bra"),
        "may": [*kind, *lined][:ROOM_FOR_FASTENINGS],
        "may_not_label": _("Inte tillåtet"),
        "may_not": never[:ROOM_FOR_FASTENINGS],
    }


def whom_to_call(work: Work, sign: Sign) -> Mapping[str, Any]:
    """A contact person of the group, and the municipality's public numbers."""
    ombud = [
        {"name": _("Kontaktombud, %(name)s", name=contact.user.name), "number": contact.user.phone}
        for contact in sign.group.contacts
        if contact.user.phone
    ]
    public = [
        {"name": contact.title, "number": contact.phone}
        for contact in places.public_contacts(work, sign.municipality_id)
    ]
    return {"heading": _("Frågor? Ring"), "items": [*ombud[:1], *public[:2]]}


def footer(base_url: str, sign: Sign) -> list[str]:
    """Who is responsible for the personal data, and where that is told."""
    return [
        _("Personuppgiftsansvarig: %(who)s.", who=sign.municipality.privacy_controller
          or sign.municipality.name),
        _("Så används dina uppgifter: %(address)s",
          address=urlsplit(base_url).netloc + "/personuppgifter"),
    ]  # fmt: skip
