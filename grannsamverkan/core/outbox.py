"""A new start for background work that was given up."""

from collections.abc import Callable

from grannsamverkan.core import jobs
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.audit import declare
from grannsamverkan.core.errors import Conflict
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.work import Work

RETRIED = declare("job_retry", "kind", "attempts")


def retry_job(work: Work, job_id: int, may_handle: Callable[[Actor, Job], bool]) -> Job:
    """Give a dead job a new set of tries.

    NotFound if the actor may not handle it, Conflict if it is not dead (any more): somebody else
    may have pressed first. The worker finds the row by itself within seconds.
    """
    job = work.get(Job, job_id, may_handle)
    work.require(may_handle, job)
    attempts = job.attempts
    if not jobs.revive(work.session, [job.id], work.now):
        last = work.last_event(job, [RETRIED])
        raise Conflict(
            lazy("Det är redan på väg igen."),
            event=last.event if last else None,
            actor_id=last.actor_id if last else None,
            at=last.at if last else None,
        )
    work.record(RETRIED, job, kind=job.kind, attempts=attempts)
    return job
