"""The sight triangles against PostGIS, twice: which corners' zones each post's circle of error
touches; and the whole of the rule, which plates in them stop a ray.

A throwaway server with Debian's package `postgresql-15-postgis-3`. Zones, eyes, lanes, posts and
plates lie in tables with indexes and statistics before the clock starts, as the engine's ground is
ready before it; the answers are counted there, so that no row travels.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from shapely import LineString, Point
from sqlalchemy import Connection, create_engine, text

from bench.sight_ground import ERROR_M, HEIGHT_M, Town
from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.graph import Graph
from grannsamverkan.geometry.sight.lanes import along, distances
from grannsamverkan.geometry.sight.lines import ground_segments
from grannsamverkan.geometry.sight.looks import Look, looks_at
from grannsamverkan.geometry.sight.poses import poses_of
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.geometry.sight.triangles import Triangles
from tests.support.postgres import PostgresServer

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
CONTROL = Path("/usr/share/postgresql/15/extension/postgis.control")
ROUNDS = 3
EDGE_M = 1.0
"""Low enough that a plate hides something: at 2.1 m there is little to reckon."""
TARGET_EVERY_M = 2.0
TABLES = (
    "CREATE EXTENSION postgis",
    "CREATE TABLE zone (id int PRIMARY KEY, corner int, shape geometry(Polygon))",
    "CREATE TABLE hull (shape geometry(Polygon))",
    "CREATE TABLE eye (look int, zone int, height float, place geometry(Point))",
    "CREATE TABLE target (look int, place geometry(Point))",
    "CREATE TABLE post (id int PRIMARY KEY, place geometry(Point))",
    "CREATE TABLE plate (post int, shape geometry(LineString))",
)
READY = (
    "CREATE INDEX ON zone USING gist (shape)",
    "CREATE INDEX ON hull USING gist (shape)",
    "CREATE INDEX ON post USING gist (place)",
    "CREATE INDEX ON plate (post)",
    "CREATE INDEX ON plate USING gist (shape)",
    "CREATE INDEX ON eye (zone)",
    "CREATE INDEX ON target (look)",
    *(f"VACUUM ANALYZE {table}" for table in ("zone", "hull", "eye", "target", "post", "plate")),
)
NEAR = "SELECT count(*) FROM post JOIN hull ON ST_DWithin(hull.shape, post.place, :within)"
HULLS = """
INSERT INTO hull SELECT ST_ConvexHull(ST_Collect(shape)) FROM zone GROUP BY corner"""
STOPPED = """
WITH caught AS MATERIALIZED (
  SELECT post.id AS post, zone.id AS zone, zone.corner, plate.shape FROM post
  JOIN zone ON ST_DWithin(zone.shape, post.place, :within + 0.3)
  JOIN plate ON plate.post = post.id AND ST_Intersects(zone.shape, plate.shape)
), rays AS MATERIALIZED (
  SELECT caught.post, caught.corner, eye.height, ST_Distance(eye.place,
    ST_Intersection(ST_MakeLine(eye.place, target.place), caught.shape))
    / ST_Distance(eye.place, target.place) AS share
  FROM caught JOIN eye ON eye.zone = caught.zone JOIN target ON target.look = eye.look
  WHERE ST_Intersects(ST_MakeLine(eye.place, target.place), caught.shape)
)
SELECT count(DISTINCT (post, corner)) FROM rays
WHERE greatest(:lower, least(height + share * (:low - height), height + share * (:high - height)))
   <= least(:upper, greatest(height + share * (:low - height), height + share * (:high - height)))
"""


class Ground:
    """A town's triangles for the engine, with the plates on its posts."""

    def __init__(self, town: Town) -> None:
        self.rules = Rules()
        self.graph = Graph(town.ways)
        self.triangles = Triangles(self.graph, self.rules)
        self.plates = town.plates(EDGE_M)
        self.poses = [poses_of(plate, 0.0) for plate in self.plates]

    def near(self) -> int:
        """Pairs of post and corner whose zone its circle touches."""
        zones = self.triangles.zones
        return sum(len(zones.near(plate.x, plate.y, plate.error)) for plate in self.plates)

    def stopped(self) -> int:
        """Pairs of post and corner at which the plate, somewhere in the circle, stops a ray."""
        said = (
            judged.found.figures.get("hidden", 0) > 0
            for plate, poses in zip(self.plates, self.poses, strict=True)
            for judged in self.triangles.judge(plate, poses)
        )
        return sum(map(bool, said))


