"""The log of who did what: declared events, written with the change, never altered.

An entry holds ids, states and codes, no names or free text, so that erasing a person never has to
touch the log. The database itself refuses UPDATE and DELETE (see the first migration).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, ForeignKey, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column

from grannsamverkan.core.db import Base, Id

EVENTS: dict[str, frozenset[str]] = {}


class AuditEntry(Base):
    """One thing that happened: `event` to (`subject`, `subject_id`) by an actor."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_subject", "subject", "subject_id"),
        Index("ix_audit_entry_event", "event", "at"),
    )

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[int | None]
    event: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    details: Mapped[dict[str, Any]]


def declare(event_name: str, *keys: str) -> str:
    """Say that `event_name` exists and carries exactly `keys`; returns the name."""
    if EVENTS.setdefault(event_name, frozenset(keys)) != frozenset(keys):
        raise ValueError(f"event {event_name!r} is declared twice with different keys")
    return event_name


def check(event_name: str, details: dict[str, Any]) -> None:
    """Raise ValueError unless the event is declared and `details` has exactly its keys."""
    if event_name not in EVENTS:
        raise ValueError(f"event {event_name!r} is not declared")
    if EVENTS[event_name] != details.keys():
        raise ValueError(f"event {event_name!r} carries {sorted(EVENTS[event_name])}")


_REFUSE = "the audit log cannot be changed"
GUARDS = {
    "sqlite": [
        f"CREATE TRIGGER audit_entry_no_{verb} BEFORE {verb.upper()} ON audit_entry "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSE}'); END"
        for verb in ("update", "delete")
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSE}'; END $$",
        "CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()",
    ],
}

for _dialect, _statements in GUARDS.items():
    for _statement in _statements:
        # DDL() fills in %-values, so a per cent sign in a statement would have to be doubled.
        _guard = DDL(_statement)  # type: ignore[no-untyped-call]  # SQLAlchemy left it untyped
        event.listen(AuditEntry.__table__, "after_create", _guard.execute_if(dialect=_dialect))
