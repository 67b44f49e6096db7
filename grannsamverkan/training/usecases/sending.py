"""The material reaches people: by mail, or because they begin by themselves."""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from grannsamverkan.core import codes
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import local
from grannsamverkan.core.mail import Letter
from grannsamverkan.core.work import Work
from grannsamverkan.groups import usecases as groups
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.training import errors, mails, policy, queries, rules
from grannsamverkan.training.models import Assignment, Edition
from grannsamverkan.training.queries import certificates
from grannsamverkan.training.workflow import SENT, STARTED

Anew: TypeAlias = Callable[[Assignment, str, date], Letter]
"""A letter about a training's end: the assignment, its link's token, the last day."""


def send_to_group(work: Work, group: Group) -> None:
    """When a group is approved: bring the training to its contact persons.

    Runs inside the use case that approved it, which has asked for permission.
    """
    for contact in group.contacts:
        _bring(work, contact)


def send_to_contact(work: Work, contact: Contact) -> None:
    """When somebody becomes a contact person: the same, if the group is approved already."""
    if contact.group.state in queries.LIVING:
        _bring(work, contact)


def send_again(work: Work, contact_id: int) -> None:
    """Send a fresh link, which replaces the one before."""
    contact = queries.contact(work, contact_id)
    work.require(policy.may_send, contact)
    if queries.counts(work, contact) or contact.group.state not in queries.LIVING:
        raise errors.not_to_be_sent()
    send(work, _current(work, contact), contact)


def start_own(work: Work, contact_id: int, edition_id: int | None = None) -> str:
    """Give a signed-in contact person a fresh link to the own training; returns its token.

    `edition_id` chooses another of the editions that are out, as for another language, or material
    that was sent to the person.
    """
    contact = work.get(Contact, contact_id, policy.may_start)
    work.require(policy.may_start, contact)
    edition = _chosen(work, contact, edition_id)
    if queries.may_renew(work, contact):
        _open_anew_if_done(work, edition, contact)
    assignment, token = give_link(work, edition, contact)
    work.record(
        STARTED, assignment, edition_id=assignment.edition_id, contact_id=assignment.contact_id
    )
    return token


def _chosen(work: Work, contact: Contact, edition_id: int | None) -> Edition:
    if edition_id is None:
        return _current(work, contact)
    sent = [one.edition for one in queries.own_material(work)]
    out = [*queries.trainings(work, contact.municipality_id), *sent]
    found = next((one for one in out if one.id == edition_id), None)
    if found is None:
        raise NotFound()
    return found


def _current(work: Work, contact: Contact) -> Edition:
    edition = queries.edition_for(work, contact)
    if edition is None:
        raise errors.no_edition()
    return edition


def _bring(work: Work, contact: Contact) -> None:
    """Send the material unless the person is done or has a link that works."""
    if queries.counts(work, contact):
        return
    if queries.earlier_counts(work, contact):
        _note_earlier(work, contact)
        return
    edition = queries.edition_for(work, contact)
    if edition is None:
        return
    given = queries.assignment_of(work, edition, contact)
    if given is None or given.sent_at is None or given.expires_at <= work.now:
        send(work, edition, contact)


def _note_earlier(work: Work, contact: Contact) -> None:
    """Keep for this group what the person did as another group's contact person."""
    made, done = certificates.newest(work, contact), queries.done_before(work, contact)
    on = local(done.done_at).date() if done and done.done_at else None
    groups.note_training(
        work,
        contact,
        edition_id=made.edition_id if made else done.edition_id if done else None,
        on=made.done_on if made else on,
        until=made.valid_until if made else None,
    )


def send(work: Work, edition: Edition, contact: Contact) -> None:
    """Mail a personal link, which replaces the one before; the caller has asked leave."""
    if queries.may_renew(work, contact):
        _open_anew_if_done(work, edition, contact)
    assignment, token = give_link(work, edition, contact)
    assignment.sent_at = work.now
    row = work.mail(contact.user.recipient, mails.material_ready, assignment, token)
    # The letter carries the token itself: it is blanked as soon as the mail has gone.
    row.holds_secret = True
    work.record(SENT, assignment, edition_id=edition.id, contact_id=contact.id)


def send_anew(work: Work, contact: Contact, letter: Anew, until: date | None) -> None:
    """Mail that the training ends, or has ended, with a link to do it anew.

    Nothing is sent while the municipality has no material out. The caller has asked leave.
    """
    edition = queries.edition_for(work, contact)
    if edition is None or until is None:
        return
    _open_anew_if_done(work, edition, contact)
    assignment, token = give_link(work, edition, contact)
    assignment.sent_at = work.now
    row = work.mail(contact.user.recipient, letter, assignment, token, until)
    row.holds_secret = True
    work.record(SENT, assignment, edition_id=edition.id, contact_id=contact.id)


def open_anew(assignment: Assignment) -> None:
    """Let a training that was done be read and answered once more; its tries are kept as counts."""
    assignment.read_at = assignment.done_at = None
    assignment.drawn = assignment.last_drawn = assignment.last_answers = None
    assignment.modules_read.clear()


def _open_anew_if_done(work: Work, edition: Edition, contact: Contact) -> None:
    given = queries.assignment_of(work, edition, contact)
    if given is not None and given.done_at is not None:
        open_anew(given)


def give_link(work: Work, edition: Edition, contact: Contact) -> tuple[Assignment, str]:
    """The person's assignment of the edition, made if there is none, and a fresh link's token.

    The link works for `rules.LINK_LIFE` and replaces the one before. The caller has asked leave.
    """
    token = codes.new_token()
    assignment = queries.assignment_of(work, edition, contact)
    if assignment is None:
        assignment = Assignment(
            municipality_id=contact.municipality_id,
            municipality=edition.municipality,
            edition=edition,
            contact=contact,
        )
        work.session.add(assignment)
    assignment.token_hash = codes.token_hash(token)
    assignment.expires_at = work.now + rules.LINK_LIFE
    return assignment, token
