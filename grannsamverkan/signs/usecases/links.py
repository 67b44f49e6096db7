"""A task is given to somebody without an account: by a letter on paper, or by a mail."""

from grannsamverkan.core import links
from grannsamverkan.core.mail import Recipient
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.signs import errors, policy
from grannsamverkan.signs.mails import links as mails
from grannsamverkan.signs.models.links import TaskLink
from grannsamverkan.signs.queries import links as link_queries
from grannsamverkan.signs.queries import tasks as task_queries
from grannsamverkan.signs.workflow import TASK_GIVEN, TASK_LETTER_PRINTED, TASK_TAKEN_BACK


def give_task(work: Work, task_id: int, *, name: str = "", email: str = "") -> TaskLink:
    """Make a way in to a task that waits; with `email` it goes there by mail.

    It is good for the municipality's days, or until it is taken back.
    """
    task = task_queries.task(work, task_id)
    work.require(policy.may_give_task, task)
    if not task.is_waiting:
        raise errors.task_over()
    days = int(places.setting(work, task.municipality_id, "sign.task_link_days"))
    link = TaskLink(municipality_id=task.municipality_id, task=task, name=name, mailed=bool(email))
    token = links.begin(work, link, days=days)
    work.record(TASK_GIVEN, task, sign_id=task.sign_id, kind=task.kind)
    if email:
        to = Recipient(email, work.actor.language, private=True)
        work.mail(to, mails.task_given, task, f"/T/{token}", link.expires_at)
    return link


def letter_token(work: Work, link_id: int) -> str:
    """The link's secret, to print its letter."""
    link = link_queries.link(work, link_id)
    work.require(policy.may_give_task, link.task)
    if not (link.is_good(work.now) and link.task.is_waiting):
        raise errors.task_over()
    work.record(TASK_LETTER_PRINTED, link)
    return links.token_of(work, link)


def take_back(work: Work, link_id: int) -> TaskLink:
    """Make a link stop working."""
    link = link_queries.link(work, link_id)
    work.require(policy.may_give_task, link.task)
    if link.ended_at is None:
        link.ended_at = work.now
        work.record(TASK_TAKEN_BACK, link.task, sign_id=link.task.sign_id, kind=link.task.kind)
    return link
