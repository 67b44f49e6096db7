"""Looking at photos in processes of their own: networks are loaded once, and the caller stays lean.

`Lookers` keeps a few processes that each run `imaging.looking.serve`; they start when first needed,
end when nothing has been asked for a while or when this process ends, and a look that dies, hangs
or fails raises `LookFailed`: then there is no picture, never the one that was sent.
"""

import json
import os
import queue
import selectors
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, Protocol

from grannsamverkan.imaging import jpeg, plain
from grannsamverkan.imaging.evidence import Artwork, Asked, Evidence, Looked

LOOK_SECONDS = 60.0
"""Wall clock. A look takes 1-3 s of one core; a busy machine may give a quarter of one."""
_PARTS_MOST = 64 * 1024 * 1024
_LENGTH = 4
_COMMAND = (sys.executable, "-P", "-s", "-m", "grannsamverkan.imaging.looking.serve")
_ENVIRONMENT = {
    "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    "LC_ALL": "C.UTF-8",
    "MALLOC_ARENA_MAX": "2",
    # One core a process: several processes share a machine better than threads do.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class LookFailed(Exception):
    """The look gave nothing: no picture may be shown. `why` is a short note for the log."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Look(Protocol):
    """Looks at a clean, upright JPEG that nobody may see yet."""

    def __call__(self, master: bytes, asked: Asked) -> Looked:
        """The evidence and the covered pictures. Raises `LookFailed`."""


class Lookers:
    """At most `processes` looks at a time, each in a process that is kept for the next one."""

    def __init__(self, processes: int = 2, patience_s: float = LOOK_SECONDS) -> None:
        self._patience_s = patience_s
        self._places: queue.SimpleQueue[_Looker | None] = queue.SimpleQueue()
        for _ in range(processes):
            self._places.put(None)

    def __call__(self, master: bytes, asked: Asked) -> Looked:
        """Look at `master`; waits for a free process. Raises `LookFailed`."""
        looker = self._places.get()
        try:
            if looker is not None and not looker.is_alive:
                looker.end()
                looker = None
            looker = looker or _Looker()
            answer = looker.ask(_request(master, asked), self._patience_s)
        except (OSError, LookFailed) as error:
            if looker is not None:
                looker.end()
            looker = None
            raise LookFailed(str(error)) from error
        finally:
            self._places.put(looker)
        return _looked(answer)

    def process_ids(self) -> list[int]:
        """Of the processes that are not at work."""
        waiting = [self._places.get() for _ in range(self._places.qsize())]
        for looker in waiting:
            self._places.put(looker)
        return [looker.process_id for looker in waiting if looker is not None]

    def close(self) -> None:
        """End the processes that are not at work."""
        while not self._places.empty():
            if (looker := self._places.get()) is not None:
                looker.end()


class _Looker:
    """One process, asked by frames on its standard input."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            cwd="/",
            # Ctrl-C ends the parent first; this one ends when its input does.
            start_new_session=True,
        )

    @property
    def process_id(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, parts: list[bytes], patience_s: float) -> list[bytes]:
        assert self._process.stdin is not None  # a pipe, as asked
        assert self._process.stdout is not None
        write_parts(self._process.stdin, parts)
        return _read_in_time(self._process.stdout, patience_s)

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


def _read_in_time(pipe: IO[bytes], patience_s: float) -> list[bytes]:
    """The parts of one answer. Raises `LookFailed` when it does not come whole and in time."""
    until, data = time.monotonic() + patience_s, bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while (parts := split_parts(data)) is None:
            if not selector.select(max(0.0, until - time.monotonic())):
                raise LookFailed(f"no answer in {patience_s} s")
            # Not through the pipe's buffer: the selector would not see what waits in there.
            chunk = os.read(pipe.fileno(), 1 << 20)
            if not chunk:
                raise LookFailed("the process ended")
            data += chunk
    return parts


def write_parts(pipe: IO[bytes], parts: list[bytes]) -> None:
    """Write parts as one frame: how many, each one's length, and then all of them."""
    sizes = b"".join(len(part).to_bytes(_LENGTH, "big") for part in parts)
    pipe.write(len(parts).to_bytes(_LENGTH, "big") + sizes)
    for part in parts:
        pipe.write(part)
    pipe.flush()


def split_parts(data: bytes | bytearray) -> list[bytes] | None:
    """The parts of a frame that is all there, None as long as it is not.

    Raises `LookFailed` for a frame larger than any look needs.
    """
    if len(data) < _LENGTH:
        return None
    count = int.from_bytes(data[:_LENGTH], "big")
    start = _LENGTH * (1 + count)
    if start > _PARTS_MOST:
        raise LookFailed("frame")
    if len(data) < start:
        return None
    numbers = range(_LENGTH, start, _LENGTH)
    sizes = [int.from_bytes(data[at : at + _LENGTH], "big") for at in numbers]
    if sum(sizes) > _PARTS_MOST:
        raise LookFailed("frame")
    if len(data) < start + sum(sizes):
        return None
    parts = []
    for size in sizes:
        parts.append(bytes(data[start : start + size]))
        start += size
    return parts


def _request(master: bytes, asked: Asked) -> list[bytes]:
    """Header, master, and the picture of each artwork and the weights, as they are."""
    header = plain.dump(replace(asked, rust_model=None))
    pictures = [artwork.pop("picture") for artwork in header["artworks"]]
    return [json.dumps(header).encode(), master, asked.rust_model or b"", *pictures]


def read_request(parts: list[bytes]) -> tuple[bytes, Asked]:
    """The master and what is asked, from `_request`'s parts. Raises ValueError for others."""
    header, master, weights, *pictures = parts
    raw = json.loads(header)
    artworks = tuple(
        plain.load(Artwork, {**one, "picture": picture})
        for one, picture in zip(raw.pop("artworks"), pictures, strict=True)
    )
    asked = plain.load(Asked, {**raw, "artworks": ()})
    return master, replace(asked, artworks=artworks, rust_model=weights or None)


def answer_parts(looked: Looked) -> list[bytes]:
    """A look's outcome as the parts of a frame."""
    found = json.dumps({"found": plain.dump(looked.evidence)}).encode()
    return [found, looked.master, looked.thumbnail, looked.close_up or b""]


def failure_parts(why: str) -> list[bytes]:
    """A look that failed, as the parts of a frame."""
    return [json.dumps({"failed": why}).encode()]


def _looked(parts: list[bytes]) -> Looked:
    try:
        head: Mapping[str, Any] = json.loads(parts[0])
        if "failed" in head:
            raise LookFailed(str(head["failed"])[:100])
        _head, master, thumbnail, close_up = parts
        pictures = [one for one in (master, thumbnail, close_up) if one]
        # The last look before anything is stored: picture segments and not one byte more.
        if len(pictures) < 2 or not all(map(jpeg.is_bare, pictures)):
            raise LookFailed("not a bare JPEG")
        return Looked(plain.load(Evidence, head["found"]), master, thumbnail, close_up or None)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise LookFailed(f"answer: {type(error).__name__}") from error
