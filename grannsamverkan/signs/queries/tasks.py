"""Reads of the tasks of signs; each list starts from what the actor may see."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from grannsamverkan.core.paging import Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.signs import policy
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.models.tasks import SignTask
from grannsamverkan.signs.queries import visible_to


def task(work: Work, task_id: int) -> SignTask:
    """One task; NotFound unless the actor may see its sign or holds its link."""
    return work.get(SignTask, task_id, policy.may_see_task)


def open_task(work: Work, sign: Sign, kind: str) -> SignTask | None:
    """The sign's open task of a kind, if there is one."""
    return work.session.scalar(
        select(SignTask).where(
            SignTask.sign_id == sign.id, SignTask.kind == kind, SignTask.state == "open"
        )
    )


def tasks(
    work: Work, state: str = "open", kinds: Sequence[str] = (), sign_id: int | None = None
) -> Sequence[SignTask]:
    """Tasks on signs that the actor may see, with their signs, the first day due first."""
    wanted = _wanted(work, state, kinds)
    if sign_id is not None:
        wanted = wanted.where(SignTask.sign_id == sign_id)
    return work.session.scalars(wanted).unique().all()


def listed(work: Work, kinds: Sequence[str] = (), number: int = 1) -> Part[SignTask]:
    """A page of the open tasks among those of `tasks`, in the same order."""
    return part(work, _wanted(work, "open", kinds), number)


def counts_by_kind(work: Work) -> dict[str, int]:
    """How many open tasks of each kind the actor may see; kinds without any are left out."""
    rows = work.session.execute(
        select(SignTask.kind, func.count())
        .join(SignTask.sign)
        .where(visible_to(work.actor), SignTask.state == "open")
        .group_by(SignTask.kind)
    )
    return dict(rows.all())


def _wanted(work: Work, state: str, kinds: Sequence[str]) -> Select[SignTask]:
    wanted = (
        select(SignTask)
        .join(SignTask.sign)
        .options(contains_eager(SignTask.sign))
        .where(visible_to(work.actor), SignTask.state == state)
        .order_by(SignTask.due_on.is_(None), SignTask.due_on, SignTask.id)
    )
    return wanted.where(SignTask.kind.in_(kinds)) if kinds else wanted


def standing_signs(work: Work, group_id: int) -> Sequence[Sign]:
    """All signs of a group that are not at their end, whoever asks: for the group's closing."""
    gone = ("cancelled", "taken_down", "take_down_ordered", "place_refused")
    return (
        work.session.scalars(
            select(Sign).where(Sign.group_id == group_id, Sign.state.not_in(gone)).order_by(Sign.id)
        )
        .unique()
        .all()
    )
