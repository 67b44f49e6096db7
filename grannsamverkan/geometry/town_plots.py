"""Houses, house numbers and lamp posts along the streets of the invented town."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

from numpy.random import Generator
from shapely import LineString, Point, Polygon, STRtree, box
from shapely.affinity import rotate, translate
from shapely.geometry.base import BaseGeometry

from grannsamverkan.geometry.town_streets import Street, heading_at

LAMP_SPACING = 42.0
LAMP_FROM_KERB = 1.0
FIRST_POST = 1001
CENTRE_RADIUS = 215.0
# Flats stand along so many metres of their street from the square; then come villas.
FLATS_FOR = 300.0


class Plan(NamedTuple):
    """How houses of a kind stand: front and depth of a house, its distance from the kerb, the gap
    to the next, how many in a row and how many entrances each; all lengths in metres."""

    building: str
    front: tuple[float, float]
    depth: tuple[float, float]
    setback: tuple[float, float]
    gap: tuple[float, float]
    in_row: int = 1
    entrances: int = 1


PLANS = {
    "villa": Plan("house", (10, 14), (8, 10), (6, 10), (15, 22)),
    "radhus": Plan("terrace", (6.6, 6.6), (10, 10), (5, 5), (9, 16), in_row=5),
    "flats": Plan("apartments", (34, 42), (12, 12), (9, 12), (18, 26), entrances=3),
    "centre": Plan("commercial", (16, 26), (11, 13), (4.2, 5), (3, 9)),
}


@dataclass(frozen=True)
class House:
    """One building in local metres; its addresses as (street, number, x, y)."""

    kind: str
    shape: Polygon
    addresses: tuple[tuple[str, str, float, float], ...] = ()


@dataclass
class Plots:
    """What is built so far, and where nothing may be built."""

    taken: list[BaseGeometry] = field(default_factory=list)
    houses: list[House] = field(default_factory=list)

    def free(self, shape: Polygon, room: float) -> bool:
        """True if nothing lies within `room` metres of the shape."""
        return not STRtree(self.taken).query(shape, predicate="dwithin", distance=room).size

    def add(self, house: House) -> None:
        """Build."""
        self.houses.append(house)
        self.taken.append(house.shape)


def block(x: float, y: float, front: float, depth: float, heading: float) -> Polygon:
    """A rectangle round (x, y), `front` metres along `heading` (radians from east)."""
    flat = box(-front / 2, -depth / 2, front / 2, depth / 2)
    return translate(rotate(flat, heading, origin=(0, 0), use_radians=True), x, y)


def build_along(random: Generator, street: Street, plots: Plots) -> None:
    """Houses on both sides, odd numbers to the left and even to the right by its start."""
    for side, first in ((1, 1), (-1, 2)):
        _build_side(random, street, side, first, plots)


def _build_side(random: Generator, street: Street, side: int, first: int, plots: Plots) -> None:
    number, along = first, random.uniform(9, 15)
    while along < street.line.length - 4:
        plan = _plan_there(street, along)
        if plan is None:
            along += 20
            continue
        built, used = _build_row(random, street, side, along, number, plan, plots)
        along += used + random.uniform(*plan.gap) if built else 5
        number += 2 * built


def _plan_there(street: Street, along: float) -> Plan | None:
    if street.homes != "centre":
        villas_again = street.homes == "flats" and along > FLATS_FOR
        return PLANS.get("villa" if villas_again else street.homes)
    here = street.line.interpolate(along)
    return PLANS["centre"] if math.hypot(here.x, here.y) < CENTRE_RADIUS else None


def _build_row(
    random: Generator,
    street: Street,
    side: int,
    along: float,
    number: int,
    plan: Plan,
    plots: Plots,
) -> tuple[int, float]:
    """Build one house, or a row of them; returns (house numbers used, metres used)."""
    front, depth = random.uniform(*plan.front), random.uniform(*plan.depth)
    setback = street.width / 2 + random.uniform(*plan.setback) + depth / 2
    middle = along + front * plan.in_row / 2
    if middle + front * plan.in_row / 2 > street.line.length + 8:
        return 0, 0.0
    heading = heading_at(street.line, middle)
    at = street.line.interpolate(middle)
    x = at.x - side * setback * math.sin(heading)
    y = at.y + side * setback * math.cos(heading)
    heading += random.uniform(-0.06, 0.06) if plan.in_row == 1 else 0
    if not plots.free(block(x, y, front * plan.in_row, depth, heading), 3.2):
        return 0, 0.0
    for place in range(plan.in_row):
        _add_house(random, street, plots, plan, (x, y, front, depth, heading), place, number, side)
    return plan.in_row * plan.entrances, front * plan.in_row


def _add_house(
    random: Generator,
    street: Street,
    plots: Plots,
    plan: Plan,
    frame: tuple[float, float, float, float, float],
    place: int,
    number: int,
    side: int,
) -> None:
    x, y, front, depth, heading = frame
    shift = (place - (plan.in_row - 1) / 2) * front
    hx, hy = x + shift * math.cos(heading), y + shift * math.sin(heading)
    shape = block(hx, hy, front, depth, heading)
    if plan.building == "house" and random.random() < 0.35:
        shape = _with_wing(random, shape, (hx, hy, front, depth, heading), side)
    addresses = tuple(
        _entrance(street, plan, (hx, hy, front, depth, heading), door, number + 2 * place, side)
        for door in range(plan.entrances)
    )
    plots.add(House(plan.building, shape, addresses))
    if plan.building == "house" and random.random() < 0.6:
        _add_garage(random, plots, (hx, hy, front, depth, heading), side)


def _entrance(
    street: Street,
    plan: Plan,
    frame: tuple[float, float, float, float, float],
    door: int,
    number: int,
    side: int,
) -> tuple[str, str, float, float]:
    x, y, front, depth, heading = frame
    along = (door - (plan.entrances - 1) / 2) * front / plan.entrances
    towards = side * (depth / 2 - 1)
    px = x + along * math.cos(heading) + towards * math.sin(heading)
    py = y + along * math.sin(heading) - towards * math.cos(heading)
    return street.name, str(number + 2 * door), px, py


def _with_wing(
    random: Generator, shape: Polygon, frame: tuple[float, float, float, float, float], side: int
) -> Polygon:
    x, y, front, depth, heading = frame
    along = random.choice((-1, 1)) * front / 4
    out = side * depth / 2
    wx = x + along * math.cos(heading) - out * math.sin(heading)
    wy = y + along * math.sin(heading) + out * math.cos(heading)
    return shape.union(block(wx, wy, front / 2, depth * 0.6, heading))


def _add_garage(
    random: Generator, plots: Plots, frame: tuple[float, float, float, float, float], side: int
) -> None:
    x, y, front, _depth, heading = frame
    along = random.choice((-1, 1)) * (front / 2 + 4.6)
    back = side * random.uniform(-1, 3)
    shape = block(
        x + along * math.cos(heading) - back * math.sin(heading),
        y + along * math.sin(heading) + back * math.cos(heading),
        4,
        6.5,
        heading,
    )
    if plots.free(shape, 1.2):
        plots.add(House("garage", shape))


def lamps_along(
    line: LineString, half_width: float, side: int, others: list[tuple[LineString, float]]
) -> list[tuple[float, float]]:
    """Lamp posts at the kerb on one side; none in the mouth of another street."""
    found = []
    count = max(1, round((line.length - 14) / LAMP_SPACING))
    for place in range(count):
        along = 12 + place * (line.length - 18) / count
        heading = heading_at(line, along)
        at = line.interpolate(along)
        out = side * (half_width + LAMP_FROM_KERB)
        x, y = at.x - out * math.sin(heading), at.y + out * math.cos(heading)
        if all(Point(x, y).distance(other) > half + 0.5 for other, half in others):
            found.append((x, y))
    return found
