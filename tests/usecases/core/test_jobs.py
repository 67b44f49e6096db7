"""Jobs are rows: taken by one, taken again when a worker died, visible when they are dead."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from grannsamverkan.core import jobs, worker
from grannsamverkan.core.jobs import LEASE, PAUSES, GiveUp, Job

DONE = []


@jobs.handles("test_note")
def note(_runtime, word):
    DONE.append(word)


@jobs.handles("test_fail")
def fail(_runtime, how):
    raise GiveUp(how) if how == "for good" else RuntimeError(how)


@pytest.fixture(autouse=True)
def nothing_done():
    DONE.clear()


def claim(runtime):
    with runtime.database.session(writes=True) as session:
        claimed = jobs.claim_next(session, runtime.clock())
        session.commit()
    return claimed


def only_job(runtime):
    with runtime.reading() as work:
        return work.session.execute(select(Job)).scalar_one()


def test_due_jobs_are_done_oldest_first_and_once(runtime, given, clock):
    with given() as work:
        work.enqueue("test_note", word="second", after=timedelta(minutes=2))
        work.enqueue("test_note", word="first", after=timedelta(minutes=1))
        work.enqueue("test_note", word="not yet", after=timedelta(minutes=4))
    clock.forward(minutes=3)

    done = worker.run_all(runtime)

    assert done == 2
    assert DONE == ["first", "second"]
    assert worker.run_all(runtime) == 0


def test_a_job_is_taken_by_one_of_many_workers(runtime, given):
    with given() as work:
        for number in range(20):
            work.enqueue("test_note", word=number)

    with ThreadPoolExecutor(4) as workers:
        claims = list(workers.map(lambda _: claim(runtime), range(24)))

    taken = [claimed.id for claimed in claims if claimed]
    assert len(taken) == len(set(taken)) == 20


def test_the_job_of_a_dead_worker_is_taken_again_when_its_lease_runs_out(runtime, given, clock):
    with given() as work:
        work.enqueue("test_note", word="hello")
    lost = claim(runtime)

    clock.forward(seconds=LEASE.total_seconds() - 1)
    too_early = claim(runtime)
    clock.forward(seconds=1)
    again = claim(runtime)

    assert too_early is None
    assert (again.id, again.attempts) == (lost.id, 2)


def test_a_worker_that_was_overtaken_cannot_settle_the_job(runtime, given, clock):
    with given() as work:
        work.enqueue("test_note", word="hello")
    slow = claim(runtime)
    clock.forward(seconds=LEASE.total_seconds())
    claim(runtime)

    with runtime.database.session(writes=True) as session:
        jobs.fail(session, slow, clock(), RuntimeError("late"), final=True)
        session.commit()

    assert only_job(runtime).state == "running"


def test_what_fails_is_tried_again_with_growing_pauses_and_ends_visibly(runtime, given, clock):
    with given() as work:
        work.enqueue("test_fail", how="broken")

    pauses = []
    while worker.run_all(runtime):
        job = only_job(runtime)
        if job.state == "dead":
            break
        pauses.append(job.next_at - clock())
        clock.now = job.next_at

    assert tuple(pauses) == PAUSES
    assert (job.state, job.last_error) == ("dead", "RuntimeError: broken")
    assert sum(PAUSES, timedelta()) > timedelta(hours=24), "a mail server may be away for a day"


@pytest.mark.parametrize(("kind", "args"), [
    ("test_fail", {"how": "for good"}),
    ("test_nobody_knows", {}),
])  # fmt: skip
def test_what_can_never_succeed_is_dead_at_once(runtime, given, kind, args):
    with given() as work:
        work.enqueue(kind, **args)

    worker.run_all(runtime)

    job = only_job(runtime)
    assert (job.state, job.attempts) == ("dead", 1)
    assert job.last_error.startswith("GiveUp")


def test_a_dead_job_can_be_given_a_new_set_of_tries(runtime, given, clock):
    with given() as work:
        work.enqueue("test_fail", how="for good")
    worker.run_all(runtime)
    dead = only_job(runtime)

    with runtime.database.session(writes=True) as session:
        revived = jobs.revive(session, [dead.id, dead.id + 1], clock())
        session.commit()

    assert revived == 1
    assert (only_job(runtime).state, only_job(runtime).attempts) == ("waiting", 0)


def test_one_kind_has_one_handler():
    with pytest.raises(ValueError, match="two handlers"):
        jobs.handles("test_note")(lambda _runtime: None)
