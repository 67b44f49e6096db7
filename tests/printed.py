"""Printed matter to test with: complete data for each template, as its head describes it."""

import io
from typing import Any

from PIL import Image, ImageDraw

from grannsamverkan.core.codes import new_code, pretty
from grannsamverkan.core.qr import label_qr, letter_qr, qr_svg

BASE_URL = "https://grannsamverkan.vanersborg.se"
CERTIFICATE_TOKEN = "K7Q4MRVTXZH2P9D3W6YBC8N5FJ1G"

Document = dict[str, Any]


def labels(count: int, base_url: str = BASE_URL) -> Document:
    codes = [new_code() for _ in range(count)]
    return {
        "lang": "sv",
        "title": "Etiketter till skyltar",
        "product": "Grannsamverkan",
        "municipality": "Vänersborgs kommun",
        "instruction": "Skriv ut i 100 procent på väderbeständiga etiketter. Klipp efter märkena.",
        "fault_line": "Fel på skylten?\nLäs av koden.",
        "emergency": ["Pågående brott: ring 112", "Tips och anmälan: 114 14"],
        "labels": [
            {
                "code": pretty(code),
                "qr_svg": label_qr(base_url, code),
                "qr_alt": f"QR-kod till sidan om skylt {pretty(code)}",
            }
            for code in codes
        ],
    }


def letterhead(**more: object) -> Document:
    return {
        "lang": "sv",
        "product": "Grannsamverkan",
        "sender": {"name": "Vänersborgs kommun", "unit": "Samhällsbyggnad"},
        "recipient": ["Anna Åkerström", "Östra Vägen 14 B", "462 31 Vänersborg"],
        "facts": [
            {"term": "Datum", "value": "22 november 2026"},
            {"term": "Skylt", "value": "K7Q-4MR"},
            {"term": "Grupp", "value": "Torpa Södra"},
        ],
        "call": {
            "heading": "Frågor? Ring",
            "items": [
                {"name": "Ditt kontaktombud, Bo Ek", "number": "070-123 45 67"},
                {"name": "Samhällsbyggnad", "number": "0521-72 10 00"},
                {"name": "Fel på lampan eller stolpen", "number": "0521-72 10 01"},
            ],
        },
        "emergency": ["Pågående brott: ring 112", "Tips och anmälan: 114 14"],
        "footer": [
            "Personuppgiftsansvarig: Samhällsbyggnadsnämnden, Vänersborgs kommun.",
            "Så behandlar vi dina uppgifter: grannsamverkan.vanersborg.se/personuppgifter",
        ],
        **more,
    }


def private_page(token: str) -> Document:
    return {
        "heading": "Din sida för skylten",
        "text": "Läs av koden med mobilens kamera, eller skriv adressen.",
        "qr_svg": letter_qr(BASE_URL, token),
        "qr_alt": "QR-kod till din egen sida för skylten",
        "address": "grannsamverkan.vanersborg.se/b",
        "token": pretty(token, 4, " "),
        "who_sees": "Bara du och kommunens handläggare ser bilderna. Ge inte koden till andra.",
    }


