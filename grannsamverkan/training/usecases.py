"""Every write of the training room: one public function per intention."""

from collections.abc import Sequence

from grannsamverkan.core import codes, pdf
from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.groups import usecases as groups
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.places import queries as places
from grannsamverkan.training import errors, mails, policy, queries, rules
from grannsamverkan.training.models import Assignment, Edition
from grannsamverkan.training.rules import Question
from grannsamverkan.training.workflow import (
    CREATED,
    EDITED,
    EDITION,
    READ,
    SENT,
    STARTED,
    TRIED,
)

# --- material -------------------------------------------------------------------------------


def create_edition(
    work: Work, *, municipality_id: int, title: str, language: str, description: str
) -> Edition:
    """Begin a draft; the material and the questions are added to it."""
    work.require(policy.may_manage, municipality_id)
    edition = Edition(
        municipality_id=municipality_id,
        title=title,
        language=language,
        description=description,
        questions=[],
        created_at=work.now,
        created_by=work.actor.id,
    )
    work.session.add(edition)
    work.record(CREATED, edition)
    return edition


def describe_edition(
    work: Work, edition_id: int, *, title: str, language: str, description: str
) -> None:
    """Change what a draft is called and what is said about it."""
    edition = queries.open_draft(work, edition_id)
    edition.title, edition.language, edition.description = title, language, description
    work.record(EDITED, edition, part="text")


def attach_file(work: Work, edition_id: int, body: bytes) -> None:
    """Let a PDF be the material of a draft. Raises InvalidInput for what is no safe PDF.

    The object is kept before the database is touched: durable before its row, and the write
    lock is not held while the disk works.
    """
    work.require(policy.manages_somewhere)
    fault = rules.pdf_fault(body)
    if fault:
        raise errors.bad_file(fault)
    stored = work.storage.put([body])
    edition = queries.open_draft(work, edition_id)
    edition.kind, edition.stored, edition.size, edition.url = "pdf", stored, len(body), None
    work.record(EDITED, edition, part="file")


def attach_link(work: Work, edition_id: int, url: str) -> None:
    """Let a web address be the material of a draft. Nothing is fetched from it."""
    edition = queries.open_draft(work, edition_id)
    if rules.link_host(url) is None:
        raise errors.bad_link()
    edition.kind, edition.stored, edition.size, edition.url = "link", None, None, url
    work.record(EDITED, edition, part="link")


def set_question(work: Work, edition_id: int, place: int, question: Question) -> None:
    """Put a question at `place` (from 0) of a draft, or after the last one there is."""
    edition = queries.open_draft(work, edition_id)
    fault = rules.question_fault(question)
    if fault:
        raise errors.bad_question(fault)
    kept = list(edition.questions)
    kept[place : place + 1] = [question.keep()]
    edition.questions = kept[: rules.QUESTIONS]
    work.record(EDITED, edition, part="question")


def create_starter(work: Work, municipality_id: int) -> Edition:
    """A draft with the product's own short material as a PDF, and its three questions."""
    starter = rules.load_starter()
    body = pdf.compile_pdf(
        "training/material.typ",
        {
            "lang": starter.language,
            "title": starter.title,
            "product": "Grannsamverkan",
            "sections": [
                {"heading": heading, "paragraphs": paragraphs}
                for heading, paragraphs in starter.sections
            ],
        },
        created=work.now,
    )
    edition = create_edition(
        work,
        municipality_id=municipality_id,
        title=starter.title,
        language=starter.language,
        description=starter.description,
    )
    attach_file(work, edition.id, body)
    for place, question in enumerate(starter.questions):
        set_question(work, edition.id, place, question)
    return edition


def publish_edition(work: Work, edition_id: int, *, receivers: int) -> None:
    """Put a draft out instead of what is out now, and send it to all who are not done.

    `receivers` is the number that was shown and confirmed; InvalidInput if it has changed.
    """
    edition = queries.kept_edition(work, edition_id)
    missing = queries.lacking(edition)
    if missing and edition.state == "draft":
        raise errors.not_complete(missing)
    waiting = queries.receivers(work, edition.municipality_id)
    if len(waiting) != receivers and edition.state == "draft":
        raise errors.other_number(len(waiting))
    earlier = queries.published_editions(work, edition.municipality_id)
    EDITION.take(work, edition, "publish")
    edition.published_at = work.now
    for old in earlier:
        EDITION.take(work, old, "withdraw")
    for contact in waiting:
        _send(work, edition, contact)


