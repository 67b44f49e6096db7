"""Where people come into an area, and which posts there would carry a sign best."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon

from grannsamverkan.geometry.sight.model import WORST_FIRST, Verdict, Way

MOST_PROPOSED = 5
"""Three to five signs do for a group (process: a sign), so no more than these are proposed."""
SAME_ENTRANCE_M = 25.0
"""A street and the paths beside it come in together (own judgement: a wide street's breadth)."""
NEAR_ENTRANCE_M = 60.0
"""A sign farther in than this is no longer at the entrance (own judgement: some three plots)."""
OUTSIDE_M = 15.0
"""A post just outside the border is as good: borders are drawn by hand."""
APART_M = 40.0
"""Two signs nearer each other than this tell the same people the same thing (own judgement)."""
_IMPORTANCE = tuple(
    "motorway trunk primary secondary tertiary unclassified residential living_street service"
    " cycleway footway".split()
)


@dataclass(frozen=True)
class Candidate:
    """A post that could carry a sign, with what the sight check says of it."""

    key: int
    x: float
    y: float
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Entrance:
    """A place (metres) where ways cross the border; `name` is of the most important of them."""

    x: float
    y: float
    name: str
    subtype: str


@dataclass(frozen=True)
class Proposed:
    """A post proposed for an entrance, `metres` away from it."""

    candidate: Candidate
    entrance: Entrance
    metres: float


def entrances(area: Polygon, ways: Sequence[Way]) -> list[Entrance]:
    """Where ways come into the area, the most important first; driveways are nobody's way in."""
    border = area.exterior
    shapely.prepare(border)
    found = [
        Entrance(float(x), float(y), way.name, way.subtype)
        for way in ways
        if way.subtype != "driveway"
        for x, y in shapely.get_coordinates(
            shapely.intersection(border, shapely.linestrings(way.points))
        )
    ]
    found.sort(key=_importance)
    kept: list[Entrance] = []
    for one in found:
        if all(_apart(one, other) > SAME_ENTRANCE_M for other in kept):
            kept.append(one)
    return kept


def proposals(
    area: Polygon, ways: Sequence[Way], candidates: Sequence[Candidate]
) -> list[Proposed]:
    """At most MOST_PROPOSED posts, one an entrance; the best first: those that hide nothing, then
    by how important the way in is."""
    inside = _usable(area, candidates)
    chosen: list[Proposed] = []
    for entrance in entrances(area, ways):
        best = min(_offers(entrance, inside, chosen), key=_goodness, default=None)
        if best is not None:
            chosen.append(best)
    chosen.sort(key=lambda one: _rank(one.candidate.verdict))
    return chosen[:MOST_PROPOSED]


def _usable(area: Polygon, candidates: Sequence[Candidate]) -> list[Candidate]:
    if not candidates:
        return []
    places = shapely.points(np.array([(one.x, one.y) for one in candidates]))
    near = shapely.dwithin(area, places, OUTSIDE_M)
    return [one for one, held in zip(candidates, near, strict=True) if held]


def _offers(
    entrance: Entrance, candidates: Sequence[Candidate], chosen: Sequence[Proposed]
) -> list[Proposed]:
    offers = [Proposed(one, entrance, _apart(one, entrance)) for one in candidates]
    return [
        offer
        for offer in offers
        if offer.metres <= NEAR_ENTRANCE_M
        and offer.candidate.verdict != "not_ok"
        and all(_apart(offer.candidate, other.candidate) > APART_M for other in chosen)
    ]


def _goodness(offer: Proposed) -> tuple[int, float]:
    return _rank(offer.candidate.verdict), offer.metres


def _rank(verdict: Verdict | None) -> int:
    # What nobody has checked yet is as good as what a person must look at.
    return len(WORST_FIRST) - WORST_FIRST.index(verdict or "person_looks")


def _importance(entrance: Entrance) -> int:
    subtype = entrance.subtype.removesuffix("_link")
    return _IMPORTANCE.index(subtype) if subtype in _IMPORTANCE else len(_IMPORTANCE)


def _apart(one: Candidate | Entrance, other: Candidate | Entrance) -> float:
    return math.dist((one.x, one.y), (other.x, other.y))