def letter(token: str = "K7Q4" * 7) -> Document:
    drawings = {
        "fastening": "Fästet på nära håll, så att band och skruvar syns.",
        "post": "Hela stolpen, från marken till skylten.",
        "road": "Vägen som en förare möter den, med skylten i bild.",
    }
    return letterhead(
        title="Sätt upp skylten",
        heading="Sätt upp skylten och skicka tre bilder",
        greeting="Hej Anna,",
        intro=[
            "tack för att du sätter upp en skylt. Kommunen behöver se två saker: att stolpens zink "
            "är hel och att ingen förare får sämre sikt. Det visar du med tre bilder från mobilen."
        ],
        page=private_page(token),
        sign={
            "label": "Skylt",
            "code": "K7Q-4MR",
            "place": ["Stolpe 1042", "Östra Vägen vid nr 14"],
        },
        deadline={"label": "Skicka bilderna senast", "date": "12 december 2026"},
        photos={
            "heading": "Tre bilder vi behöver",
            "items": [
                {"drawing": name, "alt": f"Teckning: {caption}", "caption": caption}
                for name, caption in drawings.items()
            ],
        },
        post={
            "heading": "Vid stolpen",
            "may_label": "Gör så här",
            "may": [
                "Stå på marken eller på en stadig stege, och ha någon som håller i.",
                "Stå på gångbanans sida, aldrig i körbanan.",
                "Sätt skyltens underkant minst 2,5 m över en gångbana.",
            ],
            "may_not_label": "Gör aldrig så här",
            "may_not": [
                "Borra eller skruva inte i stolpen. Där finns ström.",
                "Använd inte en stolpe med vägmärke eller trafiksignal.",
                "Öppna inte stolpens lucka.",
            ],
        },
        closing="Återvinn buntbandet, tack.",
        fasteners={
            "heading": "Fästen som är snälla mot zinken",
            "may_label": "Går bra",
            "may": [
                "Svarta buntband som tål sol",
                "Textil- eller gummiband",
                "Rostfritt band med gummi emellan",
            ],
            "may_not_label": "Inte tillåtet",
            "may_not": [
                "Ståltråd, järnband eller spik",
                "Koppar eller mässing",
                "Skruv, nit eller borrade hål",
            ],
        },
    )


def photo(width: int = 900, height: int = 1200) -> bytes:
    picture = Image.new("RGB", (width, height), "#b9c4c9")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width * 0.42, 0, width * 0.58, height), fill="#8d9499")
    draw.rectangle((width * 0.2, height * 0.3, width * 0.8, height * 0.6), fill="#f0b400")
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=85)
    return output.getvalue()


def decision(kind: str = "correction") -> Document:
    return letterhead(
        title="Beslut om skylt K7Q-4MR",
        heading="Byt fästet på skylten vid stolpe 1042",
        outcome={"kind": kind, "label": "Behöver rättas"},
        greeting="Hej Anna,",
        intro=["tack för bilderna. Sikten är fri, men fästet behöver bytas."],
        reason={
            "heading": "Varför",
            "text": "Skylten sitter med ståltråd direkt mot stolpen. Tråden rostar och nöter på "
            "zinken, som skyddar stolpen.",
        },
        photo={
            "image": photo(),
            "alt": "Bilden av fästet. En röd ram visar ståltråden nedtill till höger om stolpen.",
            "caption": "Din bild 22 november. Ramen visar ståltråden.",
            "mark": {"x": 0.36, "y": 0.55, "width": 0.3, "height": 0.09},
        },
        rule={
            "heading": "Regeln",
            "text": "Ståltråd och järnband får inte sitta mot en förzinkad stolpe.",
            "source": "Kommunens regel 7 om fästen",
        },
        todo={
            "heading": "Gör så här",
            "steps": [
                "Byt ståltråden mot svarta buntband.",
                "Ta en ny bild på nära håll.",
                "Skicka bilden på din sida.",
            ],
        },
        deadline={"label": "Senast", "date": "12 december 2026"},
        page=private_page("K7Q4" * 7) | {"text": "Skicka den nya bilden här."},
    )


def task() -> Document:
    return letterhead(
        title="Ta ner skylten",
        heading="Ta ner skylten",
        intro=["Ta ner skylten och allt som höll den.", "Stolpen ska bytas."],
        page=private_page("K7Q4" * 7),
        sign={"label": "Skylt", "code": "K7Q-4MR", "place": ["Stolpe 1042", "Storgatan 14"]},
        deadline={"label": "Senast", "date": "12 december 2026"},
        how={"heading": "Så gör du", "steps": ["Klipp av buntbanden.", "Ta ett foto."]},
        never={"label": "Gör aldrig så här", "items": ["Skrapa inte på zinken."]},
    )


