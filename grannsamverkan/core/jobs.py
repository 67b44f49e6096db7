"""Background work as rows: written with the change that asks for it, taken with a lease.

A job runs at least once. A worker claims a due row by one UPDATE that sets a lease; a worker that
dies leaves a lease that runs out, and the row is claimed again. What fails is tried again with
growing pauses and ends, visibly, as `dead`. The queue only wakes workers: rows are the truth.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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
    return next(iter(claim_run(session, now, {}, lease)), None)


def claim_run(
    session: Session, now: datetime, together: Mapping[str, int], lease: timedelta = LEASE
) -> list[Claim]:
    """Take the oldest due job, and if its kind is among `together` the next ones of that kind too.

    `together` says for each kind how many at most; oldest first. The caller commits before doing
    the work, and gives back what it does not come to.
    """
    found = _due(session, now, 1)
    if found and found[0].kind in together:
        kind = found[0].kind
        found = _due(session, now, together[kind], kind)
    if not found:
        return []
    taken = session.execute(
        update(Job)
        .where(Job.id.in_([row.id for row in found]), due(now))
        .values(state="running", lease_until=now + lease, attempts=Job.attempts + 1)
        .returning(Job.id, Job.kind, Job.args, Job.attempts)
    )
    claims = {row.id: Claim(*row) for row in taken}
    return [claims[row.id] for row in found if row.id in claims]


def _due(session: Session, now: datetime, most: int, kind: str | None = None) -> list[Any]:
    """The ids and kinds of due jobs: those of dead workers, which were due first, then the others.

    Two questions, because each can be read off the index in order, and both in one cannot.
    """
    found: list[Any] = []
    for ready in (
        (Job.state == "running") & (Job.lease_until <= now),
        (Job.state == "waiting") & (Job.next_at <= now),
    ):
        wanted = select(Job.id, Job.kind).where(ready).order_by(Job.next_at, Job.id)
        if kind is not None:
            wanted = wanted.where(Job.kind == kind)
        if len(found) < most:
            limited = wanted.limit(most - len(found)).with_for_update(skip_locked=True)
            found.extend(session.execute(limited).all())
    return found


def finish(session: Session, claims: Sequence[Claim], now: datetime) -> None:
    """Mark the jobs done, except those another worker has taken over meanwhile."""
    done = {"state": "done", "finished_at": now, "lease_until": None, "last_error": None}
    for attempts in {claim.attempts for claim in claims}:
        _settle(session, [one for one in claims if one.attempts == attempts], **done)


def give_back(session: Session, claims: Collection[Claim]) -> None:
    """Let others do what was taken and not begun: as if it had not been taken."""
    for attempts in {claim.attempts for claim in claims}:
        begun = [one for one in claims if one.attempts == attempts]
        _settle(session, begun, state="waiting", lease_until=None, attempts=attempts - 1)


def postpone(
    session: Session, kind: str, now: datetime, error: BaseException, pause: timedelta = PAUSES[0]
) -> None:
    """Let what waits of a kind wait a little longer: it would meet the same trouble.

    Counts as no try, and the order stays.
    """
    session.execute(
        update(Job)
        .where(Job.kind == kind, Job.state == "waiting", Job.next_at < now + pause)
        .values(next_at=now + pause, last_error=_told(error))
    )


def fail(
    session: Session, claim: Claim, now: datetime, error: BaseException, *, final: bool
) -> bool:
    """Plan the next try, or mark the job dead; returns whether it is dead now."""
    dead = final or claim.attempts > len(PAUSES)
    known = {"lease_until": None, "last_error": _told(error)}
    if dead:
        _settle(session, [claim], state="dead", finished_at=now, **known)
    else:
        _settle(
            session, [claim], state="waiting", next_at=now + PAUSES[claim.attempts - 1], **known
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


def _settle(session: Session, claims: Sequence[Claim], **values: Any) -> None:
    # `attempts`, the same in all of them, tells this worker's claims from later ones of these rows.
    if not claims:
        return
    session.execute(
        update(Job)
        .where(Job.id.in_([claim.id for claim in claims]), Job.state == "running")
        .where(Job.attempts == claims[0].attempts)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:2000]
