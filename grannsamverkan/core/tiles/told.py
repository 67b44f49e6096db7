"""Which maps the municipalities have, as a file of settings tells."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any
from urllib.parse import urlsplit

from grannsamverkan.core.settings import TileSource
from grannsamverkan.geometry.plane import Plane

KINDS = ("xyz", "wmts", "gpkg", "pmtiles")
SERVICES = ("xyz", "wmts")
AT_HOME = {"localhost", "127.0.0.1"}
HIGHEST_ZOOM = 22
LARGEST_TILE = 1024
_PLACE = re.compile(r"\{[xyz]\}")


def read_sources(
    tables: Any, environ: Mapping[str, str]
) -> tuple[tuple[TileSource, ...], list[str]]:
    """The sources in `tables` (what [[tiles]] of a TOML file holds), and every fault in them."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        return (), ["names no [[tiles]]"]
    read = [_source(table, environ) for table in tables]
    sources = tuple(source for source, _ in read if source)
    faults = [fault for _, found in read for fault in found]
    if len({source.municipality for source in sources}) < len(sources):
        faults.append("two maps are of the same municipality")
    return sources, faults


def _source(
    table: Mapping[str, Any], environ: Mapping[str, str]
) -> tuple[TileSource | None, list[str]]:
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    name = values.pop("secret_env", None)
    if isinstance(name, str):
        values["secret"] = environ.get(name, "")
    known = {field.name: field for field in fields(TileSource)}
    faults = [f"{key}: is unknown" for key in values.keys() - known.keys()]
    faults += [
        f"{key}: is missing"
        for key, field in known.items()
        if field.default is MISSING and key not in values
    ]
    faults += [f"{key}: {fault}" for key, fault in _faults(values) if fault]
    if faults:
        told = values.get("municipality", "without municipality")
        return None, [f"map {told!r}: {fault}" for fault in sorted(faults)]
    return TileSource(**values), []


def _faults(values: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    kind = values.get("kind")
    if kind not in KINDS:
        return [("kind", "must be " + " | ".join(KINDS))]
    texts = ("municipality", "label", "attribution", "secret", "header")
    found = [(key, _text_fault(values[key])) for key in texts if key in values]
    if kind in SERVICES:
        limits = (
            None if values.get("bounds") else "must be told, or anybody could ask for the world"
        )
        return [
            *found,
            ("url", _url_fault(values.get("url"))),
            ("bounds", limits),
            *_grid_faults(values),
        ]
    return [*found, ("file", _text_fault(values.get("file"))), *_zoom_faults(values)]


def _text_fault(value: Any) -> str | None:
    return None if isinstance(value, str) and value.strip() else "must be a text"


def _url_fault(value: Any) -> str | None:
    if not isinstance(value, str) or set(_PLACE.findall(value)) != {"{x}", "{y}", "{z}"}:
        return "must be an address with {z}, {x} and {y}"
    if "{" in _PLACE.sub("", value) or "}" in _PLACE.sub("", value):
        return "may have no other braces than {z}, {x} and {y}"
    parts = urlsplit(value)
    if not parts.hostname or "{" in parts.netloc:
        return "must name its host"
    at_home = parts.scheme == "http" and parts.hostname in AT_HOME
    return None if parts.scheme == "https" or at_home else "must begin with https://"


def _grid_faults(values: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    origin, metres = values.get("origin"), values.get("resolutions", ())
    names, size = values.get("matrices", ()), values.get("tile_size", 256)
    found = _zoom_faults(values)
    if not _numbers(metres) or any(one <= 0 for one in metres):
        found.append(("resolutions", "must be metres a pixel, the farthest zoom first"))
    elif (origin is None) is bool(metres):
        found.append(("origin", "must be told together with resolutions"))
    if origin is not None and not (_numbers(origin) and len(origin) == 2):
        found.append(("origin", "must be two numbers, the upper left corner in metres"))
    if not all(isinstance(one, str) and one for one in names) or len(names) not in (0, len(metres)):
        found.append(("matrices", "must be one name for each of the resolutions"))
    if not isinstance(size, int) or not 0 < size <= LARGEST_TILE:
        found.append(("tile_size", f"must be pixels, {LARGEST_TILE} at most"))
    return [*found, ("epsg", _epsg_fault(values.get("epsg", 3857)))]


def _epsg_fault(value: Any) -> str | None:
    try:
        Plane(value)
    except (ValueError, TypeError):
        return "must be the number of a plane in metres, such as 3006"
    return None


def _zoom_faults(values: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    for key in ("min_zoom", "max_zoom"):
        value = values.get(key, 9)
        if not isinstance(value, int) or not 0 <= value <= HIGHEST_ZOOM:
            found.append((key, f"must be 0 to {HIGHEST_ZOOM}"))
    bounds = values.get("bounds")
    if bounds is not None and not (_numbers(bounds) and len(bounds) == 4 and bounds[0] < bounds[2]):
        found.append(("bounds", "must be west, south, east, north in degrees"))
    if not isinstance(values.get("names", True), bool):
        found.append(("names", "must be true or false"))
    return found


def _numbers(values: Any) -> bool:
    return isinstance(values, tuple) and all(
        isinstance(one, int | float) and not isinstance(one, bool) for one in values
    )
