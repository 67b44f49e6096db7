"""What the sight check says, as sentences for people and as plain data for programs. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from grannsamverkan.core.i18n import _, format_number, format_percent, lazy, speaking
from grannsamverkan.geometry.sight.model import Answer, Found, Missing
from grannsamverkan.imaging import plain

LANGUAGES = ("sv", "en")

RULE_WORDS: Mapping[str, Any] = {
    "triangle": lazy("Fri sikt i korsningar och utfarter"),
    "hides_sign": lazy("Sikt mot vägmärken"),
    "hides_signal": lazy("Sikt mot trafiksignaler"),
    "own_post": lazy("Vägmärkets egen stolpe"),
    "clear_height": lazy("Fri höjd under skylten"),
    "side_distance": lazy("Avstånd till körbanan"),
    "plate_area": lazy("Skyltens yta"),
    "top_height": lazy("Skyltens överkant"),
    "whose_post": lazy("Vems stolpe"),
    "whose_road": lazy("Vems väg"),
}
SENTENCES: Mapping[str, Any] = {
    "no_triangle": lazy("Platsen ligger utanför siktområdena i korsningar och utfarter."),
    "triangle_beside_band": lazy(
        "Skylten hänger i siktområdet vid %(first_road)s och %(second_road)s, men över eller under"
        " de höjder där den kan skymma."
    ),
    "triangle_free": lazy(
        "Skylten hänger i siktområdet vid %(first_road)s och %(second_road)s, men skymmer ingen som"
        " kommer där."
    ),
    "triangle_some": lazy(
        "I hörnet %(first_road)s och %(second_road)s skymmer skylten lite, som mest %(hidden)s av"
        " det som kommer, och kortare än %(limit)s."
    ),
    "triangle_maybe": lazy(
        "I hörnet %(first_road)s och %(second_road)s kan skylten dölja någon i upp till %(high)s,"
        " beroende på var och hur den hänger. Högst %(limit)s går bra."
    ),
    "triangle_hidden": lazy(
        "I hörnet %(first_road)s och %(second_road)s döljer skylten den som kommer i %(value)s."
        " Högst %(limit)s går bra."
    ),
    "triangle_nobody": lazy(
        "Skylten hänger i siktområdet vid %(first_road)s och %(second_road)s, men kartan visar"
        " ingen som kör där den kunde skymma."
    ),
    "hides_nothing": lazy("Skylten skymmer inget vägmärke och ingen trafiksignal på kartan."),
    "own_post": lazy(
        "Platsen är %(distance)s från vägmärket %(code)s. Minst %(limit)s krävs, och vägmärkens"
        " stolpar får inte användas."
    ),
    "sign_hidden_much": lazy(
        "Vägmärket %(code)s skyms till %(share)s för den som kommer på %(road)s, %(eye_before)s"
        " före märket. Under %(limit)s krävs."
    ),
    "sign_hidden_long": lazy(
        "Vägmärket %(code)s på %(road)s är skymt i %(blocked_s)s, från %(blocked)s av vägen."
        " Högst %(limit)s får det vara."
    ),
    "sign_hidden_some": lazy(
        "Vägmärket %(code)s på %(road)s skyms till en del, som mest %(share)s"
        " %(eye_before)s före märket."
    ),
    "sign_left_free": lazy("Vägmärket %(code)s på %(road)s syns: som mest %(share)s skyms."),
    "signal_hidden_much": lazy(
        "Trafiksignalen på %(road)s skyms till %(share)s, %(eye_before)s före den. Under"
        " %(limit)s krävs."
    ),
    "signal_hidden_long": lazy(
        "Trafiksignalen på %(road)s är skymd i %(blocked_s)s, från %(blocked)s av vägen. Högst"
        " %(limit)s får den vara."
    ),
    "signal_hidden_some": lazy(
        "Trafiksignalen på %(road)s skyms till en del, som mest %(share)s %(eye_before)s före den."
    ),
    "signal_left_free": lazy("Trafiksignalen på %(road)s syns: som mest %(share)s skyms."),
    "over_carriageway": lazy(
        "Skylten hänger, eller kan hänga, över körbanan: underkant %(value)s, där krävs %(least)s."
    ),
    "over_cycle": lazy(
        "Skylten hänger, eller kan hänga, över en cykelbana: underkant %(value)s, minst %(least)s,"
        " helst %(limit)s."
    ),
    "over_footway": lazy(
        "Skylten hänger, eller kan hänga, över en gångbana: underkant %(value)s, minst %(least)s,"
        " helst %(limit)s."
    ),
    "over_nothing": lazy("Ingen går, cyklar eller kör under skylten."),
    "side_distance": lazy(
        "Skyltens kant är enligt kartan %(value)s från körbanan (%(low)s till %(high)s). Minst"
        " %(least)s krävs, helst %(limit)s."
    ),
    "side_measured": lazy(
        "Skyltens kant är %(value)s från körbanan. Minst %(least)s krävs, helst %(limit)s."
    ),
    "side_none": lazy("Ingen körbana är i närheten."),
    "plate_area": lazy("Skyltens yta är %(value)s. Upp till %(limit)s går bra, högst %(most)s."),
    "top_height": lazy("Skyltens överkant är på %(value)s, högst %(limit)s."),
    "post_owner": lazy("Stolpens ägare är %(owner)s."),
    "post_owner_unknown": lazy("Det är inte känt vems stolpen är: fråga ägaren."),
    "road_owner": lazy("%(owner)s sköter %(road)s."),
    "road_owner_unknown": lazy("Kartan säger inte vem som är väghållare för %(road)s."),
    "no_road": lazy("Ingen väg är i närheten."),
}
MISSING: Mapping[str, Any] = {
    "azimuth_unknown": lazy("Åt vilket håll skylten vänds är inte känt: det sämsta av två räknas."),
    "post_in_road": lazy("Platsen ligger i körbanan på kartan, och där står ingen stolpe."),
    "road_office": lazy("Fortare än 50 km/h: fråga väghållaren om siktkraven. %(about)s."),
    "width_guessed": lazy("Bredden är gissad: %(about)s."),
    "speed_guessed": lazy("Farten är gissad: %(about)s."),
    "facing_inferred": lazy("Vägmärkets riktning är härledd ur vägen: %(about)s."),
    "sign_place_guessed": lazy("Vägmärkets plats är gissad: %(about)s."),
    "no_signs_mapped": lazy("Inga vägmärken är inritade på kartan här. De kan finnas ändå."),
    "no_roads": lazy("Kartan har inga vägar här."),
    "post_owner": lazy("Stolpens ägare är inte känd."),
    "road_owner": lazy("Väghållaren är inte känd: %(about)s."),
}
HEIGHT_WORDS: Mapping[str, Any] = {
    "planned": lazy("planerad"),
    "stated": lazy("uppgiven"),
    "measured": lazy("mätt i ett foto"),
}
CHANGE_WORDS: Mapping[str, Any] = {
    "map": lazy("Kartan eller stolparna har ändrats."),
    "rules": lazy("Kommunens regler har ändrats."),
}
_NO_NAMES: Mapping[str, Any] = {
    "road": lazy("en väg utan namn"),
    "first_road": lazy("en väg utan namn"),
    "second_road": lazy("en väg utan namn"),
    "code": lazy("utan kod"),
    "sign": lazy("en trafiksignal eller ett märke utan kod"),
}
_OF_SIGNS = frozenset({"facing_inferred", "sign_place_guessed"})
# A corner's figures have these names too: how far must be clear along each of its roads.
_RENAMED = {"first": "first_road", "second": "second_road"}
_SHARES = frozenset({"share", "inside"})
_SECONDS = frozenset({"blocked_s"})
_DIGITS = {"m": 2, "m²": 2, "s": 1}
FAR_M = 20
"""From here on a distance is told in whole metres."""


def sentence(found: Found) -> str:
    """One sentence in the reader's language."""
    return str(SENTENCES[found.code]) % _parts(found)


