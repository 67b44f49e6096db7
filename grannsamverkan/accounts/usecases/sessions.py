"""Sessions as rows: begun at sign-in, kept alive by use, ended at once when they must."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update

from grannsamverkan.accounts import policy, queries
from grannsamverkan.accounts.models import LoginSession, User
from grannsamverkan.core import audit, codes
from grannsamverkan.core.work import Work

SIGN_IN = audit.declare("sign_in", "method", "session_id")
SIGN_OUT = audit.declare("sign_out", "sessions")


@dataclass(frozen=True)
class Entry:
    """A successful sign-in: the new session's token, and where the person was going."""

    token: str
    user_id: int
    language: str
    needs_name: bool
    next_path: str | None = None


def enter(
    work: Work, person: User, method: str, user_agent: str, next_path: str | None = None
) -> Entry:
    """Begin a new session; the caller has seen all proof that it takes."""
    token, stay = codes.new_token(), queries.stay(work, person)
    row = LoginSession(
        token_hash=codes.token_hash(token),
        user=person,
        created_at=work.now,
        seen_at=work.now,
        idle_minutes=int(stay.idle / timedelta(minutes=1)),
        ends_at=work.now + stay.longest,
        user_agent=user_agent[:120],
    )
    work.session.add(row)
    work.session.flush()
    work.record(SIGN_IN, person, method=method, session_id=row.id)
    return Entry(token, person.id, person.language, not person.name, next_path)


def touch_session(work: Work, *, session_id: int) -> None:
    """Note that the session is in use. Called by the application, not by the person."""
    work.require(policy.is_system)
    work.get(LoginSession, session_id).seen_at = work.now


def sign_out(work: Work, *, token: str) -> None:
    """End the session of this browser; one that is over already stays so."""
    work.require(policy.may_sign_in)
    row = queries.live_session(work, token)
    if row is not None:
        row.ended_at = work.now
        work.record(SIGN_OUT, row.user, sessions=1)


def sign_out_everywhere(work: Work) -> int:
    """End all sessions of the acting person; returns how many there were."""
    person = oneself(work)
    ended = end_sessions(work, person)
    work.record(SIGN_OUT, person, sessions=ended)
    return ended


def end_sessions(work: Work, person: User) -> int:
    """End all sessions of somebody; returns how many there were."""
    ended = work.session.execute(
        update(LoginSession)
        .where(LoginSession.user_id == person.id, LoginSession.ended_at.is_(None))
        .values(ended_at=work.now)
        .returning(LoginSession.id)
    )
    return len(ended.all())


def oneself(work: Work) -> User:
    """The acting person's own account, with the permission asked for."""
    person = work.get(User, work.actor.id or 0, policy.is_self)
    work.require(policy.is_self, person)
    return person
