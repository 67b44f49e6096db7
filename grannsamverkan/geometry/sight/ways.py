"""What a way is taken to be where the map does not say: its width, its speed, who moves on it."""

from typing import Literal

from grannsamverkan.geometry.sight.model import Way
from grannsamverkan.geometry.sight.rules import Rules

Users = Literal["car", "driveway", "cycle", "foot"]
_NARROW = {"living_street", "tertiary", "secondary", "primary", "service", "driveway"}
_WIDE = {"motorway", "trunk"}
_CYCLE = {"cycleway"}


def users(way: Way) -> Users:
    """Who moves on a way: for whom its corners must be clear."""
    if way.kind == "road":
        return "driveway" if way.subtype == "driveway" else "car"
    return "cycle" if way.subtype in _CYCLE else "foot"


def half_width(way: Way, rules: Rules) -> float:
    """Half the way's width in metres: stated, or by its lanes, or by its class."""
    return (way.width or _by_lanes(way, rules) or _by_class(way, rules)) / 2


def width_is_stated(way: Way) -> bool:
    """Does the map say how wide it is?"""
    return bool(way.width)


def speed(way: Way, rules: Rules) -> float:
    """km/h: stated, or by class; of cyclists on a path."""
    if way.kind == "path":
        return rules.speed_cycle
    if way.speed:
        return float(way.speed)
    subtype = way.subtype
    if subtype == "living_street":
        return rules.speed_living_street
    if subtype in {"service", "driveway"}:
        return rules.speed_service
    return rules.speed_residential if subtype == "residential" else rules.speed_else


def _by_lanes(way: Way, rules: Rules) -> float:
    return (way.lanes or 0) * rules.lane_width if way.kind == "road" else 0.0


def _by_class(way: Way, rules: Rules) -> float:
    if way.kind == "path":
        return rules.width_cycleway if way.subtype in _CYCLE else rules.width_footway
    subtype = way.subtype.removesuffix("_link")
    if subtype in _WIDE:
        return rules.width_primary
    name = subtype if subtype in _NARROW else "residential"
    width: float = getattr(rules, f"width_{name}")
    return width
