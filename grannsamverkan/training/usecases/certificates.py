"""Certificates: issued, withdrawn, and looked after until their last day and beyond it."""

from datetime import date

from grannsamverkan.core import codes
from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.groups import usecases as groups
from grannsamverkan.groups.models import Contact
from grannsamverkan.places import queries as places
from grannsamverkan.training import errors, mails, policy, queries
from grannsamverkan.training.models import Assignment, Certificate, Edition, Session
from grannsamverkan.training.queries import certificates as reads
from grannsamverkan.training.rules import lasting
from grannsamverkan.training.usecases import sending
from grannsamverkan.training.workflow import (
    CERTIFICATE_WITHDRAWN,
    CERTIFIED,
    REMINDED,
    TOLD_OVER,
)


def issue(work: Work, assignment: Assignment) -> Certificate:
    """Certify a training that was done today; the use case that noted it has asked leave."""
    today = local(work.now).date()
    until = last_day(work, assignment.municipality_id, today)
    return _make(work, assignment.contact, today, until, edition=assignment.edition)


def issue_at_session(work: Work, session: Session, contact: Contact) -> Certificate | None:
    """Certify that somebody was trained by coming to a session, on its day.

    None if an earlier training of theirs counts as long: nobody loses a day by coming. The use
    case that settles the session has asked leave.
    """
    on = local(session.starts_at).date()
    until = last_day(work, session.municipality_id, on)
    if contact.trained_on is not None and lasting.is_as_long(contact.trained_until, until):
        return None
    return _make(work, contact, on, until, session=session)


def last_day(work: Work, municipality_id: int, on: date) -> date | None:
    """The last day of a training done on a day, as the municipality wants it."""
    months = int(places.setting(work, municipality_id, "training.valid_months"))
    return lasting.last_day(on, months)


def issue_earlier(work: Work, contact_id: int) -> Certificate:
    """Certify a training that was done before there were certificates; the same one if asked again.

    It counts as long as it did, which is without end. Raises Unmet where nothing was done.
    """
    contact = work.get(Contact, contact_id, policy.may_start)
    work.require(policy.may_start, contact)
    known = reads.newest(work, contact)
    if known is not None and known.withdrawn_at is None:
        return known
    done = queries.done_before(work, contact)
    if done is None or done.done_at is None or contact.trained_on is None:
        raise errors.not_done()
    on = local(done.done_at).date()
    return _make(work, done.contact, on, contact.trained_until, edition=done.edition)


def withdraw(work: Work, certificate_id: int, reason: str) -> None:
    """Take a certificate back: the training is to be done anew, and its holder is told why."""
    found = reads.certificate(work, certificate_id)
    work.require(policy.may_withdraw_certificate, found)
    if found.withdrawn_at is not None:
        raise errors.already_withdrawn()
    found.withdrawn_at, found.withdrawn_by, found.withdrawn_for = work.now, work.actor.id, reason
    work.record(CERTIFICATE_WITHDRAWN, found, contact_id=found.contact_id)
    if reads.newest(work, found.contact) is found:
        _undo(work, found)
    work.mail(found.contact.user.recipient, mails.certificate_withdrawn, found)


def remind(work: Work, certificate_id: int) -> None:
    """Before the last day: send the training anew, once there is material to send."""
    found = work.get(Certificate, certificate_id)
    work.require(policy.may_withdraw_certificate, found)
    if found.reminded_at is not None or not _may_tell(work, found):
        return
    found.reminded_at = work.now
    work.record(REMINDED, found, contact_id=found.contact_id)
    sending.send_anew(work, found.contact, mails.training_ends, found.valid_until)


def tell_over(work: Work, certificate_id: int) -> None:
    """After the last day: say so, and send the training anew, once there is material to send."""
    found = work.get(Certificate, certificate_id)
    work.require(policy.may_withdraw_certificate, found)
    if found.told_over_at is not None or not _may_tell(work, found):
        return
    found.told_over_at = work.now
    work.record(TOLD_OVER, found, contact_id=found.contact_id)
    sending.send_anew(work, found.contact, mails.training_is_over, found.valid_until)


def settle_door(work: Work, contact_id: int) -> None:
    """Let a training past its last day keep new signs away, if the municipality wants that."""
    contact = work.get(Contact, contact_id)
    work.require(policy.may_see_person, contact)
    closes = bool(places.setting(work, contact.municipality_id, "training.over_closes"))
    over = lasting.is_over(contact.trained_until, local(work.now).date())
    wanted = over and closes
    if contact.training_over is not wanted:
        groups.note_training_over(work, contact, closes=wanted)


def _make(
    work: Work,
    contact: Contact,
    on: date,
    until: date | None,
    *,
    edition: Edition | None = None,
    session: Session | None = None,
) -> Certificate:
    token = codes.new_token()
    made = Certificate(
        municipality_id=contact.municipality_id,
        edition=edition,
        session=session,
        contact=contact,
        done_on=on,
        valid_until=until,
        token_hash=codes.token_hash(token),
        token_sealed=work.runtime.vault.seal(token),
    )
    work.session.add(made)
    work.session.flush()
    work.record(
        CERTIFIED,
        made,
        contact_id=contact.id,
        edition_id=made.edition_id,
        session_id=made.session_id,
    )
    return made


def _undo(work: Work, certificate: Certificate) -> None:
    done = queries.done_before(work, certificate.contact)
    if done is not None:
        sending.open_anew(done)
    for contact in queries.present_rows(work, certificate.contact):
        if contact.trained_on is not None:
            groups.forget_training(work, contact)


def _may_tell(work: Work, certificate: Certificate) -> bool:
    """True if it is the one that counts, its holder is still there, and there is what to send."""
    return (
        certificate.withdrawn_at is None
        and reads.newest(work, certificate.contact) is certificate
        and bool(queries.present_rows(work, certificate.contact))
        and queries.edition_for(work, certificate.contact) is not None
    )
