"""The child runs while its parent does, comes back when it dies, and never outlives the parent."""

import os
import signal
import subprocess
import sys
import time

import pytest

from grannsamverkan.core.supervisor import Patience, Supervisor
from tests.support.lacks import ROOT
from tests.support.waiting import runs, until

PATIENCE = Patience(first_pause_s=0.2, longest_pause_s=0.8, healthy_after_s=5, stop_within_s=0.5)


def children(folder):
    return [int(path.name) for path in sorted(folder.iterdir(), key=lambda p: p.stat().st_mtime_ns)]


@pytest.fixture
def supervisor(tmp_path):
    started = []

    def start(how):
        made = Supervisor(["tests.support.child", how, str(tmp_path)], PATIENCE)
        made.start()
        started.append(made)
        return made

    yield start
    for made in started:
        made.stop()


def test_a_killed_child_is_started_again(supervisor, tmp_path):
    supervisor("patient")
    until(lambda: children(tmp_path))
    [first] = children(tmp_path)

    os.kill(first, signal.SIGKILL)
    until(lambda: len(children(tmp_path)) == 2)

    assert not runs(first)
    assert runs(children(tmp_path)[-1])


def test_a_child_that_cannot_live_is_started_with_growing_pauses(supervisor, tmp_path):
    supervisor("short-lived")

    until(lambda: len(children(tmp_path)) == 4)

    times = [path.stat().st_mtime for path in tmp_path.iterdir()]
    pauses = [
        later - earlier for earlier, later in zip(sorted(times), sorted(times)[1:], strict=False)
    ]
    assert len(pauses) == 3
    assert pauses[0] > 0.2
    assert pauses[2] > 0.8


def test_stopping_takes_the_child_along(supervisor, tmp_path):
    made = supervisor("patient")
    until(lambda: children(tmp_path))

    made.stop()

    assert len(children(tmp_path)) == 1
    assert not runs(children(tmp_path)[0])


def test_a_child_that_will_not_end_is_killed(supervisor, tmp_path):
    made = supervisor("stubborn")
    until(lambda: children(tmp_path))

    began = time.monotonic()
    made.stop()

    assert not runs(children(tmp_path)[0])
    assert 0.5 <= time.monotonic() - began < 5


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_however_the_parent_ends_the_child_ends_too(tmp_path, way):
    command = [sys.executable, "-m", "tests.support.parent", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as parent:
        until(lambda: children(tmp_path))
        [child] = children(tmp_path)

        parent.send_signal(way)
        parent.wait(30)

        assert until(lambda: not runs(child))
