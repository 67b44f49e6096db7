"""What rows of any file become: posts, roads, paths, signs or addresses in the plane's metres."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely import (
    from_wkt,
    get_coordinates,
    get_type_id,
    length,
    set_coordinates,
)

from grannsamverkan.geometry import columns, osm_tags
from grannsamverkan.geometry.columns import Reading
from grannsamverkan.geometry.ground import (
    AddressPoint,
    Feature,
    FileFault,
    Ground,
    PostPoint,
    Tell,
    ThingPoint,
    silent,
)
from grannsamverkan.geometry.placing import Placing, system
from grannsamverkan.geometry.plane import WGS84, Floats, Plane
from grannsamverkan.geometry.tables import Batch, Table

Cells = Mapping[str, str]
POINT, LINE, MANY_POINTS, MANY_LINES = 0, 1, 4, 5
LONGEST_NUMBER = 40
ANSWERS = {
    **dict.fromkeys(("ja", "j", "yes", "y", "1", "true", "sant"), True),
    **dict.fromkeys(("nej", "n", "no", "0", "false", "falskt"), False),
}
POST_KINDS = {
    **dict.fromkeys(("vägglampa", "väggarmatur", "wall_lamp", "wall"), "wall_lamp"),
    **dict.fromkeys(("linspänd", "hängande", "hanging_lamp", "suspended"), "hanging_lamp"),
    **dict.fromkeys(("", "lyktstolpe", "belysningsstolpe", "lamp_post", "pole"), "lamp_post"),
}
THING_KINDS = {
    **dict.fromkeys(("signal", "trafiksignal", "traffic_signals"), "signal"),
    **dict.fromkeys(("give_way", "väjningsplikt"), "give_way"),
    **dict.fromkeys(("stop", "stopp", "stopplikt"), "stop"),
    **dict.fromkeys(("crossing", "övergångsställe"), "crossing"),
}
# NVDB's functional road classes, 0 the greatest; which street each is like is our own choice.
ROAD_CLASSES = dict(
    zip(
        "0123456789",
        "motorway trunk primary secondary secondary tertiary tertiary residential residential"
        " service".split(),
        strict=True,
    )
) | {
    "bostadsgata": "residential",
    "lokalgata": "residential",
    "huvudgata": "secondary",
    "uppsamlingsgata": "tertiary",
    "gångfartsområde": "living_street",
    "utfart": "driveway",
    "infart": "driveway",
}
PATH_CLASSES = {
    **dict.fromkeys(("gångväg", "gångbana", "gång"), "footway"),
    **dict.fromkeys(("cykelväg", "cykelbana", "cykel", "gc", "gc-väg", "gcväg", "gcm-väg",
                     "gång- och cykelväg"), "cycleway"),
}  # fmt: skip
ONE_WAY = {
    **osm_tags.ONE_WAY,
    **dict.fromkeys(("ja", "med", "framåt", "f", "forward"), 1),
    **dict.fromkeys(("mot", "bakåt", "b", "backward"), -1),
}
SIDES = {
    **dict.fromkeys(("both", "båda", "ja"), "both"),
    **dict.fromkeys(("left", "vänster"), "left"),
    **dict.fromkeys(("right", "höger"), "right"),
    **dict.fromkeys(("no", "none", "nej", "ingen"), "no"),
}
# "SV" is south-west, "NÖ" (or "NO") north-east.
SWEDISH_COMPASS = str.maketrans("VÖO", "WEE")
_NUMBER = re.compile(r"[-+]?[0-9]{1,9}(?:\.[0-9]{1,12})?")


def read_parts(
    table: Table, reading: Reading, plane: Plane, tell: Tell = silent
) -> Iterator[Ground]:
    """The rows of a table as ground, in parts of bounded size.

    Raises ColumnsUnclear, or FileFault with the line that cannot be read.
    """
    chosen = columns.choose(table.columns, reading, has_shapes=table.has_shapes)
    placing = Placing(plane, _system(table, reading, chosen, plane), swap=reading.swap)
    empty = True
    for batch in table.batches(sorted(set(chosen.values())), tell):
        rows = [
            dict(zip(chosen, cells, strict=True))
            for cells in zip(*(batch.cells[name] for name in chosen.values()), strict=True)
        ] or [{} for _ in batch.lines]
        empty = False
        is_line = reading.what in {"roads", "paths"}
        read = _lines if is_line else _points
        yield read(_Rows(batch, rows, chosen), reading, placing)
    if empty:
        raise FileFault("empty")


class _Rows:
    """Some rows with their cells by meaning, and where they lie."""

    def __init__(self, batch: Batch, cells: Sequence[Cells], chosen: Mapping[str, str]) -> None:
        self.lines, self.cells = batch.lines, cells
        self._chosen = chosen
        self._shapes = batch.shapes

    @property
    def shapes(self) -> NDArray[Any] | None:
        """Shapes of the file, or of a column in WKT; None if rows have plain coordinates."""
        if self._shapes is not None or "shape" not in self._chosen:
            return self._shapes
        texts = [row["shape"] or None for row in self.cells]
        shapes: NDArray[Any] = from_wkt(np.array(texts, dtype=object), on_invalid="ignore")
        for line, text, shape in zip(self.lines, texts, shapes, strict=True):
            if text and shape is None:
                raise FileFault("bad_position", line)
        return shapes

    def coordinates(self) -> tuple[Floats, Floats]:
        """x and y of every row by its columns."""
        x, y = ("lon", "lat") if {"lon", "lat"} <= set(self._chosen) else ("east", "north")
        return self._parsed(x), self._parsed(y)

    def _parsed(self, meaning: str) -> Floats:
        found = np.empty(len(self.cells))
        for at, row in enumerate(self.cells):
            try:
                found[at] = _number(row[meaning])
            except ValueError as error:
                raise FileFault("bad_position", self.lines[at]) from error
        return found


def _system(table: Table, reading: Reading, chosen: Mapping[str, str], plane: Plane) -> Any:
    if reading.epsg is not None:
        return system(reading.epsg)
    if table.system is not None:
        return system(table.system)
    if table.has_shapes:
        raise FileFault("no_epsg")
    return system(WGS84 if {"lat", "lon"} <= set(chosen) else plane.epsg)


def _points(rows: _Rows, reading: Reading, placing: Placing) -> Ground:
    ground = Ground()
    shapes = rows.shapes
    kept: Sequence[int] = range(len(rows.lines))
    if shapes is None:
        xs, ys = rows.coordinates()
    else:
        kept = [at for at, kind in enumerate(_single(shapes)) if kind == POINT]
        ground.skipped["no_point"] += len(shapes) - len(kept)
        xs, ys = get_coordinates(shapes[kept]).T
    lines = [rows.lines[at] for at in kept]
    xs, ys = placing.metres(xs, ys, lines)
    make = _MAKERS[reading.what]
    for at, line, x, y in zip(kept, lines, xs.tolist(), ys.tolist(), strict=True):
        make(ground, rows.cells[at], line, (x, y), reading)
    return ground


def _single(shapes: NDArray[Any]) -> NDArray[Any]:
    """The kind of each shape; a set of one point becomes that point, in place."""
    for at in np.flatnonzero(get_type_id(shapes) == MANY_POINTS):
        if len(shapes[at].geoms) == 1:
            shapes[at] = shapes[at].geoms[0]
    empty = np.array([shape is None or shape.is_empty for shape in shapes], dtype=bool)
    return np.where(empty, -1, get_type_id(shapes))


def _post(
    ground: Ground, cells: Cells, line: int, place: tuple[float, float], reading: Reading
) -> None:
    number = cells.get("number", "")
    if ("number" in cells and not number) or len(number) > LONGEST_NUMBER:
        raise FileFault("bad_number", line)
    ground.posts.append(
        PostPoint(
            number,
            *place,
            kind=POST_KINDS.get(cells.get("kind", "").casefold(), "other"),
            galvanised=ANSWERS.get(cells.get("galvanised", "").casefold()),
            owner=cells.get("owner", ""),
            key=cells.get("key", ""),
            error_m=_positive(cells.get("error", "")) or reading.accuracy,
        )
    )


def _sign(
    ground: Ground, cells: Cells, _line: int, place: tuple[float, float], _reading: Reading
) -> None:
    kind = THING_KINDS.get(cells.get("kind", "").casefold(), "sign")
    looks = osm_tags.facing(cells.get("facing", "").upper().translate(SWEDISH_COMPASS))
    ground.things.append(
        ThingPoint(cells.get("key", ""), kind, *place, cells.get("code", ""), looks)
    )


def _address(
    ground: Ground, cells: Cells, _line: int, place: tuple[float, float], _reading: Reading
) -> None:
    street, number = cells.get("street", ""), cells.get("number", "")
    if not (street and number):
        found = re.fullmatch(r"(.*?\S)\s+(\d+\s*\w?)", cells.get("address", ""))
        street, number = found.groups() if found else ("", "")
    if street:
        ground.addresses.append(AddressPoint(street, number, *place))
    else:
        ground.skipped["no_address"] += 1


_MAKERS: Mapping[str, Callable[[Ground, Cells, int, tuple[float, float], Reading], None]] = {
    "posts": _post,
    "signs": _sign,
    "addresses": _address,
}


def _lines(rows: _Rows, reading: Reading, placing: Placing) -> Ground:
    ground = Ground()
    shapes = rows.shapes
    if shapes is None:
        raise FileFault("no_lines")
    kept = [at for at, kind in enumerate(get_type_id(shapes)) if kind in {LINE, MANY_LINES}]
    ground.skipped["no_line"] += len(shapes) - len(kept)
    placed = _moved(shapes[kept], [rows.lines[at] for at in kept], placing)
    for at, shape in zip(kept, placed, strict=True):
        parts = getattr(shape, "geoms", [shape])
        for place, part in enumerate(parts):
            if length(part) <= 0:
                ground.skipped["no_length"] += 1
                continue
            ending = f"/{place}" if len(parts) > 1 else ""
            ground.features.append(_feature(rows.cells[at], part, ending, reading))
    return ground


def _moved(shapes: NDArray[Any], lines: Sequence[int], placing: Placing) -> NDArray[Any]:
    points, owners = get_coordinates(shapes, return_index=True)
    xs, ys = placing.metres(points[:, 0], points[:, 1], np.asarray(lines)[owners].tolist())
    moved: NDArray[Any] = set_coordinates(shapes.copy(), np.column_stack([xs, ys]))
    return moved


def _feature(cells: Cells, line: Any, ending: str, reading: Reading) -> Feature:
    key, word = cells.get("key", ""), cells.get("class", "").strip().casefold()
    kind = "road" if reading.what == "roads" else "path"
    speed, lanes = _positive(cells.get("speed", "")), _positive(cells.get("lanes", ""))
    return Feature(
        kind,
        ROAD_CLASSES.get(word, word) if kind == "road" else _path_class(word),
        cells.get("name", ""),
        tuple((float(x), float(y)) for x, y in line.coords),
        width=_positive(cells.get("width", "")),
        speed=round(speed) if speed else None,
        key=f"{key}{ending}" if key else "",
        lanes=round(lanes) if lanes else None,
        oneway=ONE_WAY.get(cells.get("oneway", "").casefold(), 0),
        sidewalk=SIDES.get(cells.get("sidewalk", "").casefold(), ""),
        level=osm_tags.level({"layer": cells.get("level", "")}),
        owner=cells.get("owner", ""),
    )


def _path_class(word: str) -> str:
    return PATH_CLASSES.get(word, word or "footway")


def _positive(text: str) -> float | None:
    """A number above nothing ("5,5"), or None for anything else."""
    if not text:
        return None
    try:
        return max(0.0, _number(text.removesuffix("m").removesuffix("km/h"))) or None
    except ValueError:
        return None


def _number(text: str) -> float:
    if _NUMBER.fullmatch(text):
        return float(text)
    tidy = re.sub(r"\s", "", text).replace(",", ".")
    if not _NUMBER.fullmatch(tidy):
        raise ValueError("not a number")
    return float(tidy)
