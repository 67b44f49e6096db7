"""The worker: takes due jobs one after another in a few threads, until it is told to stop."""

import logging
import os
import select
import signal
import smtplib
import threading
from collections.abc import Callable
from datetime import timedelta
from types import FrameType

from grannsamverkan.core import jobs, mail, periodic
from grannsamverkan.core.actor import SYSTEM
from grannsamverkan.core.jobs import Claim, GiveUp, WorkerBeat
from grannsamverkan.core.work import Runtime

log = logging.getLogger(__name__)
IDLE_S = 2.0
BEAT = timedelta(seconds=10)
BEAT_COUNTS_AS_ALIVE = timedelta(seconds=60)


def run_one(runtime: Runtime) -> bool:
    """Do one due job; False if there was none. Never raises for what the job does wrong."""
    with runtime.database.session(writes=True) as session:
        claim = jobs.claim_next(session, runtime.clock())
        session.commit()
    if claim is None:
        return False
    _do(runtime, claim)
    return True


def run_all(runtime: Runtime, limit: int = 1000) -> int:
    """Do due jobs until none is left (at most `limit`); returns how many were done."""
    return next((done for done in range(limit) if not run_one(runtime)), limit)


def _do(runtime: Runtime, claim: Claim) -> None:
    try:
        handler = jobs.HANDLERS.get(claim.kind)
        if handler is None:
            raise GiveUp(f"no handler for jobs of kind {claim.kind!r}")
        handler(runtime, **claim.args)
    except Exception as error:
        final = isinstance(error, GiveUp) or mail.is_final(error)
        log.warning("job %s (%s) failed: %s", claim.id, claim.kind, type(error).__name__)
        with runtime.database.session(writes=True) as session:
            jobs.fail(session, claim, runtime.clock(), error, final=final)
            session.commit()
    else:
        with runtime.database.session(writes=True) as session:
            jobs.finish(session, claim, runtime.clock())
            session.commit()


@jobs.handles("send_mail")
def send_mail(runtime: Runtime, mail_id: int) -> None:
    """Send one mail row. Sent twice only if the process dies between the server's yes and ours."""
    with runtime.reading() as work:
        row = work.session.get(mail.MailRow, mail_id)
        if row is None:
            raise GiveUp(f"mail {mail_id} is gone")
        if row.sent_at:
            return
        if not row.text:
            raise GiveUp(f"mail {mail_id} was emptied: it waited too long")
        bodies = [(name, kind, work.storage.get(stored)) for name, kind, stored in row.attachments]
    settings = runtime.settings
    sender = mail.sender_address(settings.mail_url, settings.base_url)
    private = runtime.vault.open(row.to_sealed) if row.to_sealed else None
    try:
        message = mail.compose(row, sender, bodies, private)
        mail.open_outgoing(settings.mail_url).send(message)
    except smtplib.SMTPException as error:
        raise mail.without_address(error, private) if private else error from None
    with runtime.work(SYSTEM) as work:
        work.require(lambda actor: actor.is_system)
        sent = work.get(mail.MailRow, mail_id)
        sent.sent_at = work.now
        if sent.holds_secret:
            sent.text = sent.html = ""
        sent.to_sealed, sent.unsubscribe = None, ""


def beat(runtime: Runtime, name: str) -> None:
    """Leave a sign of life."""
    with runtime.database.session(writes=True) as session:
        session.merge(WorkerBeat(name=name, at=runtime.clock()))
        session.commit()


def run_forever(runtime: Runtime, threads: int = 2) -> None:
    """Work until SIGTERM or SIGINT; running jobs are finished first."""
    told_to_stop, tell_to_stop = os.pipe()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        # A handler may interrupt anything, so it must not touch a lock: an Event has one.
        os.write(tell_to_stop, b"!")

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    stop = threading.Event()
    hands = [threading.Thread(target=_work_on, args=(runtime, stop)) for _ in range(threads)]
    for hand in hands:
        hand.start()
    name = f"{os.uname().nodename}:{os.getpid()}"
    _look_after(runtime, name)
    while not select.select([told_to_stop], [], [], BEAT.total_seconds())[0]:
        _look_after(runtime, name)
    stop.set()
    for hand in hands:
        hand.join()


def _look_after(runtime: Runtime, name: str) -> None:
    _safely(lambda: beat(runtime, name))
    _safely(lambda: periodic.plan(runtime))


def _work_on(runtime: Runtime, stop: threading.Event) -> None:
    while not stop.is_set():
        if not _safely(lambda: run_one(runtime)):
            runtime.bell.wait(IDLE_S)


def _safely(action: Callable[[], object]) -> bool:
    # A database that is away for a while must not end the worker.
    try:
        return bool(action())
    except Exception:
        log.exception("the worker could not reach the database")
        return False
