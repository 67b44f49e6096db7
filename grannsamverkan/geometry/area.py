"""From what somebody drew, pasted or typed to an area that can be kept: or the reason why not."""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from shapely import LineString, Polygon, STRtree

from grannsamverkan.geometry.plane import Bounds, OutsidePlane, Plane, plane_for, polygon_from_wkb

Ring = list[tuple[float, float]]

MOST_CORNERS = 400
MOST_AREAS = 50
LONGEST_TEXT = 100_000
# A group's area is some streets. Own choice: from one small house plot to a whole town district.
SMALLEST_M2 = 500.0
LARGEST_M2 = 5_000_000.0
# How far from the municipality's map a border may lie before it is taken for a mistake. Own choice.
FARTHEST_M = 5_000.0

_NUMBER = r"([-+]?[0-9]{1,8}(?:[.,][0-9]{1,12})?)"
_PAIR = re.compile(rf"{_NUMBER}(?:[\s;]+|\s*,\s*){_NUMBER}")
_MOST_DEGREES = 360.0


class AreaFault(ValueError):
    """Why an area cannot be used: a code of FAULTS, and the numbers its explanation needs."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class Limits(NamedTuple):
    """What size an area may have (m²), and the metric box it must lie near, if one is known."""

    smallest_m2: float = SMALLEST_M2
    largest_m2: float = LARGEST_M2
    near: Bounds | None = None


DEFAULT_LIMITS = Limits()
FAULTS = (
    "empty",
    "too_long",
    "unreadable",
    "unreadable_line",
    "not_an_area",
    "several_areas",
    "has_hole",
    "not_finite",
    "too_few_corners",
    "too_many_corners",
    "outside",
    "far_away",
    "far_corner",
    "crosses_itself",
    "too_small",
    "too_large",
)


@dataclass(frozen=True)
class AreaDraft:
    """A usable area: the polygon in metres, its border in degrees (first corner not repeated)."""

    polygon: Polygon
    lonlat: tuple[tuple[float, float], ...]

    @property
    def wkb(self) -> bytes:
        """For the row."""
        return bytes(self.polygon.wkb)

    @property
    def area_m2(self) -> float:
        """Square metres."""
        return float(self.polygon.area)

    def geojson(self) -> str:
        """As the drawing field keeps it: a GeoJSON polygon with six decimals (a decimetre)."""
        return ring_to_geojson(self.lonlat)


def ring_to_geojson(lonlat: Sequence[tuple[float, float]]) -> str:
    """A border in degrees as GeoJSON text."""
    ring = [[round(lon, 6), round(lat, 6)] for lon, lat in lonlat]
    return json.dumps({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}, separators=(",", ":"))


@lru_cache(maxsize=1_000)
def kept_border(area_wkb: bytes, epsg: int) -> tuple[tuple[float, float], ...]:
    """`polygon_to_lonlat` of an area as its row has it, kept: one group is shown many times."""
    return tuple(polygon_to_lonlat(polygon_from_wkb(area_wkb), plane_for(epsg)))


def polygon_to_lonlat(polygon: Polygon, plane: Plane) -> list[tuple[float, float]]:
    """The border of an area in metres as (lon, lat), first corner not repeated."""
    xs, ys = zip(*list(polygon.exterior.coords)[:-1], strict=True)
    lons, lats = plane.many_to_lonlat(xs, ys)
    return [(float(lon), float(lat)) for lon, lat in zip(lons, lats, strict=True)]


def parse_area(text: str, plane: Plane, limits: Limits = DEFAULT_LIMITS) -> AreaDraft:
    """Read a GeoJSON polygon, or one corner a line as "lat, lon", "lon lat" or "N E" in metres.

    Raises AreaFault. Corner numbers in its details count from 1.
    """
    areas = read_rings(text, plane)
    if len(areas) > 1:
        raise AreaFault("several_areas", areas=len(areas))
    if len(areas[0]) > 1:
        raise AreaFault("has_hole")
    return draft_area(areas[0][0], plane, limits)


def read_rings(text: str, plane: Plane) -> list[list[Ring]]:
    """The borders a text holds: for each area its outer ring and its holes, in degrees as written.

    Raises AreaFault for what cannot be read; whether the borders make a usable area is not asked.
    """
    if len(text) > LONGEST_TEXT:
        raise AreaFault("too_long")
    stripped = text.strip().lstrip("\ufeff")
    if not stripped:
        raise AreaFault("empty")
    if stripped[0] in "{[":
        return _rings_from_geojson(stripped)
    return [[_ring_from_lines(stripped, plane)]]


def draft_area(lonlat: Sequence[tuple[float, float]], plane: Plane, limits: Limits) -> AreaDraft:
    """Check a border given in degrees and make an area of it. Raises AreaFault."""
    ring = _without_repeats(lonlat)
    if len(ring) < 3:
        raise AreaFault("too_few_corners", corners=len(ring))
    if len(ring) > MOST_CORNERS:
        raise AreaFault("too_many_corners", corners=len(ring), most=MOST_CORNERS)
    try:
        xs, ys = plane.many_to_metric([lon for lon, _ in ring], [lat for _, lat in ring])
    except OutsidePlane as error:
        raise AreaFault("outside") from error
    metric = [(float(x), float(y)) for x, y in zip(xs, ys, strict=True)]
    _check_place(metric, limits)
    _check_crossing(metric, plane)
    polygon = Polygon(metric)
    _check_size(polygon.area, limits)
    return AreaDraft(polygon, tuple(ring))


def _check_place(metric: Ring, limits: Limits) -> None:
    far = far_corners(metric, limits)
    if far and limits.near is not None:
        x, y = metric[far[0]]
        metres, direction = limits.near.way_to(x, y)
        raise AreaFault(
            "far_away" if len(far) == len(metric) else "far_corner",
            corner=far[0] + 1,
            km=max(1, round(metres / 1000)),
            direction=direction,
        )


def far_corners(metric: Ring, limits: Limits) -> list[int]:
    """Which corners (by number from 0) lie too far from the municipality's map."""
    if limits.near is None:
        return []
    allowed = limits.near.grown(FARTHEST_M)
    return [i for i, (x, y) in enumerate(metric) if not allowed.holds(x, y)]


