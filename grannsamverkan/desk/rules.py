"""What the desk reckons by itself. Pure: plain values in, plain values out."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from grannsamverkan.core.i18n import local

URGENT_WITHIN = timedelta(days=3)
"""Own choice: a task is marked as urgent from so many days before its last day."""
CALLED_WITHIN = timedelta(days=90)
"""Own choice: a group that has come to rest stands on the police's start page for so long."""
SHOWN = 5
"""Own choice: so many tasks of a kind stand on a start page; the queue has them all."""
SECURITY_TXT_LASTS = timedelta(days=180)
"""RFC 9116 advises less than a year."""
# Quotation marks and brackets stand round an address more often than in it.
_ADDRESS = re.compile(r"[\w.!#$%&*+/=?^~-]+@[\w-]+(?:\.[\w-]+)*")

# How people write where a sign hangs, in the product's two languages.
_BEFORE_A_NUMBER = re.compile(r"^\s*(?:\w*stolp\w*|(?:lamp\s*)?post)\s+(?=\d)", re.IGNORECASE)

Door = Literal["not_active", "no_contacts", "untrained"]
"""The first thing that keeps signs from a group: `groups.sign_gate` in a word, without names.

A test holds the two together; before anything is handed out, the gate itself is asked."""


@dataclass(frozen=True)
class Where:
    """A page: its endpoint and the values of its address."""

    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """One thing for somebody to do, with the page where it is done."""

    text: str
    where: Where
    due: str = ""
    note: str = ""
    urgent: bool = False
    last_day: date = date.max


@dataclass(frozen=True)
class TaskList:
    """Tasks of one kind, the most pressing first; `whole` is the page that has them all.

    `total` says how many there are, where only the first ones were read.
    """

    title: str
    tasks: tuple[Task, ...]
    whole: Where | None = None
    whole_text: str = ""
    total: int | None = None

    @property
    def shown(self) -> tuple[Task, ...]:
        """What stands on the start page."""
        return self.tasks[:SHOWN] if self.whole else self.tasks

    @property
    def count(self) -> int:
        """How many there are in all."""
        return len(self.tasks) if self.total is None else self.total

    @property
    def soonest(self) -> date:
        """The nearest last day of any of them."""
        return min((task.last_day for task in self.tasks), default=date.max)

    @property
    def rest(self) -> int:
        """How many more there are."""
        return self.count - len(self.shown)


@dataclass(frozen=True)
class Duty:
    """Everything that waits for somebody in one of their roles; empty lists are left out."""

    role: str
    lists: tuple[TaskList, ...]


@dataclass(frozen=True)
class Spread:
    """How long something took, in days: the middle one, and what nine of ten were done within."""

    count: int
    median: float | None
    p90: float | None


def spread(days: Iterable[float]) -> Spread:
    """The spread of some durations; nearest rank, so that each figure is one that has been."""
    known = sorted(days)
    return Spread(len(known), _rank(known, 0.5), _rank(known, 0.9))


def _rank(known: Sequence[float], share: float) -> float | None:
    return known[max(0, math.ceil(share * len(known)) - 1)] if known else None


def days_between(begin: datetime, end: datetime) -> float:
    """Days and parts of days, never less than 0."""
    return max(0.0, (end - begin) / timedelta(days=1))


def days_waited(since: datetime, now: datetime) -> int:
    """Whole calendar days between two moments, by the clock on the wall in Sweden."""
    return (local(now).date() - local(since).date()).days


def is_urgent(due: date | None, today: date) -> bool:
    """True if the last day is near or has passed."""
    return due is not None and due - today <= URGENT_WITHIN


def post_number_sought(text: str) -> str:
    """What is looked for, without the word before a post's number: "stolpe 1042" finds 1042."""
    return _BEFORE_A_NUMBER.sub("", text)


def mask_address(address: str) -> str:
    """A mail address that its owner recognises and nobody else can use: "a…@exempel.se"."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}" if host else ""


def mask_addresses(text: str) -> str:
    """The text with every mail address in it masked."""
    return _ADDRESS.sub(lambda found: mask_address(found.group()), text)


def security_txt(contacts: Iterable[str], base_url: str, now: datetime) -> str:
    """The file of RFC 9116: whom to tell of a weakness, and until when that is known to hold."""
    expires = (now + SECURITY_TXT_LASTS).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [
        *(f"Contact: {contact}" for contact in contacts),
        f"Expires: {expires}",
        "Preferred-Languages: sv, en",
        f"Canonical: {base_url}/.well-known/security.txt",
    ]
    return "\n".join(lines) + "\n"


EditionStanding = Literal["current", "soon", "over", "replaced", "withdrawn", "draft"]
EDITION_ENDS_SOON = timedelta(days=60)
"""Own choice: time enough to have a new edition written, printed and put out."""
PUT_AWAY: Mapping[str, EditionStanding] = {"replaced": "replaced", "withdrawn": "withdrawn"}
NEEDS_CARE: tuple[EditionStanding, ...] = ("over", "soon")
"""What is out and should be looked at, the most pressing first."""


def edition_standing(state: str, valid_until: date | None, today: date) -> EditionStanding:
    """How up to date an edition is: what is out is so until its last day, if it has one."""
    if state == "published":
        if valid_until is None or valid_until > today + EDITION_ENDS_SOON:
            return "current"
        return "over" if valid_until < today else "soon"
    return PUT_AWAY.get(state, "draft")


def months_back(today: date, months: int) -> list[date]:
    """The first days of so many months, the oldest first and that of `today` last."""
    newest = today.year * 12 + today.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(newest - months + 1, newest + 1)]
