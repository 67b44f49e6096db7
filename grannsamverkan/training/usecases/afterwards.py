"""What follows: the reminder before, and after a session that was held training, material, thanks.

The press notes that it was held. The rest is the worker's, some people a transaction: whoever is
killed in the middle goes on with those for whom it has not been done.
"""

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work
from grannsamverkan.groups import usecases as groups
from grannsamverkan.training import errors, policy, queries
from grannsamverkan.training.mails import sessions as mails
from grannsamverkan.training.models import Edition, Session, SignUp
from grannsamverkan.training.queries import seats as rows
from grannsamverkan.training.queries import sessions as reads
from grannsamverkan.training.usecases import certificates, sending
from grannsamverkan.training.usecases.seats import new_row
from grannsamverkan.training.usecases.telling import tell
from grannsamverkan.training.workflow import SENT, SESSION, SESSION_REMINDED, SETTLED, STARTED

AT_ONE_TIME = 50
"""Own choice: so many people a transaction, some tenths of a second of the write lock."""


def hold_session(work: Work, session_id: int) -> Session:
    """Note that a session was held; a second press changes nothing."""
    session = reads.to_change(work, session_id)
    if session.state == "held":
        return session
    if session.state == "open" and not reads.has_begun(work, session):
        raise errors.session_has_not_been()
    SESSION.take(work, session, "hold")
    ask_to_settle(work, session)
    return session


def ask_to_settle(work: Work, session: Session) -> None:
    """Let the worker do what follows; the caller has asked leave."""
    work.enqueue("settle_session", municipality_id=session.municipality_id, session_id=session.id)


def settle_some(work: Work, session_id: int, most: int = AT_ONE_TIME) -> int:
    """Do what follows for the next people; returns for how many."""
    work.require(lambda actor: actor.is_system)
    session = work.get(Session, session_id)
    if session.state != "held":
        return 0
    found = rows.unsettled(work, session, most)
    for row in found:
        row.settled_at = work.now
        _settle(work, session, row)
        work.record(
            SETTLED,
            row,
            session_id=session.id,
            contact_id=row.contact_id,
            present=row.present_at is not None,
        )
    return len(found)


def remind(work: Work, session_id: int) -> None:
    """Tell those who come that a session is near; each once, unless it is moved."""
    work.require(lambda actor: actor.is_system)
    session = work.get(Session, session_id)
    reads.lock(work, session)
    if session.state != "open" or reads.has_begun(work, session):
        return
    found = rows.unreminded(work, session)
    for row in found:
        row.reminded_at = work.now
        tell(work, row, mails.session_near)
    if found:
        work.record(SESSION_REMINDED, session, number=len(found))


def open_material(work: Work, token: str) -> str:
    """A fresh link to what a session was followed by, for whoever came and holds the own link;
    returns its token."""
    return _open_material(work, rows.by_token(work, token))


def open_own_material(work: Work, session_id: int) -> str:
    """The same for a signed-in contact person."""
    _session, row = reads.for_contact(work, session_id)
    return _open_material(work, row)


def _open_material(work: Work, row: SignUp | None) -> str:
    if row is None:
        raise NotFound()
    work.require(policy.is_signup_of, row)
    edition = reads.material(work, row.session)
    if row.settled_at is None or row.present_at is None or edition is None:
        raise errors.no_edition()
    assignment, opened = sending.give_link(work, edition, row.contact)
    work.record(STARTED, assignment, edition_id=edition.id, contact_id=row.contact_id)
    return opened


def _settle(work: Work, session: Session, row: SignUp) -> None:
    if row.present_at is None:
        tell(work, _next_row(work, session, row), mails.session_missed, session)
        return
    certified = session.trains and _train(work, session, row)
    material = _send_material(work, session, row)
    tell(work, row, mails.session_thanks, certified=certified, material=material)


def _next_row(work: Work, session: Session, row: SignUp) -> SignUp:
    """The person's row of the next session, so that its link is in the mail; else the same row."""
    following = reads.next_open(work, session, row.contact.user.language)
    if following is None:
        return row
    known = rows.own_row(work, following, row.user_id)
    return known or new_row(work, following, row.contact)


def _train(work: Work, session: Session, row: SignUp) -> bool:
    """Note the training for all groups of the person; whether a certificate was made."""
    made = certificates.issue_at_session(work, session, row.contact)
    if made is None:
        return False
    for contact in queries.present_rows(work, row.contact):
        groups.note_training(
            work, contact, edition_id=None, on=made.done_on, until=made.valid_until
        )
    return True


def _send_material(work: Work, session: Session, row: SignUp) -> Edition | None:
    """Give the material to whoever has not got it; it is opened from the person's own page."""
    edition = reads.material(work, session)
    if edition is None or queries.assignment_of(work, edition, row.contact) is not None:
        return edition
    assignment, _token = sending.give_link(work, edition, row.contact)
    assignment.sent_at = work.now
    work.record(SENT, assignment, edition_id=edition.id, contact_id=row.contact_id)
    return edition