def withdraw_edition(work: Work, edition_id: int) -> None:
    """Take an edition back: its links stop working. What people have done stays done."""
    EDITION.take(work, queries.edition(work, edition_id), "withdraw")


# --- sending --------------------------------------------------------------------------------


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
    if contact.trained_on is not None or contact.group.state not in queries.LIVING:
        raise errors.not_to_be_sent()
    _send(work, _current(work, contact), contact)


def start_own(work: Work, contact_id: int) -> str:
    """Give a signed-in contact person a fresh link to the own training; returns its token."""
    contact = work.get(Contact, contact_id, policy.may_start)
    work.require(policy.may_start, contact)
    assignment, token = _give_link(work, _current(work, contact), contact)
    work.record(
        STARTED, assignment, edition_id=assignment.edition_id, contact_id=assignment.contact_id
    )
    return token


def _current(work: Work, contact: Contact) -> Edition:
    edition = queries.current_edition(work, contact.municipality_id)
    if edition is None:
        raise errors.no_edition()
    return edition


def _bring(work: Work, contact: Contact) -> None:
    """Send the material unless the person is done or has a link that works."""
    if contact.trained_on is not None:
        return
    done = queries.done_before(work, contact)
    if done is not None:
        day = local(done.done_at).date() if done.done_at else None
        groups.note_training(work, contact, edition_id=done.edition_id, on=day)
        return
    edition = queries.current_edition(work, contact.municipality_id)
    if edition is None:
        return
    given = queries.assignment_of(work, edition, contact)
    if given is None or given.sent_at is None or given.expires_at <= work.now:
        _send(work, edition, contact)


def _send(work: Work, edition: Edition, contact: Contact) -> None:
    assignment, token = _give_link(work, edition, contact)
    assignment.sent_at = work.now
    row = work.mail(contact.user.recipient, mails.material_ready, assignment, token)
    # The letter carries the token itself: it is blanked as soon as the mail has gone.
    row.holds_secret = True
    work.record(SENT, assignment, edition_id=edition.id, contact_id=contact.id)


def _give_link(work: Work, edition: Edition, contact: Contact) -> tuple[Assignment, str]:
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


# --- reading and answering ------------------------------------------------------------------


def confirm_read(work: Work, token: str) -> None:
    """Keep that the person says to have read the material; a second press changes nothing."""
    assignment = _held(work, token)
    if assignment.read_at is None:
        assignment.read_at = work.now
        work.record(
            READ, assignment, edition_id=assignment.edition_id, contact_id=assignment.contact_id
        )


def answer(work: Work, token: str, answers: Sequence[int]) -> bool:
    """Check the answers (places of options) and, if enough are right, note the training.

    Returns whether it is done now. Answers after that change nothing. The training counts for
    every group in the municipality where the person is a contact person.
    """
    assignment = _held(work, token)
    if assignment.done_at is not None:
        return True
    if assignment.read_at is None:
        raise errors.read_first()
    questions = assignment.edition.asked
    if not rules.fits(questions, answers):
        raise errors.wrong_shape()
    wanted = int(places.setting(work, assignment.municipality_id, "training.pass_correct"))
    _note_try(work, assignment, questions, answers)
    if not rules.is_passed(questions, answers, wanted):
        return False
    assignment.done_at = work.now
    for contact in queries.present_rows(work, assignment.contact):
        if contact.trained_on is None:
            groups.note_training(work, contact, edition_id=assignment.edition_id)
    return True


def _note_try(
    work: Work, assignment: Assignment, questions: Sequence[Question], answers: Sequence[int]
) -> None:
    assignment.tries += 1
    assignment.last_answers = list(answers)
    work.record(
        TRIED,
        assignment,
        edition_id=assignment.edition_id,
        contact_id=assignment.contact_id,
        right=len(questions) - len(rules.wrong_places(questions, answers)),
    )


def _held(work: Work, token: str) -> Assignment:
    assignment = queries.by_token(work, token, to_change=True)
    work.require(policy.holds_link, assignment)
    return assignment
