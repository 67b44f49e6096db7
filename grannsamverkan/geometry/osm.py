"""Reads OpenStreetMap XML as a stream: memory grows with positions and results, not with the file.

The file is read twice, positions first, because some extracts list the ways before the nodes.
"""

import gzip
import zlib
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast
from xml.parsers import expat

import numpy as np

from grannsamverkan.geometry import osm_tags
from grannsamverkan.geometry.ground import (
    AddressPoint,
    Feature,
    FileFault,
    Ground,
    PostPoint,
    ThingPoint,
)
from grannsamverkan.geometry.plane import Floats, Plane

ATTRIBUTION = "© OpenStreetMaps bidragsgivare (ODbL)"
LONGEST_WAY = 20_000
Attributes = dict[str, str]


def read_osm(path: Path, plane: Plane) -> Ground:
    """All that `path` (.osm or .osm.gz) says about the ground. Raises FileFault or OSError."""
    positions = _Positions(plane)
    _parse(path, positions.start, positions.end)
    if not positions.seen:
        raise FileFault("not_osm")
    positions.freeze()
    if positions.all_outside:
        raise FileFault("elsewhere")
    ways = _Ways(positions)
    _parse(path, ways.start, ways.end)
    return ways.ground


def _open(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        zipped = file.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path, "rb")) if zipped else path.open("rb")


def _parse(
    path: Path,
    start: Callable[[str, Attributes, int], None],
    end: Callable[[str], None],
) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def started(name: str, attributes: Attributes) -> None:
        start(name, attributes, parser.CurrentLineNumber)

    def refuse_dtd(*_: Any) -> None:
        # OSM needs no DTD; entities in one can grow without end or read other files.
        raise FileFault("dtd", parser.CurrentLineNumber)

    parser.StartElementHandler = started
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse_dtd
    try:
        with _open(path) as file:
            parser.ParseFile(file)
    except expat.ExpatError as error:
        raise FileFault("broken_xml", error.lineno, expat.ErrorString(error.code)) from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise FileFault("broken_gzip", parser.CurrentLineNumber) from error


class _Positions:
    """First reading: every node's place, and the nodes that are addresses or posts."""

    def __init__(self, plane: Plane) -> None:
        self.plane = plane
        self.ground = Ground(attribution=ATTRIBUTION)
        self.seen = False
        self._ids, self._lons, self._lats = array("q"), array("d"), array("d")
        self._tagged: list[tuple[int, Attributes]] = []
        self._tags: Attributes | None = None

    def start(self, name: str, attributes: Attributes, line: int) -> None:
        if name == "node":
            self._node(attributes, line)
        elif name == "tag" and self._tags is not None:
            self._tags[attributes.get("k", "")] = attributes.get("v", "")
        elif name == "osm":
            self.seen = True

    def end(self, name: str) -> None:
        if name == "node" and self._tags is not None:
            if osm_tags.tells_of_a_place(self._tags):
                self._tagged.append((len(self._ids) - 1, self._tags))
            self._tags = None

    def freeze(self) -> None:
        """Turn degrees to metres at once, and look up nodes by id from now on."""
        lons, lats = np.asarray(self._lons), np.asarray(self._lats)
        inside = self.plane.inside(lons, lats)
        self.all_outside = bool(len(inside)) and not inside.any()
        self.ground.skipped["outside"] += int((~inside).sum())
        self._xy = np.full((len(inside), 2), np.nan)
        if inside.any():
            self._xy[inside] = np.column_stack(
                self.plane.many_to_metric(lons[inside], lats[inside])
            )
        ids = np.asarray(self._ids)
        self._order = np.argsort(ids, kind="stable")
        self._sorted = ids[self._order]
        for index, tags in self._tagged:
            self._place(index, tags)

    def places_of(self, nodes: list[int]) -> Floats:
        """(n, 2) metres of the nodes of a way; nodes that are missing or outside are left out."""
        wanted = np.asarray(nodes, dtype=np.int64)
        if not len(self._sorted):
            return np.empty((0, 2))
        at = np.minimum(np.searchsorted(self._sorted, wanted), len(self._sorted) - 1)
        found = self._sorted[at] == wanted
        xy = self._xy[self._order[at[found]]]
        return cast(Floats, xy[~np.isnan(xy[:, 0])])

    def _node(self, attributes: Attributes, line: int) -> None:
        try:
            self._ids.append(int(attributes["id"]))
            self._lons.append(float(attributes["lon"]))
            self._lats.append(float(attributes["lat"]))
        except (KeyError, ValueError, OverflowError) as error:
            raise FileFault("bad_node", line) from error
        self._tags = {}

    def _place(self, index: int, tags: Attributes) -> None:
        x, y = (float(part) for part in self._xy[index])
        if np.isnan(x):
            return
        key = f"node/{self._ids[index]}"
        found = osm_tags.address(tags)
        if found:
            self.ground.addresses.append(AddressPoint(*found, x, y))
        if osm_tags.is_post(tags):
            number, kind = tags.get("ref", ""), osm_tags.post_kind(tags)
            owner = osm_tags.owner(tags)
            self.ground.posts.append(PostPoint(number, x, y, kind, owner=owner, key=key))
        for mark in osm_tags.marks(tags):
            self.ground.things.append(
                ThingPoint(key, mark.kind, x, y, mark.code, mark.facing, mark.along)
            )


