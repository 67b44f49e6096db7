"""The worker: takes due jobs one after another in a few threads, until it is told to stop.

Mails are taken many at a time, because they go over one connection (`core/delivery.py`).
"""

import logging
import os
import select
import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from types import FrameType

from grannsamverkan.core import delivery, jobs, periodic
from grannsamverkan.core.jobs import Claim, GiveUp, WorkerBeat
from grannsamverkan.core.work import Runtime

log = logging.getLogger(__name__)
IDLE_S = 2.0
BEAT = timedelta(seconds=10)
BEAT_COUNTS_AS_ALIVE = timedelta(seconds=60)


def run_one(runtime: Runtime) -> int:
    """Do the oldest due job, or a run of mails if it is one; how many jobs that were.

    Never raises for what a job does wrong.
    """
    with runtime.database.session(writes=True) as session:
        claims = jobs.claim_run(session, runtime.clock(), {"send_mail": delivery.MOST_IN_RUN})
        session.commit()
    if claims and claims[0].kind == "send_mail":
        delivery.send_run(runtime, claims)
    else:
        for claim in claims:
            _do(runtime, claim)
    return len(claims)


def run_all(runtime: Runtime, limit: int = 1000) -> int:
    """Do due jobs until none is left (or `limit` are done); returns how many were done."""
    done = 0
    while done < limit and (more := run_one(runtime)):
        done += more
    return done


def _do(runtime: Runtime, claim: Claim) -> None:
    try:
        handler = jobs.HANDLERS.get(claim.kind)
        if handler is None:
            raise GiveUp(f"no handler for jobs of kind {claim.kind!r}")
        handler(runtime, **claim.args)
    except Exception as error:
        log.warning("job %s (%s) failed: %s", claim.id, claim.kind, type(error).__name__)
        with runtime.database.session(writes=True) as session:
            jobs.fail(session, claim, runtime.clock(), error, final=isinstance(error, GiveUp))
            session.commit()
    else:
        with runtime.database.session(writes=True) as session:
            jobs.finish(session, [claim], runtime.clock())
            session.commit()


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
