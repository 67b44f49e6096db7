"""Starts one child process, keeps it running, and takes it along when it is stopped itself."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Patience:
    """All in seconds: pauses before a restart double up to the longest."""

    first_pause_s: float = 1.0
    longest_pause_s: float = 60.0
    healthy_after_s: float = 60.0
    """A child that ran this long is forgiven its earlier deaths."""
    stop_within_s: float = 15.0
    """Then it is killed; a job that was cut off is taken up again when its lease runs out."""


class Supervisor:
    """Keeps `python -m <arguments>` running between `start` and `stop`."""

    def __init__(self, arguments: Sequence[str], patience: Patience | None = None) -> None:
        self._command = [sys.executable, "-m", *arguments]
        self._patience = patience or Patience()
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)

    def start(self) -> None:
        """Start the child and the thread that watches it."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the child to end, kill it if it does not, and wait until it is gone."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        deaths = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            self._child = self._spawn()
            if self._wait_for_end(self._child):
                break
            lived = time.monotonic() - began
            deaths = 1 if lived > self._patience.healthy_after_s else deaths + 1
            pause = self._pause(deaths)
            log.error(
                "%s ended with %s; it is started again in %.0f s",
                self._command[-1], self._child.returncode, pause,
            )  # fmt: skip
            self._stopping.wait(pause)

    def _spawn(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches this process alone, which then stops the child.
        return subprocess.Popen(self._command, stdin=subprocess.DEVNULL, start_new_session=True)

    def _wait_for_end(self, child: subprocess.Popen[bytes]) -> bool:
        """True if the child ended because it was asked to, False if by itself."""
        while not self._stopping.wait(0.2):
            if child.poll() is not None:
                return False
        child.terminate()
        try:
            child.wait(self._patience.stop_within_s)
        except subprocess.TimeoutExpired:
            log.warning("%s did not end in time and is killed", self._command[-1])
            child.kill()
            child.wait()
        return True

    def _pause(self, deaths: int) -> float:
        doubled = self._patience.first_pause_s * 2.0 ** min(deaths - 1, 20)
        return min(doubled, self._patience.longest_pause_s)


@contextlib.contextmanager
def supervised(*arguments: str) -> Iterator[None]:
    """Run `python -m <arguments>` beside what happens inside."""
    supervisor = Supervisor(arguments)
    supervisor.start()
    try:
        yield
    finally:
        supervisor.stop()


def exit_on_signals() -> None:
    """From now on SIGTERM and a closed terminal end this process in order, like Ctrl-C does."""

    def leave(_number: int, _frame: object) -> None:
        raise SystemExit(0)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)


def follow_parent(parent: int, look_every_s: float = 1.0) -> None:
    """End this process in order (SIGTERM) when process `parent` is no longer its parent.

    A parent killed by force cannot stop its children; without this they would work on unseen.
    """

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(look_every_s)
        log.warning("the process that started this one is gone")
        os.kill(os.getpid(), signal.SIGTERM)

    _in_background(look)


def _in_background(action: Callable[[], None]) -> None:
    threading.Thread(target=action, name="follow-parent", daemon=True).start()
