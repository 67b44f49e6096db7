"""Codes of the signs room as words for people. Pure."""

from collections.abc import Mapping
from typing import Any, Protocol

from grannsamverkan.core import codes
from grannsamverkan.core.i18n import _, format_number, lazy, ngettext

VIEW_WORDS: Mapping[str, Any] = {
    "fastening": lazy("Fästet på nära håll"),
    "post": lazy("Hela stolpen"),
    "road": lazy("Vyn längs vägen"),
    "task": lazy("Så ser det ut"),
    "mail": lazy("Kom med mejl"),
}
VIEW_HINTS: Mapping[str, Any] = {
    "fastening": lazy("Gå nära, så att det syns hur skylten sitter fast mot stolpen."),
    "post": lazy("Ta några steg bakåt. Hela stolpen ska synas, från marken till skylten."),
    "road": lazy("Stå vid vägkanten och fotografera åt det håll som en bilförare kommer ifrån."),
}
SUPPORT_WORDS: Mapping[str, Any] = {
    "lamp_post": lazy("Lyktstolpe"),
    "own_post": lazy("Egen stolpe"),
    "fence": lazy("Staket"),
    "wall": lazy("Vägg"),
    "other": lazy("Något annat"),
}
LINER_WORDS: Mapping[str, Any] = {
    "yes": lazy("Ja, gummi eller plast emellan"),
    "no": lazy("Nej, inget emellan"),
    "unknown": lazy("Vet inte"),
}
SURFACE_WORDS: Mapping[str, Any] = {
    "footway": lazy("Gångbana"),
    "cycle": lazy("Cykelbana, eller gång- och cykelbana"),
    "carriageway": lazy("Körbana"),
    "none": lazy("Gräs, grus eller rabatt"),
    "unknown": lazy("Vet inte"),
}
VERDICT_WORDS: Mapping[str, Any] = {
    "ok": lazy("Okej"),
    "not_ok": lazy("Inte okej"),
    "person_looks": lazy("En person tittar"),
}
OUTCOME_WORDS: Mapping[str, Any] = {
    "approve_place": lazy("Platsen godkänd"),
    "refuse_place": lazy("Platsen går inte"),
    "approve": lazy("Skylten godkänd"),
    "ask_completion": lazy("Mer begärt"),
    "order_correction": lazy("Rättning begärd"),
    "order_take_down": lazy("Nedtagning begärd"),
}
CHECK_WORDS: Mapping[str, Any] = {
    "views": lazy("Foton"),
    "identity": lazy("Rätt skylt"),
    "post_number": lazy("Rätt stolpe"),
    "fastening": lazy("Fästet mot zinken"),
    "clearance": lazy("Höjd över marken"),
    "size": lazy("Storlek"),
    "sharpness": lazy("Skärpa"),
    "dark": lazy("Ljus"),
    "bright": lazy("Överljus"),
    "reuse": lazy("Nytt foto"),
    "time": lazy("När fotot togs"),
    "place": lazy("Var fotot togs"),
    "edited": lazy("Oredigerat"),
    "screenshot": lazy("Foto, inte skärmbild"),
    "artwork": lazy("Skyltens tryck"),
    "tilt": lazy("Lutning"),
    "height": lazy("Uppmätt höjd"),
    "rust": lazy("Rost vid fästet"),
}
FINDINGS: Mapping[str, Any] = {
    "not_galvanised": lazy("Stödet är inte förzinkat, så zinkreglerna gäller inte."),
    "not_stated": lazy("Uppgiften saknas."),
    "fastening_ok": lazy("Fästet är skonsamt mot zinken."),
    "fastening_not_ok": lazy("Fästet skadar zinken."),
    "fastening_person_looks": lazy("Det beror på hur fästet sitter."),
    "clearance_ok": lazy("Underkant %(value)s m ± %(uncertainty)s, krav %(limit)s m."),
    "clearance_not_ok": lazy("Underkant %(value)s m ± %(uncertainty)s, minst %(limit)s m krävs."),
    "clearance_person_looks": lazy("Underkant %(value)s m ± %(uncertainty)s, krav %(limit)s m."),
    "same_post": lazy("Stolpens nummer stämmer."),
    "other_post": lazy("Numret på stolpen är ett annat än det planerade."),
    "views_complete": lazy("Alla tre vyer finns."),
    "views_missing": lazy("%(value)s av %(limit)s vyer finns."),
    "right_sign": lazy("Skyltens QR-kod syns och är rätt."),
    "other_sign": lazy("QR-koden hör till en annan skylt."),
    "no_code": lazy("Ingen QR-kod gick att läsa i fotona."),
    "edited_ok": lazy("Filen nämner inget program som ändrar bilder."),
    "edited_person_looks": lazy("Filen är sparad av ett program som ändrar bilder."),
    "screenshot_ok": lazy("Fotot har inte en skärms mått."),
    "screenshot_person_looks": lazy("Bilden har precis en skärms mått och inget från en kamera."),
    "right_number": lazy("Numret på skylten är rätt."),
    "other_number": lazy("Numret på skylten är ett annat än det planerade."),
    "artwork_seen": lazy("Skyltens tryck känns igen i fotona."),
    "artwork_not_seen": lazy("Skyltens tryck gick inte att känna igen i något foto."),
    "tilt_ok": lazy("Skylten lutar %(value)s° ± %(uncertainty)s, högst %(limit)s°."),
    "tilt_not_ok": lazy("Skylten lutar %(value)s° ± %(uncertainty)s, högst %(limit)s°."),
    "tilt_person_looks": lazy("Skylten lutar %(value)s° ± %(uncertainty)s, högst %(limit)s°."),
    "height_agrees": lazy(
        "Underkant %(value)s m ± %(uncertainty)s enligt fotot; %(limit)s m uppgavs."
    ),
    "height_differs": lazy(
        "Underkant %(value)s m ± %(uncertainty)s enligt fotot, men %(limit)s m uppgavs."
    ),
    "rust_seen": lazy("Det kan vara rost eller fläckar vid fästet: %(value)s %% sannolikt."),
    "rust_not_seen": lazy("Ingen rost syns vid fästet: %(value)s %% sannolikt."),
    "rust_unjudged": lazy("Stolpen syns för smått eller inte alls, så rost gick inte att bedöma."),
    "same_file": lazy("Samma foto har skickats för en annan skylt."),
    "alike": lazy("Fotot liknar ett som har skickats för en annan skylt."),
    "new_photo": lazy("Fotot har inte skickats förut."),
    "no_time": lazy("Fotot säger inte när det togs."),
    "in_future": lazy("Kamerans klocka ligger före."),
    "before_hand_out": lazy("Fotot togs %(value)s dygn innan skylten lämnades ut."),
    "time_fits": lazy("Fotot togs efter att skylten lämnades ut."),
    "no_place": lazy("Fotot säger inte var det togs."),
    "elsewhere": lazy("Fotot togs %(value)s m från skyltens plats. Gränsen är %(limit)s m."),
    "place_fits": lazy("Fotot togs %(value)s m från skyltens plats."),
    "size_ok": lazy("Fotot är stort nog: %(value)s bildpunkter."),
    "size_person_looks": lazy("Fotot är litet: %(value)s bildpunkter, helst %(limit)s."),
    "size_not_ok": lazy("Fotot är för litet: %(value)s bildpunkter, minst %(limit)s."),
    "sharpness_ok": lazy("Fotot är skarpt."),
    "sharpness_person_looks": lazy("Fotot kan vara oskarpt."),
    "sharpness_not_ok": lazy("Fotot är oskarpt."),
    "dark_ok": lazy("Fotot är ljust nog."),
    "dark_person_looks": lazy("Fotot är ganska mörkt."),
    "dark_not_ok": lazy("Fotot är för mörkt."),
    "bright_ok": lazy("Fotot är inte överexponerat."),
    "bright_person_looks": lazy("En del av fotot är utfrätt av ljus."),
    "bright_not_ok": lazy("Fotot är för ljust."),
    "post_unknown": lazy("Stolpen finns inte i kommunens register."),
    "outside_area": lazy("Platsen ligger utanför gruppens område."),
    "post_taken": lazy("Det sitter redan en skylt på stolpen."),
    "sign_near": lazy("En annan skylt sitter %(value)s m bort."),
    "consent_missing": lazy("Ägarens ja saknas."),
}
ADVICE: Mapping[str, Any] = {
    "size_not_ok": lazy(
        "Fotot är för litet. Ta ett nytt med telefonens kamera, eller skicka ändå."
    ),
    "sharpness_not_ok": lazy("Fotot är oskarpt. Håll telefonen stilla, eller skicka ändå."),
    "dark_not_ok": lazy("Fotot är för mörkt. Ta ett nytt med ljuset bakom dig, eller skicka ändå."),
    "bright_not_ok": lazy(
        "Fotot är för ljust. Ta ett nytt med solen bakom dig, eller skicka ändå."
    ),
    "same_file": lazy(
        "Det här fotot har skickats för en annan skylt. Kontrollera att det är rätt."
    ),
    "alike": lazy("Fotot liknar ett från en annan skylt. Kontrollera att det är rätt."),
    "before_hand_out": lazy("Fotot är taget innan skylten lämnades ut. Är det rätt foto?"),
    "elsewhere": lazy("Fotot är taget på en annan plats än skyltens. Är det rätt foto?"),
    "other_sign": lazy("QR-koden i fotot hör till en annan skylt. Är det rätt foto?"),
    "fastening_not_ok": lazy(
        "Fästet kan skada stolpens zink. Byt det om du kan, eller skicka ändå."
    ),
    "clearance_not_ok": lazy("Skylten sitter lågt. Flytta upp den om du kan, eller skicka ändå."),
    "other_post": lazy("Numret är ett annat än det planerade. Titta på stolpen igen."),
    "views_missing": lazy("Alla tre vyer finns inte. Lägg till det som saknas, eller skicka ändå."),
}

