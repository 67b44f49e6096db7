"""How far distributions have come is kept on their receivers, so that pages need not gather it."""

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, union, update

from grannsamverkan.core.jobs import Job
from grannsamverkan.core.mail import MailRow
from grannsamverkan.core.work import Work
from grannsamverkan.training import policy
from grannsamverkan.training.models import Assignment, Receiver
from grannsamverkan.training.rules.selecting import OPEN_WAYS


def follow(work: Work, assignment: Assignment) -> None:
    """Let receivers follow their assignment: it was confirmed as read, or done.

    Runs inside the use case by which it was, which has asked leave.
    """
    work.session.flush()
    work.session.execute(
        update(Receiver)
        .where(Receiver.assignment_id == assignment.id, Receiver.way.in_((*OPEN_WAYS, "read")))
        .values(way="done" if assignment.done_at else "read", reminds=False)
    )


def settle_mails(work: Work) -> None:
    """Let receivers follow their mails: sent, given up, come back, or tried again."""
    work.require(policy.mails)
    gone = _gone()
    lost = or_(Receiver.mail_id.in_(gone), Receiver.reminder_id.in_(gone))
    _move(work, ("refused",), and_(Receiver.route == "mail", ~lost), "queued")
    _move(work, ("queued",), _is_sent(), "sent")
    _move(work, ("queued", "sent"), lost, "refused")


def _move(work: Work, ways: tuple[str, ...], condition: ColumnElement[bool], to: str) -> None:
    work.session.execute(
        update(Receiver).where(Receiver.way.in_(ways), condition).values(way=to),
        execution_options={"synchronize_session": False},
    )


def _is_sent() -> ColumnElement[bool]:
    return exists().where(MailRow.id == Receiver.mail_id, MailRow.sent_at.is_not(None))


def _gone() -> Select[int]:
    """Mails that were given up or came back: few, so that they are asked for first."""
    given_up = select(Job.args["mail_id"].as_integer()).where(
        Job.kind == "send_mail", Job.state == "dead"
    )
    came_back = select(MailRow.id).where(MailRow.bounced_at.is_not(None))
    return select(union(given_up, came_back).subquery())
