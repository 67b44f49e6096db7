"""Who is there: ticked off by name, by the code on their page, or by themselves at the door."""

from grannsamverkan.core import codes
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact
from grannsamverkan.training import errors, policy
from grannsamverkan.training.models import Session, SignUp
from grannsamverkan.training.queries import seats as rows
from grannsamverkan.training.queries import sessions as reads
from grannsamverkan.training.rules.sessions import Presence
from grannsamverkan.training.usecases.afterwards import ask_to_settle
from grannsamverkan.training.usecases.seats import new_row
from grannsamverkan.training.workflow import ATTENDED, SIGNUP


def tick(work: Work, signup_id: int, *, present: bool) -> SignUp:
    """Note by name that somebody is there, or is not after all."""
    row = rows.signup(work, signup_id)
    _hold(work, row)
    if row.state != "signed":
        raise errors.not_signed_up()
    if present:
        _refuse_early(work, row.session)
        _note(work, row, "hand")
    else:
        _undo(work, row)
    return row


def check_in(work: Work, code: str) -> SignUp:
    """Note that somebody is there whose code whoever holds the session has read.

    A second reading changes nothing. Who only waits gets in by this press, too: there is room, or
    whoever presses sees to it.
    """
    row = rows.by_pass(work, code)
    if not policy.may_hold_session(work.actor, row.session):
        # Others do not even learn whether there is such a code.
        raise NotFound()
    _hold(work, row)
    _refuse_early(work, row.session)
    if row.state != "signed":
        _seat(work, row)
    _note(work, row, "code")
    return row


def come_late(work: Work, session_id: int, contact_id: int) -> SignUp:
    """Let in a contact person who stands at the door and has no seat."""
    session = reads.to_change(work, session_id)
    contact = work.get(Contact, contact_id)
    seated = rows.contact_row(work, session, contact.user_id)
    if seated is None:
        raise errors.no_contact_person()
    row = rows.own_row(work, session, contact.user_id) or new_row(work, session, seated)
    _refuse_unopened(session)
    _refuse_early(work, session)
    if row.state != "signed":
        _seat(work, row)
    _note(work, row, "late")
    return row


def arrive(work: Work, code: str) -> SignUp:
    """A signed-in contact person who has read the poster's code says to be there."""
    work.require(policy.may_join_session)
    session = reads.by_door(work, code)
    reads.lock(work, session)
    row = rows.own_row(work, session)
    if row is None:
        raise errors.not_signed_up()
    return _arrive(work, row)


def arrive_by_link(work: Work, token: str, code: str) -> SignUp:
    """The same by the own link; `code` is typed off the poster, as people type."""
    row = rows.by_token(work, token)
    work.require(policy.is_signup_of, row)
    reads.lock(work, row.session)
    if codes.normalise(code) != row.session.door_code:
        raise errors.not_at_the_door()
    return _arrive(work, row)


def _arrive(work: Work, row: SignUp) -> SignUp:
    if row.state != "signed":
        raise errors.not_signed_up()
    if row.session.state != "open" or not reads.is_door_open(work, row.session):
        raise errors.not_in_the_hours()
    _note(work, row, "self")
    return row


def _hold(work: Work, row: SignUp) -> None:
    work.require(policy.may_hold_session, row.session)
    reads.lock(work, row.session)
    work.session.refresh(row)
    _refuse_unopened(row.session)


def _refuse_unopened(session: Session) -> None:
    if session.state not in ("open", "held"):
        raise errors.sign_up_closed()


def _refuse_early(work: Work, session: Session) -> None:
    if not reads.is_its_day(work, session):
        raise errors.not_its_day()


def _seat(work: Work, row: SignUp) -> None:
    row.queued_at = row.queued_at or work.now
    SIGNUP.take(work, row, "sign")


def _note(work: Work, row: SignUp, how: Presence) -> None:
    if row.present_at is not None:
        return
    row.present_at, row.present_by, row.present_how = work.now, work.actor.id, how
    _record(work, row)
    if row.session.state == "held":
        # Somebody who was forgotten: what followed for the others is done for this one as well.
        row.settled_at = None
        ask_to_settle(work, row.session)


def _undo(work: Work, row: SignUp) -> None:
    if row.present_at is None:
        return
    if row.session.state == "held":
        raise errors.present_is_settled()
    row.present_at = row.present_by = None
    row.present_how = ""
    _record(work, row)


def _record(work: Work, row: SignUp) -> None:
    work.record(
        ATTENDED,
        row,
        session_id=row.session_id,
        contact_id=row.contact_id,
        present=row.present_at is not None,
        how=row.present_how,
    )
