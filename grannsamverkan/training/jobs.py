"""What the worker does for training."""

import logging
from datetime import time, timedelta
from functools import partial

from grannsamverkan.core import periodic, rounds
from grannsamverkan.core.jobs import handles
from grannsamverkan.core.work import Runtime
from grannsamverkan.imaging.papers import first_page
from grannsamverkan.imaging.report import Refused
from grannsamverkan.training.queries import certificates as reads
from grannsamverkan.training.queries import sessions as session_reads
from grannsamverkan.training.usecases import attaching, bringing, certificates, sessions, ways

log = logging.getLogger(__name__)


@periodic.every(timedelta(days=1), at=time(5))
def look_after_training(runtime: Runtime) -> None:
    """Remind of trainings that end, tell of those that have ended, and settle the groups' doors."""
    rounds.each(runtime, reads.to_settle, certificates.settle_door)
    rounds.each(runtime, reads.to_remind, certificates.remind)
    rounds.each(runtime, reads.to_tell_over, certificates.tell_over)


@handles("draw_material")
def draw_material(runtime: Runtime, edition_id: int, stored: str) -> None:
    """Draw the first page of a PDF apart and count its pages; one that cannot be drawn stays
    without. Harmless to do twice."""
    try:
        sheet = first_page(runtime.storage.get(stored))
    except FileNotFoundError:
        return  # Another file has taken its place, and this one is gone.
    except Refused as refused:
        log.info("no picture of edition %s: %s", edition_id, refused)
        return
    with runtime.work() as work:
        attaching.keep_sheet(work, edition_id, stored, sheet)


@handles("bring_distribution")
def bring_distribution(runtime: Runtime, distribution_id: int) -> None:
    """Give a distribution's receivers their links and mails, some in each transaction."""
    rounds.until_done(runtime, bringing.bring_some, distribution_id)


@handles("remind_distribution")
def remind_distribution(runtime: Runtime, distribution_id: int) -> None:
    """The same for its reminders."""
    rounds.until_done(runtime, bringing.remind_some, distribution_id)


@periodic.every(timedelta(minutes=1))
def follow_mails(runtime: Runtime) -> None:
    """Write down with the receivers of distributions what has become of their mails."""
    with runtime.work() as work:
        ways.settle_mails(work)


@handles("invite_to_session")
def invite_to_session(runtime: Runtime, session_id: int, who: str) -> None:
    """Invite contact persons to a session, some in each transaction, until none is left."""
    rounds.until_done(runtime, partial(sessions.invite_some, who=who), session_id)


@handles("settle_session")
def settle_session(runtime: Runtime, session_id: int) -> None:
    """Do what follows a session that was held, some people a transaction."""
    rounds.until_done(runtime, sessions.settle_some, session_id)


@periodic.every(timedelta(hours=1))
def remind_of_sessions(runtime: Runtime) -> None:
    """Tell those who come of sessions that are near."""
    rounds.each(runtime, session_reads.to_remind, sessions.remind)
