"""The decoding process of this program, as those see it who want a photo decoded.

One zygote a process, started when the first photo comes and again whenever it is gone. Any number
of threads may ask at the same time.
"""

import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

from grannsamverkan.imaging.limits import ANSWER_BYTES
from grannsamverkan.imaging.report import Content
from grannsamverkan.imaging.zygote import END_BYTES, End

COMMAND = (sys.executable, "-P", "-s", "-m", "grannsamverkan.imaging.child")
_ENVIRONMENT = {
    "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    "LC_ALL": "C.UTF-8",
    # Each arena of glibc and each worker thread reserves address space, which is limited.
    "MALLOC_ARENA_MAX": "1",
    "OMP_NUM_THREADS": "1",
    # A child touches its memory for the first time and dies soon after: in large pages, and with
    # what is freed used again at once, that takes a quarter less time (measured, 12 megapixels).
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 30),
    "MALLOC_TOP_PAD_": str(64 << 20),
}
_STOP_S = 5.0


class Answer(NamedTuple):
    """What a child wrote before it ended (whole only if it ended with 0), and how it ended."""

    raw: bytes
    end: End


class Gone(Exception):
    """The decoding process is not there, or went while it was asked."""


@dataclass(frozen=True)
class _Running:
    """`sending` is held while `control` is used or closed, for its number goes to another file."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    sending: threading.Lock = field(default_factory=threading.Lock)


class Decoders:
    """A zygote that is kept running. `command` starts it: standard input is its control line."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = tuple(command)
        self._lock = threading.Lock()
        self._running: _Running | None = None

    def ask(self, photo: Content, kind: bytes, timeout_s: float) -> Answer:
        """Have `photo` worked on, by a child of its own, and wait for its end.

        `kind` is one byte for the child. A zygote that is gone is started again, once: whoever
        killed it, this photo may be innocent. Raises `TimeoutError` when the answer takes more than
        `timeout_s` seconds, and `Gone` or another `OSError` when there can be no answer.
        """
        try:
            return self._ask(photo, kind, timeout_s)
        except Gone:
            return self._ask(photo, kind, timeout_s)

    def start(self) -> None:
        """Start the zygote if it does not run, so that the first photo need not wait for it."""
        with self._lock:
            if self._running is None:
                self._running = _start(self._command)

    def pid(self) -> int | None:
        """The zygote's process, None while none runs."""
        running = self._running
        return running.process.pid if running else None

    def stop(self) -> None:
        """Stop the zygote and every child of it, and wait for their end."""
        with self._lock:
            running, self._running = self._running, None
        if running is not None:
            _stop(running)

    def forget(self) -> None:
        """After a fork of this process: the zygote is the parent's, this process gets its own."""
        self._lock = threading.Lock()
        if self._running is not None:
            self._running.control.close()
            # Not a child of this process, so there is nothing to wait for, or to warn of.
            self._running.process.returncode = 0
            self._running = None

    def _ask(self, photo: Content, kind: bytes, timeout_s: float) -> Answer:
        running = self._started()
        with _unnamed_file() as given, _unnamed_file() as answer:
            given.write(photo)
            try:
                end = _wait(running, kind, (given, answer), timeout_s)
            except Gone:
                self._drop(running)
                raise
            answer.seek(0)
            return Answer(answer.read(ANSWER_BYTES) or b"", end)

    def _started(self) -> _Running:
        with self._lock:
            if self._running is None:
                self._running = _start(self._command)
            return self._running

    def _drop(self, running: _Running) -> None:
        """Take leave of a zygote, unless another thread has done so."""
        with self._lock:
            if self._running is not running:
                return
            self._running = None
        _stop(running)


def _start(command: tuple[str, ...]) -> _Running:
    ours, theirs = socket.socketpair()
    try:
        with theirs:
            process = subprocess.Popen(
                command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT,
                cwd="/",
                start_new_session=True,
            )
    except OSError:
        ours.close()
        raise
    return _Running(process, ours)


def _stop(running: _Running) -> None:
    """Close the line, at which the zygote ends by itself."""
    with running.sending:
        running.control.close()
    try:
        running.process.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        running.process.kill()
        running.process.wait()


def _wait(running: _Running, kind: bytes, files: tuple[IO[bytes], ...], timeout_s: float) -> End:
    """Send the work and wait for its end; on leaving, by an exception too, the child ends."""
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            _send(running, kind, [theirs.fileno(), *(file.fileno() for file in files)])
        ours.settimeout(timeout_s)
        try:
            return End.unpack(ours.recv(END_BYTES, socket.MSG_WAITALL))
        except (ConnectionError, struct.error) as error:
            raise Gone("no word of the end") from error


def _send(running: _Running, kind: bytes, descriptors: list[int]) -> None:
    try:
        with running.sending:
            socket.send_fds(running.control, [kind], descriptors)
    except OSError as error:
        raise Gone("no zygote") from error


def _unnamed_file() -> IO[bytes]:
    """A file that nobody else can open, in memory where the system can."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("photo"), "w+b", buffering=0)
    return tempfile.TemporaryFile(buffering=0)
