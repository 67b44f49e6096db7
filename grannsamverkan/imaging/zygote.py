"""The clean process from which each photo's decoder is forked, and what it tells its parent.

It has loaded the decoders and never looks at a photo itself, so it holds nothing of strangers.
Whoever wants a photo decoded (`decoders`) sends one byte, the kind of work, with three open files:
the line on which the end is told, the photo, and the file for the answer. A child is forked that
has the last two and nothing else. When the line closes at the other end, the child is killed; when
the parent is gone, so are all children and this process, whatever way the parent went.

One thread, no exec, no state but the children: a fork here is safe and takes a millisecond.
"""

import gc
import os
import selectors
import signal
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from grannsamverkan.imaging import limits

Work = Callable[[bytes, bytes], bytes]
"""From the photo and the kind of work (one byte) to the answer."""

_FILES_SENT = 3
_END = struct.Struct("!idq")
_PHOTO, _ANSWER, _LIFE = 0, 1, 3
_MOST_DESCRIPTORS = 65_536
_FAILED = 1


@dataclass(frozen=True)
class End:
    """How a child ended: its exit code (a signal's number, negated), CPU seconds, peak bytes."""

    code: int
    cpu_s: float
    peak_bytes: int

    def pack(self) -> bytes:
        """As bytes for the line, always equally many."""
        return _END.pack(self.code, self.cpu_s, self.peak_bytes)

    @classmethod
    def unpack(cls, raw: bytes) -> "End":
        """Back from `pack`. Raises `struct.error` for fewer or more bytes."""
        return cls(*_END.unpack(raw))


END_BYTES = _END.size


@dataclass(frozen=True)
class _Child:
    """`line` is a socket to who waits; `life` is a pipe that closes when the child ends."""

    pid: int
    line: int
    life: int


def serve(work: Work) -> None:
    """Be the zygote: fork a child for each photo asked for on standard input, until it closes."""
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # They reach every process of a service that stops, whose last photos are still decoded.
        signal.signal(stop, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=0) as control, selectors.DefaultSelector() as selector:
        _Zygote(control, selector, work).run()


class _Zygote:
    def __init__(
        self, control: socket.socket, selector: selectors.BaseSelector, work: Work
    ) -> None:
        self._control, self._selector, self._work = control, selector, work
        self._children: dict[int, _Child] = {}

    def run(self) -> None:
        """Until the parent is gone."""
        self._selector.register(self._control, selectors.EVENT_READ)
        while True:
            for key, _ in self._selector.select():
                if isinstance(key.data, _Child):
                    self._hear(key.data, key.fd)
                elif not self._take_photo():
                    self._kill_all()
                    return

    def _take_photo(self) -> bool:
        """Fork a child for the next photo; false when there is no parent any more."""
        try:
            kind, files, _flags, _address = socket.recv_fds(self._control, 1, _FILES_SENT)
        except ConnectionError:
            return False
        if len(files) == _FILES_SENT:
            self._fork(kind, *files)
        return bool(kind)

    def _fork(self, kind: bytes, line: int, photo: int, answer: int) -> None:
        life, held = os.pipe()
        pid = os.fork()
        if pid == 0:
            _be_child(self._work, kind, photo, answer, held)
        for given in (photo, answer, held):
            os.close(given)
        child = self._children[pid] = _Child(pid, line, life)
        for end in (line, life):
            self._selector.register(end, selectors.EVENT_READ, child)

    def _hear(self, child: _Child, descriptor: int) -> None:
        """A child has ended, or nobody waits for it any more: either way it is over."""
        # Both may be heard in one round, and a number be another's by then.
        if self._children.get(child.pid) is child:
            self._end(child, tell=descriptor == child.life)

    def _end(self, child: _Child, *, tell: bool) -> None:
        del self._children[child.pid]
        # Changes nothing for one that has ended; one that only closed its files must end now.
        os.kill(child.pid, signal.SIGKILL)
        _, status, used = os.wait4(child.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        for descriptor in (child.line, child.life):
            self._selector.unregister(descriptor)
        os.close(child.life)
        with socket.socket(fileno=child.line) as line:
            if tell:
                _say(line, End(code, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024))

    def _kill_all(self) -> None:
        for child in list(self._children.values()):
            self._end(child, tell=False)


def _say(line: socket.socket, end: End) -> None:
    try:
        line.sendall(end.pack())
    except OSError:
        return  # Nobody waits for this photo any longer.


def _be_child(work: Work, kind: bytes, photo: int, answer: int, life: int) -> NoReturn:
    """Put the walls up, work, write the answer, end. Never comes back into the loop.

    Whatever the work raises, even what Python cannot print, ends the child with a code of its own.
    """
    code = _FAILED
    try:
        _keep_only(photo, answer, life)
        gc.disable()
        limits.confine_this_process()
        _write(work(_read(), kind))
        code = 0
    finally:
        os._exit(code)


def _keep_only(photo: int, answer: int, life: int) -> None:
    """Close every other file, the control line and other children's lines among them."""
    # Standard input, output and error are always open here, so none of the three is among them.
    os.dup2(photo, _PHOTO)
    os.dup2(answer, _ANSWER)
    os.dup2(life, _LIFE)
    os.closerange(_LIFE + 1, _MOST_DESCRIPTORS)


def _read() -> bytes:
    return os.pread(_PHOTO, limits.MAX_BYTES + 1, 0)


def _write(answer: bytes) -> None:
    rest = memoryview(answer)
    while rest:
        rest = rest[os.write(_ANSWER, rest) :]
