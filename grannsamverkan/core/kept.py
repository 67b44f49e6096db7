"""What is dear to work out, kept in memory for as long as nobody has written anything.

The log tells whether somebody has: its newest entry is found at once, however long it is.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import func, select

from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.db import Database
from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work

LONGEST = timedelta(minutes=5)
"""Own choice: not every change is logged, such as that a mail has gone, and of two that write at
once the one with the lower number may be the later."""
MOST = 50
"""Own choice: so many readers' values are kept for each database."""
Value = TypeVar("Value")


@dataclass(frozen=True)
class _Entry(Generic[Value]):
    at: datetime
    newest: int
    value: Value


class Kept(Generic[Value]):
    """Values by key, of each database apart. A key must say all that the value hangs on besides
    what is in the database and what day it is."""

    def __init__(self, make: Callable[[Work], Value]) -> None:
        self._make = make
        self._kept: WeakKeyDictionary[Database, OrderedDict[Hashable, _Entry[Value]]] = (
            WeakKeyDictionary()
        )

    def of(self, work: Work, key: Hashable) -> Value:
        """The value for a key, worked out anew if anything may have changed."""
        entries = self._kept.setdefault(work.runtime.database, OrderedDict())
        newest = work.session.scalar(select(func.max(AuditEntry.id))) or 0
        found = entries.get(key)
        if found is None or not _holds(found, work.now, newest):
            found = entries[key] = _Entry(work.now, newest, self._make(work))
            while len(entries) > MOST:
                entries.popitem(last=False)
        return found.value


def _holds(entry: _Entry[Value], now: datetime, newest: int) -> bool:
    same_day = local(entry.at).date() == local(now).date()
    return entry.newest == newest and same_day and abs(now - entry.at) < LONGEST
