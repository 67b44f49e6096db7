"""Work that comes back: declared once, and asked for once a slot however many workers run.

Time is cut into slots. A worker asks for the newest slot that has begun; the slot is part of the
job's key, so the database lets one of several workers win. A worker that was away for a week
finds one new slot, not seven. What is declared here must look at the state of things and not
at when it ran last.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from grannsamverkan.core import jobs
from grannsamverkan.core.actor import SYSTEM
from grannsamverkan.core.i18n import TIMEZONE, local
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.work import Runtime

DAY = timedelta(days=1)
Run = Callable[[Runtime], None]


@dataclass(frozen=True)
class Periodic:
    """One kind of work: how often, and at what hour in Sweden where it is a matter of days."""

    kind: str
    interval: timedelta
    at: time
    run: Run

    @property
    def in_days(self) -> bool:
        """True if slots follow the calendar of Sweden; else they follow the hours of UTC."""
        return self.interval % DAY == timedelta(0)

    def slot(self, now: datetime) -> datetime:
        """When the newest slot began, in UTC. Weeks begin on Mondays."""
        if not self.in_days:
            return datetime.fromtimestamp(now.timestamp() // self._seconds * self._seconds, UTC)
        here = local(now)
        # A day without the hour (spring) or with it twice (autumn) still has one slot.
        today = here.date() if here >= self._begins(here.date()) else here.date() - DAY
        first = today - (today - date.min) % self.interval
        return self._begins(first).astimezone(UTC)

    def words(self) -> str:
        """How often, for people who look after the installation: "every day at 06:00"."""
        if not self.in_days:
            return f"every {self.interval}"
        days = self.interval // DAY
        return f"every {'day' if days == 1 else f'{days} days'} at {self.at:%H:%M}"

    @property
    def _seconds(self) -> float:
        return self.interval.total_seconds()

    def _begins(self, day: date) -> datetime:
        return datetime.combine(day, self.at, TIMEZONE)


PERIODIC: dict[str, Periodic] = {}


def every(
    interval: timedelta, *, at: time | None = None, kind: str | None = None
) -> Callable[[Run], Run]:
    """Declare the decorated `run(runtime)` as work that comes back.

    `at` is an hour in Sweden and belongs to whole days (midnight if not given). The kind of job
    is the function's name, unless given. ValueError for a time that cannot be meant.
    """

    def declare(run: Run) -> Run:
        made = Periodic(kind or run.__name__, interval, at or time(0), run)
        if interval < timedelta(minutes=1) or (at and not made.in_days):
            raise ValueError(f"{made.kind}: no such time")
        PERIODIC[made.kind] = made
        jobs.handles(made.kind)(run)
        return run

    return declare


def plan(runtime: Runtime) -> int:
    """Ask for every slot that has begun and nobody has asked for; returns how many there were."""
    now = runtime.clock()
    wanted = {f"{item.kind} {item.slot(now):%Y-%m-%dT%H:%MZ}": item for item in PERIODIC.values()}
    with runtime.reading() as work:
        known = set(work.session.scalars(select(Job.key).where(Job.key.in_(wanted))))
    return sum(_ask(runtime, key, item) for key, item in wanted.items() if key not in known)


def _ask(runtime: Runtime, key: str, item: Periodic) -> bool:
    with runtime.work(SYSTEM) as work:
        work.require(lambda actor: actor.is_system)
        return work.enqueue(item.kind, key=key) is not None
