"""The sight check of a country: python -m bench.sight_country, or `run()` for the rows.

Real towns side by side, more than the check's reach apart, until 100,000 posts stand: those of
Helsinki, and synthetic ones along the kerbs of Helsinki, Lyngby and Källby. They lie in a
database, and are checked as `grannsamverkan sight check-all` does it, by a process for each core.
"""

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bench.sets import empty
from bench.sight_ground import EPSG, ROOT, Town, read, side_by_side, with_invented_posts
from grannsamverkan.core.work import Runtime, Work
from grannsamverkan.geometry.ground import Feature, PostPoint, ThingPoint
from grannsamverkan.places import usecases as places
from grannsamverkan.places.jobs import checked_posts
from grannsamverkan.places.models import MapFeature, MapSource, MapThing, Post
from grannsamverkan.places.queries import sight as queries
from grannsamverkan.places.usecases import map_rows

POSTS = 100_000
MOST_BYTES = 2 * 1024**3
MOST_GROWTH = 1.25
"""How much more memory all posts may take than the first tenth of them."""
MOST_UNEVEN = 1.25
"""How much more processor time the busiest process may take than an even share."""
PROCESSES = os.cpu_count() or 1


def run(posts: int = POSTS) -> list[dict[str, Any]]:
    """Rows of the bench. Laying out and checking are processes of their own: none of it is held
    by who checks."""
    with tempfile.TemporaryDirectory() as folder:
        _process("lay", folder, posts)
        told = json.loads(_process("check", folder, posts))
    words = f"{told['posts']} posts, {told['seconds']:.0f} s by the clock"
    return [
        {
            "name": "memory of all processes that check a country / 2 GB",
            "ratio": told["most"] / MOST_BYTES,
            "limit": 1.0,
            "figures": f"{told['most'] / 1024**2:.0f} MB at its peak, {words}",
        },
        {
            "name": "the same when all posts are checked / a tenth of them",
            "ratio": told["most"] / told["early"],
            "limit": MOST_GROWTH,
            "figures": f"{told['early'] / 1024**2:.0f} MB after a tenth",
        },
        {
            "name": "the busiest process's time / an even share",
            "ratio": max(told["taken"]) / (sum(told["taken"]) / len(told["taken"])),
            "limit": MOST_UNEVEN,
            "figures": f"{len(told['taken'])} processes, {sum(told['taken']):.0f} s of a core, and"
            f" {told['own']:.0f} s for reading and keeping",
        },
    ]


def _process(what: str, folder: str, posts: int) -> str:
    command = [sys.executable, "-m", "bench.sight_country", what, folder, str(posts)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def lay(folder: Path, posts: int) -> None:
    """Fill a database with towns until so many posts stand."""
    towns = [with_invented_posts(read(name)) for name in EPSG]
    runtime = empty(folder)
    with runtime.work() as work:
        land = places.add_municipality(work, slug="land", name="Land", short_name="Land")
        source = MapSource(municipality_id=land.id, name="land", kind="osm", imported_at=work.now)
        work.session.add(source)
        work.session.flush()
        whose = {"municipality_id": land.id, "source_id": source.id}
        for town in _enough(towns, posts):
            _put(work, town, whose)


def _enough(towns: Sequence[Town], posts: int) -> Iterator[Town]:
    """Towns in turn until they have so many posts; the last with no more than are wanted."""
    left = posts
    most = 1 + len(towns) * (1 + posts // sum(len(town.posts) for town in towns))
    for town in side_by_side(towns, most):
        if left > 0:
            yield Town(town.ways, town.things, town.posts[:left])
        left -= len(town.posts)


def _put(work: Work, town: Town, whose: dict[str, int]) -> None:
    rows: dict[Any, list[dict[str, Any]]] = {
        MapFeature: [map_rows.feature_row(Feature(**vars(way))) for way in town.ways],
        MapThing: [map_rows.thing_row(ThingPoint(**vars(thing))) for thing in town.things],
        Post: [map_rows.post_row(PostPoint("", x, y)) for x, y in town.posts.tolist()],
    }
    for table, some in rows.items():
        if some:
            work.session.execute(insert(table), [row | whose for row in some])


def check(folder: Path) -> dict[str, Any]:
    """Check all posts of the filled database: seconds by the clock, the processes' own time, and
    the bytes that all held at their peak, in the end and when a tenth was done."""
    runtime = empty(folder)
    posts = _waiting(runtime)
    start, early, most = time.perf_counter(), 0, 0
    taken: dict[int, float] = {}
    done = 0
    for done in checked_posts(runtime, 1, PROCESSES):
        workers = [child.pid for child in multiprocessing.active_children()]
        taken |= {pid: _time_of(pid) for pid in workers if pid is not None}
        most = max(most, sum(_peak(pid) for pid in (os.getpid(), *taken)))
        if done <= posts / 10:
            early = most
    assert done == posts
    assert not _waiting(runtime)
    return {
        "posts": done,
        "seconds": time.perf_counter() - start,
        "taken": list(taken.values()),
        "own": time.process_time(),
        "early": early or most,
        "most": most,
    }


def _waiting(runtime: Runtime) -> int:
    with runtime.reading() as work:
        return len(queries.old_posts(work, 1))


def _time_of(process: int) -> float:
    """Processor seconds that a process has used."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


def _peak(process: int) -> int:
    """Most memory a process has held, in bytes."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["lay", folder, posts]:
            lay(Path(folder), int(posts))
        case ["check", folder, _]:
            print(json.dumps(check(Path(folder))))
        case _:
            for row in run(*map(int, sys.argv[1:])):
                print(row)
