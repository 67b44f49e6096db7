"""What the layers over a photo say. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from grannsamverkan.core.i18n import (
    _,
    format_number,
    format_percent,
    lazy,
    ngettext,
)
from grannsamverkan.imaging.evidence import (
    Covered,
    CoverKind,
    HeightSeen,
    PostSeen,
    RustSeen,
    SignSeen,
    Tilt,
)

LAYER_WORDS: Mapping[str, Any] = {
    "outline": lazy("Skyltens kontur"),
    "ruler": lazy("Höjdlinjal"),
    "post": lazy("Stolpen"),
    "rust": lazy("Rost"),
    "covered": lazy("Täckta ytor"),
}
LAYER_KEYS: Mapping[str, str] = {
    "outline": "o",
    "ruler": "h",
    "post": "b",
    "rust": "z",
    "covered": "x",
}
COVER_WORDS: Mapping[str, Any] = {
    "face": lazy("ansikte"),
    "head": lazy("huvud"),
    "vehicle": lazy("fordon"),
    "text": lazy("text"),
    "asked": lazy("utpekat"),
}
OVER: Mapping[str, Any] = {
    "footway": lazy("över gångbana"),
    "cycle": lazy("över cykelbana"),
    "carriageway": lazy("över körbana"),
    "none": lazy("över gräs eller grus"),
}
ASSUMED: Mapping[str, Any] = {
    "focal_assumed": lazy("kameran är som i de flesta telefoner, för fotot säger inte vilken"),
    "upright_assumed": lazy("telefonen hölls ungefär upprätt, för fotot säger inte hur"),
    "foot_found": lazy("stolpen slutar där den ser ut att sluta i fotot"),
    "foot_may_be_hidden": lazy("gräs eller snö döljer högst 15 cm av stolpen"),
    "post_unseen": lazy("stolpen är rak, för dess kanter syns inte"),
    "ground_level": lazy("marken är plan vid stolpen"),
}
AGAINST: Mapping[str, Any] = {
    "post": lazy("mot stolpen"),
    "plumb": lazy("mot lodlinjen"),
}
POINTED: Mapping[str, Any] = {
    "foot": lazy("Stolpens fot"),
    "fastening": lazy("Fästet"),
    "corners": lazy("Skyltens fyra hörn"),
    "cover": lazy("Täck mer"),
    "uncover": lazy("Täckt för mycket"),
    "rust": lazy("Rost"),
}
"""What a person can point out."""
NO_SIGN = lazy("Skylten känns inte igen i fotot. Syns den går det att peka ut dess fyra hörn.")
NO_FOOT = lazy(
    "Höjden är inte mätt: stolpens fot hittades inte. Syns foten går det att peka ut den."
)
NO_HEIGHT = lazy("Höjden gick inte att mäta i fotot.")
FOOT = lazy("fot")
RUST_MEANS = lazy("Modellen ser bara färg och yta. Den säger aldrig att zinken är hel.")


def metres(value: float) -> str:
    """Metres to the centimetre, such as "2,31 m"."""
    return _("%(metres)s m", metres=format_number(value, 2))


def height(seen: HeightSeen) -> str:
    """A measured height with its uncertainty, such as "2,31 m ± 0,08"."""
    return f"{metres(seen.lower_edge_m)} {give_or_take(seen.error_m, 2)}"


def give_or_take(error: float, digits: int) -> str:
    """An uncertainty, such as "± 0,08", that no line breaks."""
    return f"±\N{NO-BREAK SPACE}{format_number(error, digits)}"


def how_sure(share: float) -> str:
    """A share in per cent, never 100 %: nothing that was measured is."""
    return format_percent(min(share, 0.99))


def tick(value: float) -> str:
    """A whole metre at a ruler's tick."""
    return _("%(metres)s m", metres=format_number(value))


def wanted(limit: float) -> str:
    """What is asked for, beside its line."""
    return _("krav %(limit)s m", limit=format_number(limit))


