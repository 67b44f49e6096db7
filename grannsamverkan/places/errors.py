"""What can be wrong with an area, a setting or a map file, in the reader's language."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.i18n import format_number, lazy
from grannsamverkan.geometry.area import AreaFault
from grannsamverkan.geometry.ground import ColumnsUnclear, FileFault


class Fault(NamedTuple):
    """Why a setting cannot have a value: a code, and what the value may be at most or at least."""

    code: Literal["not_a_number", "not_whole", "too_low", "too_high", "not_an_option", "too_long"]
    limit: Any = None


AREA_TEXTS: Mapping[str, Any] = {
    "empty": lazy("Rita området, klistra in det eller skriv hörnen."),
    "too_long": lazy("Texten är för lång. Rita området enklare, med färre hörn."),
    "unreadable": lazy("Texten går inte att läsa som GeoJSON. Kopiera om hela texten."),
    "unreadable_line": lazy(
        "Rad %(line)s går inte att läsa. Skriv ett hörn på varje rad, som 58.3807, 12.3234."
    ),
    "not_an_area": lazy("Det här är inget område. Det behöver vara en polygon."),
    "several_areas": lazy(
        "Det är %(areas)s områden. En grupp har ett, så dra ihop dem eller välj ett."
    ),
    "has_hole": lazy("Området har ett hål. Rita det utan hål."),
    "not_finite": lazy("Ett av hörnen är inget riktigt läge. Rita om det."),
    "too_few_corners": lazy("Ett område behöver minst tre hörn. Här finns %(corners)s."),
    "too_many_corners": lazy("Området har %(corners)s hörn. Högst %(most)s går. Rita det enklare."),
    "outside": lazy("Ett hörn ligger långt utanför kartan. Är latitud och longitud omkastade?"),
    "far_away": lazy(
        "Området ligger %(km)s km %(direction)s kommunens karta. Är det rätt kommun?"
        " Sök din adress ovanför kartan, så hamnar du rätt."
    ),
    "far_corner": lazy(
        "Hörn %(corner)s ligger %(km)s km %(direction)s kommunens karta. Flytta det eller ta bort"
        " det."
    ),
    "crosses_itself": lazy(
        "Gränsen korsar sig själv: sidan från hörn %(first)s och sidan från hörn %(second)s möts."
        " Flytta ett av hörnen."
    ),
    "too_small": lazy(
        "Området är för litet: %(area_m2)s m². Det behöver vara minst %(limit_m2)s m²."
    ),
    "too_large": lazy("Området är för stort: %(area_m2)s m². Högst %(limit_m2)s m² går."),
}
DIRECTION_WORDS: Mapping[str, Any] = {
    "n": lazy("norr om"),
    "ne": lazy("nordost om"),
    "e": lazy("öster om"),
    "se": lazy("sydost om"),
    "s": lazy("söder om"),
    "sw": lazy("sydväst om"),
    "w": lazy("väster om"),
    "nw": lazy("nordväst om"),
}
FILE_TEXTS: Mapping[str, Any] = {
    "broken_xml": lazy("Filen är trasig XML på rad %(line)s: %(detail)s."),
    "broken_gzip": lazy("Filen går inte att packa upp. Den är trasig eller avbruten."),
    "dtd": lazy("Filen har en DOCTYPE på rad %(line)s. Sådana läses inte, av säkerhetsskäl."),
    "not_osm": lazy("Filen är ingen OpenStreetMap-fil: den börjar inte med <osm>."),
    "elsewhere": lazy("Filen handlar om en plats långt från kommunens koordinatsystem."),
    "bad_node": lazy("En punkt på rad %(line)s saknar nummer eller läge, eller så är de trasiga."),
    "bad_way": lazy("En väg på rad %(line)s är trasig: en punkt saknas, eller så är den för lång."),
    "broken_pbf": lazy("Filen går inte att läsa som .osm.pbf: %(detail)s."),
    "long_way": lazy("Vägen %(detail)s är för lång."),
    "broken_layer": lazy("Filen går inte att läsa som ett kartlager: %(detail)s."),
    "which_layer": lazy("Säg vilket lager som menas med --layer. Filen har: %(detail)s."),
    "no_extra": lazy(
        "För den här sortens fil behövs tillägget %(detail)s, som inte är installerat."
    ),
    "no_epsg": lazy("Filen säger inte sitt koordinatsystem. Ange det med --epsg, som --epsg 3006."),
    "unknown_epsg": lazy("Koordinatsystemet %(detail)s finns inte."),
    "empty": lazy("Filen är tom."),
    "nothing": lazy("Filen har inget som hör hemma på kartan. Kartan är som den var."),
    "not_text": lazy("Filen är ingen text. Spara den som CSV."),
    "many_gone": lazy(
        "Av stolparna som stod i filen förut saknas de flesta: %(detail)s. Är filen hel? Är de"
        " verkligen borta, ange --gone."
    ),
    "no_such_meaning": lazy("--column känner inte %(detail)s"),
    "no_such_column": lazy("Kolumnen finns inte: %(detail)s"),
    "no_lines": lazy("Vägar behöver linjer: ett kartlager, eller en kolumn med WKT."),
    "bad_row": lazy("Rad %(line)s går inte att läsa: %(detail)s."),
    "bad_number": lazy("Rad %(line)s saknar stolpnummer, eller så är det för långt."),
    "bad_position": lazy("Läget på rad %(line)s går inte att läsa."),
    "outside": lazy(
        "Läget på rad %(line)s ligger långt utanför kommunens koordinatsystem. Det lästes som"
        " %(detail)s: ange rätt system med --epsg."
    ),
    "swapped": lazy(
        "Läget på rad %(line)s ligger rätt först när axlarna byter plats. Det lästes som"
        " %(detail)s: ange --swap-axes."
    ),
    "unknown_kind": lazy(
        "Filen behöver sluta på .osm, .osm.gz, .osm.pbf, .csv, .gpkg, .geojson eller .shp."
    ),
}
SETTING_TEXTS: Mapping[str, Any] = {
    "not_a_number": lazy("Skriv ett tal."),
    "not_whole": lazy("Skriv ett helt tal."),
    "too_low": lazy("Skriv %(limit)s eller mer."),
    "too_high": lazy("Skriv %(limit)s eller mindre."),
    "not_an_option": lazy("Välj bland det som finns i listan."),
    "too_long": lazy("Skriv kortare: högst %(limit)s tecken."),
}


def area_error(fault: AreaFault, field: str = "area") -> InvalidInput:
    """What to tell somebody whose area cannot be used."""
    values = {
        name: format_number(round(value)) if isinstance(value, int | float) else value
        for name, value in fault.details.items()
    }
    if "direction" in values:
        values["direction"] = str(DIRECTION_WORDS[values["direction"]])
    return InvalidInput(_filled(AREA_TEXTS[fault.code], values), field=field)


def file_error(fault: FileFault) -> InvalidInput:
    """What to tell somebody whose map file cannot be read."""
    return InvalidInput(
        _filled(FILE_TEXTS[fault.code], {"line": fault.line, "detail": fault.detail})
    )


def far_file(metres: float, direction: str) -> InvalidInput:
    """All of a map file lies far from the municipality's map."""
    text = lazy(
        "Hela filen ligger minst %(km)s km %(direction)s kommunens karta. Är det rätt fil och rätt"
        " --epsg? Är det verkligen så, ange --far."
    )
    values = {
        "km": format_number(round(metres / 1000)),
        "direction": str(DIRECTION_WORDS[direction]),
    }
    return InvalidInput(_filled(text, values))


