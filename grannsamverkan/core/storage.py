"""Where files are kept: objects named by their SHA-256, never by what a client called them."""

import errno
import hashlib
import mmap
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent import futures
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

Content = bytes | mmap.mmap
_beside = ThreadPoolExecutor(16, thread_name_prefix="storage")
_NAME = re.compile(r"[0-9a-f]{64}")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
SPARE_BYTES = 1024**3
SPARE_SHARE = 0.05
"""Left free for the database and the logs: a gibibyte, or of a small disk this share."""
UNFINISHED_S = 3600
PIECE = 256 * 1024
"""Bytes written at a time: 4 MB in one write took up to three times as long as in pieces."""
LAST_FOLDER = "ff"
ORPHAN_S = 24 * 3600
"""A file settles before its row is written, so a young one without a row may still get it."""


class NoSpace(OSError):
    """The store has no room; nothing was kept."""


class Storage(Protocol):
    """What every backend offers. A name is 64 hex digits, the SHA-256 of the content."""

    def put(self, chunks: Iterable[Content]) -> str:
        """Keep the content durably and return its name. Raises NoSpace or OSError."""

    def receive(self, chunks: Iterable[Content]) -> AbstractContextManager["Incoming"]:
        """Write the content down so that it can be looked at first. What is not kept within the
        block is gone after it. Raises NoSpace or OSError."""

    def get(self, name: str) -> bytes:
        """The whole content; FileNotFoundError if it is not there."""

    def open(self, name: str) -> BinaryIO:
        """The content to read from any place on, without holding the whole of it. The caller closes
        it; FileNotFoundError if it is not there."""

    def exists(self, name: str) -> bool: ...

    def delete(self, name: str) -> None:
        """Remove it; nothing happens if it is gone already."""

    def names(self) -> Iterable[str]:
        """Every stored name, in no order."""

    def size(self, name: str) -> int:
        """Bytes of the content; 0 if it is not there."""

    def has_room(self) -> bool:
        """Whether more may be taken in. Asked before uploads, so that a full disk ends new files
        and nothing else: reading goes on and the database can still be written."""

    def sweep(self, in_use: Callable[[str], bool], now: float) -> int:
        """Remove what nobody waits for and return how many files that were: uploads broken off
        an hour before `now` (seconds since the epoch), and a day-old objects that `in_use` (asked
        by name) does not know."""


class Incoming(Protocol):
    """Content that has come and is not kept yet."""

    content: Content
    """Readable until the block ends, and without filling the memory of the process."""

    def keep(self) -> str:
        """Begin to keep it, unless that has begun, and return its name."""

    def wait(self) -> None:
        """Return when it is durable and found by its name. Raises NoSpace or OSError."""


class FileStorage:
    """Objects as files below one folder: temp file on the same disk, fsync, rename, fsync."""

    def __init__(self, root: Path, spare_bytes: int | None = None) -> None:
        self.root = root
        self._spare_bytes = spare_bytes
        self._incoming = root / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)
        self._make_folders()

    def put(self, chunks: Iterable[Content]) -> str:
        with self.receive(chunks) as incoming:
            name = incoming.keep()
            incoming.wait()
            return name

    @contextmanager
    def receive(self, chunks: Iterable[Content]) -> Iterator[Incoming]:
        with _no_space(), _temporary(self._incoming) as (file, path):
            for piece in _pieces(chunks):
                file.write(piece)
            file.flush()
            with (
                _mapped(file) as content,
                closing(_IncomingFile(file, path, content, self._path)) as incoming,
            ):
                yield incoming

    def get(self, name: str) -> bytes:
        return self._path(name).read_bytes()

    def open(self, name: str) -> BinaryIO:
        return self._path(name).open("rb")

    def exists(self, name: str) -> bool:
        return self._path(name).is_file()

    def delete(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def names(self) -> Iterable[str]:
        return (path.name for path in self.root.glob("??/*") if len(path.name) == 64)

    def size(self, name: str) -> int:
        try:
            return self._path(name).stat().st_size
        except FileNotFoundError:
            return 0

    def has_room(self) -> bool:
        disk = shutil.disk_usage(self.root)
        spare = self._spare_bytes
        if spare is None:
            spare = min(SPARE_BYTES, int(disk.total * SPARE_SHARE))
        return disk.free >= spare

    def sweep(self, in_use: Callable[[str], bool], now: float) -> int:
        unfinished = _older_than(self._incoming.iterdir(), now - UNFINISHED_S)
        settled = _older_than((self.root / n[:2] / n for n in self.names()), now - ORPHAN_S)
        gone = [*unfinished, *(path for path in settled if not in_use(path.name))]
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)

    def _make_folders(self) -> None:
        """Make the 256 folders, once: no upload then waits for a second folder to be synced."""
        if not (self.root / LAST_FOLDER).is_dir():
            for first in range(256):
                (self.root / f"{first:02x}").mkdir(exist_ok=True)
        _sync_folder(self.root)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise FileNotFoundError(name)
        return self.root / name[:2] / name


