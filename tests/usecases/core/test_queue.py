"""The bell wakes a worker early; nothing is lost when it is broken."""

import threading
import time

import pytest

from grannsamverkan.core.queue import Bell, open_bell

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'deep' / 'queue.sqlite'}"


def waited(bell, timeout_s):
    began = time.monotonic()
    bell.wait(timeout_s)
    return time.monotonic() - began


def test_a_ring_from_elsewhere_ends_the_wait(url):
    listener, ringer = open_bell(url), open_bell(url)
    threading.Timer(0.2, ringer.ring).start()

    assert 0.1 < waited(listener, 5) < 2


def test_several_rings_count_as_one(url):
    bell = open_bell(url)
    for _ in range(3):
        bell.ring()

    assert waited(bell, 5) < 1
    assert waited(bell, 0.3) >= 0.3


def test_a_broken_queue_is_logged_and_disturbs_nobody(caplog):
    class Broken:
        def enqueue(self, _message):
            raise OSError("disk full")

        dequeue = flush_queue = enqueue

    bell = Bell(Broken())
    bell.ring()
    took = waited(bell, 0.2)

    assert took >= 0.2
    assert "will look by itself" in caplog.text


def test_the_worker_finds_a_job_although_the_bell_is_broken(runtime, given):
    """See test_worker: it looks every two seconds by itself; here only the commit must hold."""
    runtime.bell._store = None

    with given() as work:
        job = work.enqueue("test_note", word="hello")

    assert job.id is not None


@pytest.mark.parametrize("url", ["redis://here/0", "sqlite://", "sqlite:///"])
def test_a_queue_nobody_has_built_is_named(url):
    with pytest.raises(ValueError, match="QUEUE_URL"):
        open_bell(url)
