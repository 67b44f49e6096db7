"""Reads OpenStreetMap's packed files (.osm.pbf). Needs pyosmium, of the extra `maps`.

Nothing but this module may import it, and it is itself imported by name where such a file comes.
"""

import math
from collections.abc import Iterable, Iterator
from pathlib import Path

import osmium
from osmium.osm import NODE, WAY, Node, Tag, Way

from grannsamverkan.geometry.ground import FileFault, Ground, Tell, merged, silent
from grannsamverkan.geometry.osm_ground import LONGEST_WAY, Nodes, Ways
from grannsamverkan.geometry.plane import Plane


def read_pbf(path: Path, plane: Plane) -> Ground:
    """All that a .osm.pbf says about the ground. Raises FileFault or OSError."""
    return merged(read_parts(path, plane))


def read_parts(path: Path, plane: Plane, tell: Tell = silent) -> Iterator[Ground]:
    """The same in parts of bounded size, while the file is read."""
    with path.open("rb"):  # OSError, where osmium would say RuntimeError of everything
        pass
    nodes = Nodes(plane)
    try:
        for node in osmium.FileProcessor(str(path), NODE):
            if isinstance(node, Node):
                nodes.add(node.id, *_place(node), _tags(node.tags))
        tell(0.5)
        yield nodes.freeze()
        ways = Ways(nodes)
        for way in osmium.FileProcessor(str(path), WAY):
            if isinstance(way, Way):
                ways.add(way.id, _refs(way), _tags(way.tags))
            if ways.is_full:
                yield ways.take()
    except RuntimeError as error:
        raise FileFault("broken_pbf", detail=str(error)) from error
    tell(1.0)
    yield ways.take()


def _place(node: Node) -> tuple[float, float]:
    place = node.location
    return (place.lon, place.lat) if place.valid() else (math.nan, math.nan)


def _tags(tags: Iterable[Tag]) -> dict[str, str]:
    return {tag.k: tag.v for tag in tags}


def _refs(way: Way) -> list[int]:
    refs = [node.ref for node in way.nodes]
    if len(refs) > LONGEST_WAY:
        raise FileFault("long_way", detail=str(way.id))
    return refs
