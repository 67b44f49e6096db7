"""What the map is made of: files of any kind, and the invented town. All of a file or nothing."""

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from shapely import STRtree, from_wkb, points
from sqlalchemy import select

from grannsamverkan.core import audit
from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.work import Work
from grannsamverkan.geometry import osm, plane, rows, tables, town
from grannsamverkan.geometry.columns import Reading
from grannsamverkan.geometry.ground import ColumnsUnclear, FileFault, Ground, Tell, silent
from grannsamverkan.geometry.plane import Bounds, Plane
from grannsamverkan.places import errors, policy
from grannsamverkan.places.models import (
    Address,
    MapFeature,
    MapSource,
    MapThing,
    Municipality,
    Post,
)
from grannsamverkan.places.queries import maps, network
from grannsamverkan.places.usecases import map_rows
from grannsamverkan.places.usecases.shelves import PostShelf, Shelf, Tally

MAP_IMPORT = audit.declare("map_import", "features", "addresses", "posts")

GEOMETRY = "grannsamverkan.geometry"
# What the readers of packed files and of layers need is an extra: they are loaded where such a
# file comes.
EXTRA = "maps"
LAYERS = (".gpkg", ".shp", ".geojson", ".json")
# A file without a single position this near the map is about another place, or in another system:
# taking one Swedish zone for SWEREF 99 TM moves a place at least 175 km.
NEAR_M = 100_000.0
POSTS_AT_ONCE = 20_000
MOST_NAMED = 5
# So many posts may go without anybody being asked. Own choice.
FEW_POSTS = 20


@dataclass(frozen=True)
class Imported:
    """What an import changed: a tally of each kind, things passed over by reason, and posts that
    stand in water (how many, and the numbers of some)."""

    source: MapSource
    tallies: Mapping[str, Tally]
    skipped: Mapping[str, int]
    in_water: int = 0
    in_water_named: tuple[str, ...] = ()

    @property
    def posts_gone(self) -> int:
        """Posts that stood before and are gone."""
        return self.tallies["posts"].gone


def import_file(
    work: Work,
    municipality: Municipality,
    path: Path,
    reading: Reading | None = None,
    *,
    far: bool = False,
    gone: bool = False,
    tell: Tell = silent,
) -> Imported:
    """Bring in a map (.osm, .osm.gz, .osm.pbf) or rows (.csv, .gpkg, .shp, .geojson) as `reading`
    tells; what the same file brought before is brought up to date.

    All or nothing. `far` lets a file in that is about a place far from the map, `gone` one that
    lacks most of the posts that stood; `tell` hears how far it is. Raises InvalidInput with what is
    wrong and where, or ColumnsUnclear if somebody must say which columns hold what.
    """
    work.require(policy.may_import, municipality)
    the_plane = plane.plane_for(municipality.epsg)
    near = _Nearness(None if far else _extent(work, municipality, path.name))
    try:
        name, kind, parts = _opened(path, the_plane, reading or Reading(), tell)
        source = _source(work, municipality, name, kind)
        return _store(work, source, parts, near, may_lose=gone)
    except ColumnsUnclear:
        raise
    except FileFault as fault:
        raise errors.file_error(fault) from fault
    except OSError as error:
        raise InvalidInput(lazy("Filen går inte att öppna.")) from error


def lay_out_town(work: Work, municipality: Municipality, seed: int) -> Imported:
    """Give a municipality the invented town of `seed` as its map."""
    work.require(policy.may_import, municipality)
    ground = town.build(seed, plane.plane_for(municipality.epsg), municipality.name)
    source = _source(work, municipality, town.NAME, "town")
    return _store(work, source, iter([ground]), _Nearness(None), may_lose=True)


def _extent(work: Work, municipality: Municipality, name: str) -> Bounds | None:
    """Where the municipality is, as far as maps or other lists of posts tell."""
    return maps.extent(work, municipality.id) or network.posts_extent(work, municipality.id, name)


def _opened(
    path: Path, the_plane: Plane, reading: Reading, tell: Tell
) -> tuple[str, str, Iterator[Ground]]:
    """What a source is called, of what kind it is, and its ground in parts."""
    name, ending = path.name, path.name.lower()
    if ending.endswith((".osm", ".osm.gz")):
        return name, "osm", osm.read_parts(path, the_plane, tell)
    if ending.endswith(".pbf"):
        return name, "osm", _extra("osm_pbf").read_parts(path, the_plane, tell)
    if ending.endswith(".csv"):
        table: tables.Table = tables.open_text(path)
    elif ending.endswith(LAYERS):
        table = _extra("layers").open_layer(path, reading.layer)
    else:
        raise FileFault("unknown_kind")
    # One file may hold roads and posts: each is a source of its own, so none replaces the other.
    parts = [name, table.part, "" if reading.what == "posts" else reading.what]
    read = rows.read_parts(table, reading, the_plane, tell)
    return ":".join(part for part in parts if part), reading.what, read


def _extra(name: str) -> ModuleType:
    try:
        return importlib.import_module(f"{GEOMETRY}.{name}")
    except ModuleNotFoundError as missing:
        raise FileFault("no_extra", detail=f"{EXTRA} ({missing.name})") from missing


