"""Brings the rows of one source up to date: what is new, changed, gone or as it was.

Rows are known by their identity, and a row's content by a digest, both as 64-bit numbers in arrays:
a source of a million posts takes some 25 MB here, whatever its rows hold.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, func, insert, select, update

from grannsamverkan.core.work import Work
from grannsamverkan.places.models import MapSource, Post
from grannsamverkan.places.usecases.map_rows import Row

Item = TypeVar("Item")
Numbers = NDArray[np.int64]
_KNOWN = np.dtype([("identity", np.int64), ("id", np.int64), ("digest", np.int64)])
ROWS_AT_ONCE = 2000
IDS_AT_ONCE = 500
# Without a number a post is known by its place; a map corrected by less than this is the same post.
SAME_POST_M = 2.0
# One object of a register that got another number and stands this near is the same post.
RENUMBERED_POST_M = 10.0


@dataclass
class Tally:
    """How many rows of a kind an import added, changed, left as they were, and found gone."""

    added: int = 0
    changed: int = 0
    gone: int = 0
    unchanged: int = 0

    @property
    def standing(self) -> int:
        """How many there are now."""
        return self.added + self.changed + self.unchanged


def digest(*values: Any) -> int:
    """A 64-bit number for some values: equal for equal ones, and for others as good as never."""
    hashed = blake2b(repr(values).encode(), digest_size=8).digest()
    return int.from_bytes(hashed, signed=True)


def _some(items: Sequence[Item], most: int) -> Iterator[Sequence[Item]]:
    return (items[start : start + most] for start in range(0, len(items), most))


class Shelf:
    """The rows of one table that one source has brought. First `put` all there are, then `finish`.

    `identity` says what makes a row the same one as before; `columns` are what a row tells.
    """

    def __init__(
        self,
        work: Work,
        source: MapSource,
        table: Any,
        columns: Sequence[str],
        identity: Callable[[Mapping[str, Any]], Any],
    ) -> None:
        self.tally = Tally()
        self._work, self._source, self._table = work, source, table
        self._columns, self._identity = tuple(columns), identity
        known = np.fromiter(self._known(), dtype=_KNOWN)
        known.sort(order=("identity", "id"))
        self._identities, self._ids, self._digests = (
            known[name] for name in ("identity", "id", "digest")
        )
        self._seen = np.zeros(len(known), dtype=bool)

    def put(self, rows: Sequence[Row]) -> None:
        """Some of the rows that the source has now."""
        new: list[Row] = []
        changed: list[Row] = []
        wanted = np.array([digest(self._identity(row)) for row in rows], dtype=np.int64)
        for row, identity, start in zip(
            rows, wanted, np.searchsorted(self._identities, wanted), strict=True
        ):
            at = self._free(int(start), int(identity))
            if at is None:
                new.append(row)
            elif self._digest(row) != self._digests[at]:
                changed.append({**row, "id": int(self._ids[at])})
        self._write(new, changed)
        self.tally.unchanged += len(rows) - len(new) - len(changed)

    def finish(self) -> Tally:
        """All rows have been put: those that did not come again are gone."""
        gone = [int(row_id) for row_id in self._ids[~self._seen]]
        for some in _some(gone, IDS_AT_ONCE):
            self._work.session.execute(delete(self._table).where(self._table.id.in_(some)))
        self.tally.gone = len(gone)
        return self.tally

    def _known(self) -> Iterator[tuple[int, int, int]]:
        """(identity, id, digest) of each row that the source brought before."""
        columns = [getattr(self._table, name) for name in self._columns]
        found = self._work.session.execute(
            select(self._table.id, *columns)
            .where(self._table.source_id == self._source.id)
            .execution_options(yield_per=ROWS_AT_ONCE)
        )
        for row_id, *values in found:
            row = dict(zip(self._columns, values, strict=True))
            yield digest(self._identity(row)), row_id, self._digest(row)

    def _digest(self, row: Mapping[str, Any]) -> int:
        return digest(*(row[name] for name in self._columns))

    def _free(self, at: int, identity: int) -> int | None:
        """Where among the known the first row of that identity stands that has not come again."""
        while at < len(self._ids) and self._identities[at] == identity:
            if not self._seen[at]:
                self._seen[at] = True
                return at
            at += 1
        return None

    def _write(self, new: Sequence[Row], changed: Sequence[Row]) -> None:
        self.tally.added += len(new)
        self.tally.changed += len(changed)
        owner = {
            "municipality_id": self._source.municipality_id,
            "source_id": self._source.id,
        }
        for some in _some(new, ROWS_AT_ONCE):
            self._work.session.execute(insert(self._table), [{**owner, **row} for row in some])
        for some in _some(changed, ROWS_AT_ONCE):
            self._work.session.execute(update(self._table), some)


class PostShelf(Shelf):
    """Posts of one source. One that is gone keeps its row, because a sign may hang on it; one that
    comes back under another number or key keeps its row too."""

    def __init__(self, work: Work, source: MapSource, columns: Sequence[str]) -> None:
        super().__init__(work, source, Post, columns, _post_identity)
        self._newest = work.session.scalar(select(func.max(Post.id))) or 0

    def finish(self) -> Tally:
        """All posts have been put: those that did not come again have gone."""
        left = self._left()
        if left and self.tally.added:
            known_again = self._recognise(left)
            left = [post for post in left if post.id not in known_again]
        for some in _some([post.id for post in left], IDS_AT_ONCE):
            self._work.session.execute(
                update(Post).where(Post.id.in_(some)).values(gone_at=self._work.now)
            )
        self.tally.gone = len(left)
        return self.tally

    def _left(self) -> list[Any]:
        """The posts that stood, and did not come again."""
        ids = [int(row_id) for row_id in self._ids[~self._seen]]
        return [
            row
            for some in _some(ids, IDS_AT_ONCE)
            for row in self._work.session.execute(
                select(*_MARKS).where(Post.id.in_(some), Post.gone_at.is_(None))
            )
        ]

    def _recognise(self, left: Sequence[Any]) -> set[int]:
        """Posts that came again under another name: they take over what the new row tells."""
        newcomers = _Newcomers(
            self._work.session.execute(
                select(*_MARKS)
                .where(Post.source_id == self._source.id, Post.id > self._newest)
                .execution_options(yield_per=ROWS_AT_ONCE)
            )
        )
        pairs = {post.id: new for post in left if (new := newcomers.take(post)) is not None}
        for some in _some(list(pairs.items()), IDS_AT_ONCE):
            self._take_over(dict(some))
        self.tally.added -= len(pairs)
        self.tally.changed += len(pairs)
        return set(pairs)

    def _take_over(self, pairs: Mapping[int, int]) -> None:
        old = {new: old for old, new in pairs.items()}
        columns = [getattr(Post, name) for name in self._columns]
        rows = self._work.session.execute(select(Post.id, *columns).where(Post.id.in_(old))).all()
        self._work.session.execute(delete(Post).where(Post.id.in_(old)))
        self._work.session.execute(
            update(Post),
            [
                {"id": old[row_id], **dict(zip(self._columns, values, strict=True))}
                for row_id, *values in rows
            ],
        )


_MARKS = (Post.id, Post.number, Post.key, Post.x, Post.y)


def _post_identity(row: Mapping[str, Any]) -> Any:
    # The number stands on the post itself; ids of registers may be given out anew.
    if row["number"] or row["key"]:
        return row["number"], row["key"]
    return round(row["x"], 2), round(row["y"], 2)


class _Newcomers:
    """New posts, to be found again by number, by key and by place, each once."""

    def __init__(self, rows: Iterable[Any]) -> None:
        table = [
            (row.x, row.y, row.id, digest(row.number), digest(row.key), bool(row.number))
            for row in rows
        ]
        table.sort()
        self._xy = np.array([row[:2] for row in table]).reshape(-1, 2)
        self._ids = np.array([row[2] for row in table], dtype=np.int64)
        self._numbers = _ByDigest([row[3] for row in table])
        self._keys = _ByDigest([row[4] for row in table])
        self._has_number = np.array([row[5] for row in table], dtype=bool)
        self._taken = np.zeros(len(table), dtype=bool)

    def take(self, post: Any) -> int | None:
        """The id of the newcomer that is this post; None if none is."""
        places = self._numbers.places(post.number) if post.number else np.empty(0, dtype=np.int64)
        at = self._nearest(places, post, np.inf)
        if at is None and post.key:
            at = self._nearest(self._keys.places(post.key), post, RENUMBERED_POST_M)
        if at is None:
            at = self._nearest(self._around(post), post, SAME_POST_M)
        if at is None:
            return None
        self._taken[at] = True
        return int(self._ids[at])

    def _around(self, post: Any) -> Numbers:
        """Those whose place alone can tell: two different numbers are two posts."""
        reach = (post.x - SAME_POST_M, post.x + SAME_POST_M)
        start, end = np.searchsorted(self._xy[:, 0], reach)
        places = np.arange(start, end)
        return places[~self._has_number[places]] if post.number else places

    def _nearest(self, places: Numbers, post: Any, within: float) -> int | None:
        places = places[~self._taken[places]]
        if not len(places):
            return None
        away = np.hypot(*(self._xy[places] - (post.x, post.y)).T)
        best = int(away.argmin())
        return int(places[best]) if away[best] <= within else None


class _ByDigest:
    """Finds places in a list by the digest of what stands there."""

    def __init__(self, digests: Sequence[int]) -> None:
        values = np.array(digests, dtype=np.int64)
        self._order = np.argsort(values, kind="stable")
        self._sorted = values[self._order]

    def places(self, value: Any) -> Numbers:
        wanted = digest(value)
        start = np.searchsorted(self._sorted, wanted, side="left")
        end = np.searchsorted(self._sorted, wanted, side="right")
        return self._order[start:end]
