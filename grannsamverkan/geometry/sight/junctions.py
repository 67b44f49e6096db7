"""Where ways meet so that corners must be clear: nodes of one crossing put together.

Which ways count (mounting rules 4.2: car roads, cycleways, named paths). Towns like Helsinki are
full of pavements mapped as foot paths of their own, and every joint of two of them is a node with
three legs. A foot path therefore counts

- where it reaches a street, crossing it or ending at it: who walks there steps out before cars;
- where it crosses a driveway, which is what must be clear before a property's exit. One that only
  ends at a driveway is a garden path;
- where it crosses a cycleway;
- anywhere, if it has a name of its own. A pavement that bears its street's name has none.

With carriageways it then makes corners; with other paths only if it has a name or crosses a
cycleway: two pavements that meet, or that branch off a cycleway, make none.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.graph import Graph, Leg, Node, node_of
from grannsamverkan.geometry.sight.lanes import LOOK_M, meeting, outward
from grannsamverkan.geometry.sight.model import Way
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.geometry.sight.ways import Users, users

FEWEST_LEGS = 3
WIDEST = 1.5
"""A crossing of two dual carriageways, each `junction_merge` between its halves, is a square with
a diagonal of 1.4 of that. What is wider is several junctions in a row."""


@dataclass(frozen=True)
class Arm:
    """One way out of a junction: where it starts (2,), and the unit vector to 12 m along it.

    `apart` is false for pavements and the like, which make corners with carriageways only.
    """

    leg: Leg
    way: Way
    users: Users
    start: Floats
    direction: Floats
    apart: bool = True

    @property
    def inbound(self) -> bool:
        """May one drive along it towards the junction? Paths are used both ways."""
        return self.way.kind == "path" or self.way.oneway != self.leg.step


@dataclass(frozen=True)
class Junction:
    """Ways that meet; `arms` go counter-clockwise round it."""

    arms: tuple[Arm, ...]


@dataclass(frozen=True)
class _Spot:
    """A point with at least three legs that count."""

    place: Floats
    legs: tuple[Leg, ...]
    apart: frozenset[Leg]


@dataclass(frozen=True)
class _Piece:
    """A short piece of road from one spot to another."""

    start: int
    end: int
    leg: Leg
    length: float


def junctions(graph: Graph, rules: Rules) -> list[Junction]:
    """All junctions. Nodes of one crossing, not farther apart than `junction_merge` and joined by
    as short a piece of road, are one; the pieces between them are no legs."""
    spots = _spots(graph)
    pieces = _pieces(graph, spots, rules.junction_merge)
    members = _together(spots, pieces, rules.junction_merge * WIDEST)
    inner = {piece.leg for piece in pieces if members[piece.start] is members[piece.end]}
    crossings = {id(group): group for group in members}.values()
    return [_junction(graph, [spots[i] for i in group], inner) for group in crossings]


def _spots(graph: Graph) -> list[_Spot]:
    road_names = {way.name for way in graph.ways if way.kind == "road"}
    found, seen = list[_Spot](), set[Leg]()
    for (node, _), legs in graph.legs.items():
        if legs[0] in seen:
            continue
        met = meeting(graph, legs[0])
        seen.update(met)
        spot = _spot(graph.places[node], [(leg, graph.ways[leg.way]) for leg in met], road_names)
        if len(spot.legs) >= FEWEST_LEGS:
            found.append(spot)
    return found


def _spot(place: Floats, legs: Sequence[tuple[Leg, Way]], road_names: set[str]) -> _Spot:
    """A point with those of its legs that count."""
    here = [users(way) for _, way in legs]
    feet = here.count("foot")
    over_cycleway = feet > 1 and here.count("cycle") > 1
    apart = frozenset(
        leg
        for leg, way in legs
        if users(way) != "foot" or over_cycleway or (way.name and way.name not in road_names)
    )
    all_count = "car" in here or (feet > 1 and "driveway" in here)
    return _Spot(place, tuple(leg for leg, _ in legs if all_count or leg in apart), apart)


def _pieces(graph: Graph, spots: Sequence[_Spot], longest: float) -> list[_Piece]:
    """What joins the spots of one crossing. Driveways, of which a street has one after another,
    join nothing and are joined to nothing."""
    by_node: dict[Node, int] = {}
    for index, spot in enumerate(spots):
        if _is_crossing(graph, spot):
            by_node[node_of(spot.place)] = index
    return [
        piece
        for index in by_node.values()
        for leg in spots[index].legs
        if users(graph.ways[leg.way]) in ("car", "cycle")
        if (piece := _piece(graph, index, leg, by_node, longest)) is not None
    ]


def _is_crossing(graph: Graph, spot: _Spot) -> bool:
    kinds = [users(graph.ways[leg.way]) for leg in spot.legs]
    return len(kinds) - kinds.count("driveway") >= FEWEST_LEGS


def _piece(
    graph: Graph, start: int, leg: Leg, by_node: dict[Node, int], longest: float
) -> _Piece | None:
    points = outward(graph, leg, longest)
    length = 0.0
    for before, after in pairwise(points):
        length += math.dist(before, after)
        end = by_node.get(node_of(after))
        if end is not None:
            return _Piece(start, end, leg, length)
    return None


def _together(spots: Sequence[_Spot], pieces: Iterable[_Piece], widest: float) -> list[list[int]]:
    """For each spot the spots of its crossing: the same list for all of them."""
    groups = [[index] for index in range(len(spots))]
    for piece in sorted(pieces, key=lambda piece: (piece.length, piece.start)):
        one, other = groups[piece.start], groups[piece.end]
        if one is not other and _extent([spots[i].place for i in one + other]) <= widest:
            one.extend(other)
            for index in other:
                groups[index] = one
    return groups


def _extent(places: Sequence[Floats]) -> float:
    return max(math.dist(a, b) for a in places for b in places)


def _junction(graph: Graph, spots: Sequence[_Spot], inner: set[Leg]) -> Junction:
    middle = np.mean([spot.place for spot in spots], axis=0)
    arms = [
        arm
        for spot in spots
        for leg in spot.legs
        if leg not in inner and (arm := _arm(graph, spot, leg)) is not None
    ]
    return Junction(tuple(sorted(arms, key=lambda arm: _bearing(arm, middle))))


def _arm(graph: Graph, spot: _Spot, leg: Leg) -> Arm | None:
    line = outward(graph, leg, LOOK_M)
    away = line[-1] - spot.place
    size = math.hypot(*away)
    if not size:
        return None
    way = graph.ways[leg.way]
    return Arm(leg, way, users(way), spot.place, away / size, leg in spot.apart)


def _bearing(arm: Arm, middle: Floats) -> float:
    """Where the arm's far end lies, seen from the junction's middle: the halves of a dual
    carriageway, which run alike, so have an order."""
    x, y = arm.start + LOOK_M * arm.direction - middle
    return math.atan2(y, x)
