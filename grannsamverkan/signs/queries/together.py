"""Cases that a reviewer has chosen in the queue to decide on together."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from grannsamverkan.core import codes
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Group
from grannsamverkan.signs import queries
from grannsamverkan.signs.models import Photo, PhotoSet, Sign
from grannsamverkan.signs.queries import queue
from grannsamverkan.signs.queries.deadlines import reviewed_places

MOST = 25
"""Own choice: as many as one can look through before pressing."""
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True)
class Case:
    """A chosen case: its row of the queue, how many get its letter, how many photos are marked."""

    row: queue.Waiting
    municipality_id: int
    readers: int
    marked: int


def asked(texts: Iterable[str]) -> set[int]:
    """Numbers of signs as they stand in an address, at most `MOST`; the rest is left out."""
    return {int(text) for text in list(texts)[:MOST] if _NUMBER.fullmatch(text)}


def cases(work: Work, sign_ids: Collection[int]) -> dict[int, Case]:
    """The cases with photos that wait for this reviewer, by sign, in the queue's order.

    One letter is written for them, so all are of one municipality: that of the first.
    """
    rows = [row for row in queue.rows_of(work, list(sign_ids)) if row.set_id is not None]
    sets = _sets(work, rows)
    marked = _marked(work, sets)
    found = {row.id: _case(row, sets[row.set_id or 0], marked) for row in rows}
    here = next((case.municipality_id for case in found.values()), None)
    return {key: case for key, case in found.items() if case.municipality_id == here}


def codes_of(work: Work, sign_ids: Collection[int]) -> list[str]:
    """Codes, as people read them, of signs where this reviewer reviews; others are left out."""
    found = work.session.scalars(
        select(Sign.code)
        .where(Sign.id.in_(sign_ids), Sign.municipality_id.in_(reviewed_places(work.actor)))
        .order_by(Sign.code)
    )
    return [codes.pretty(code) for code in found]


def _sets(work: Work, rows: Iterable[queue.Waiting]) -> dict[int, PhotoSet]:
    """The sets to decide on, with their signs and whom the letters go to."""
    found = work.session.scalars(
        select(PhotoSet)
        .where(PhotoSet.id.in_([row.set_id for row in rows]))
        .options(
            joinedload(PhotoSet.sign).options(
                joinedload(Sign.municipality),
                selectinload(Sign.sets),
                joinedload(Sign.group).joinedload(Group.contacts),
            )
        )
    )
    return {photo_set.id: photo_set for photo_set in found.unique()}


def _marked(work: Work, set_ids: Collection[int]) -> dict[int, int]:
    """How many photos of each set have marks."""
    found = work.session.execute(
        select(Photo.set_id, func.count())
        .where(Photo.set_id.in_(set_ids), Photo.marks.any())
        .group_by(Photo.set_id)
    )
    return dict(found.all())


def _case(row: queue.Waiting, photo_set: PhotoSet, marked: Mapping[int, int]) -> Case:
    readers = queries.readers_of_decision(photo_set.sign, photo_set)
    return Case(row, photo_set.municipality_id, len(readers), marked.get(photo_set.id, 0))
