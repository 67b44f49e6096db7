"""Road signs, signals and crossings of the invented town, at the roadside where they would stand.

Codes are those of the Swedish road signs ordinance, as OpenStreetMap writes them.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shapely import LineString, Point, union_all

from grannsamverkan.geometry.ground import ThingPoint
from grannsamverkan.geometry.town_streets import Street

GIVE_WAY, CROSSING, CHILDREN = "SE:B1", "SE:B3", "SE:A15"
SPEEDS = {30: "SE:C31-3", 40: "SE:C31-4", 50: "SE:C31-5", 70: "SE:C31-7"}
# A street this wide (metres) goes before the narrower ones that end at it.
MAIN_WIDTH = 6.0
# Our own choices, in metres: from the kerb to the sign, from the other street's kerb to a give-way
# sign, how far into a street its speed is told, and how far before a crossing its sign stands.
FROM_KERB, BEFORE_GIVE_WAY, INTO_STREET, BEFORE_CROSSING = 0.8, 2.0, 16.0, 1.5
LONG_STREET = 350.0
# Nothing stands nearer a carriageway than this.
CLEAR = 0.5
MEETS_M = 0.6


class Spot(NamedTuple):
    """A place on a street, and the way (radians from east) somebody drives there."""

    x: float
    y: float
    heading: float


def signs(streets: Sequence[Street], paths: Sequence[LineString]) -> list[ThingPoint]:
    """All that drivers must see. Every second sign keeps quiet about where it faces."""
    carriageways = union_all([street.line.buffer(street.width / 2 + CLEAR) for street in streets])
    things: list[ThingPoint] = []
    quiet = False
    for kind, code, spot in (*_at_ends(streets), *_along(streets), *_at_crossings(streets, paths)):
        on_way = kind == "crossing"
        if not on_way and carriageways.contains(Point(spot.x, spot.y)):
            # In the mouth of another street nobody would put one up.
            continue
        quiet ^= kind == "sign"
        looks = None if on_way or (quiet and kind == "sign") else _facing(spot.heading)
        key = f"skylt-{len(things) + 1}"
        things.append(ThingPoint(key, kind, spot.x, spot.y, code, looks))
    return things


def _at_ends(streets: Sequence[Street]) -> Iterator[tuple[str, str, Spot]]:
    """Where a street ends at a main one: give way on the way out, the speed on the way in."""
    for street in streets:
        for line in (street.line, street.line.reverse()):
            main = _main_at(Point(line.coords[-1]), street, streets)
            if main is None or line.length < 3 * INTO_STREET:
                continue
            back = main.width / 2 + BEFORE_GIVE_WAY
            yield "give_way", GIVE_WAY, _beside(line, line.length - back, street.width)
            if street.speed != main.speed:
                into = main.width / 2 + INTO_STREET
                yield "sign", SPEEDS[street.speed], _beside(line.reverse(), into, street.width)


def _main_at(end: Point, street: Street, streets: Sequence[Street]) -> Street | None:
    met = (other for other in streets if other is not street and other.width >= MAIN_WIDTH)
    found = next((other for other in met if other.line.distance(end) < MEETS_M), None)
    return found if found is not None and street.width < found.width else None


def _along(streets: Sequence[Street]) -> Iterator[tuple[str, str, Spot]]:
    """The speed told again on streets that lead far, both ways; children, where the school is."""
    for street in streets:
        if street.line.length < LONG_STREET:
            continue
        for line in (street.line, street.line.reverse()):
            yield "sign", SPEEDS[street.speed], _beside(line, line.length / 3, street.width)
            if street.homes == "flats":
                yield "sign", CHILDREN, _beside(line, line.length / 2, street.width)


def _at_crossings(
    streets: Sequence[Street], paths: Sequence[LineString]
) -> Iterator[tuple[str, str, Spot]]:
    """Where a path crosses a main street: the crossing, its signs, and signals on the widest."""
    main = [street for street in streets if street.width >= MAIN_WIDTH]
    for street in main:
        for path in paths:
            met = street.line.intersection(path)
            for place in getattr(met, "geoms", [met]):
                if place.geom_type == "Point" and not place.is_empty:
                    yield from _crossing(street, place)


def _crossing(street: Street, place: Point) -> Iterator[tuple[str, str, Spot]]:
    widest = street.kind == "tertiary"
    yield "crossing", "traffic_signals" if widest else "uncontrolled", Spot(place.x, place.y, 0.0)
    for line in (street.line, street.line.reverse()):
        along = line.project(place)
        if BEFORE_CROSSING < along < line.length - BEFORE_CROSSING:
            spot = _beside(line, along - BEFORE_CROSSING, street.width)
            yield ("signal", "", spot) if widest else ("sign", CROSSING, spot)


def _beside(line: LineString, along: float, width: float) -> Spot:
    """At the right-hand roadside of somebody who drives along the line."""
    at, ahead = line.interpolate(along), line.interpolate(along + 1.0)
    heading = math.atan2(ahead.y - at.y, ahead.x - at.x)
    out = width / 2 + FROM_KERB
    return Spot(at.x + out * math.sin(heading), at.y - out * math.cos(heading), heading)


def _facing(heading: float) -> float:
    """Degrees from north to where a sign looks that is met by somebody driving that way."""
    return round((270.0 - math.degrees(heading)) % 360, 1) % 360
