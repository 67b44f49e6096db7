"""The ground of a group before it is kept: an area from its streets, and what a proposal means."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from shapely import Polygon

from grannsamverkan.core.work import Work
from grannsamverkan.geometry import plane
from grannsamverkan.geometry.along import area_round
from grannsamverkan.geometry.area import (
    AreaDraft,
    AreaFault,
    draft_area,
    parse_area,
    polygon_to_lonlat,
)
from grannsamverkan.geometry.mending import Mended, mend
from grannsamverkan.geometry.plane import Bounds
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.queries import Overlap, overlaps
from grannsamverkan.groups.rules.streets import Stretch, stretches
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Address
from grannsamverkan.places.queries import addresses as address_queries
from grannsamverkan.places.queries import areas as area_queries
from grannsamverkan.places.queries import maps as map_queries

# A house lies no farther from its address point than this.
HOUSE_WITHIN_M = 30.0
MOST_OTHERS = 12


@dataclass(frozen=True)
class Unknown:
    """A street on which the map knows no such address, and streets that are spelt much alike."""

    text: str
    alike: tuple[str, ...]


@dataclass(frozen=True)
class Along:
    """What some streets came to: an area, or None with `fault` (a code of AreaFault)."""

    draft: AreaDraft | None
    fault: str
    unknown: tuple[Unknown, ...]


@dataclass(frozen=True)
class Proposal:
    """An area that is shown before it is taken: what it would hold, and whom it would overlap.

    `done` are codes of `mending.MENDS`; empty for an area made from streets.
    """

    draft: AreaDraft
    done: tuple[str, ...]
    dwellings: int
    streets: tuple[str, ...]
    overlaps: Sequence[Overlap]


def mended(work: Work, group: Group, text: str) -> Proposal | None:
    """The nearest usable area to one that could not be used, or None."""
    place = group.municipality_id
    found: Mended | None = mend(
        text, places.plane_of(work, place), area_queries.area_limits(work, place)
    )
    return _proposal(work, group, found.draft, found.done) if found else None


def crossing(work: Work, group: Group, text: str) -> tuple[float, float] | None:
    """(lon, lat) where the border crosses itself, if that is what is wrong with it."""
    place = group.municipality_id
    try:
        parse_area(text, places.plane_of(work, place), area_queries.area_limits(work, place))
    except AreaFault as fault:
        at: tuple[float, float] | None = fault.details.get("at")
        return at
    return None


def from_streets(work: Work, group: Group, text: str) -> tuple[Along, Proposal | None]:
    """The area round the addresses somebody wrote, and what is to be said of it."""
    along = _along(work, group.municipality_id, stretches(text))
    return along, _proposal(work, group, along.draft, ()) if along.draft else None


def _proposal(work: Work, group: Group, draft: AreaDraft, done: tuple[str, ...]) -> Proposal:
    place = group.municipality_id
    inside = address_queries.addresses_within(work, place, draft.wkb)
    streets = dict.fromkeys(address.street for address in inside)
    return Proposal(
        draft,
        done,
        len({address.search_key for address in inside}),
        tuple(streets)[:MOST_OTHERS],
        overlaps(work, group, draft.polygon),
    )


def _along(work: Work, municipality_id: int, wanted: Sequence[Stretch]) -> Along:
    found = {stretch: _addresses(work, municipality_id, stretch) for stretch in wanted}
    missing = [stretch for stretch, addresses in found.items() if not addresses]
    unknown = tuple(_unknown(work, municipality_id, missing)) if missing else ()
    doors = [(address.x, address.y) for addresses in found.values() for address in addresses]
    the_plane = places.plane_of(work, municipality_id)
    try:
        area = area_round(doors, _houses(work, municipality_id, doors))
        ring = polygon_to_lonlat(area, the_plane)
        draft = draft_area(ring, the_plane, area_queries.area_limits(work, municipality_id))
    except AreaFault as fault:
        return Along(None, fault.code, unknown)
    return Along(draft, "", unknown)


def _addresses(work: Work, municipality_id: int, stretch: Stretch) -> list[Address]:
    on_street = address_queries.addresses_on(work, municipality_id, stretch.street)
    return [address for address in on_street if stretch.holds(address.number_value)]


def _unknown(work: Work, municipality_id: int, missing: Sequence[Stretch]) -> list[Unknown]:
    names = {name.casefold(): name for name in address_queries.street_names(work, municipality_id)}
    return [
        Unknown(
            _written(stretch),
            tuple(names[near] for near in get_close_matches(stretch.street.casefold(), names, 3)),
        )
        for stretch in missing
    ]


def _written(stretch: Stretch) -> str:
    if not stretch.high:
        return stretch.street
    numbers = f"{stretch.low}–{stretch.high}" if stretch.low < stretch.high else f"{stretch.low}"
    return f"{stretch.street} {numbers}"


def _houses(
    work: Work, municipality_id: int, doors: Sequence[tuple[float, float]]
) -> list[Polygon]:
    if not doors:
        return []
    xs, ys = zip(*doors, strict=True)
    box = Bounds(min(xs), min(ys), max(xs), max(ys)).grown(HOUSE_WITHIN_M)
    rows = map_queries.features_within(work, municipality_id, box, ("building",))
    return [house for row in rows if (house := _house(row.wkb)) is not None]


def _house(wkb: bytes) -> Polygon | None:
    try:
        return plane.polygon_from_wkb(wkb)
    except ValueError:
        return None
