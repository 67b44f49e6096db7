"""The worker as a process: wakes at once, finishes what it holds, and may be killed at any time."""

import signal
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from grannsamverkan.core.clock import system_clock
from grannsamverkan.core.jobs import Job, WorkerBeat
from tests.support.processes import started
from tests.support.waiting import until


@pytest.fixture
def clock():
    """The worker's process has the machine's clock, so the test has too."""
    return system_clock


@pytest.fixture
def start(settings, tmp_path):
    """Starts worker processes over the test's own database and queue."""
    with started("tests.support.worker_process", settings, tmp_path) as start_one:
        yield start_one


def job_state(runtime):
    with runtime.reading() as work:
        return work.session.execute(select(Job.state)).scalar_one()


def test_a_job_asked_for_in_one_process_is_done_in_another(runtime, given, start, tmp_path):
    start()
    until(lambda: beats(runtime))

    with given() as work:
        work.enqueue("test_touch", name="soon", seconds=0)

    assert until((tmp_path / "soon.done").exists)
    assert until(lambda: job_state(runtime) == "done")


def test_told_to_stop_it_finishes_the_job_it_holds(runtime, given, start, tmp_path):
    worker = start()
    with given() as work:
        work.enqueue("test_touch", name="long", seconds=1)
    until((tmp_path / "long.started").exists)

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(30) == 0
    assert (tmp_path / "long.done").exists()
    assert job_state(runtime) == "done"


def test_killed_in_the_middle_it_leaves_a_job_that_is_taken_up_again(
    runtime, given, start, tmp_path
):
    worker = start()
    with given() as work:
        work.enqueue("test_touch", name="cut", seconds=2)
    until((tmp_path / "cut.started").exists)

    worker.kill()
    worker.wait()
    left = job_state(runtime)
    with given() as work:
        job = work.session.execute(select(Job)).scalar_one()
        job.lease_until = runtime.clock()  # as if five minutes had passed
    start()

    assert left == "running"
    assert until((tmp_path / "cut.done").exists)
    assert until(lambda: job_state(runtime) == "done")


def beats(runtime):
    with runtime.reading() as work:
        return work.session.execute(select(WorkerBeat.at)).scalars().all()


def test_it_leaves_signs_of_life(runtime, start):
    start()

    assert until(lambda: beats(runtime))
    [beat] = beats(runtime)
    assert abs((datetime.now(UTC) - beat).total_seconds()) < 10