def run(town: Town) -> Iterator[dict[str, Any]]:
    """Rows of the bench; without PostGIS one that says so."""
    if not CONTROL.exists():
        figures = "PostGIS is not installed: apt-get install postgresql-15-postgis-3"
        yield {"name": "triangles against PostGIS", "ratio": 0.0, "limit": 1.0, "figures": figures}
        return
    ground = Ground(town)
    with _served() as connection:
        _fill(connection, ground)
        near = _compared(connection, NEAR, ground.near)
        whole = _compared(connection, STOPPED, ground.stopped)
    yield {
        "name": "sight triangles with their rays / PostGIS",
        "ratio": whole.ours_s / whole.theirs_s,
        "limit": 1.0,
        "figures": f"{whole}; only which corners are near each post: {near}",
    }


class _Rows(NamedTuple):
    """What goes into the tables of the same names."""

    zones: list[dict[str, Any]]
    eyes: list[dict[str, Any]]
    targets: list[dict[str, Any]]


class _Compared(NamedTuple):
    """Seconds of both, and the pairs of post and corner that both found."""

    ours_s: float
    theirs_s: float
    found: tuple[int, int]

    def __str__(self) -> str:
        ours, theirs = 1000 * self.ours_s, 1000 * self.theirs_s
        return f"{ours:.1f} ms / {theirs:.1f} ms ({self.found[0]} / {self.found[1]} pairs)"


@contextmanager
def _served() -> Iterator[Connection]:
    server = PostgresServer(PROGRAMS)
    try:
        server.start()
        engine = create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            yield connection
        engine.dispose()
    finally:
        server.stop()


def _compared(connection: Connection, question: str, ours: Callable[[], int]) -> _Compared:
    """Both ways in turn, the shortest of some rounds each."""
    rules = Rules()
    values = {"within": ERROR_M, "low": rules.object_low, "high": rules.object_high}
    values |= {"lower": EDGE_M, "upper": EDGE_M + HEIGHT_M}

    def theirs() -> int:
        return int(connection.execute(text(question), values).scalar_one())

    found = ours(), theirs()
    times = [(_timed(ours), _timed(theirs)) for _ in range(ROUNDS)]
    ours_s, theirs_s = map(min, zip(*times, strict=True))
    return _Compared(ours_s, theirs_s, found)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _fill(connection: Connection, ground: Ground) -> None:
    for statement in TABLES:
        connection.execute(text(statement))
    zones, eyes, targets = _corners(ground)
    shape = "ST_GeomFromWKB(:shape)"
    _insert(connection, f"zone VALUES (:id, :corner, {shape})", zones)
    _insert(connection, f"eye VALUES (:look, :zone, :height, {shape})", eyes)
    _insert(connection, f"target VALUES (:look, {shape})", targets)
    posts = [{"id": i, "shape": Point(p.x, p.y).wkb} for i, p in enumerate(ground.plates)]
    _insert(connection, f"post VALUES (:id, {shape})", posts)
    plates = [
        {"post": number, "shape": LineString(segment).wkb}
        for number, poses in enumerate(ground.poses)
        for segment in ground_segments(poses).reshape(-1, 2, 2)
    ]
    _insert(connection, f"plate VALUES (:post, {shape})", plates)
    connection.execute(text(HULLS))
    for statement in READY:
        connection.execute(text(statement))


def _insert(connection: Connection, into: str, rows: Sequence[dict[str, Any]]) -> None:
    connection.execute(text(f"INSERT INTO {into}"), rows)


def _corners(ground: Ground) -> _Rows:
    """Zones of all corners, each as wide as its roads may be; eyes and targets of who looks across
    those that a post is near: others would be asked for nothing."""
    triangles, rows = ground.triangles.zones, _Rows([], [], [])
    near = {i for one in ground.plates for i in triangles.near(one.x, one.y, 2 * one.error)}
    for index, corner in enumerate(triangles.corners):
        for signs in corner.doubts:
            zone = len(rows.zones)
            shape = triangles.zone(index, signs).wkb
            rows.zones.append({"id": zone, "corner": index, "shape": shape})
            for look in looks_at(ground.graph, triangles, index, signs) if index in near else ():
                _look(look, zone, rows)
    return rows


def _look(look: Look, zone: int, rows: _Rows) -> None:
    number = rows.eyes[-1]["look"] + 1 if rows.eyes else 0
    rows.eyes.extend(
        {"look": number, "zone": zone, "height": float(height), "shape": Point(eye).wkb}
        for eye in look.eyes
        for height in look.levels
    )
    rows.targets.extend(
        {"look": number, "shape": Point(place).wkb} for lane in look.lanes for place in _dots(lane)
    )


def _dots(lane: Floats) -> Floats:
    return along(lane, np.arange(0.0, distances(lane)[-1], TARGET_EVERY_M))
