"""Reading and answering, by the personal link."""

from collections.abc import Sequence
from random import SystemRandom

from grannsamverkan.core.work import Work
from grannsamverkan.groups import usecases as groups
from grannsamverkan.places import queries as places
from grannsamverkan.training import errors, policy, queries, rules
from grannsamverkan.training.models import Assignment
from grannsamverkan.training.queries import courses
from grannsamverkan.training.rules import Question, drawing
from grannsamverkan.training.usecases import certificates, ways
from grannsamverkan.training.workflow import READ, TRIED

_CHANCE = SystemRandom()


def confirm_read(work: Work, token: str) -> None:
    """Keep that the person says to have read the material, and draw the questions of a first try.

    What is no training is done with that. A second press changes nothing. Raises Unmet while
    modules of a course are left.
    """
    assignment = held(work, token)
    if assignment.read_at is None:
        _refuse_if_modules_are_left(work, assignment)
        note_read(work, assignment)


def note_read(work: Work, assignment: Assignment) -> None:
    """Keep that all of the material has been read; the use case that calls has asked leave."""
    assignment.read_at = work.now
    if assignment.edition.trains:
        _draw(assignment)
    else:
        assignment.done_at = work.now
    work.record(
        READ, assignment, edition_id=assignment.edition_id, contact_id=assignment.contact_id
    )
    ways.follow(work, assignment)


def answer(work: Work, token: str, answers: Sequence[int], *, attempt: int) -> bool:
    """Check the answers (places of options as shown) and, if enough are right, note the training.

    `attempt` is the number of tries before this one, as the page said; Conflict if other questions
    have been drawn since. Returns whether it is done now; if not, new questions are drawn. Answers
    after that change nothing. The training counts for every group in the municipality where the
    person is a contact person, and a certificate is issued.
    """
    assignment = held(work, token)
    if assignment.done_at is not None:
        return True
    if assignment.read_at is None:
        raise errors.read_first()
    if attempt != assignment.tries:
        raise errors.asked_anew()
    questions = assignment.asked
    if not rules.fits(questions, answers):
        raise errors.wrong_shape()
    _note_try(work, assignment, questions, answers)
    if not rules.is_passed(questions, answers, _wanted(work, assignment)):
        _draw(assignment)
        return False
    assignment.done_at = work.now
    ways.follow(work, assignment)
    _note_done(work, assignment)
    return True


def _refuse_if_modules_are_left(work: Work, assignment: Assignment) -> None:
    stops = courses.outline(work, assignment)
    left = sum(stop.left for stop in stops)
    if left:
        raise errors.modules_first(left, sum(not stop.gone for stop in stops))
    if stops and not any(stop.read for stop in stops):
        raise errors.nothing_to_read()


def _wanted(work: Work, assignment: Assignment) -> int:
    own = assignment.edition.pass_mark
    if own is not None:
        return own
    return int(places.setting(work, assignment.municipality_id, "training.pass_correct"))


def _draw(assignment: Assignment) -> None:
    edition = assignment.edition
    before = {place for place, _order in assignment.drawn or ()}
    drawn = drawing.draw(edition.asked, edition.draw, _CHANCE, before)
    assignment.drawn = [[place, list(order)] for place, order in drawn]


def _note_done(work: Work, assignment: Assignment) -> None:
    made = certificates.issue(work, assignment)
    for contact in queries.present_rows(work, assignment.contact):
        groups.note_training(
            work,
            contact,
            edition_id=assignment.edition_id,
            on=made.done_on,
            until=made.valid_until,
        )


def _note_try(
    work: Work, assignment: Assignment, questions: Sequence[Question], answers: Sequence[int]
) -> None:
    assignment.tries += 1
    assignment.last_drawn, assignment.last_answers = assignment.drawn, list(answers)
    work.record(
        TRIED,
        assignment,
        edition_id=assignment.edition_id,
        contact_id=assignment.contact_id,
        right=len(questions) - len(rules.wrong_places(questions, answers)),
    )


def held(work: Work, token: str) -> Assignment:
    """The assignment that a link opens, for whoever holds it; locked where the database can."""
    assignment = queries.by_token(work, token, to_change=True)
    work.require(policy.holds_link, assignment)
    return assignment
