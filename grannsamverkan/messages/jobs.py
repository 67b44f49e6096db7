"""What the worker does for bulletins."""

from datetime import time, timedelta

from grannsamverkan.core import periodic, rounds
from grannsamverkan.core.jobs import handles
from grannsamverkan.core.work import Runtime
from grannsamverkan.messages.queries import mailing as reads
from grannsamverkan.messages.usecases import mailing


@handles("mail_bulletin")
def mail_bulletin(runtime: Runtime, bulletin_id: int) -> None:
    """Write the mails of a bulletin, some in each transaction, until none is left."""
    rounds.until_done(runtime, mailing.mail_some, bulletin_id)


@handles("mail_correction")
def mail_correction(runtime: Runtime, bulletin_id: int) -> None:
    """The same for a correction."""
    rounds.until_done(runtime, mailing.correct_some, bulletin_id)


@periodic.every(timedelta(days=1), at=time(7))
def mail_daily_bulletins(runtime: Runtime) -> None:
    """Write one mail to each of those who want one a day, if there is something for them."""
    rounds.each(runtime, reads.waiting_for_digest, mailing.mail_digest)