TASK_WORDS: Mapping[str, Any] = {
    "fault": lazy("Laga ett fel"),
    "inspect": lazy("Titta till skylten"),
    "put_back": lazy("Sätt tillbaka skylten"),
    "take_down": lazy("Ta ner skylten"),
}
TASK_ASKS: Mapping[str, Any] = {
    "fault": lazy("Rätta felet och skicka ett foto av skylten som den är nu."),
    "inspect": lazy("Titta på skylten och fästet. Skicka ett foto på nära håll och ett på håll."),
    "put_back": lazy("Stolpen är bytt. Sätt upp skylten igen och skicka foton."),
    "take_down": lazy("Ta ner skylten och allt som höll den. Skicka ett foto av stolpen."),
}

PHONE_ADVICE: Mapping[str, Any] = {
    **{f"{check}_not_ok": ADVICE[f"{check}_not_ok"] for check in ("size", "dark", "bright")},
    "plain_not_ok": lazy(
        "Fotot visar nästan bara himmel eller en vägg. Ta ett nytt, eller skicka ändå."
    ),
    "sharpness_not_ok": ADVICE["sharpness_not_ok"],
    "same_view": lazy("Samma foto finns under en annan rubrik. Ta ett nytt, eller skicka ändå."),
}
"""What the phone says before it sends a photo, the most important first."""
FAULT_WORDS: Mapping[str, Any] = {
    "loose": lazy("Den sitter löst"),
    "faded": lazy("Den är blekt"),
    "dirty": lazy("Den är smutsig eller klottrad"),
    "turned": lazy("Den har vridit sig"),
    "hidden": lazy("Den skyms av grenar eller löv"),
    "post": lazy("Stolpen är skadad"),
    "missing": lazy("Den är borta"),
    "other": lazy("Något annat"),
}
BALL_WORDS: Mapping[str, Any] = {
    "reviewer": lazy("Kommunens granskare"),
    "coordinator": lazy("Kommunens samordnare"),
    "contact": lazy("Gruppens kontaktombud"),
    "mounter": lazy("Den som sätter upp skylten"),
    "nobody": lazy("Ingen: just nu är allt klart"),
}
ROLE_WORDS: Mapping[str, Any] = {
    "contact": lazy("kontaktombud"),
    "link": lazy("den som har brevet"),
    "nobody": lazy("någon på platsen"),
    "system": lazy("systemet"),
    "police": lazy("kommunpolis"),
    "coordinator": lazy("samordnare"),
    "reviewer": lazy("granskare"),
    "admin": lazy("administratör"),
}