def _check_size(area: float, limits: Limits) -> None:
    if area < limits.smallest_m2:
        raise AreaFault("too_small", area_m2=area, limit_m2=limits.smallest_m2)
    if area > limits.largest_m2:
        raise AreaFault("too_large", area_m2=area, limit_m2=limits.largest_m2)


def _check_crossing(metric: Ring, plane: Plane) -> None:
    found = first_crossing(metric)
    if found is not None:
        at = plane.to_lonlat(*crossing_point(metric, *found))
        raise AreaFault("crosses_itself", first=found[0], second=found[1], at=at)


def crossing_point(ring: Ring, first: int, second: int) -> tuple[float, float]:
    """Where two sides that meet do so: the middle of what they share, in the ring's own units."""
    count = len(ring)
    sides = [LineString([ring[i - 1], ring[i % count]]) for i in (first, second)]
    shared = sides[0].intersection(sides[1]).centroid
    return float(shared.x), float(shared.y)


def first_crossing(ring: Ring) -> tuple[int, int] | None:
    """The first two sides of a border that meet where they should not, by their first corner's
    number from 1; None for a border that never meets itself."""
    count = len(ring)
    sides = [LineString([ring[i], ring[(i + 1) % count]]) for i in range(count)]
    pairs = STRtree(sides).query(sides, predicate="intersects")
    for i, j in sorted((int(i), int(j)) for i, j in pairs.T if i < j):
        neighbours = j - i == 1 or (i == 0 and j == count - 1)
        if not neighbours or sides[i].intersection(sides[j]).length > 0:
            return i + 1, j + 1
    return None


def _without_repeats(lonlat: Sequence[tuple[float, float]]) -> Ring:
    ring = [
        corner for i, corner in enumerate(lonlat) if i == 0 or tuple(corner) != tuple(lonlat[i - 1])
    ]
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring


def _rings_from_geojson(text: str) -> list[list[Ring]]:
    try:
        # A number of thousands of digits is a ValueError, deep nesting a RecursionError.
        thing = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise AreaFault("unreadable") from error
    areas = [rings for geometry in _geometries(thing) for rings in _polygons(geometry)]
    if len(areas) > MOST_AREAS:
        raise AreaFault("several_areas", areas=len(areas))
    return [[_ring_of(ring) for ring in rings] for rings in areas]


def _geometries(thing: Any) -> list[Any]:
    """The geometries inside a FeatureCollection or a Feature."""
    if isinstance(thing, dict) and thing.get("type") == "FeatureCollection":
        features = thing.get("features")
        if not isinstance(features, list) or not features:
            raise AreaFault("not_an_area")
        return [_bare(feature) for feature in features]
    return [_bare(thing)]


def _bare(thing: Any) -> Any:
    if isinstance(thing, dict) and thing.get("type") == "Feature":
        return thing.get("geometry")
    return thing


def _polygons(geometry: Any) -> list[list[Any]]:
    """The list of rings of a Polygon, or of each one in a MultiPolygon."""
    if not isinstance(geometry, dict):
        raise AreaFault("not_an_area")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    found = coordinates if kind == "MultiPolygon" else [coordinates]
    if kind not in {"Polygon", "MultiPolygon"} or not isinstance(found, list) or not found:
        raise AreaFault("not_an_area")
    if not all(isinstance(rings, list) and rings for rings in found):
        raise AreaFault("not_an_area")
    return found


def _ring_of(ring: Any) -> Ring:
    if not isinstance(ring, list):
        raise AreaFault("not_an_area")
    return [_position(position) for position in ring]


def _position(position: Any) -> tuple[float, float]:
    if not isinstance(position, list) or len(position) < 2:
        raise AreaFault("not_an_area")
    lon, lat = position[:2]
    if not all(isinstance(n, int | float) and not isinstance(n, bool) for n in (lon, lat)):
        raise AreaFault("not_an_area")
    if any(isinstance(n, float) and not math.isfinite(n) for n in (lon, lat)):
        raise AreaFault("not_finite")
    if any(abs(n) > _MOST_DEGREES for n in (lon, lat)):
        raise AreaFault("outside")
    return float(lon), float(lat)


def _ring_from_lines(text: str, plane: Plane) -> Ring:
    ring = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            ring.append(_position_from_line(line.strip(), number, plane))
    return ring


def _position_from_line(line: str, number: int, plane: Plane) -> tuple[float, float]:
    match = _PAIR.fullmatch(line)
    if match is None:
        raise AreaFault("unreadable_line", line=number)
    a, b = (float(part.replace(",", ".")) for part in match.groups())
    position = position_of(a, b, plane)
    if position is None:
        raise AreaFault("outside", line=number)
    return position


def position_of(a: float, b: float, plane: Plane) -> tuple[float, float] | None:
    """(lon, lat) of two numbers in either order, degrees or the plane's metres; None if neither
    order lies where the plane holds. Degrees are tried as (lat, lon) first, metres as (N, E)."""
    for lon, lat in ((b, a), (a, b)):
        if plane.covers(lon, lat):
            return lon, lat
    if abs(a) <= _MOST_DEGREES or abs(b) <= _MOST_DEGREES:
        return None
    for x, y in ((b, a), (a, b)):
        try:
            return plane.to_lonlat(x, y)
        except OutsidePlane:
            continue
    return None
