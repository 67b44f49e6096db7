"""Björkvik: an invented small Swedish town by a lake, the same for the same seed.

It gives a fresh installation ground to stand on. No such town exists, and no real map was used.
"""

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.random import Generator
from shapely import LineString, Polygon, union_all
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from grannsamverkan.geometry import town_plan
from grannsamverkan.geometry.ground import AddressPoint, Feature, Ground, PostPoint, ThingPoint
from grannsamverkan.geometry.plane import Plane
from grannsamverkan.geometry.town_joints import joined
from grannsamverkan.geometry.town_plots import (
    FIRST_POST,
    House,
    Plots,
    block,
    build_along,
    lamps_along,
)
from grannsamverkan.geometry.town_signs import signs
from grannsamverkan.geometry.town_streets import Street, curve, lay

Placed = TypeVar("Placed", AddressPoint, PostPoint, ThingPoint)
NAME = "Björkvik"
SQUARE_LON, SQUARE_LAT = 12.35, 58.40
ATTRIBUTION = "Björkvik är en påhittad ort"
TOWN, STATE = "Björkviks kommun", "Trafikverket"
STATE_ROADS = {"secondary"}
PATH_WIDTH, CYCLE_PATH_WIDTH = 2.0, 3.0
# A path is trodden between two street ends no farther apart than this (metres).
SHORT_CUT = 85.0
SAME_PATH_M = 12.0
# The town's own list of lamps was measured, as a municipality's is.
LAMP_ERROR_M = 0.2
SMALLEST_WOOD_M2 = 1500


def build(seed: int, plane: Plane, owner: str = TOWN) -> Ground:
    """The town of `seed` in a plane that covers its place; some 600 addresses and 300 posts.

    `owner` is who owns its posts and most of its streets.
    """
    random = np.random.default_rng(seed)
    lake, stream = _lake(random), curve(town_plan.STREAM)
    water = union_all([lake, stream.buffer(town_plan.STREAM_WIDTH / 2)])
    streets = lay(random, union_all([water, *_kept()]))
    paths = [("cycleway", name, curve(points)) for name, points in town_plan.CYCLE_PATHS]
    paths += [("footway", "", line) for line in _short_cuts(streets, water)]
    plots = _build_houses(random, streets, paths, water)
    greens = [*_greens(random, streets, plots, water)]
    posts = _posts(streets, paths, owner)
    streets, paths = _joined(streets, paths)
    features = [
        _area("water", "lake", town_plan.LAKE_NAME, lake),
        _line("water", "stream", town_plan.STREAM_NAME, stream, town_plan.STREAM_WIDTH),
        *greens,
        _area("paved", "pedestrian", "Torget", Polygon(town_plan.SQUARE)),
        *(_area("paved", "parking", "", Polygon(points)) for points in town_plan.PARKINGS),
        *(_street(street, owner) for street in streets),
        *(_line("path", kind, name, line, _path_width(kind)) for kind, name, line in paths),
        *(_area("building", house.kind, "", house.shape) for house in plots.houses),
    ]
    things = signs(streets, [line for _, _, line in paths])
    return _moved(Ground(ATTRIBUTION, features, _addresses(plots), posts, things), plane)


def _joined(
    streets: list[Street], paths: list[tuple[str, str, LineString]]
) -> tuple[list[Street], list[tuple[str, str, LineString]]]:
    """Streets and paths with a point in common wherever they meet."""
    lines = joined([*(street.line for street in streets), *(line for _, _, line in paths)])
    laid = [replace(street, line=line) for street, line in zip(streets, lines, strict=False)]
    trodden = lines[len(streets) :]
    return laid, [(kind, name, line) for (kind, name, _), line in zip(paths, trodden, strict=True)]


def _lake(random: Generator) -> Polygon:
    shaken = tuple(
        (x + random.uniform(-9, 9), y + random.uniform(-14, 14)) for x, y in town_plan.SHORE
    )
    shore = list(curve(shaken).coords)
    west = [(town_plan.FAR_WEST, shore[-1][1]), (town_plan.FAR_WEST, shore[0][1])]
    return Polygon([*shore, *west])


def _kept() -> list[Polygon]:
    """Grounds that no street is grown through."""
    return [
        Polygon(town_plan.PARK),
        Polygon(town_plan.PITCH),
        *(_landmark(*landmark) for landmark in town_plan.LANDMARKS),
    ]


def _landmark(
    _name: str, _kind: str, x: float, y: float, front: float, depth: float, degrees: float
) -> Polygon:
    return block(x, y, front, depth, math.radians(degrees))


def _short_cuts(streets: list[Street], water: BaseGeometry) -> list[LineString]:
    """Footways from dead ends on to the nearest other street."""
    found: list[LineString] = []
    for street in streets[len(town_plan.MAIN_STREETS) :]:
        end = street.line.boundary.geoms[1]
        others = union_all([other.line for other in streets if other is not street])
        target = nearest_points(end, others)[1]
        link = LineString([end, target])
        beside_itself = link.intersection(street.line.buffer(5)).length > link.length / 2
        known = any(link.hausdorff_distance(other) < SAME_PATH_M for other in found)
        if not (beside_itself or known or link.crosses(water)) and 4 < link.length < SHORT_CUT:
            found.append(link)
    return found


