"""Background work as rows: written with the change that asks for it, taken with a lease.

A job runs at least once. A worker claims a due row by one UPDATE that sets a lease; a worker that
dies leaves a lease that runs out, and the row is claimed again. What fails is tried again with
growing pauses and ends, visibly, as `dead`. The queue only wakes workers: rows are the truth.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, String, Text, delete, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from grannsamverkan.core.db import Base, Id

LEASE = timedelta(minutes=5)
PAUSES = tuple(timedelta(minutes=m) for m in (0.5, 2, 5, 15, 60, 60, 240, 240, 480, 480))
log = logging.getLogger(__name__)


class Job(Base):
    """One thing for the worker to do. `key`, when given, makes asking twice count once."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_next_at", "state", "next_at"),)

    id: Mapped[Id]
    municipality_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(60))
    args: Mapped[dict[str, Any]]
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    next_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)


class WorkerBeat(Base):
    """The last sign of life of a worker, so that the desk can see that none is running."""

    __tablename__ = "worker_beat"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    at: Mapped[datetime]


class GiveUp(Exception):
    """Raised by a job that can never succeed: it goes to `dead` without more tries."""


Handler = Callable[..., None]
HANDLERS: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the decorated function for jobs of `kind`: called as handler(runtime, **args)."""

    def register(handler: Handler) -> Handler:
        if HANDLERS.setdefault(kind, handler) is not handler:
            raise ValueError(f"two handlers for jobs of kind {kind!r}")
        return handler

    return register


@dataclass(frozen=True)
class Claim:
    """A job taken by this worker: a copy of what it needs, no database row held open."""

    id: int
    kind: str
    args: dict[str, Any]
    attempts: int


def due(now: datetime) -> Any:
    """The condition on Job for what may be taken at `now`."""
    return or_(
        (Job.state == "waiting") & (Job.next_at <= now),
        (Job.state == "running") & (Job.lease_until <= now),
    )


def claim_next(session: Session, now: datetime, lease: timedelta = LEASE) -> Claim | None:
    """Take the oldest due job, or None. The caller commits before doing the work."""
    candidate = session.execute(
        select(Job.id)
        .where(due(now))
        .order_by(Job.next_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).scalar()
    if candidate is None:
        return None
    taken = session.execute(
        update(Job)
        .where(Job.id == candidate, due(now))
        .values(state="running", lease_until=now + lease, attempts=Job.attempts + 1)
        .returning(Job.id, Job.kind, Job.args, Job.attempts)
    ).one_or_none()
    return None if taken is None else Claim(*taken)


def finish(session: Session, claim: Claim, now: datetime) -> None:
    """Mark the job done, unless another worker has taken it over meanwhile."""
    _settle(session, claim, state="done", finished_at=now, lease_until=None, last_error=None)


def fail(
    session: Session, claim: Claim, now: datetime, error: BaseException, *, final: bool
) -> bool:
    """Plan the next try, or mark the job dead; returns whether it is dead now."""
    dead = final or claim.attempts > len(PAUSES)
    message = f"{type(error).__name__}: {error}"[:2000]
    if dead:
        _settle(session, claim, state="dead", finished_at=now, lease_until=None, last_error=message)
    else:
        pause = PAUSES[claim.attempts - 1]
        _settle(
            session,
            claim,
            state="waiting",
            next_at=now + pause,
            lease_until=None,
            last_error=message,
        )
    return dead


def revive(session: Session, job_ids: Iterable[int], now: datetime) -> int:
    """Give dead jobs a new set of tries; returns how many there were."""
    changed = session.execute(
        update(Job)
        .where(Job.id.in_(list(job_ids)), Job.state == "dead")
        .values(state="waiting", attempts=0, next_at=now, finished_at=None)
        .returning(Job.id)
    )
    return len(changed.all())


def call_back(session: Session, job_id: int) -> bool:
    """Take a job away before anybody has begun it; False if it has been taken or done already."""
    gone = session.execute(
        delete(Job)
        .where(Job.id == job_id, Job.state == "waiting", Job.attempts == 0)
        .returning(Job.id)
    )
    return gone.one_or_none() is not None


def _settle(session: Session, claim: Claim, **values: Any) -> None:
    # `attempts` tells this worker's claim from a later one of the same row.
    session.execute(
        update(Job)
        .where(Job.id == claim.id, Job.state == "running", Job.attempts == claim.attempts)
        .values(**values)
    )
