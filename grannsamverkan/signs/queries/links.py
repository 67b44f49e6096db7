"""Reads of the links that let somebody without an account do a task."""

from collections.abc import Sequence

from sqlalchemy import select

from grannsamverkan.core import links
from grannsamverkan.core.work import Work
from grannsamverkan.signs import policy
from grannsamverkan.signs.models.links import TaskLink
from grannsamverkan.signs.models.tasks import SignTask


def link_by_token(work: Work, token: str) -> TaskLink | None:
    """The link with this secret, good or not; whoever has it may know what became of it."""
    return links.by_token(work, TaskLink, token)


def link(work: Work, link_id: int) -> TaskLink:
    """One link; NotFound unless the actor may give its task to others."""
    return work.get(TaskLink, link_id, lambda actor, one: policy.may_give_task(actor, one.task))


def links_of(work: Work, task: SignTask) -> Sequence[TaskLink]:
    """The task's links that still open it, the oldest first."""
    return work.session.scalars(
        select(TaskLink)
        .where(TaskLink.task_id == task.id, links.good(TaskLink, work.now))
        .order_by(TaskLink.id)
    ).all()