def columns_unclear(unclear: ColumnsUnclear) -> InvalidInput:
    """Nobody can tell which columns of a file hold what; says which options to give."""
    options = (
        " | ".join(
            " ".join(f"--column {meaning}=NAMN" for meaning in way.split("+"))
            for way in group.split("|")
        )
        for group in unclear.missing
    )
    text = lazy("Ange %(options)s. Kolumnerna i filen heter: %(columns)s.")
    return InvalidInput(
        _filled(text, {"options": ", ".join(options), "columns": ", ".join(unclear.columns)})
    )


def setting_error(fault: Fault) -> InvalidInput:
    """What to tell somebody who wrote a value the setting cannot take."""
    limit = fault.limit
    shown = format_number(limit) if isinstance(limit, int | float) else limit
    return InvalidInput(_filled(SETTING_TEXTS[fault.code], {"limit": shown}), field="value")


def plane_in_use() -> InvalidInput:
    """The municipality's plane was to change, and a map is drawn in it."""
    return InvalidInput(
        lazy("Koordinatsystemet går inte att byta när kartan är inläst."), field="epsg"
    )


def no_plane() -> InvalidInput:
    """No metric plane has that number."""
    return InvalidInput(
        lazy("Numret är inget koordinatsystem i meter. SWEREF 99 TM är 3006."), field="epsg"
    )


BODY_TEXTS: Mapping[str, Any] = {
    "too_long": lazy("Texten är för lång. Skriv kortare."),
    "placeholder": lazy("Inom klamrar går bara {kommun} att använda."),
}


def text_error(fault: str) -> InvalidInput:
    """What to tell somebody whose own wording cannot be used."""
    return InvalidInput(BODY_TEXTS[fault], field="body")


def _filled(text: Any, values: Mapping[str, Any]) -> Any:
    # The texts are lazy so that they can stand in a table; here the reader's language is known.
    return str(text) % values if "%(" in str(text) else str(text)