HISTORY_WORDS: Mapping[str, Any] = {
    "sign_plan": lazy("Platsen föreslagen"),
    "sign_approve_place": lazy("Platsen godkänd"),
    "sign_refuse_place": lazy("Platsen går inte"),
    "sign_cancel": lazy("Skylten avbruten"),
    "sign_label": lazy("Etiketten utskriven"),
    "sign_hand_out": lazy("Skylten utlämnad"),
    "sign_letter": lazy("Brevet utskrivet"),
    "order_ask": lazy("Skylten beställd av gruppen"),
    "order_approve": lazy("Beställningen godkänd"),
    "order_order": lazy("Kommunen har beställt"),
    "order_deliver": lazy("Skylten levererad till kommunen"),
    "order_cancel": lazy("Beställningen avbruten"),
    "sign_crossing": lazy("Uppgiften om korsning ändrad"),
    "owner_consent": lazy("Ägarens medgivande antecknat"),
    "hand_out_note": lazy("Kvitto antecknat"),
    "hand_out_confirm": lazy("Mottagaren säger att skylten har kommit"),
    "sign_send_photos": lazy("Foton skickade"),
    "sign_review": lazy("Kommunens två frågor besvarade"),
    "sign_approve": lazy("Skylten godkänd"),
    "sign_ask_completion": lazy("Mer begärt"),
    "sign_order_correction": lazy("Rättning begärd"),
    "sign_order_take_down": lazy("Nedtagning begärd"),
    "sign_accept_take_down": lazy("Skylten nedtagen"),
    "fault_report": lazy("Fel anmält: %(what)s"),
    "sign_task_open": lazy("Uppgift till gruppen: %(what)s"),
    "sign_task_give": lazy("Uppgiften given till en granne: %(what)s"),
    "sign_task_take_back": lazy("Länken till uppgiften tagen tillbaka: %(what)s"),
    "sign_task_report": lazy("Gruppen säger att det är gjort: %(what)s"),
    "sign_task_return": lazy("Behöver göras om: %(what)s"),
    "sign_task_done": lazy("Klart: %(what)s"),
    "sign_task_cancel": lazy("Behövs inte: %(what)s"),
}


