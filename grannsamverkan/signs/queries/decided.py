"""What somebody has just decided, and how long it can be taken back."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from grannsamverkan.core.work import Work
from grannsamverkan.signs import words
from grannsamverkan.signs.models import Sign, SignDecision

_NUMBER = re.compile(r"\b\d{1,9}\b", re.ASCII)
TOLD = ("klar", "kvar", "angrat")
"""Names in an address that tell of what was just done; they belong to one showing."""
MOST = 50
"""Own choice: so many decisions can be told of and taken back together."""


@dataclass(frozen=True)
class Decided:
    """What somebody has just decided; `seconds_left` is 0 once it cannot be undone."""

    decision_id: int
    sign_id: int
    code: str
    outcome: str
    seconds_left: int


@dataclass(frozen=True)
class Done:
    """What a page tells of decisions just made, at least one."""

    decisions: list[Decided]

    @property
    def text(self) -> str:
        """One sentence on what was decided."""
        first = self.decisions[0]
        return words.decided(len(self.decisions), first.code, first.outcome)

    @property
    def seconds_left(self) -> int:
        """How long all of them can still be undone."""
        return min(one.seconds_left for one in self.decisions)

    @property
    def ids(self) -> str:
        """The decisions as they stand in an address."""
        return ",".join(str(one.decision_id) for one in self.decisions)


def done(work: Work, text: str) -> Done | None:
    """What to tell of the reader's own decisions whose ids stand in `text`, if any."""
    found = just_decided(work, text)
    return Done(found) if found else None


def just_decided(work: Work, text: str) -> list[Decided]:
    """The reader's own decisions whose ids stand in `text` ("12,13"); others are left out."""
    ids = [int(part) for part in _NUMBER.findall(text)[:MOST]]
    if not ids:
        return []
    found = work.session.execute(
        select(
            SignDecision.id,
            Sign.id,
            Sign.code,
            SignDecision.outcome,
            SignDecision.undo_until,
        )
        .join(Sign, Sign.id == SignDecision.sign_id)
        .where(SignDecision.id.in_(ids), SignDecision.actor_id == work.actor.id)
        .order_by(SignDecision.id)
    )
    return [Decided(*row[:4], _seconds_left(row[4], work.now)) for row in found]


def _seconds_left(until: datetime | None, now: datetime) -> int:
    return 0 if until is None else max(0, int((until - now).total_seconds()))
