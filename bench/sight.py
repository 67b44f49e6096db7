"""What the sight check costs: python -m bench.sight, or `run()` for the rows.

`python -m bench.sight table` makes the tables and pictures of docs/sight.md again.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from bench import sight_country, sight_page, sight_postgis, sight_table
from bench.sight_ground import DATA, HELSINKI, Town, copies, file_of, read
from bench.sight_rays import hidden_shares, rays_of
from grannsamverkan.geometry.sight.check import Sight
from grannsamverkan.geometry.sight.model import Answer, Plate
from grannsamverkan.geometry.sight.poses import poses_of
from grannsamverkan.geometry.sight.rules import Rules

TIMES_FASTER = 20
MOST_GROWTH = 1.2
MOST_SHARE = 0.02
SHARE_HELD = 99
"""Of this share of posts, in per cent, a check again is held against its limit."""
COPIES = (1, 4, 16)
ROUNDS = 2
EVERY = 20
"""The rays without an index are reckoned for each so many posts: all would take minutes."""


def run() -> Iterator[dict[str, Any]]:
    """Rows of the bench: `name`, `ratio`, `limit`, `figures` (words)."""
    if not file_of(HELSINKI).exists():
        figures = f"no extracts at {DATA}: say TESTDATA=…"
        yield {"name": "the sight check", "ratio": 0.0, "limit": 1.0, "figures": figures}
        return
    town = read(HELSINKI)
    whole = checked(town)
    yield _against_rays(town, whole)
    yield _growth(town)
    yield from sight_postgis.run(town)
    with tempfile.TemporaryDirectory() as folder:
        page = sight_page.Page(Path(folder))
        yield _again(whole, page.recheck_seconds())
        yield page.row()
    yield from sight_country.run()


@dataclass(frozen=True)
class Checked:
    """A town with all its posts checked; processor seconds for making it ready and for posts."""

    sight: Sight
    plates: Sequence[Plate]
    answers: Sequence[Answer]
    ready_s: float
    posts_s: float

    @property
    def whole_s(self) -> float:
        """Seconds of it all."""
        return self.ready_s + self.posts_s


def checked(town: Town) -> Checked:
    """The plate on each of a town's posts, with all that the product says of it: every rule, two
    azimuths, 17 places, and 27 heights beside its own."""
    plates = town.plates()
    start = time.process_time()
    sight = Sight(town.ways, town.things, Rules())
    ready = time.process_time()
    answers = [sight.answer(plate) for plate in plates]
    return Checked(sight, plates, answers, ready - start, time.process_time() - ready)


def _against_rays(town: Town, whole: Checked) -> dict[str, Any]:
    """The whole check against the rays to road signs alone, at one height, without an index."""
    approaches = whole.sight.signs.approaches
    rays = rays_of(approaches)
    some = whole.plates[::EVERY]

    def every_ray() -> list[int]:
        shares = (hidden_shares(rays, poses_of(one, 0.0), len(approaches)) for one in some)
        return [int((found > 0).sum()) for found in shares]

    rays_s = _timed(every_ray) * len(town.posts) / len(some)
    return {
        "name": f"Helsinki's posts / numpy without an index / {TIMES_FASTER}",
        "ratio": whole.whole_s / (rays_s / TIMES_FASTER),
        "limit": 1.0,
        "figures": f"{rays_s / whole.whole_s:.0f} times faster: {whole.whole_s:.2f} s"
        f" ({whole.ready_s:.2f} to make ready) / {rays_s:.0f} s (from {len(some)} posts),"
        f" {len(town.posts)} posts, {len(approaches)} signs and signals",
    }


def _growth(town: Town) -> dict[str, Any]:
    """Processor time a post with the town once, and as often side by side."""
    costs = {count: _cost(copies(town, count)) for count in COPIES}
    told = ", ".join(f"{1000 * cost:.2f} ms in {count}" for count, cost in costs.items())
    return {
        "name": f"a post in {COPIES[1]} or {COPIES[-1]} towns side by side / in one",
        "ratio": max(costs.values()) / costs[COPIES[0]],
        "limit": MOST_GROWTH,
        "figures": f"{told}, making ready included",
    }


def _cost(town: Town) -> float:
    return min(checked(town).whole_s for _ in range(ROUNDS)) / len(town.posts)


def _again(whole: Checked, from_database: float) -> dict[str, Any]:
    """A post checked again on ground that is ready, against the whole town."""
    times = [_again_seconds(whole.sight, plate) for plate in whole.plates]
    most = MOST_SHARE * whole.whole_s
    dear = sum(taken > most for taken in times)
    told = ", ".join(f"{1000 * part:.1f}" for part in (median(times), max(times)))
    return {
        "name": f"a post again / {MOST_SHARE:.0%} of all Helsinki",
        "ratio": float(np.percentile(times, SHARE_HELD)) / most,
        "limit": 1.0,
        "figures": f"of {SHARE_HELD} % of posts; median and dearest {told} ms, {dear} above the"
        f" limit; from the database, ground and all, {1000 * from_database:.0f} ms",
    }


def _again_seconds(sight: Sight, plate: Plate) -> float:
    return min(_timed(lambda: sight.answer(plate)) for _ in range(3))


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    if sys.argv[1:] == ["table"]:
        sight_table.make()
    else:
        for row in run():
            print(row)
