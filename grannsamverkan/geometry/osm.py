"""Reads OpenStreetMap XML as a stream: memory grows with positions and results, not with the file.

The file is read twice, positions first, because some extracts list the ways before the nodes.
"""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast
from xml.parsers import expat

from grannsamverkan.geometry.ground import FileFault, Ground, Tell, merged, silent
from grannsamverkan.geometry.osm_ground import LONGEST_WAY, Nodes, Ways
from grannsamverkan.geometry.plane import Plane

CHUNK = 1 << 18
Attributes = dict[str, str]


def read_osm(path: Path, plane: Plane) -> Ground:
    """All that `path` (.osm or .osm.gz) says about the ground. Raises FileFault or OSError."""
    return merged(read_parts(path, plane))


def read_parts(path: Path, plane: Plane, tell: Tell = silent) -> Iterator[Ground]:
    """The same in parts of bounded size, while the file is read."""
    nodes = Nodes(plane)
    first = _NodeReader(nodes)
    for share in _parse(path, first):
        tell(share / 2)
    if not first.seen:
        raise FileFault("not_osm")
    yield nodes.freeze()
    ways = Ways(nodes)
    for share in _parse(path, _WayReader(ways)):
        tell(0.5 + share / 2)
        if ways.is_full:
            yield ways.take()
    yield ways.take()


class _Reader(Protocol):
    def start(self, name: str, attributes: Attributes, line: int) -> None: ...

    def end(self, name: str) -> None: ...


def _parse(path: Path, reader: _Reader) -> Iterator[float]:
    """Let `reader` hear of every element; yields the share of the file that has been read."""
    parser = _parser(reader)
    size = max(1, path.stat().st_size)
    try:
        with path.open("rb") as raw:
            stream = _unpacked(raw)
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)
                yield raw.tell() / size
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise FileFault("broken_xml", error.lineno, expat.ErrorString(error.code)) from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise FileFault("broken_gzip", parser.CurrentLineNumber) from error


def _parser(reader: _Reader) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def started(name: str, attributes: Attributes) -> None:
        reader.start(name, attributes, parser.CurrentLineNumber)

    def refuse_dtd(*_: Any) -> None:
        # OSM needs no DTD; entities in one can grow without end or read other files.
        raise FileFault("dtd", parser.CurrentLineNumber)

    parser.StartElementHandler = started
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = refuse_dtd
    return parser


def _unpacked(raw: BinaryIO) -> BinaryIO:
    zipped = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    return cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if zipped else raw


class _NodeReader:
    """First reading: nodes with their tags."""

    def __init__(self, nodes: Nodes) -> None:
        self.seen = False
        self._nodes = nodes
        self._place: tuple[int, float, float, int] | None = None
        self._tags: Attributes = {}

    def start(self, name: str, attributes: Attributes, line: int) -> None:
        if name == "node":
            self._begin(attributes, line)
        elif name == "tag" and self._place is not None:
            self._tags[attributes.get("k", "")] = attributes.get("v", "")
        elif name == "osm":
            self.seen = True

    def end(self, name: str) -> None:
        if name == "node" and self._place is not None:
            node_id, lon, lat, line = self._place
            self._place = None
            try:
                self._nodes.add(node_id, lon, lat, self._tags)
            except OverflowError as error:
                raise FileFault("bad_node", line) from error

    def _begin(self, attributes: Attributes, line: int) -> None:
        try:
            lon, lat = float(attributes["lon"]), float(attributes["lat"])
            self._place = (int(attributes["id"]), lon, lat, line)
        except (KeyError, ValueError) as error:
            raise FileFault("bad_node", line) from error
        self._tags = {}


class _WayReader:
    """Second reading: ways with their nodes and tags."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        self._key = ""
        self._nodes: list[int] | None = None
        self._tags: Attributes = {}

    def start(self, name: str, attributes: Attributes, line: int) -> None:
        if name == "way":
            self._key, self._nodes, self._tags = attributes.get("id", ""), [], {}
        elif self._nodes is None:
            return
        elif name == "nd":
            self._add_node(self._nodes, attributes, line)
        elif name == "tag":
            self._tags[attributes.get("k", "")] = attributes.get("v", "")

    def end(self, name: str) -> None:
        if name == "way" and self._nodes is not None:
            self._ways.add(self._key, self._nodes, self._tags)
            self._nodes = None

    def _add_node(self, nodes: list[int], attributes: Attributes, line: int) -> None:
        try:
            nodes.append(int(attributes["ref"]))
        except (KeyError, ValueError) as error:
            raise FileFault("bad_way", line) from error
        if len(nodes) > LONGEST_WAY:
            raise FileFault("bad_way", line)