def told_sentence(told: Mapping[str, Any]) -> str:
    """One sentence for what is kept of an answer without its drawings, or of what it lacks."""
    if "rule" in told:
        return sentence(plain.load(Found, told))
    return missing_sentence(plain.load(Missing, told))


def told_sentences(kept: Any) -> list[str]:
    """What is not ok, of a kept answer with `told`; nothing for None."""
    return [told_sentence(told) for told in kept.told] if kept else []


def missing_sentence(missing: Missing) -> str:
    """What nobody has told, in the reader's language."""
    nameless = _NO_NAMES["sign" if missing.code in _OF_SIGNS else "road"]
    return str(MISSING[missing.code]) % {"about": _plain(missing.about) or str(nameless)}


def why_changed(causes: Sequence[str] | None) -> str:
    """Why an answer is another than before."""
    return " ".join(str(CHANGE_WORDS[cause]) for cause in causes or ())


def document(answer: Answer, sources: Mapping[str, Any]) -> dict[str, Any]:
    """An answer as plain data for programs: every figure with its source, sentences in both
    languages. `sources` is what each field of Rules rests on."""
    data: dict[str, Any] = plain.dump(answer)
    for told, found in zip(data["found"], answer.found, strict=True):
        told["sentence"] = {language: _in(language, found) for language in LANGUAGES}
        told["sources"] = [sources[name] for name in found.settings if name in sources]
        del told["settings"]
    for told, lack in zip(data["missing"], answer.missing, strict=True):
        told["sentence"] = {language: _lack_in(language, lack) for language in LANGUAGES}
    return data


def _in(language: str, found: Found) -> str:
    with speaking(language):
        return sentence(found)


def _lack_in(language: str, missing: Missing) -> str:
    with speaking(language):
        return missing_sentence(missing)


def _parts(found: Found) -> dict[str, str]:
    named = {_RENAMED.get(key, key): word for key, word in found.words.items()}
    words = {key: _plain(word) or str(_NO_NAMES.get(key, "")) for key, word in named.items()}
    values = {"value": found.value, "limit": found.limit, "low": found.low, "high": found.high}
    stated = {key: _figure(number, found.unit) for key, number in values.items()}
    told = found.figures.items()
    figures = {key: _figure(number, _unit_of(key, found.unit)) for key, number in told}
    return figures | words | stated


def _plain(word: str) -> str:
    """A name without what a map adds in brackets: "FI:871[Varokaa]" is FI:871."""
    return word.split("[", 1)[0].strip()


def _unit_of(figure: str, unit: str) -> str:
    if figure in _SHARES:
        return "share"
    if figure in _SECONDS:
        return "s"
    return "m" if unit in {"s", "share"} else unit


def _figure(number: float | None, unit: str) -> str:
    if number is None:
        return "–"
    if unit == "share":
        return format_percent(number)
    digits = 0 if unit == "m" and abs(number) >= FAR_M else _DIGITS.get(unit, 1)
    return _("%(number)s %(unit)s", number=format_number(number, digits), unit=unit)
