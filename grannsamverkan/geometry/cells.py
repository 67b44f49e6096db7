"""Cells of the base map: which part of the ground a cell is, and what is drawn there.

Cells are the squares of the web's usual map grid (zoom/column/row). What is sent for one is
clipped to it, simplified to what can be seen at its zoom, and packed as differences of whole
millionths of a degree.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from shapely import LineString, Polygon, clip_by_rect, from_wkb, get_parts
from shapely.errors import ShapelyError

from grannsamverkan.geometry.plane import Bounds, Floats, Plane

LOWEST_ZOOM, HIGHEST_ZOOM = 9, 16
MOST_FEATURES = 4000
# Lines and edges continue this share of a cell beyond it, so that no seam shows when it is drawn.
OVERHANG = 0.06
# One pixel of a 256 px cell at the equator of zoom 0, in metres (40 075 017 m round the earth).
PIXEL_M = 40_075_016.7 / 256
MICRODEGREES = 1_000_000
# Up to this zoom posts are told of in heaps: this many squares along a cell's side.
HEAPS_TO_ZOOM, HEAPS_ALONG = 14, 5

MAIN_ROADS = frozenset(
    {"motorway", "trunk", "primary", "secondary", "tertiary"}
    | {f"{kind}_link" for kind in ("motorway", "trunk", "primary", "secondary", "tertiary")}
)
_FROM_ZOOM = {"water": 9, "rail": 11, "green": 12, "road": 13, "paved": 15, "path": 14}
_BUILDINGS_FROM = 15


class Cell(NamedTuple):
    """One square of the grid; `column` counts from west, `row` from north."""

    zoom: int
    column: int
    row: int


@dataclass(frozen=True)
class Drawn:
    """A feature as the database keeps it, ready to be cut to a cell."""

    kind: str
    subtype: str
    name: str
    wkb: bytes
    width: float | None


def parse_cell(text: str) -> Cell:
    """Read "zoom/column/row"; ValueError unless it is a cell of the grid at a zoom we draw."""
    parts = text.split("/")
    if len(parts) != 3 or not all(p.isascii() and p.isdigit() and len(p) <= 6 for p in parts):
        raise ValueError("a cell is zoom/column/row")
    cell = Cell(*(int(part) for part in parts))
    side = 2**cell.zoom if LOWEST_ZOOM <= cell.zoom <= HIGHEST_ZOOM else 0
    if not (cell.column < side and cell.row < side):
        raise ValueError("no such cell")
    return cell


def bounds_of(cell: Cell) -> Bounds:
    """West, south, east, north of a cell in degrees."""
    side = 2**cell.zoom
    return Bounds(
        cell.column / side * 360 - 180,
        _latitude(cell.row + 1, side),
        (cell.column + 1) / side * 360 - 180,
        _latitude(cell.row, side),
    )


def metres_per_pixel(cell: Cell) -> float:
    """Ground metres under one pixel in the middle of a cell drawn 256 px wide."""
    box = bounds_of(cell)
    return PIXEL_M * math.cos(math.radians((box.miny + box.maxy) / 2)) / float(2**cell.zoom)


def kinds_at(zoom: int) -> tuple[str, ...]:
    """Which kinds of features are drawn in cells of that zoom."""
    kinds = {kind for kind, lowest in _FROM_ZOOM.items() if zoom >= lowest}
    kinds.add("road")
    if zoom >= _BUILDINGS_FROM:
        kinds.add("building")
    return tuple(sorted(kinds))


def shows(zoom: int, kind: str, subtype: str) -> bool:
    """Is such a feature drawn at that zoom? Small roads only from near by."""
    if kind == "road" and zoom < _FROM_ZOOM["road"]:
        return subtype in MAIN_ROADS
    return kind in kinds_at(zoom)


def pack(cell: Cell, features: Iterable[Drawn], plane: Plane) -> list[dict[str, Any]]:
    """What is sent for a cell: for each feature kind, type, name, width and its lines or rings.

    At most MOST_FEATURES, the most important kinds first. A row that cannot be read is left out.
    """
    box = plane.box_to_metric(bounds_of(cell))
    frame = box.grown(OVERHANG * (box.maxx - box.minx))
    shown = [f for f in features if shows(cell.zoom, f.kind, f.subtype)]
    shown.sort(key=lambda feature: _IMPORTANCE[feature.kind])
    tolerance = metres_per_pixel(cell) * (0.4 if cell.zoom >= _BUILDINGS_FROM else 0.8)
    packed = (_packed(feature, frame, tolerance, plane) for feature in shown[:MOST_FEATURES])
    return [feature for feature in packed if feature is not None]


def pack_points(points: Floats, plane: Plane) -> list[int]:
    """Points, (n, 2) metres, packed as lines are: lon, lat, then differences, in microdegrees."""
    return _deltas(points, plane) if len(points) else []


def heaps(points: Floats, cell: Cell, plane: Plane) -> tuple[list[int], list[int]]:
    """Those of the points, (n, 2) metres, that lie in the cell, in heaps: the middle of each,
    packed, and how many it is of. Which make a heap depends on the cell alone."""
    if not len(points):
        return [], []
    box = bounds_of(cell)
    places = np.column_stack(plane.many_to_lonlat(*points.T))
    share = (places - box[:2]) / (np.array(box[2:]) - box[:2])
    held = ((share >= 0) & (share < 1)).all(axis=1)
    squares = (share[held] * HEAPS_ALONG).astype(int) @ [1, HEAPS_ALONG]
    names, which, counts = np.unique(squares, return_inverse=True, return_counts=True)
    sums = [np.bincount(which, part, len(names)) for part in places[held].T]
    return _packed_degrees(np.column_stack(sums) / counts[:, None]), counts.tolist()


_IMPORTANCE = {
    kind: place
    for place, kind in enumerate(("water", "road", "path", "rail", "green", "paved", "building"))
}


def _packed(feature: Drawn, frame: Bounds, tolerance: float, plane: Plane) -> dict[str, Any] | None:
    try:
        cut = clip_by_rect(from_wkb(feature.wkb), *frame)
        parts = get_parts(cut.simplify(tolerance))
    except ShapelyError:
        return None
    lines = [line for part in parts for line in _lines_of(part, tolerance)]
    if not lines:
        return None
    packed: dict[str, Any] = {"k": feature.kind, "t": feature.subtype}
    if feature.name:
        packed["n"] = feature.name
    if feature.width:
        packed["w"] = round(feature.width, 1)
    packed["a" if isinstance(parts[0], Polygon) else "l"] = [_deltas(line, plane) for line in lines]
    return packed


def _lines_of(part: Any, tolerance: float) -> list[Sequence[tuple[float, float]]]:
    if isinstance(part, LineString):
        return [part.coords] if len(part.coords) > 1 else []
    if isinstance(part, Polygon) and part.area > tolerance * tolerance:
        return [part.exterior.coords, *(hole.coords for hole in part.interiors)]
    return []


def _deltas(line: Sequence[tuple[float, float]] | Floats, plane: Plane) -> list[int]:
    """lon, lat, then differences: whole microdegrees in one flat list."""
    metres = np.asarray(line, dtype=float)[:, :2]
    return _packed_degrees(np.column_stack(plane.many_to_lonlat(*metres.T)))


def _packed_degrees(places: Floats) -> list[int]:
    whole = np.rint(places * MICRODEGREES).astype(np.int64)
    whole[1:] = np.diff(whole, axis=0)
    return [int(number) for number in whole.ravel()]


def _latitude(row: int, side: int) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / side))))