class Found(Protocol):
    """Anything with a finding's figures."""

    @property
    def finding(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def limit(self) -> float | None: ...
    @property
    def uncertainty(self) -> float | None: ...


def sentence(found: Found) -> str:
    """What a check found, in one sentence with its figures."""
    return str(FINDINGS[found.finding]) % _figures(found)


def decided(number: int, code: str, outcome: str) -> str:
    """What was just decided: of one sign its code and outcome, of several their number."""
    if number > 1:
        return ngettext("%(num)s skylt avgjord.", "%(num)s skyltar avgjorda.", number)
    what = str(OUTCOME_WORDS[outcome]).lower()
    return _("%(code)s: %(outcome)s.", code=codes.pretty(code), outcome=what)


def days_left(days: int) -> str:
    """How long there is to answer, such as "3 dagar kvar"."""
    if days < 0:
        return ngettext("%(num)s dag för sent", "%(num)s dagar för sent", -days)
    if days == 0:
        return _("sista dagen i dag")
    return ngettext("%(num)s dag kvar", "%(num)s dagar kvar", days)


def advice(found: Found) -> str | None:
    """What the mounter could do better, or None if nothing needs saying."""
    text = ADVICE.get(found.finding)
    return None if text is None else str(text) % _figures(found)


def _figures(found: Found) -> dict[str, str]:
    figures = {"value": found.value, "limit": found.limit, "uncertainty": found.uncertainty}
    return {name: "–" if v is None else format_number(v) for name, v in figures.items()}
