"""Reads a list of posts as people export it: number and position, whatever the columns are called.

Comma, semicolon or tab between; degrees or the plane's metres; decimal point or comma; UTF-8 (with
or without a byte-order mark) or Windows-1252.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from grannsamverkan.geometry.ground import FileFault, Ground, PostPoint
from grannsamverkan.geometry.plane import OutsidePlane, Plane

LARGEST_FILE = 50_000_000
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("nummer", "stolpnummer", "stolpnr", "nr", "stolpe", "number", "ref", "post", "id"),
    "lat": ("lat", "latitud", "latitude", "breddgrad"),
    "lon": ("lon", "lng", "long", "longitud", "longitude", "längdgrad"),
    "north": ("n", "norr", "nord", "north", "northing", "y", "sweref_n", "nordkoordinat"),
    "east": ("e", "ö", "öst", "ost", "east", "easting", "x", "sweref_e", "östkoordinat"),
    "owner": ("ägare", "owner", "väghållare"),
    "galvanised": ("förzinkad", "galvaniserad", "galvanised", "galvanized"),
    "kind": ("typ", "kind", "type"),
}
NEEDED = (("lat", "lon"), ("north", "east"))
ANSWERS = {
    **dict.fromkeys(("ja", "j", "yes", "y", "1", "true", "sant"), True),
    **dict.fromkeys(("nej", "n", "no", "0", "false", "falskt"), False),
}
KINDS = {
    **dict.fromkeys(("vägglampa", "väggarmatur", "wall_lamp"), "wall_lamp"),
    **dict.fromkeys(("linspänd", "hängande", "hanging_lamp"), "hanging_lamp"),
    **dict.fromkeys(("", "lyktstolpe", "belysningsstolpe", "lamp_post"), "lamp_post"),
}
_NUMBER = re.compile(r"[-+]?[0-9]{1,9}(?:\.[0-9]{1,12})?")


def read_posts(path: Path, plane: Plane) -> Ground:
    """The posts of a CSV file. Raises FileFault with the line that cannot be read, or OSError."""
    if path.stat().st_size > LARGEST_FILE:
        raise FileFault("too_large")
    text = _text(path.read_bytes())
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        columns = _columns(next(reader, []))
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise FileFault("bad_row", reader.line_num, str(error)) from error
    if not rows:
        raise FileFault("empty")
    return Ground(posts=[_post(row, columns, plane, line) for line, row in rows])


def _text(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Swedish Windows programs write when they do not write UTF-8.
        text = raw.decode("cp1252", errors="replace")
    if "\0" in text:
        raise FileFault("not_text")
    return unicodedata.normalize("NFC", text)


def _delimiter(text: str) -> str:
    header = text.split("\n", 1)[0]
    return max(";\t,", key=header.count)


def _columns(header: Sequence[str]) -> dict[str, int]:
    names = [cell.strip().casefold() for cell in header]
    found = {
        meaning: next(names.index(word) for word in words if word in names)
        for meaning, words in COLUMNS.items()
        if any(word in names for word in words)
    }
    has_place = any(all(part in found for part in pair) for pair in NEEDED)
    if "number" not in found or not has_place:
        raise FileFault("no_columns", 1)
    return found


def _post(row: Sequence[str], columns: Mapping[str, int], plane: Plane, line: int) -> PostPoint:
    cells = {name: row[at].strip() for name, at in columns.items() if at < len(row)}
    x, y = _place(cells, plane, line)
    number = cells.get("number", "")
    if not number or len(number) > 40:
        raise FileFault("bad_number", line)
    return PostPoint(
        number=number,
        x=x,
        y=y,
        kind=KINDS.get(cells.get("kind", "").casefold(), "other"),
        galvanised=ANSWERS.get(cells.get("galvanised", "").casefold()),
        owner=cells.get("owner", "")[:120],
    )


def _place(cells: Mapping[str, str], plane: Plane, line: int) -> tuple[float, float]:
    try:
        if "lat" in cells and "lon" in cells:
            return plane.to_metric(_number(cells["lon"]), _number(cells["lat"]))
        x, y = _number(cells["east"]), _number(cells["north"])
        plane.to_lonlat(x, y)
    except OutsidePlane as error:
        raise FileFault("outside", line) from error
    except (KeyError, ValueError) as error:
        raise FileFault("bad_position", line) from error
    return x, y


def _number(text: str) -> float:
    tidy = re.sub(r"\s", "", text).replace(",", ".")
    if not _NUMBER.fullmatch(tidy):
        raise ValueError("not a number")
    return float(tidy)
