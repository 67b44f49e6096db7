"""The posts on which a group may plan a sign, with what the sight check says of each."""

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from sqlalchemy import select

from grannsamverkan.core.work import Work
from grannsamverkan.geometry.plane import Bounds, points_within
from grannsamverkan.geometry.sight import entrances
from grannsamverkan.geometry.sight.entrances import OUTSIDE_M, Candidate, Proposed
from grannsamverkan.geometry.sight.model import WORST_FIRST, Verdict
from grannsamverkan.groups.models import Group
from grannsamverkan.places.models import Address, Post, PostSight
from grannsamverkan.places.queries.boxes import point_in
from grannsamverkan.places.queries.network import ways_within

MOST_POSTS = 200
SAME_POST_M = 3.0
"""Two lists put the same post so far apart (own judgement: a map's 2 m and a list's own error)."""
NAMED_BY_M = 60.0
"""A post without a number is called by the nearest house no farther away than this."""


@dataclass(frozen=True)
class Choice:
    """A post to plan a sign on. `number` is as on the post, "" if nobody knows it; `beside` the
    nearest address; `told` the worst that the sight check says, without drawings."""

    id: int
    number: str
    beside: str
    nth: int
    x: float
    y: float
    inside: bool
    verdict: Verdict | None
    ok_from: float | None
    told: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Choices:
    """The posts in and just outside an area, the best first, at most MOST_POSTS of `total`; and
    those proposed, one for an entrance."""

    posts: Sequence[Choice]
    proposed: Sequence[Proposed]
    total: int


NONE = Choices((), (), 0)


def choices(work: Work, group: Group, taken: Collection[int | None]) -> Choices:
    """What a group can choose among; posts in `taken` are not proposed again."""
    area = group.area
    if area is None:
        return NONE
    box = Bounds(*area.bounds).grown(OUTSIDE_M)
    rows = _told_once(_rows(work, group.municipality_id, box))
    places = [(row.x, row.y) for row in rows]
    inside = points_within(area, places)
    near = shapely.dwithin(area, shapely.points(places), OUTSIDE_M) if rows else []
    kept = [(row, held) for row, held, close in zip(rows, inside, near, strict=True) if close]
    kept.sort(key=lambda pair: (_rank(pair[0].verdict), pair[0].number, pair[0].id))
    posts = _named(work, group.municipality_id, box, kept[:MOST_POSTS])
    free = [Candidate(one.id, one.x, one.y, one.verdict) for one in posts if one.id not in taken]
    ways = ways_within(work, group.municipality_id, box)
    return Choices(posts, entrances.proposals(area, ways, free), len(kept))


def _rows(work: Work, municipality_id: int, box: Bounds) -> Sequence[Any]:
    return work.session.execute(
        select(
            Post.id,
            Post.number,
            Post.x,
            Post.y,
            PostSight.verdict,
            PostSight.ok_from,
            PostSight.told,
        )
        .outerjoin(PostSight, PostSight.post_id == Post.id)
        .where(
            Post.municipality_id == municipality_id,
            Post.gone_at.is_(None),
            *point_in(Post.x, Post.y, box),
        )
    ).all()


def _told_once(rows: Sequence[Any]) -> list[Any]:
    """The posts without those that have no number and stand where one with a number does: the
    same post, once in the map and once in the municipality's list."""
    numbered = [row for row in rows if row.number]
    if not numbered or len(numbered) == len(rows):
        return list(rows)
    tree = shapely.STRtree(shapely.points([(row.x, row.y) for row in numbered]))
    places = shapely.points([(row.x, row.y) for row in rows])
    doubled = set(tree.query(places, predicate="dwithin", distance=SAME_POST_M)[0].tolist())
    return [row for at, row in enumerate(rows) if row.number or at not in doubled]


def _rank(verdict: Verdict | None) -> int:
    return -WORST_FIRST.index(verdict or "person_looks")


def _named(
    work: Work, municipality_id: int, box: Bounds, kept: Sequence[tuple[Any, bool]]
) -> list[Choice]:
    nameless = [row for row, _ in kept if not row.number]
    beside = _addresses(work, municipality_id, box, nameless) if nameless else {}
    seen: Counter[str] = Counter()
    found = []
    for row, inside in kept:
        address = beside.get(row.id, "")
        seen[address] += 1
        found.append(
            Choice(
                row.id,
                row.number,
                address,
                seen[address],
                row.x,
                row.y,
                inside,
                row.verdict,
                row.ok_from,
                tuple(row.told or ()),
            )
        )
    return found


def _addresses(
    work: Work, municipality_id: int, box: Bounds, posts: Sequence[Any]
) -> dict[int, str]:
    rows = work.session.execute(
        select(Address.street, Address.number, Address.x, Address.y).where(
            Address.municipality_id == municipality_id,
            *point_in(Address.x, Address.y, box.grown(NAMED_BY_M)),
        )
    ).all()
    if not rows:
        return {}
    tree = shapely.STRtree(shapely.points([(row.x, row.y) for row in rows]))
    nearest = tree.nearest(shapely.points([(post.x, post.y) for post in posts]))
    return {
        post.id: f"{rows[at].street} {rows[at].number}"
        for post, at in zip(posts, np.asarray(nearest).tolist(), strict=True)
        if math.dist((post.x, post.y), (rows[at].x, rows[at].y)) <= NAMED_BY_M
    }
