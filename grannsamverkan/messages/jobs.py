"""What the worker does for bulletins."""

from collections.abc import Callable
from datetime import time, timedelta

from grannsamverkan.core import periodic
from grannsamverkan.core.jobs import handles
from grannsamverkan.core.work import Runtime, Work
from grannsamverkan.messages.queries import mailing as reads
from grannsamverkan.messages.usecases import mailing


@handles("mail_bulletin")
def mail_bulletin(runtime: Runtime, bulletin_id: int) -> None:
    """Write the mails of a bulletin, some in each transaction, until none is left."""
    _until_done(runtime, mailing.mail_some, bulletin_id)


@handles("mail_correction")
def mail_correction(runtime: Runtime, bulletin_id: int) -> None:
    """The same for a correction."""
    _until_done(runtime, mailing.correct_some, bulletin_id)


@periodic.every(timedelta(days=1), at=time(7))
def mail_daily_bulletins(runtime: Runtime) -> None:
    """Write one mail to each of those who want one a day, if there is something for them."""
    with runtime.reading() as work:
        waiting = list(reads.waiting_for_digest(work))
    for user_id in waiting:
        with runtime.work() as work:
            mailing.mail_digest(work, user_id)


def _until_done(runtime: Runtime, some: Callable[[Work, int], int], bulletin_id: int) -> None:
    left = True
    while left:
        with runtime.work() as work:
            left = some(work, bulletin_id) > 0