def _build_houses(
    random: Generator,
    streets: list[Street],
    paths: list[tuple[str, str, LineString]],
    water: BaseGeometry,
) -> Plots:
    plots = Plots([water.buffer(9), Polygon(town_plan.PARK), Polygon(town_plan.SQUARE)])
    plots.taken += [Polygon(town_plan.PITCH), *(Polygon(points) for points in town_plan.PARKINGS)]
    plots.taken += [street.line.buffer(street.width / 2) for street in streets]
    plots.taken += [line.buffer(_path_width(kind) / 2) for kind, _, line in paths]
    for landmark in town_plan.LANDMARKS:
        plots.add(House(landmark[1], _landmark(*landmark)))
    for street in streets:
        build_along(random, street, plots)
    return plots


def _greens(
    random: Generator, streets: list[Street], plots: Plots, water: BaseGeometry
) -> Iterable[Feature]:
    yield _area("green", "park", "Åparken", Polygon(town_plan.PARK))
    yield _area("green", "pitch", "", Polygon(town_plan.PITCH))
    used = union_all(
        [
            *(street.line.buffer(24) for street in streets),
            *(house.shape.buffer(22) for house in plots.houses),
            water.buffer(6),
        ]
    )
    for x, y, radius in town_plan.WOODS:
        left = _blob(random, x, y, radius).difference(used).buffer(-6).buffer(6)
        for part in getattr(left, "geoms", [left]):
            if part.area > SMALLEST_WOOD_M2:
                yield _area("green", "wood", "", part)


def _blob(random: Generator, x: float, y: float, radius: float) -> Polygon:
    corners = tuple(
        (
            x + radius * random.uniform(0.75, 1.25) * math.cos(turn),
            y + radius * random.uniform(0.75, 1.25) * math.sin(turn),
        )
        for turn in np.linspace(0, math.tau, 11, endpoint=False)
    )
    return Polygon(curve((*corners, corners[0])).coords).buffer(0)


def _posts(
    streets: list[Street], paths: list[tuple[str, str, LineString]], owner: str
) -> list[PostPoint]:
    lines = [(street.line, street.width / 2) for street in streets]
    ways = [(street.line, street.width / 2) for street in streets if street.homes != "none"]
    ways += [(line, CYCLE_PATH_WIDTH / 2) for kind, _, line in paths if kind == "cycleway"]
    places = []
    for number, (line, half) in enumerate(ways):
        others = [other for other in lines if other[0] is not line]
        places += lamps_along(line, half, 1 if number % 2 else -1, others)
    return [
        PostPoint(str(FIRST_POST + number), x, y, "lamp_post", True, owner, error_m=LAMP_ERROR_M)
        for number, (x, y) in enumerate(places)
    ]


def _addresses(plots: Plots) -> list[AddressPoint]:
    return [AddressPoint(*address) for house in plots.houses for address in house.addresses]


def _path_width(kind: str) -> float:
    return CYCLE_PATH_WIDTH if kind == "cycleway" else PATH_WIDTH


def _street(street: Street, owner: str) -> Feature:
    points = tuple((float(x), float(y)) for x, y in street.line.coords)
    return Feature(
        "road",
        street.kind,
        street.name,
        points,
        width=street.width,
        speed=street.speed,
        sidewalk="both" if street.homes in {"centre", "flats"} else "no",
        owner=STATE if street.kind in STATE_ROADS else owner,
    )


def _line(kind: str, subtype: str, name: str, line: LineString, width: float) -> Feature:
    return Feature(
        kind, subtype, name, tuple((float(x), float(y)) for x, y in line.coords), False, width
    )


def _area(kind: str, subtype: str, name: str, shape: Polygon) -> Feature:
    points = tuple((float(x), float(y)) for x, y in shape.exterior.coords)
    return Feature(kind, subtype, name, points, is_area=True)


def _moved(ground: Ground, plane: Plane) -> Ground:
    """From metres round the square to metres of the plane, rounded to centimetres."""
    east, north = plane.to_metric(SQUARE_LON, SQUARE_LAT)

    def at(x: float, y: float) -> tuple[float, float]:
        return round(east + x, 2), round(north + y, 2)

    def moved(one: Placed) -> Placed:
        x, y = at(one.x, one.y)
        return replace(one, x=x, y=y)

    return Ground(
        ground.attribution,
        [
            replace(feature, points=tuple(at(*p) for p in feature.points))
            for feature in ground.features
        ],
        [moved(address) for address in ground.addresses],
        [moved(post) for post in ground.posts],
        [moved(thing) for thing in ground.things],
    )
