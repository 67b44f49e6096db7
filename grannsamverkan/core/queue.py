"""Waking the worker. Nothing depends on it but speed: the job rows are the truth."""

import logging
import time
from pathlib import Path
from typing import Any

from huey import SqliteHuey
from sqlalchemy import make_url

log = logging.getLogger(__name__)
_POLL_S = 0.1


class Bell:
    """A queue of empty messages over one of huey's stores; room for others than SQLite."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def ring(self) -> None:
        """Wake one waiting worker. A broken queue is logged, never passed on to the user."""
        try:
            self._store.enqueue(b"!")
        except Exception:
            log.exception("the queue could not be reached; the worker will look by itself")

    def wait(self, timeout_s: float) -> None:
        """Return when rung or after `timeout_s` seconds; several rings count as one."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            if self._answer():
                return
            time.sleep(_POLL_S)

    def _answer(self) -> bool:
        try:
            rung = self._store.dequeue() is not None
            if rung:
                self._store.flush_queue()
            return rung
        except Exception:
            log.exception("the queue could not be read")
            return False


def open_bell(url: str) -> Bell:
    """The bell that `url` names; ValueError for a scheme nobody has built yet."""
    parts = make_url(url)
    if parts.drivername != "sqlite" or not parts.database:
        raise ValueError(f"QUEUE_URL: no queue of kind {parts.drivername!r}; use sqlite:///file")
    file = Path(parts.database)
    file.parent.mkdir(parents=True, exist_ok=True)
    store = SqliteHuey("grannsamverkan", filename=str(file)).storage
    # A lost message costs seconds, so that no write waits for the disk; NORMAL cannot corrupt it.
    store.conn.execute("PRAGMA synchronous=NORMAL")
    return Bell(store)
