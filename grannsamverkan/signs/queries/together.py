"""Cases that a reviewer has chosen in the queue to decide on together."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from grannsamverkan.core import codes
from grannsamverkan.core.work import Work
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
    """The cases with photos that wait for this reviewer, by sign, in the queue's order."""
    rows = [row for row in queue.rows_of(work, list(sign_ids)) if row.set_id is not None]
    return {row.id: _case(work, row) for row in rows}


def codes_of(work: Work, sign_ids: Collection[int]) -> list[str]:
    """Codes, as people read them, of signs where this reviewer reviews; others are left out."""
    found = work.session.scalars(
        select(Sign.code)
        .where(Sign.id.in_(sign_ids), Sign.municipality_id.in_(reviewed_places(work.actor)))
        .order_by(Sign.code)
    )
    return [codes.pretty(code) for code in found]


def _case(work: Work, row: queue.Waiting) -> Case:
    sign, photo_set = queries.sign(work, row.id), work.get(PhotoSet, row.set_id)
    marked = work.session.scalars(
        select(Photo.id).where(Photo.set_id == photo_set.id, Photo.marks.any())
    ).all()
    readers = queries.readers_of_decision(sign, photo_set)
    return Case(row, sign.municipality_id, len(readers), len(marked))
