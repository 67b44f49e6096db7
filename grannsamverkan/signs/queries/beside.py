"""Where a case stands in the queue, and the cases beside it."""

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from grannsamverkan.core.work import Work
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.queries.wanted import Wanted, condition


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
    chosen = condition(work, wanted.photos)
    since, key = sign.waits_since, sign.id
    same = Sign.waits_since == since
    before = or_(Sign.waits_since < since, and_(same, Sign.id < key))
    after = or_(Sign.waits_since > since, and_(same, Sign.id > key))
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
    following, first, previous, last, place, total = work.session.execute(
        select(*(question.scalar_subquery() for question in asked))
    ).one()
    return Neighbours(previous or last, following or first, place + 1, total)