class _Ways:
    """Second reading: lines and areas, and the addresses that buildings carry."""

    def __init__(self, positions: _Positions) -> None:
        self.ground = positions.ground
        self._positions = positions
        self._nodes: list[int] | None = None
        self._key = ""
        self._tags: Attributes = {}

    def start(self, name: str, attributes: Attributes, line: int) -> None:
        if name == "way":
            self._nodes, self._tags = [], {}
            self._key = f"way/{attributes.get('id', '')}"
        elif self._nodes is None:
            return
        elif name == "nd":
            self._add_node(attributes, line)
        elif name == "tag":
            self._tags[attributes.get("k", "")] = attributes.get("v", "")

    def end(self, name: str) -> None:
        if name == "way" and self._nodes is not None:
            self._finish(self._nodes, self._tags)
            self._nodes = None

    def _add_node(self, attributes: Attributes, line: int) -> None:
        nodes = cast(list[int], self._nodes)
        try:
            nodes.append(int(attributes["ref"]))
        except (KeyError, ValueError) as error:
            raise FileFault("bad_way", line) from error
        if len(nodes) > LONGEST_WAY:
            raise FileFault("bad_way", line)

    def _finish(self, nodes: list[int], tags: Attributes) -> None:
        closed = len(nodes) > 3 and nodes[0] == nodes[-1]
        meaning = osm_tags.meaning(tags, closed)
        found = osm_tags.address(tags)
        if meaning is None and found is None:
            return
        places = self._positions.places_of(nodes)
        if len(places) < len(nodes):
            self.ground.skipped["incomplete"] += 1
        if _length(places) <= 0:
            self.ground.skipped["no_length"] += 1
            return
        if found:
            x, y = (float(part) for part in places[: len(places) - closed].mean(axis=0))
            self.ground.addresses.append(AddressPoint(*found, x, y))
        if meaning is not None:
            self._keep(meaning, tags, places)

    def _keep(self, meaning: osm_tags.Meaning, tags: Attributes, places: Floats) -> None:
        points = tuple((float(x), float(y)) for x, y in places)
        if meaning.is_area and (len(set(points)) < 3 or points[0] != points[-1]):
            return
        self.ground.features.append(
            Feature(
                kind=meaning.kind,
                subtype=meaning.subtype,
                name=tags.get("name", ""),
                points=points,
                is_area=meaning.is_area,
                width=osm_tags.width_m(tags),
                speed=osm_tags.speed_kmh(tags),
                key=self._key,
                lanes=osm_tags.lanes(tags),
                oneway=osm_tags.oneway(tags),
                sidewalk=osm_tags.sidewalk(tags),
                level=osm_tags.level(tags),
                owner=osm_tags.owner(tags),
            )
        )


def _length(places: Floats) -> float:
    return float(np.hypot(*np.diff(places, axis=0).T).sum()) if len(places) > 1 else 0.0
