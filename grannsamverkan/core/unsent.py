"""Letters that nobody will send any more lose what they hold.

A sent letter with a secret (a code, a link of one's own, a neighbour's words) is emptied at once
by the worker. One that was refused or given up waits for somebody to try again; not for ever.
"""

from datetime import time, timedelta

from sqlalchemy import Select, delete, select, update

from grannsamverkan.core import periodic
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.mail import MailRow
from grannsamverkan.core.work import Runtime, Work

KEPT_UNSENT = timedelta(days=7)
"""Own judgement: a week is time to mend a mail server; the links have mostly lapsed by then."""


@periodic.every(timedelta(days=1), at=time(2))
def empty_unsent(runtime: Runtime) -> None:
    """Empty letters with a secret whose sending was given up a week ago."""
    with runtime.work() as work:
        work.require(lambda actor: actor.is_system)
        _empty(work)


def call_back(work: Work, mails: Select[int | None]) -> None:
    """Let those of these mails not be sent that nobody has begun to send, and empty them.

    Runs inside a use case, which has asked leave.
    """
    waiting = (
        select(Job.id)
        .where(Job.kind == "send_mail", Job.state == "waiting", Job.attempts == 0)
        .where(Job.args["mail_id"].as_integer().in_(mails))
    )
    work.session.execute(
        update(MailRow)
        .where(MailRow.id.in_(mails), MailRow.sent_at.is_(None))
        .where(MailRow.id.in_(waiting.with_only_columns(Job.args["mail_id"].as_integer())))
        .values(text="", html="", reply_to="", to_sealed=None, unsubscribe="")
    )
    work.session.execute(delete(Job).where(Job.id.in_(waiting)))


def _empty(work: Work) -> None:
    given_up = select(Job.args["mail_id"].as_integer()).where(
        Job.kind == "send_mail", Job.state == "dead", Job.finished_at < work.now - KEPT_UNSENT
    )
    work.session.execute(
        update(MailRow)
        .where(MailRow.id.in_(given_up), MailRow.holds_secret, MailRow.sent_at.is_(None))
        .values(text="", html="", reply_to="", to_sealed=None)
    )
    work.session.execute(
        update(MailRow)
        .where(MailRow.id.in_(given_up), MailRow.unsubscribe != "")
        .values(unsubscribe="")
    )
