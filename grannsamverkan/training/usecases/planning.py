"""Sessions: planned, opened for sign-up, changed, called off; and people are asked to come."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from grannsamverkan.core import codes
from grannsamverkan.core.mail import Attachment, Letter
from grannsamverkan.core.work import Work
from grannsamverkan.training import errors, policy
from grannsamverkan.training.mails import sessions as mails
from grannsamverkan.training.models import Session
from grannsamverkan.training.queries import seats as rows
from grannsamverkan.training.queries import sessions as reads
from grannsamverkan.training.rules import sessions as rules
from grannsamverkan.training.usecases import seats
from grannsamverkan.training.usecases.telling import calendar, code, tell
from grannsamverkan.training.workflow import (
    SESSION,
    SESSION_CHANGED,
    SESSION_INVITED,
    SESSION_PLANNED,
)

AT_ONE_TIME = 100
"""Own choice: so many invitations a transaction, some tenths of a second of the write lock."""


@dataclass(frozen=True)
class Plan:
    """All that is said of a session; moments are aware. `seats` is None for room for all,
    `police_area_id` None for the whole municipality, `edition_id` None if nothing is sent after."""

    kind: str
    title: str
    language: str
    starts_at: datetime
    ends_at: datetime
    place: str
    directions: str
    organiser: str
    closes_at: datetime
    seats: int | None = None
    police_area_id: int | None = None
    edition_id: int | None = None
    trains: bool = False


def plan_session(work: Work, municipality_id: int, plan: Plan) -> Session:
    """Write down a session that nobody sees yet."""
    work.require(policy.may_plan_session, municipality_id, plan.police_area_id)
    made = Session(
        municipality_id=municipality_id,
        uid=secrets.token_hex(16),
        door_code=_new_door_code(work),
        created_by=work.actor.id,
        created_at=work.now,
    )
    _say(work, made, plan)
    work.session.add(made)
    work.session.flush()
    work.session.refresh(made)
    work.record(SESSION_PLANNED, made, kind=made.kind)
    return made


def change_session(work: Work, session_id: int, plan: Plan) -> Session:
    """Change what is said of a session. Those who come or wait are told of another day, hour or
    place; more seats go to those who wait."""
    session = reads.to_change(work, session_id)
    work.require(policy.may_plan_session, session.municipality_id, plan.police_area_id)
    if session.state not in reads.AHEAD:
        raise SESSION.too_late(work, session)
    signed = reads.numbers_of(work, session).signed
    if plan.seats is not None and plan.seats < signed:
        raise errors.fewer_seats_than_signed(signed)
    before = _whereabouts(session)
    _say(work, session, plan)
    moved = session.state == "open" and _whereabouts(session) != before
    work.record(SESSION_CHANGED, session, moved=moved)
    if moved:
        session.sequence += 1
        _tell_all(work, session, mails.session_moved)
    seats.fill(work, session)
    return session


def open_session(work: Work, session_id: int) -> Session:
    """Let people sign up."""
    session = reads.to_change(work, session_id)
    if session.state == "draft" and reads.has_begun(work, session):
        raise errors.session_in_the_past()
    SESSION.take(work, session, "open")
    return session


def cancel_session(work: Work, session_id: int, *, reason: str) -> Session:
    """Call a session off, with the reason; it leaves people's calendars."""
    session = reads.to_change(work, session_id)
    SESSION.take(work, session, "cancel", reason=reason)
    session.reason = reason
    session.sequence += 1
    _tell_all(work, session, mails.session_cancelled)
    return session


def invite(work: Work, session_id: int, *, who: str, number: int) -> None:
    """Ask the worker to invite contact persons, `who` "untrained" or "all".

    `number` is how many were shown and confirmed; InvalidInput if it has changed.
    """
    session = reads.to_change(work, session_id)
    if not reads.takes_signups(work, session):
        raise errors.sign_up_closed()
    counted = rows.how_many_invitees(work, session, who)
    if counted != number:
        raise errors.other_number(counted)
    work.record(SESSION_INVITED, session, who=who, number=number)
    work.enqueue(
        "invite_to_session",
        municipality_id=session.municipality_id,
        session_id=session.id,
        who=who,
    )


def invite_some(work: Work, session_id: int, who: str, most: int = AT_ONE_TIME) -> int:
    """Write the next invitations; returns how many. The row that says that somebody was asked and
    the mail are one transaction, so that whoever is killed in the middle writes to nobody twice."""
    work.require(lambda actor: actor.is_system)
    session = work.get(Session, session_id)
    reads.lock(work, session)
    if not reads.takes_signups(work, session):
        return 0
    wanted = work.session.scalars(rows.invitees(work, session, who).limit(most)).all()
    for contact in wanted:
        tell(work, seats.new_row(work, session, contact), mails.session_invited)
    return len(wanted)


def _new_door_code(work: Work) -> str:
    while True:
        code = codes.new_code()
        if not reads.is_door_code(work, code):
            return code


def _say(work: Work, session: Session, plan: Plan) -> None:
    _refuse_nonsense(work, session, plan)
    session.kind, session.title, session.language = plan.kind, plan.title, plan.language
    session.starts_at, session.ends_at = plan.starts_at, plan.ends_at
    session.place, session.directions = plan.place, plan.directions
    session.organiser, session.closes_at = plan.organiser, plan.closes_at
    session.seats, session.police_area_id = plan.seats, plan.police_area_id
    session.edition_id, session.trains = plan.edition_id, plan.trains


def _refuse_nonsense(work: Work, session: Session, plan: Plan) -> None:
    if plan.starts_at <= work.now:
        raise errors.session_in_the_past()
    if plan.ends_at <= plan.starts_at:
        raise errors.session_ends_first()
    if plan.closes_at > plan.starts_at:
        raise errors.sign_up_closes_after()
    _refuse_foreign(work, session, plan)


def _refuse_foreign(work: Work, session: Session, plan: Plan) -> None:
    """What is chosen from lists must be the municipality's own, whatever was sent here."""
    editions = {one.id for one in reads.sendable(work, session.municipality_id)}
    if plan.edition_id is not None and plan.edition_id not in editions | {session.edition_id}:
        raise errors.cannot_be_sent_after()
    areas = {area.id for area in reads.plannable_areas(work, session.municipality_id)}
    if plan.police_area_id is not None and plan.police_area_id not in areas:
        raise errors.no_such_session_area()


def _whereabouts(session: Session) -> tuple[datetime, datetime, str]:
    return session.starts_at, session.ends_at, session.place


def _tell_all(work: Work, session: Session, letter: Callable[..., Letter]) -> None:
    """Write to those who come, with the calendar, and to those who wait, without: it is not
    theirs yet."""
    work.session.flush()
    file: Attachment = calendar(work, session)
    for row in rows.in_order(work, session, "signed", "waiting"):
        row.reminded_at = None
        row.expires_at = work.now + timedelta(days=rules.link_days(session.starts_at, work.now))
        files = (file, code(work, row)) if session.state == "open" else (file,)
        tell(work, row, letter, *(files if row.state == "signed" else ()))
