"""What OpenStreetMap's tags mean here: which kind of feature, how wide, how fast, which post."""

import re
from collections.abc import Mapping
from typing import NamedTuple

Tags = Mapping[str, str]

ROADS = frozenset(
    "motorway trunk primary secondary tertiary unclassified residential living_street service road"
    " motorway_link trunk_link primary_link secondary_link tertiary_link".split()
)
PATHS = frozenset("footway path cycleway pedestrian steps track bridleway".split())
RAILS = frozenset("rail light_rail tram narrow_gauge".split())
WATER_AREAS = {
    "natural": frozenset({"water", "bay"}),
    "waterway": frozenset({"riverbank", "dock"}),
    "landuse": frozenset({"reservoir", "basin"}),
}
WATER_LINES = frozenset("river stream canal ditch drain".split())
GREENS = {
    "landuse": frozenset(
        "forest grass meadow recreation_ground cemetery village_green allotments orchard".split()
    ),
    "leisure": frozenset("park garden pitch playground golf_course common".split()),
    "natural": frozenset("wood scrub grassland heath wetland".split()),
}
LAMP_KINDS = {"wall": "wall_lamp", "wall_mounted": "wall_lamp", "suspended": "hanging_lamp"}
MILE_KM = 1.609344


class Meaning(NamedTuple):
    """Kind and subtype of a way, and whether it is an area."""

    kind: str
    subtype: str
    is_area: bool


def meaning(tags: Tags, closed: bool) -> Meaning | None:
    """What a way with these tags is drawn as; None for one that the base map leaves out."""
    if closed and tags.get("building", "no") != "no":
        return Meaning("building", tags["building"], True)
    return _traffic(tags, closed) or _surface(tags, closed)


def _traffic(tags: Tags, closed: bool) -> Meaning | None:
    highway = tags.get("highway", "")
    if closed and tags.get("area") == "yes" and highway in PATHS | ROADS:
        return Meaning("paved", highway, True)
    if highway in ROADS:
        driveway = tags.get("service") == "driveway"
        return Meaning("road", "driveway" if driveway else highway, False)
    if highway in PATHS:
        return Meaning("path", highway, False)
    if tags.get("railway", "") in RAILS:
        return Meaning("rail", tags["railway"], False)
    return None


def _surface(tags: Tags, closed: bool) -> Meaning | None:
    if tags.get("waterway", "") in WATER_LINES:
        return Meaning("water", tags["waterway"], False)
    if not closed:
        return None
    for kind, table in (("water", WATER_AREAS), ("green", GREENS)):
        for key, values in table.items():
            if tags.get(key, "") in values:
                return Meaning(kind, tags[key], True)
    if tags.get("amenity") == "parking":
        return Meaning("paved", "parking", True)
    return None


def width_m(tags: Tags) -> float | None:
    """The stated width in metres ("5.5", "5,5 m"), or None."""
    found = re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,3})?)\s*m?", tags.get("width", "").strip())
    width = float(found.group(1).replace(",", ".")) if found else 0.0
    return width or None


def speed_kmh(tags: Tags) -> int | None:
    """The stated speed limit in km/h ("50", "30 mph"), or None for words and for nothing."""
    found = re.fullmatch(r"(\d{1,3})\s*(mph)?", tags.get("maxspeed", "").strip())
    if found is None:
        return None
    return round(int(found.group(1)) * (MILE_KM if found.group(2) else 1))


def address(tags: Tags) -> tuple[str, str] | None:
    """(street, house number), or None unless both are there."""
    street, number = tags.get("addr:street", "").strip(), tags.get("addr:housenumber", "").strip()
    return (street, number) if street and number else None


def is_post(tags: Tags) -> bool:
    """True for a street lamp."""
    return tags.get("highway") == "street_lamp"


def post_kind(tags: Tags) -> str:
    """How the lamp is carried: a lamp post unless the tags say wall or wire."""
    return LAMP_KINDS.get(tags.get("support") or tags.get("lamp_mount", ""), "lamp_post")
