"""Seats: signed up for, waited for, given back, and passed on to the first who waits.

Whoever gives or takes seats holds the session's row, so that they are counted one at a time.
"""

from grannsamverkan.core import codes, links
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.training import errors, policy
from grannsamverkan.training.mails import sessions as mails
from grannsamverkan.training.models import Session, SignUp
from grannsamverkan.training.queries import persons
from grannsamverkan.training.queries import seats as rows
from grannsamverkan.training.queries import sessions as reads
from grannsamverkan.training.rules import sessions as rules
from grannsamverkan.training.usecases.telling import calendar, code, tell
from grannsamverkan.training.workflow import SESSION_ASKED, SIGNUP


def sign_up(work: Work, session_id: int) -> SignUp:
    """Let a signed-in contact person have a seat, or a place on the waiting list.

    NotFound for whoever the session is hidden from: see `queries.sessions.for_contact`.
    """
    work.require(policy.may_join_session)
    session, _own = reads.for_contact(work, session_id)
    reads.lock(work, session)
    own = rows.own_row(work, session)
    if own is not None:
        work.session.refresh(own)
        return _sign(work, own)
    contact = rows.contact_row(work, session)
    if contact is None:
        raise NotFound()
    return _sign(work, new_row(work, session, contact))


def sign_up_by_link(work: Work, token: str) -> SignUp:
    """The same for whoever holds the own link."""
    return _sign(work, _held(work, token))


def leave(work: Work, session_id: int) -> None:
    """Give the own seat back, or say that one does not come."""
    work.require(policy.may_join_session)
    session, own = reads.for_contact(work, session_id)
    if own is None:
        raise NotFound()
    reads.lock(work, session)
    work.session.refresh(own)
    _leave(work, own)


def leave_by_link(work: Work, token: str) -> None:
    """The same for whoever holds the own link."""
    _leave(work, _held(work, token))


def follow_contact(work: Work, contact: Contact) -> None:
    """When somebody stops being a contact person of a group: the seats go on to others.

    Who is still one of another group keeps them. Runs inside the use case that ended it, which
    has asked for permission.
    """
    for row in rows.rows_of_contact(work, contact):
        other = rows.contact_row(work, row.session, contact.user_id)
        if other is not None:
            row.contact = other
        elif row.session.state in reads.AHEAD and row.state != "left":
            reads.lock(work, row.session)
            SIGNUP.take(work, row, "leave")
            fill(work, row.session)


def follow_group(work: Work, group: Group) -> None:
    """When a group is closed: the same for its contact persons."""
    for contact in group.contacts:
        follow_contact(work, contact)


def fill(work: Work, session: Session) -> None:
    """Give free seats to those who wait, in their order, until the session begins.

    The caller holds the session's row and has asked leave.
    """
    while session.state == "open" and not reads.has_begun(work, session):
        work.session.flush()
        waiting = rows.first_waiting(work, session)
        if waiting is None or not _has_free_seat(work, session):
            return
        SIGNUP.take(work, waiting, "seat")
        tell(
            work,
            waiting,
            mails.session_seat_given,
            calendar(work, session),
            code(work, waiting),
        )


def new_row(work: Work, session: Session, contact: Contact) -> SignUp:
    """A person's row, with the own link and code; nothing is answered yet."""
    row = SignUp(
        municipality_id=session.municipality_id,
        municipality=session.municipality,
        session=session,
        contact=contact,
        user_id=contact.user_id,
        pass_code=codes.new_token(),
        state="asked",
    )
    links.begin(work, row, days=rules.link_days(session.starts_at, work.now))
    work.record(SESSION_ASKED, row, session_id=session.id, contact_id=contact.id)
    return row


def _held(work: Work, token: str) -> SignUp:
    row = rows.by_token(work, token)
    work.require(policy.is_signup_of, row)
    reads.lock(work, row.session)
    work.session.refresh(row)
    return row


def _sign(work: Work, row: SignUp) -> SignUp:
    """A second press changes nothing."""
    session = row.session
    if row.state in ("signed", "waiting"):
        return row
    if not reads.takes_signups(work, session):
        raise errors.sign_up_closed()
    if not _is_seated(work, row):
        raise errors.no_contact_person()
    row.queued_at = work.now
    # Nobody passes those who wait, should a seat be free for a moment.
    if _has_free_seat(work, session) and rows.first_waiting(work, session) is None:
        SIGNUP.take(work, row, "sign")
        tell(work, row, mails.session_confirmed, calendar(work, session), code(work, row))
    else:
        SIGNUP.take(work, row, "queue")
        tell(work, row, mails.session_queued)
    return row


def _leave(work: Work, row: SignUp) -> None:
    if row.state == "left":
        return
    if row.session.state != "open" or row.present_at is not None:
        raise errors.sign_up_closed()
    SIGNUP.take(work, row, "leave")
    fill(work, row.session)


def _is_seated(work: Work, row: SignUp) -> bool:
    return any(
        contact.group.state in policy.SEATED for contact in persons.present_rows(work, row.contact)
    )


def _has_free_seat(work: Work, session: Session) -> bool:
    return rules.has_free_seat(session.seats, reads.numbers_of(work, session).signed)
