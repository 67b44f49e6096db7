"""Who has a case open right now. The page says so by itself a while after it was opened: opening a
case writes nothing, and a case that is decided at once never tells.
"""

from datetime import timedelta

from sqlalchemy import delete, select

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.core.work import Work
from grannsamverkan.signs import policy, queries
from grannsamverkan.signs.models.review import CaseVisit

GONE_AFTER = timedelta(seconds=75)
"""Own choice: the page tells each half minute, so two signs of life have been missed."""


def visit(work: Work, sign_id: int) -> list[str]:
    """Say that the acting reviewer has the case open; names of the others who have it open."""
    sign = queries.sign(work, sign_id)
    work.require(policy.may_review, sign)
    _forget(work, sign_id)
    me = work.actor.person_id
    work.session.merge(
        CaseVisit(
            municipality_id=sign.municipality_id, sign_id=sign_id, user_id=me, seen_at=work.now
        )
    )
    others = work.session.scalars(
        select(CaseVisit.user_id).where(CaseVisit.sign_id == sign_id, CaseVisit.user_id != me)
    ).all()
    return sorted(accounts.names(work, others).values())


def leave(work: Work, sign_id: int) -> None:
    """Say that the acting reviewer has left the case."""
    work.require(policy.may_review, queries.sign(work, sign_id))
    work.session.execute(
        delete(CaseVisit).where(
            CaseVisit.sign_id == sign_id, CaseVisit.user_id == work.actor.person_id
        )
    )


def _forget(work: Work, sign_id: int) -> None:
    """Whoever has not been heard of has gone, by whatever way."""
    work.session.execute(
        delete(CaseVisit).where(
            CaseVisit.sign_id == sign_id, CaseVisit.seen_at < work.now - GONE_AFTER
        )
    )
