"""Where a case stands in the queue, and the cases beside it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func, select, tuple_

from grannsamverkan.core.db import BigId, UTCDateTime
from grannsamverkan.core.work import Work
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.queries.wanted import Asking, Wanted, asking, condition


@dataclass(frozen=True)
class Neighbours:
    """Where a case stands among those wanted: ids of the next and the one before, place, number."""

    previous: int | None
    next: int | None
    place: int
    total: int


def neighbours(work: Work, wanted: Wanted, sign: Sign) -> Neighbours:
    """The cases beside `sign` among those with photos that are wanted; one question.

    The sign itself need not be among them (any more). After the last comes the first again.
    """
    question = _question(asking(work, wanted.photos), wanted.photos)
    (found,) = work.rows(question, {"since": sign.waits_since, "key": sign.id})
    following, first, previous, last, place, total = found
    return Neighbours(previous or last, following or first, place + 1, total)


@lru_cache(maxsize=200)
def _question(who: Asking, wanted: Wanted) -> Any:
    """The question for one choice. It is asked case after case, and making it is half its time."""
    chosen = condition(who, wanted)
    since, key = bindparam("since", type_=UTCDateTime()), bindparam("key", type_=BigId)
    # As one pair each, so that an index in this order is entered where the sign stands.
    here, there = tuple_(Sign.waits_since, Sign.id), tuple_(since, key)
    before, after = here < there, here > there
    up, down = (Sign.waits_since, Sign.id), (Sign.waits_since.desc(), Sign.id.desc())
    one, count = select(Sign.id).where(chosen).limit(1), select(func.count(Sign.id)).where(chosen)
    asked = (
        one.where(after).order_by(*up),
        one.where(before).order_by(*up),
        one.where(before).order_by(*down),
        one.where(after).order_by(*down),
        count.where(before),
        count,
    )
    return select(*(question.scalar_subquery() for question in asked))
