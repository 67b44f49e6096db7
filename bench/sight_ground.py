"""Towns to measure the sight check on: real OpenStreetMap extracts, © OpenStreetMap contributors
(ODbL), side by side as often as one likes, and invented posts along kerbs where a town has none.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from grannsamverkan.geometry import osm
from grannsamverkan.geometry.plane import Floats, plane_for
from grannsamverkan.geometry.sight.check import REACH_M
from grannsamverkan.geometry.sight.lanes import along, beside, distances, without_repeats
from grannsamverkan.geometry.sight.model import Plate, Thing, Way
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.geometry.sight.ways import half_width

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("TESTDATA", ROOT.parent / "shared" / "data")) / "geo"
EPSG = {"helsinki-centre-west": 3067, "lyngby-dk": 25832, "kallby-se": 3006}
HELSINKI, _LYNGBY, KALLBY = EPSG
WIDTH_M, HEIGHT_M, EDGE_M, ERROR_M = 0.40, 0.50, 2.1, 2.0
"""The plate of mounting rules 4.3, as low as it may hang over a footway."""

POST_EVERY_M = 30.0
BEHIND_KERB_M = 0.7
STREETS = ("residential", "tertiary", "living_street", "unclassified", "secondary")
"""Where invented posts stand: as lamps do in a suburb. Own choice."""


@dataclass(frozen=True)
class Town:
    """A piece of ground as the engine wants it; `posts` (p, 2) metres."""

    ways: Sequence[Way]
    things: Sequence[Thing]
    posts: Floats

    def plates(self, edge: float = EDGE_M) -> list[Plate]:
        """The plate on each post, facing nobody knows where: two azimuths and a circle of error."""
        return [plate_at(x, y, edge) for x, y in self.posts.tolist()]

    def moved(self, by: Floats, name: str) -> "Town":
        """The same town elsewhere; `name` tells its keys from the others'."""
        x, y = by.tolist()
        return Town(
            [replace(way, key=f"{name}/{way.key}", points=way.points + by) for way in self.ways],
            [replace(t, key=f"{name}/{t.key}", x=t.x + x, y=t.y + y) for t in self.things],
            self.posts + by,
        )


def plate_at(x: float, y: float, edge: float = EDGE_M) -> Plate:
    """The plate on a post, its height not in doubt, as where a sign is planned."""
    return Plate(x, y, WIDTH_M, HEIGHT_M, edge, error=ERROR_M, lower_error=0.0)


def file_of(name: str) -> Path:
    """An extract's file."""
    return DATA / f"{name}.osm.gz"


def read(name: str) -> Town:
    """An extract with its own posts."""
    ground = osm.read_osm(file_of(name), plane_for(EPSG[name]))
    posts = np.array([(post.x, post.y) for post in ground.posts]).reshape(-1, 2)
    ways = [_way(one) for one in ground.features if one.kind in ("road", "path")]
    return Town(ways, [Thing(**vars(one)) for one in ground.things], posts)


def with_invented_posts(town: Town) -> Town:
    """The town with synthetic posts on the right of its streets, besides its own."""
    streets = [way for way in town.ways if way.kind == "road" and way.subtype in STREETS]
    return replace(town, posts=np.vstack([town.posts, *(map(_posts_along, streets))]))


def copies(town: Town, count: int) -> Town:
    """So many of the town in a square, so far apart that none matters to another."""
    towns = list(side_by_side([town], count))
    return Town(
        [way for one in towns for way in one.ways],
        [thing for one in towns for thing in one.things],
        np.vstack([one.posts for one in towns]),
    )


def side_by_side(towns: Sequence[Town], count: int) -> Iterator[Town]:
    """So many towns in turn, row by row in a square, more than the check's reach apart."""
    step = np.max([np.subtract(*_corners(town)[::-1]) for town in towns], axis=0) + 2 * REACH_M
    columns = int(np.ceil(count**0.5))
    starts = [-_corners(town)[0] for town in towns]
    for number in range(count):
        kind = number % len(towns)
        by = starts[kind] + step * np.array(divmod(number, columns))
        yield towns[kind].moved(by, str(number))


def _corners(town: Town) -> tuple[Floats, Floats]:
    """The lowest and the highest coordinates of a town."""
    spots = np.array([(one.x, one.y) for one in town.things]).reshape(-1, 2)
    points = np.vstack([*(way.points for way in town.ways), town.posts, spots])
    return points.min(axis=0), points.max(axis=0)


def _way(feature: Any) -> Way:
    told = {key: value for key, value in vars(feature).items() if key != "is_area"}
    return Way(**told | {"points": np.array(feature.points)})


def _posts_along(way: Way) -> Floats:
    kerb = beside(without_repeats(way.points), -(half_width(way, Rules()) + BEHIND_KERB_M))
    length = distances(kerb)[-1]
    return along(kerb, np.arange(POST_EVERY_M / 2, length, POST_EVERY_M))