class _IncomingFile:
    """A temporary file on its way to its name: synced, renamed, its folder synced, in this order.

    The digest is reckoned, and the disk waited for, beside the caller's thread, which looks at the
    content and asks the database meanwhile. The disk begins as soon as all has come: it takes the
    longest, and what is refused then is rare.
    """

    def __init__(
        self, file: BinaryIO, path: Path, content: Content, path_of: Callable[[str], Path]
    ) -> None:
        self.content = content
        self._path, self._path_of = path, path_of
        self._synced = _beside.submit(os.fsync, file.fileno())
        self._digest = _beside.submit(hashlib.sha256, content)
        self._settled: Future[None] | None = None

    def keep(self) -> str:
        name = self._digest.result().hexdigest()
        if self._settled is None:
            self._settled = _beside.submit(self._settle, self._path_of(name))
        return name

    def wait(self) -> None:
        assert self._settled is not None, "keep it first"
        self._settled.result()

    def close(self) -> None:
        """Return when no thread needs file and content any longer."""
        pending: set[Future[Any]] = {self._synced, self._digest}
        if self._settled is not None:
            pending.add(self._settled)
        futures.wait(pending)

    def _settle(self, target: Path) -> None:
        # Never waits for a thread in vain: the pool took the sync up before this.
        self._synced.result()
        self._path.replace(target)
        _sync_folder(target.parent)


@contextmanager
def _temporary(folder: Path) -> Iterator[tuple[BinaryIO, Path]]:
    handle, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _mapped(file: BinaryIO) -> Iterator[Content]:
    if not file.tell():
        yield b""
        return
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        yield content


@contextmanager
def _no_space() -> Iterator[None]:
    try:
        yield
    except NoSpace:
        raise
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpace(error.errno, error.strerror) from error
        raise


def _pieces(chunks: Iterable[Content]) -> Iterator[bytes]:
    for chunk in chunks:
        for start in range(0, len(chunk), PIECE):
            yield chunk[start : start + PIECE]


def _older_than(paths: Iterable[Path], moment: float) -> list[Path]:
    found = []
    for path in paths:
        # An upload may finish, or another sweep come first, while we look.
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < moment:
                found.append(path)
    return found


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_storage(url: str) -> Storage:
    """The store that `url` names; ValueError for a scheme nobody has built yet.

    `file:///folder?spare=N` keeps N bytes of the disk free instead of the default.
    """
    parts = urlsplit(url)
    if parts.scheme != "file":
        raise ValueError(f"STORAGE_URL: no storage of kind {parts.scheme!r}; use file:///folder")
    spare = parse_qs(parts.query).get("spare")
    return FileStorage(Path(unquote(parts.path)), int(spare[0]) if spare else None)
