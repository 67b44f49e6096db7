"""Which column of a file holds what: guessed from Swedish and English names, or told.

A meaning is the word that `--column MEANING=NAME` takes.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from grannsamverkan.geometry.ground import ColumnsUnclear, FileFault

What = Literal["posts", "roads", "paths", "signs", "addresses"]
KINDS_OF_ROWS: tuple[What, ...] = get_args(What)

_PLACE = {
    "lat": ("lat", "latitud", "latitude", "breddgrad"),
    "lon": ("lon", "lng", "long", "longitud", "longitude", "längdgrad"),
    "north": ("n", "norr", "nord", "north", "northing", "y", "sweref n", "nordkoordinat"),
    "east": ("e", "ö", "öst", "ost", "east", "easting", "x", "sweref e", "östkoordinat"),
    "shape": ("wkt", "geometri", "geometry", "geom", "the geom", "shape"),
}
_KEY = {"key": ("uuid", "globalid", "gml id", "element id", "objectid", "objekt id", "fid", "id")}
_OWNER = {"owner": ("ägare", "owner", "väghållare", "väghållarnamn", "operator", "förvaltare")}
_LINE = {
    **_KEY,
    **_OWNER,
    "name": ("namn", "gatunamn", "vägnamn", "gata", "name", "street"),
    "class": ("vägklass", "funktionell vägklass", "klass", "vägtyp", "highway", "class", "fclass",
              "typ", "type"),
    "width": ("bredd", "vägbredd", "width"),
    "lanes": ("körfält", "antal körfält", "lanes"),
    "speed": ("hastighet", "hastighetsgräns", "högsta tillåtna hastighet", "maxspeed", "speed",
              "speed limit"),
    "oneway": ("enkelriktad", "enkelriktat", "körriktning", "oneway", "one way"),
    "sidewalk": ("gångbana", "trottoar", "sidewalk", "pavement"),
    "level": ("nivå", "level", "layer"),
}  # fmt: skip
COLUMNS: Mapping[What, Mapping[str, tuple[str, ...]]] = {
    "posts": {
        **_PLACE,
        **_KEY,
        **_OWNER,
        "number": ("nummer", "stolpnummer", "stolpnr", "stolp id", "stolpid", "nr", "stolpe",
                   "number", "ref", "post", "id"),
        "galvanised": ("förzinkad", "galvaniserad", "galvanised", "galvanized"),
        "kind": ("typ", "stolptyp", "kind", "type", "support"),
        "error": ("lägesfel", "lägesosäkerhet", "noggrannhet", "error", "accuracy"),
    },
    "roads": {**_PLACE, **_LINE},
    "paths": {**_PLACE, **_LINE},
    "signs": {
        **_PLACE,
        **_KEY,
        "code": ("kod", "skyltkod", "vägmärke", "märke", "märkeskod", "traffic sign", "code",
                 "sign"),
        "facing": ("riktning", "bäring", "azimut", "vinkel", "direction", "facing", "azimuth",
                   "bearing"),
        "kind": ("sort", "kind"),
    },
    "addresses": {
        **_PLACE,
        "street": ("gata", "gatunamn", "vägnamn", "street", "addr street"),
        "number": ("husnummer", "gatunummer", "adressplatsnummer", "nummer", "nr", "house number",
                   "number", "addr housenumber"),
        "address": ("adress", "gatuadress", "belägenhetsadress", "address"),
    },
}  # fmt: skip
# What must be known; a bar stands between columns of which one is enough.
NEEDED: Mapping[What, tuple[tuple[str, ...], ...]] = {
    "posts": (("number",),),
    "roads": (),
    "paths": (),
    "signs": (("code",),),
    "addresses": (("address",), ("street", "number")),
}
PLACES = (("lat", "lon"), ("north", "east"), ("shape",))


@dataclass(frozen=True)
class Reading:
    """How a file of rows is to be read: what the rows are, and what the file does not say itself.

    `columns` gives column names by meaning, "" for "there is none". `epsg` is the system of the
    coordinates, `accuracy` how far (metres) posts may be wrong, `swap` that the axes are the other
    way round.
    """

    what: What = "posts"
    layer: str = ""
    epsg: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    accuracy: float | None = None
    swap: bool = False


def choose(columns: Sequence[str], reading: Reading, *, has_shapes: bool) -> dict[str, str]:
    """The column's name for each meaning that the file has.

    Raises ColumnsUnclear with the meanings that must be told, or FileFault for one told wrongly.
    """
    known = COLUMNS[reading.what]
    told = _told(columns, reading, known)
    guessed = _guessed(columns, known)
    chosen = {name: column for name, column in (guessed | told).items() if column}
    missing = _missing(NEEDED[reading.what], chosen, told)
    if not has_shapes:
        missing += _missing(PLACES, chosen, {})
    if missing:
        raise ColumnsUnclear(missing, columns)
    return chosen


def folded(name: str) -> str:
    """A column's name without what people write differently: case, blanks, dots, underscores."""
    composed = unicodedata.normalize("NFC", name).casefold()
    return re.sub(r"[\W_]+", "", composed)


def _told(
    columns: Sequence[str], reading: Reading, known: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    for meaning, column in reading.columns.items():
        if meaning not in known:
            raise FileFault("no_such_meaning", detail=f"{meaning} ({', '.join(known)})")
        if column and column not in columns:
            raise FileFault("no_such_column", detail=f"{column} ({', '.join(columns)})")
    return dict(reading.columns)


def _guessed(columns: Sequence[str], known: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    names = {folded(column): column for column in reversed(columns)}
    return {
        meaning: next(names[folded(word)] for word in words if folded(word) in names)
        for meaning, words in known.items()
        if any(folded(word) in names for word in words)
    }


def _missing(
    ways: Sequence[tuple[str, ...]], chosen: Mapping[str, str], told: Mapping[str, str]
) -> list[str]:
    """What to ask for: nothing if one of the ways is whole, or if somebody said there is none."""
    if not ways or any(all(m in chosen or told.get(m) == "" for m in way) for way in ways):
        return []
    return ["|".join("+".join(way) for way in ways)]
