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
CYCLED = frozenset({"footway", "path"})
SIGNALS = {"traffic_signals": "signal", "give_way": "give_way", "stop": "stop"}
ONE_WAY = {
    **dict.fromkeys(("yes", "true", "1"), 1),
    **dict.fromkeys(("-1", "reverse"), -1),
    **dict.fromkeys(("no", "false", "0", "reversible", "alternating"), 0),
}
COMPASS = tuple("N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW".split())
ALONG = {"forward": 1, "backward": -1}
MOST_LANES, MOST_LEVEL = 20, 5
LAMP_KINDS = {"wall": "wall_lamp", "wall_mounted": "wall_lamp", "suspended": "hanging_lamp"}
MILE_KM = 1.609344


class Mark(NamedTuple):
    """A thing that drivers must see, as a node's tags tell it: see `ground.ThingPoint`."""

    kind: str
    code: str
    facing: float | None
    along: int


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
        # The sign says cycles: what it is called in the map matters less than who moves there.
        cycled = highway in CYCLED and tags.get("bicycle") == "designated"
        return Meaning("path", "cycleway" if cycled else highway, False)
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


def tells_of_a_place(tags: Tags) -> bool:
    """True for a node that is more than a bend of a way: a post, an address, a sign."""
    return is_post(tags) or address(tags) is not None or bool(marks(tags))


def post_kind(tags: Tags) -> str:
    """How the lamp is carried: a lamp post unless the tags say wall or wire."""
    return LAMP_KINDS.get(tags.get("support") or tags.get("lamp_mount", ""), "lamp_post")


def owner(tags: Tags) -> str:
    """Who owns or runs a thing, "" where nobody says."""
    return tags.get("owner") or tags.get("operator") or tags.get("ownership", "")


def lanes(tags: Tags) -> int | None:
    """The number of lanes in both directions together, or None."""
    text = tags.get("lanes", "").strip()
    count = int(text) if re.fullmatch(r"[0-9]{1,2}", text) else 0
    return count if 0 < count <= MOST_LANES else None


def oneway(tags: Tags) -> int:
    """1 where traffic runs along the way's nodes only, -1 against them, 0 both ways.

    A roundabout and a motorway are one-way without saying so.
    """
    said = ONE_WAY.get(tags.get("oneway", ""))
    if said is not None:
        return said
    implied = tags.get("junction") in {"roundabout", "circular"}
    return int(implied or tags.get("highway") == "motorway")


def sidewalk(tags: Tags) -> str:
    """On which side a pavement is: "both", "left", "right", "no" or "" where nobody says.

    One that is drawn as a way of its own ("separate") is that way's matter where no side is named.
    """
    sides = {side: _side(tags, side) for side in ("left", "right")}
    if None not in sides.values():
        there = [side for side, walked in sides.items() if walked]
        return "both" if len(there) == 2 else (there or ["no"])[0]
    walked = next((side for side, there in sides.items() if there), None)
    said = {"none": "no"}.get(tags.get("sidewalk", ""), tags.get("sidewalk", ""))
    return walked or (said if said in {"both", "left", "right", "no"} else "")


def _side(tags: Tags, side: str) -> bool | None:
    said = tags.get(f"sidewalk:{side}") or tags.get("sidewalk:both")
    return None if said is None else said not in {"no", "none"}


def level(tags: Tags) -> int:
    """How many storeys above (bridges) or below (tunnels) the ground a way lies."""
    text = tags.get("layer", "").strip()
    stated = int(text) if re.fullmatch(r"[-+]?[0-9]{1,2}", text) else 0
    # A passage through a house lies on the ground.
    if tags.get("tunnel", "no") not in {"no", "building_passage"} and stated >= 0:
        stated = -1
    if tags.get("bridge", "no") != "no" and stated <= 0:
        stated = 1
    return max(-MOST_LEVEL, min(MOST_LEVEL, stated))


def marks(tags: Tags) -> list[Mark]:
    """The things that drivers must see at a node; a lamp's node may carry a sign too."""
    highway, code = tags.get("highway", ""), _codes(tags)
    kind = "crossing" if highway == "crossing" else SIGNALS.get(highway)
    found = []
    if kind is not None:
        # At a give-way line the sign is what makes it one.
        is_sign = kind in {"give_way", "stop"}
        found.append(_mark(tags, kind, code if is_sign else tags.get("crossing", "")))
        code = "" if is_sign else code
    if code:
        found.append(_mark(tags, "sign", code))
    return found


def _codes(tags: Tags) -> str:
    """What hangs there, from the top down, with semicolons between."""
    keys = ("", ":forward", ":backward", *(f":{number}" for number in range(2, 7)))
    signs = (tags.get(f"traffic_sign{key}", "").strip() for key in keys)
    return ";".join(sign for sign in signs if sign not in {"", "no", "none"})


def _mark(tags: Tags, kind: str, code: str) -> Mark:
    keys = (f"traffic_sign{way}" for way in (":forward", ":backward"))
    there = [key.rpartition(":")[2] for key in keys if key in tags]
    own = "traffic_signals:direction" if kind == "signal" else "traffic_sign:direction"
    said = tags.get(own) or tags.get("direction") or (there[0] if len(there) == 1 else "")
    return Mark(kind, code, facing(said), ALONG.get(said.strip(), 0))


def facing(text: str) -> float | None:
    """Degrees from north of a direction ("135", "SW"), 0 <= degrees < 360; None for other words."""
    tidy = text.strip().upper()
    if tidy in COMPASS:
        return COMPASS.index(tidy) * 360 / len(COMPASS)
    found = re.fullmatch(r"([0-9]{1,3}(?:[.,][0-9]{1,6})?)\s*°?", tidy)
    return float(found.group(1).replace(",", ".")) % 360 if found else None