def _store(
    work: Work, source: MapSource, parts: Iterator[Ground], near: "_Nearness", *, may_lose: bool
) -> Imported:
    shelves = _Shelves(work, source)
    for ground in parts:
        source.attribution = ground.attribution
        near.look(ground)
        shelves.put(ground)
    near.check()
    tallies = shelves.finish()
    if not any(tally.standing for tally in tallies.values()):
        raise FileFault("nothing")
    _check_loss(tallies["posts"], may_lose)
    counts = {what: tallies[what].standing for what in ("features", "addresses", "posts")}
    work.record(MAP_IMPORT, source, **counts)
    in_water, named = _in_water(work, source)
    return Imported(source, tallies, shelves.skipped, in_water, named)


def _check_loss(posts: Tally, may_lose: bool) -> None:
    """Half a list by mistake must not tell half a town to put up its signs again."""
    stood = posts.gone + posts.changed + posts.unchanged
    if posts.gone >= FEW_POSTS and posts.gone > stood / 2 and not may_lose:
        raise FileFault("many_gone", detail=f"{posts.gone}/{stood}")


def _source(work: Work, municipality: Municipality, name: str, kind: str) -> MapSource:
    source = work.session.scalar(
        select(MapSource).where(
            MapSource.municipality_id == municipality.id, MapSource.name == name[-200:]
        )
    )
    if source is None:
        source = MapSource(municipality_id=municipality.id, name=name[-200:])
        work.session.add(source)
    source.kind, source.imported_at = kind, work.now
    work.session.flush()
    return source


class _Shelves:
    """All that one source brings, table by table."""

    def __init__(self, work: Work, source: MapSource) -> None:
        self._skipped: dict[str, int] = {}
        self._addresses = map_rows.Addresses()
        self._shelves = {
            "features": Shelf(work, source, MapFeature, _own(MapFeature), _feature_identity),
            "addresses": Shelf(work, source, Address, _own(Address), _address_identity),
            "posts": PostShelf(work, source, _own(Post)),
            "things": Shelf(work, source, MapThing, _own(MapThing), _thing_identity),
        }

    @property
    def skipped(self) -> dict[str, int]:
        """How many things were passed over, by reason."""
        return {reason: number for reason, number in self._skipped.items() if number}

    def put(self, ground: Ground) -> None:
        """One part of the source."""
        for reason, number in ground.skipped.items():
            self._skipped[reason] = self._skipped.get(reason, 0) + number
        shelves = self._shelves
        shelves["features"].put([map_rows.feature_row(feature) for feature in ground.features])
        shelves["addresses"].put(self._addresses.rows(ground.addresses))
        shelves["posts"].put([map_rows.post_row(post) for post in ground.posts])
        shelves["things"].put([map_rows.thing_row(thing) for thing in ground.things])

    def finish(self) -> dict[str, Tally]:
        """The source has no more."""
        return {kind: shelf.finish() for kind, shelf in self._shelves.items()}


def _own(table: Any) -> list[str]:
    """The columns that a source fills: all but ids."""
    names = [column.key for column in table.__table__.columns]
    return [name for name in names if name not in {"id", "municipality_id", "source_id"}]


def _feature_identity(row: Mapping[str, Any]) -> Any:
    # Without a key of its own a feature is what it is: one that changed is another.
    return row["key"] or tuple(row.values())


def _address_identity(row: Mapping[str, Any]) -> Any:
    return row["search_key"]


def _thing_identity(row: Mapping[str, Any]) -> Any:
    return (row["key"] or (row["code"], round(row["x"], 2), round(row["y"], 2)), row["kind"])


class _Nearness:
    """Is a source about this municipality at all? `extent` is None where nobody can tell."""

    def __init__(self, extent: Bounds | None) -> None:
        self._extent = extent
        self._nearest: tuple[float, str] | None = None

    def look(self, ground: Ground) -> None:
        """One more part of the source."""
        if self._extent is None or (self._nearest and self._nearest[0] < NEAR_M):
            return
        found = chain(
            ((post.x, post.y) for post in ground.posts),
            ((thing.x, thing.y) for thing in ground.things),
            ((address.x, address.y) for address in ground.addresses),
            (feature.points[0] for feature in ground.features),
        )
        for x, y in found:
            way = self._extent.way_to(x, y)
            self._nearest = min(way, self._nearest or way)

    def check(self) -> None:
        """The source has no more. Raises InvalidInput if all of it lies far from the map."""
        if self._nearest is not None and self._nearest[0] >= NEAR_M:
            raise errors.far_file(*self._nearest)


def _in_water(work: Work, source: MapSource) -> tuple[int, tuple[str, ...]]:
    """How many standing posts of a source stand in a lake or a river, and what some are called."""
    shapes = work.session.scalars(
        select(MapFeature.wkb).where(
            MapFeature.municipality_id == source.municipality_id, MapFeature.kind == "water"
        )
    ).all()
    areas = [shape for shape in from_wkb([*shapes]) if shape.geom_type == "Polygon"]
    if not areas:
        return 0, ()
    standing = work.session.execute(
        select(Post.id, Post.number, Post.x, Post.y)
        .where(Post.source_id == source.id, Post.gone_at.is_(None))
        .order_by(Post.id)
        .execution_options(yield_per=POSTS_AT_ONCE)
    )
    tree, wet, named = STRtree(areas), 0, list[str]()
    for some in standing.partitions():
        places = points([(post.x, post.y) for post in some])
        met = np.unique(tree.query(places, predicate="within")[0])
        wet += len(met)
        named += [some[at].number or str(some[at].id) for at in met[: MOST_NAMED - len(named)]]
    return wet, tuple(named)
