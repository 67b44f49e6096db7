"""What waits in the background, and whether anybody works on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, false, func, or_, select

from grannsamverkan.core.jobs import Job, WorkerBeat
from grannsamverkan.core.mail import MailRow
from grannsamverkan.core.mailbox import MailboxState
from grannsamverkan.core.work import Work
from grannsamverkan.core.worker import BEAT_COUNTS_AS_ALIVE
from grannsamverkan.desk import policy, rules

MOST_ROWS = 200
TOLD_FOR = timedelta(days=30)
"""Own choice: so long a mail that came back stands on the page."""


@dataclass(frozen=True)
class Pulse:
    """Whether a worker is alive, when one last was (None: never), and how much has stopped."""

    alive: bool
    seen: datetime | None
    dead: int


@dataclass(frozen=True)
class Waiting:
    """A job that is not done. `subject` and `to` (masked) belong to a mail, else they are empty."""

    id: int
    kind: str
    state: str
    attempts: int
    asked_at: datetime
    next_at: datetime
    error: str
    subject: str = ""
    to: str = ""


@dataclass(frozen=True)
class CameBack:
    """A mail that was sent and could not be delivered; `to` is masked, "" where it was private."""

    subject: str
    to: str
    at: datetime
    why: str


def visible_to(work: Work) -> ColumnElement[bool]:
    """The condition on Job for what the actor may see; the same as `policy.may_handle_job`."""
    own = Job.municipality_id.in_(policy.kept_municipalities(work.actor))
    of_all = Job.municipality_id.is_(None) if work.actor.has_any("admin") else false()
    return or_(own, of_all)


def pulse(work: Work) -> Pulse:
    """The state of things, in one question."""
    dead = select(func.count()).where(Job.state == "dead", visible_to(work)).scalar_subquery()
    seen = select(func.max(WorkerBeat.at)).scalar_subquery()
    row = work.session.execute(select(seen, dead)).one()
    return Pulse(_is_alive(row[0], work.now), row[0], row[1])


def worker_is_alive(work: Work) -> bool:
    """True if any worker has given a sign of life lately; open to everybody."""
    return _is_alive(work.session.scalar(select(func.max(WorkerBeat.at))), work.now)


def rows(work: Work) -> list[Waiting]:
    """What stands still, what is being done and what is due, each with the oldest first.

    At most MOST_ROWS of each. What is planned for later, such as erasing a picture after its time,
    waits as it should and is left out.
    """
    # A mail is always due; while its server is in trouble, all wait a little for the first try.
    wanted = or_(Job.next_at <= work.now, Job.attempts > 0, Job.kind == "send_mail")
    due = (Job.state == "waiting") & wanted
    jobs = [
        job
        for condition in (Job.state == "dead", Job.state == "running", due)
        for job in work.session.scalars(
            select(Job).where(condition, visible_to(work)).order_by(Job.id).limit(MOST_ROWS)
        )
    ]
    mails = _mails(work, jobs)
    return [_row(job, mails.get(job.args.get("mail_id"))) for job in jobs]


def came_back(work: Work) -> list[CameBack]:
    """Mails that servers have given back lately, the newest first; at most MOST_ROWS."""
    own = MailRow.municipality_id.in_(policy.kept_municipalities(work.actor))
    of_none = MailRow.municipality_id.is_(None) if work.actor.has_any("admin") else false()
    found = work.session.execute(
        select(MailRow.subject, MailRow.to_address, MailRow.bounced_at, MailRow.bounce)
        .where(or_(own, of_none), MailRow.bounced_at > work.now - TOLD_FOR)
        .order_by(MailRow.bounced_at.desc(), MailRow.id.desc())
        .limit(MOST_ROWS)
    )
    return [
        CameBack(subject, rules.mask_address(to) if to else "", at, why)
        for subject, to, at, why in found
        if at is not None
    ]


def mailboxes(work: Work) -> list[MailboxState]:
    """The mailboxes that photos may come to, and how reading them goes."""
    own = MailboxState.municipality_id.in_(policy.kept_municipalities(work.actor))
    of_none = MailboxState.municipality_id.is_(None) if work.actor.has_any("admin") else false()
    wanted = select(MailboxState).where(or_(own, of_none)).order_by(MailboxState.name)
    return list(work.session.scalars(wanted))


def _is_alive(seen: datetime | None, now: datetime) -> bool:
    return seen is not None and now - seen <= BEAT_COUNTS_AS_ALIVE


def _mails(work: Work, jobs: Iterable[Job]) -> dict[int | None, MailRow]:
    ids = [job.args["mail_id"] for job in jobs if "mail_id" in job.args]
    found = work.session.scalars(select(MailRow).where(MailRow.id.in_(ids)))
    return {row.id: row for row in found}


def _row(job: Job, mail: MailRow | None) -> Waiting:
    return Waiting(
        id=job.id,
        kind=job.kind,
        state=job.state,
        attempts=job.attempts,
        asked_at=job.created_at,
        next_at=job.next_at,
        error=rules.mask_addresses(job.last_error or ""),
        subject=mail.subject if mail else "",
        to=rules.mask_address(mail.to_address) if mail else "",
    )
