"""The metric plane of a municipality: degrees to metres and back, areas, distances.

Areas and lengths are never reckoned in degrees.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely import LineString, Point, Polygon, contains_xy, from_wkb
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]

WGS84 = 4326
# Clockwise from north, an eighth of a turn each.
DIRECTIONS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
# A plane is true only near its stated area, but some countries use one zone a little beyond it:
# Denmark keeps 25832 (6-12° E) to 15° E. Lengths are then at most 0.7 % off (measured with pyproj).
MARGIN_DEGREES = 3.0


class Bounds(NamedTuple):
    """A box: metres in the plane, or degrees where said so."""

    minx: float
    miny: float
    maxx: float
    maxy: float

    def grown(self, by: float) -> "Bounds":
        """The same box, larger by `by` on every side."""
        return Bounds(self.minx - by, self.miny - by, self.maxx + by, self.maxy + by)

    def holds(self, x: float, y: float) -> bool:
        """True if the point lies in the box or on its edge."""
        return self.minx <= x <= self.maxx and self.miny <= y <= self.maxy

    def way_to(self, x: float, y: float) -> tuple[float, str]:
        """How far outside the box a point lies and in which of eight directions ("n", "sw" …);
        0 and "" for a point in the box."""
        dx = min(0.0, x - self.minx) + max(0.0, x - self.maxx)
        dy = min(0.0, y - self.miny) + max(0.0, y - self.maxy)
        if not dx and not dy:
            return 0.0, ""
        eighth = round(math.atan2(dx, dy) / (math.pi / 4)) % len(DIRECTIONS)
        return math.hypot(dx, dy), DIRECTIONS[eighth]


class OutsidePlane(ValueError):
    """A position is not finite, or lies where the plane does not hold."""


@dataclass(frozen=True)
class Plane:
    """Metres east and north by an EPSG code such as 3006 (SWEREF 99 TM).

    Raises ValueError for a code that is unknown, or whose unit is not the metre.
    """

    epsg: int

    def __post_init__(self) -> None:
        _transformer(WGS84, self.epsg)

    @property
    def area(self) -> Bounds:
        """Where the plane holds, in degrees (west, south, east, north)."""
        return _area_of_use(self.epsg)

    def covers(self, lon: float, lat: float) -> bool:
        """True for a finite position in the plane's area of use (with MARGIN_DEGREES)."""
        return self.area.grown(MARGIN_DEGREES).holds(lon, lat)

    def to_metric(self, lon: float, lat: float) -> tuple[float, float]:
        """(x, y) metres of a position in degrees; OutsidePlane if it cannot be."""
        x, y = self.many_to_metric([lon], [lat])
        return float(x[0]), float(y[0])

    def to_lonlat(self, x: float, y: float) -> tuple[float, float]:
        """(lon, lat) degrees of a position in metres; OutsidePlane if it cannot be."""
        lon, lat = _transformer(self.epsg, WGS84).transform(x, y)
        if not self.covers(lon, lat):
            raise OutsidePlane("a position lies outside the plane")
        return float(lon), float(lat)

    def many_to_metric(
        self, lon: Sequence[float] | Floats, lat: Sequence[float] | Floats
    ) -> tuple[Floats, Floats]:
        """Arrays of degrees to arrays of metres; OutsidePlane if any position cannot be."""
        lons, lats = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
        if not self.inside(lons, lats).all():
            raise OutsidePlane("a position lies outside the plane")
        x, y = _transformer(WGS84, self.epsg).transform(lons, lats)
        return np.asarray(x), np.asarray(y)

    def many_to_lonlat(
        self, x: Sequence[float] | Floats, y: Sequence[float] | Floats
    ) -> tuple[Floats, Floats]:
        """Arrays of metres to arrays of degrees; OutsidePlane if any position cannot be."""
        xs, ys = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        lon, lat = _transformer(self.epsg, WGS84).transform(xs, ys)
        lons, lats = np.asarray(lon), np.asarray(lat)
        if not self.inside(lons, lats).all():
            raise OutsidePlane("a position lies outside the plane")
        return lons, lats

    def inside(self, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        """Which of the positions (degrees) the plane holds for; not-a-number counts as outside."""
        box = self.area.grown(MARGIN_DEGREES)
        held = (lon >= box.minx) & (lon <= box.maxx) & (lat >= box.miny) & (lat <= box.maxy)
        return np.asarray(held, dtype=np.bool_)

    def box_to_metric(self, box: Bounds) -> Bounds:
        """The metric box round a box in degrees, clipped to where the plane holds.

        OutsidePlane if they do not meet.
        """
        area = self.area.grown(MARGIN_DEGREES)
        held = Bounds(
            max(box.minx, area.minx),
            max(box.miny, area.miny),
            min(box.maxx, area.maxx),
            min(box.maxy, area.maxy),
        )
        if not (held.minx < held.maxx and held.miny < held.maxy):
            raise OutsidePlane("the box lies outside the plane")
        return Bounds(*_transformer(WGS84, self.epsg).transform_bounds(*held))


@cache
def plane_for(epsg: int) -> Plane:
    """The plane of an EPSG code; made once."""
    return Plane(epsg)


def distance(x1: float, y1: float, x2: float, y2: float) -> float:
    """Metres between two points of a plane."""
    return math.hypot(x2 - x1, y2 - y1)


def polygon_from_wkb(wkb: bytes) -> Polygon:
    """The polygon in a row; ValueError if the bytes hold something else."""
    try:
        shape = from_wkb(wkb)
    except (ShapelyError, TypeError) as error:
        raise ValueError("not readable as WKB") from error
    if shape.geom_type != "Polygon":
        raise ValueError(f"{shape.geom_type} instead of a polygon")
    return shape


def area_m2(area: BaseGeometry) -> float:
    """Square metres of a shape in a plane."""
    return float(area.area)


def overlap(a: Polygon, b: Polygon) -> tuple[float, float, float]:
    """What two areas share: (m², share 0..1 of `a`, share 0..1 of `b`)."""
    shared = float(a.intersection(b).area)
    return shared, shared / a.area if a.area else 0.0, shared / b.area if b.area else 0.0


def points_within(area: Polygon, points: Sequence[tuple[float, float]]) -> list[bool]:
    """For each (x, y): does it lie inside the area?"""
    if not points:
        return []
    xs, ys = zip(*points, strict=True)
    return [bool(held) for held in contains_xy(area, xs, ys)]


def distance_to_edge(area: Polygon, x: float, y: float) -> float:
    """Metres from a point to the border of an area, whichever side it lies on."""
    return float(area.exterior.distance(Point(x, y)))


def crossings(area: Polygon, line: LineString) -> list[tuple[float, float]]:
    """Where a line (a road, say) crosses the border of an area."""
    met = area.exterior.intersection(line)
    parts = getattr(met, "geoms", [met])
    return [(part.x, part.y) for part in parts if isinstance(part, Point)]


@cache
def _transformer(source: int, target: int) -> Transformer:
    try:
        crs = CRS.from_epsg(target if source == WGS84 else source)
    except CRSError as error:
        raise ValueError(f"EPSG:{target} is not known") from error
    if not crs.is_projected or crs.axis_info[0].unit_name != "metre":
        raise ValueError(f"{crs.name} is not a plane in metres")
    return Transformer.from_crs(source, target, always_xy=True)


@cache
def _area_of_use(epsg: int) -> Bounds:
    area = CRS.from_epsg(epsg).area_of_use
    if area is None:
        raise ValueError(f"EPSG:{epsg} does not say where it holds")
    return Bounds(area.west, area.south, area.east, area.north)
