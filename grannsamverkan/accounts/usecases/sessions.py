"""Sessions as rows: begun at sign-in, kept alive by use, ended at once when they must."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, true, update

from grannsamverkan.accounts import errors, policy, queries, rules
from grannsamverkan.accounts.models import KnownDevice, LoginSession, User
from grannsamverkan.core import audit, codes
from grannsamverkan.core.work import Work

SIGN_IN = audit.declare("sign_in", "method", "session_id")
SIGN_OUT = audit.declare("sign_out", "sessions")
SIGN_OUT_OTHER = audit.declare("sign_out_other", "sessions")


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
        method=method,
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


def sign_out_everywhere(work: Work, *, but: str | None = None) -> int:
    """End all sessions of the acting person, except the one with the token `but`.

    Returns how many there were.
    """
    person = oneself(work)
    kept = true() if but is None else LoginSession.token_hash != codes.token_hash(but)
    ended = end_sessions(work, person, kept)
    work.record(SIGN_OUT, person, sessions=ended)
    return ended


def end_session(work: Work, *, session_id: int) -> None:
    """End one of the acting person's own sessions; NotFound for anybody else's."""
    person = oneself(work)
    row = work.get(LoginSession, session_id, lambda _actor, one: one.user_id == person.id)
    if row.ended_at is None:
        row.ended_at = work.now
        work.record(SIGN_OUT, person, sessions=1)


def sign_out_person(work: Work, *, user_id: int) -> int:
    """End all sessions of a staff member, and forget the known browsers; returns how many ended.

    For administrators, when a phone or computer is gone.
    """
    person = queries.staff_member(work, user_id)
    work.require(policy.may_manage_person, person)
    ended = end_sessions(work, person)
    forget_devices(work, person)
    work.record(SIGN_OUT_OTHER, person, sessions=ended)
    return ended


def end_sessions(work: Work, person: User, which: ColumnElement[bool] | None = None) -> int:
    """End all sessions of somebody, or those among them; returns how many there were."""
    ended = work.session.execute(
        update(LoginSession)
        .where(
            LoginSession.user_id == person.id,
            LoginSession.ended_at.is_(None),
            true() if which is None else which,
        )
        .values(ended_at=work.now)
        .returning(LoginSession.id)
    )
    return len(ended.all())


def remember_device(work: Work, *, token: str) -> None:
    """Know this browser again: the acting person has just signed in with it."""
    person = oneself(work)
    hashed = codes.token_hash(token)
    row = work.session.scalar(
        select(KnownDevice).where(
            KnownDevice.user_id == person.id, KnownDevice.token_hash == hashed
        )
    )
    if row is None:
        row = KnownDevice(user_id=person.id, token_hash=hashed)
        work.session.add(row)
    row.seen_at = work.now


def forget_devices(work: Work, person: User, *, but: str | None = None) -> None:
    """Treat all browsers of somebody as unknown, except the one with the token `but`."""
    kept = true() if but is None else KnownDevice.token_hash != codes.token_hash(but)
    work.session.execute(delete(KnownDevice).where(KnownDevice.user_id == person.id, kept))


def require_fresh(work: Work, token: str) -> User:
    """The acting person, who signed in a short while ago in the session of `token`.

    Asked before anything changes how one signs in. Raises NotFresh.
    """
    person = oneself(work)
    row = queries.live_session(work, token)
    if row is None or row.user_id != person.id or not rules.is_fresh(work.now, row.created_at):
        raise errors.NotFresh()
    return person


def oneself(work: Work) -> User:
    """The acting person's own account, with the permission asked for."""
    person = work.get(User, work.actor.id or 0, policy.is_self)
    work.require(policy.is_self, person)
    return person