def certificate() -> Document:
    """A certificate of the training."""
    return {
        "lang": "sv",
        "title": "Intyg 2026-00042",
        "product": "Grannsamverkan",
        "sender": {"name": "Alby kommun", "unit": "Grannsamverkan"},
        "heading": "Intyg",
        "intro": "Härmed intygas att",
        "name": "Maja Lind",
        "done": "har läst materialet och svarat rätt på frågorna i utbildningen",
        "course": "Att vara kontaktombud",
        "facts": [
            {"term": "Genomförd", "value": "23 november 2026"},
            {"term": "Gäller till och med", "value": "23 november 2028"},
            {"term": "Nummer", "value": "2026-00042"},
        ],
        "check": {
            "heading": "Stämmer intyget?",
            "text": "Läs av koden med telefonen, eller skriv adressen.",
            "address": "grannsamverkan.vanersborg.se/I/",
            "token": pretty(CERTIFICATE_TOKEN, 4, " "),
            "qr_svg": letter_qr(BASE_URL, CERTIFICATE_TOKEN, room="I"),
            "qr_alt": "QR-kod till sidan som visar om intyget gäller",
        },
        "footer": ["Personuppgiftsansvarig: Kommunstyrelsen, Alby kommun."],
    }


def sent_letter() -> Document:
    """A letter about material that was sent to a selection."""
    return {
        "lang": "sv",
        "recipient": ["Maja Lind", "Kontaktombud i Björkvägen"],
        "facts": [{"term": "Länken gäller till och med", "value": "1 februari 2027"}],
        "heading": "Så märker ni cyklar",
        "lead": "Kommunen har ett material till dig som är kontaktombud.",
        "note": ["Läs det före mötet."],
        "page": {
            "heading": "Öppna materialet",
            "text": "Rikta mobilens kamera mot rutan, eller skriv adressen.",
            "qr_svg": qr_svg(f"{BASE_URL}/u/{CERTIFICATE_TOKEN}", level="M"),
            "qr_alt": "QR-kod till materialet",
            "address": "grannsamverkan.vanersborg.se/u/",
            "token": pretty(CERTIFICATE_TOKEN, 4, " "),
        },
        "answer": {"heading": "Så svarar du", "items": ["Tryck på Jag har läst materialet."]},
        "footer": ["Personuppgiftsansvarig: Kommunstyrelsen, Alby kommun."],
        "emergency": ["Pågående brott: ring 112", "Tips och anmälan: 114 14"],
    }


def sent_letters(count: int) -> Document:
    """Several of them as one document."""
    return {
        "lang": "sv",
        "title": "Brev: Så märker ni cyklar",
        "product": "Grannsamverkan",
        "sender": {"name": "Alby kommun", "unit": "Grannsamverkan"},
        "letters": [sent_letter() for _ in range(count)],
    }


def receipt() -> Document:
    return letterhead(
        title="Kvitto på trycksaker",
        heading="Kvitto på trycksaker",
        intro="Det här har gruppen fått. Fyll i antalet om det inte stämmer.",
        columns=["Sak", "Ska vara", "Fick"],
        widest=0,
        rows=[["Informationsblad till hushåll", "48 blad", ""], ["Dekal till dörr", "48 st", ""]],
        sign_here=["Namn", "Datum", "Underskrift"],
    )


def picking() -> Document:
    return {
        "lang": "sv",
        "title": "Plocklista",
        "product": "Grannsamverkan",
        "municipality": "Vänersborgs kommun",
        "day": "22 november 2026",
        "lead": "Bocka av det som packas.",
        "columns": ["Klar", "Sak", "Antal", "Packat"],
        "orders": [
            {
                "heading": "Torpa Södra",
                "facts": ["Beställning 7", "Tryckeriet AB", "A-17"],
                "rows": [["Informationsblad till hushåll", "48 blad"], ["Dekal", "48 st"]],
            }
        ],
        "nothing": "Ingenting är beställt.",
        "emergency": ["Pågående brott: ring 112", "Tips och anmälan: 114 14"],
    }


DOCUMENTS = {
    "signs/receipt.typ": receipt(),
    "signs/picking.typ": picking(),
    "training/distribution_letters.typ": sent_letters(1),
    "training/certificate.typ": certificate(),
    "signs/labels.typ": labels(10),
    "signs/letter.typ": letter(),
    "signs/decision.typ": decision(),
    "signs/task.typ": task(),
}