def edge(seen: HeightSeen, limit: float | None, surface: str) -> str:
    """The lower edge against what is asked for."""
    measured = _("Underkant %(height)s", height=height(seen))
    if limit is None:
        return _("%(measured)s. Vad som finns under skylten är inte sagt.", measured=measured)
    asked = f"{wanted(limit)} {OVER[surface]}"
    return f"{measured} · {asked}."


def assumed(codes: Iterable[str]) -> str:
    """What was taken for granted, in plain words; empty for nothing."""
    said = [str(ASSUMED[code]) for code in codes if code in ASSUMED]
    return _("Antaget: %(what)s.", what="; ".join(said)) if said else ""


def plate(sign: SignSeen, width: int) -> str:
    """How well the plate is known; `width` of the picture in px."""
    found = (
        _("Hörnen är utpekade av en person.")
        if sign.pointed_out
        else _("Trycket känns igen, %(share)s lika.", share=how_sure(sign.agreement))
    )
    off = _("Hörn %(error)s bildpunkter.", error=give_or_take(1.96 * sign.corner_error * width, 1))
    number = _("Numret läses %(number)s.", number=sign.number) if sign.number else ""
    return " ".join(part for part in (found, off, number) if part)


def leaning(tilt: Tilt, most_deg: float) -> str:
    """How far the plate leans."""
    return _(
        "Lutar %(degrees)s° %(error)s %(against)s · högst %(most)s°.",
        degrees=format_number(abs(tilt.degrees), 1),
        error=give_or_take(tilt.error, 1),
        against=AGAINST[tilt.against],
        most=format_number(most_deg),
    )


def post(seen: PostSeen) -> str:
    """How well the post and its foot are known."""
    followed = _(
        "Stolpen är följd från skylten och ner, %(share)s säkert.", share=how_sure(seen.score)
    )
    if seen.foot is None:
        return followed
    if seen.foot_from == "person":
        return f"{followed} " + _("Foten är utpekad av en person.")
    return f"{followed} " + _("Foten är hittad i fotot.")


def rust(seen: RustSeen, most: float) -> str:
    """What the model says of rust near the fastening."""
    if seen.state == "too_small":
        return _("Stolpen är för smal i fotot för att rost ska gå att bedöma.")
    if seen.state == "no_post" or seen.probability is None:
        return _("Ingen stolpe hittades, så rost gick inte att bedöma.")
    judged = _(
        "Rost eller fläckar vid fästet: %(share)s sannolikt · gräns %(most)s.",
        share=format_percent(seen.probability),
        most=format_percent(most),
    )
    if not seen.area_mm2:
        return judged
    return f"{judged} " + _("Ungefär %(area)s mm².", area=format_number(round(seen.area_mm2)))


def covered(areas: Iterable[Covered]) -> str:
    """What was made unrecognisable, by kind."""
    found = Counter(one.kind for one in areas)
    if not found:
        return _("Inget i fotot behövde täckas.")
    said = [count(found[kind]) for kind, count in _COUNTED.items() if found[kind]]
    return _("Täckt innan någon såg fotot: %(what)s.", what=", ".join(said))


_COUNTED: Mapping[CoverKind, Callable[[int], str]] = {
    "face": lambda number: ngettext("%(num)s ansikte", "%(num)s ansikten", number),
    "head": lambda number: ngettext("%(num)s huvud", "%(num)s huvuden", number),
    "vehicle": lambda number: ngettext("%(num)s fordon", "%(num)s fordon", number),
    "text": lambda number: ngettext("%(num)s text", "%(num)s texter", number),
    "asked": lambda number: ngettext("%(num)s utpekat område", "%(num)s utpekade områden", number),
}


def drawn(names: Iterable[str]) -> str:
    """What is drawn over a photo, for whoever does not see it."""
    return _(
        "Ritat i fotot: %(what)s", what=", ".join(str(LAYER_WORDS[one]).lower() for one in names)
    )
