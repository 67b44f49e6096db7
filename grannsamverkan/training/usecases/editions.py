"""Writing material: drafts, their questions, and putting them out."""

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work
from grannsamverkan.training import errors, policy, queries, rules
from grannsamverkan.training.models import Edition
from grannsamverkan.training.rules import About, Question
from grannsamverkan.training.usecases.sending import send
from grannsamverkan.training.usecases.succeeding import take_place
from grannsamverkan.training.workflow import CREATED, EDITED, EDITION

NOTHING_MORE = About()


def create_edition(
    work: Work,
    *,
    municipality_id: int,
    title: str,
    language: str,
    description: str,
    about: About = NOTHING_MORE,
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
    _say(edition, about)
    work.session.add(edition)
    work.record(CREATED, edition)
    return edition


def describe_edition(
    work: Work,
    edition_id: int,
    *,
    title: str,
    language: str,
    description: str,
    about: About = NOTHING_MORE,
) -> None:
    """Change what a draft is called and what is said about it."""
    edition = queries.open_draft(work, edition_id)
    edition.title, edition.language, edition.description = title, language, description
    _say(edition, about)
    work.record(EDITED, edition, part="text")


def _say(edition: Edition, about: About) -> None:
    if about.valid_from and about.valid_until and about.valid_until < about.valid_from:
        raise errors.days_in_wrong_order()
    edition.minutes, edition.owner, edition.licence = about.minutes, about.owner, about.licence
    edition.valid_from, edition.valid_until = about.valid_from, about.valid_until
    edition.trains = about.trains
    if about.trains and about.audience == "staff":
        raise errors.training_for_staff()
    edition.audience = about.audience


def set_question(work: Work, edition_id: int, place: int, question: Question) -> None:
    """Put a question at `place` (from 0) of a draft, or after the last one there is."""
    edition = queries.open_draft(work, edition_id)
    fault = rules.question_fault(question)
    if fault:
        raise errors.bad_question(fault)
    kept = list(edition.questions)
    kept[place : place + 1] = [question.keep()]
    edition.questions = kept[: rules.MOST_QUESTIONS]
    work.record(EDITED, edition, part="question")


def remove_question(work: Work, edition_id: int, place: int) -> None:
    """Take a question (from 0) out of a draft; NotFound if there is none."""
    edition = queries.open_draft(work, edition_id)
    if not 0 <= place < len(edition.questions):
        raise NotFound()
    edition.questions = [*edition.questions[:place], *edition.questions[place + 1 :]]
    work.record(EDITED, edition, part="question")


def set_quiz(work: Work, edition_id: int, *, draw: int, pass_mark: int) -> None:
    """Say how many questions of the bank a try asks, and how many answers must be right."""
    edition = queries.open_draft(work, edition_id)
    if draw > max(len(edition.questions), rules.QUESTIONS):
        raise errors.too_few_questions(draw)
    if pass_mark > draw:
        raise errors.mark_above_questions()
    edition.draw, edition.pass_mark = draw, pass_mark
    work.record(EDITED, edition, part="quiz")


def publish_edition(work: Work, edition_id: int, *, receivers: int) -> None:
    """Put a draft out.

    A training takes the place of the one in its language, and is sent to all who are not done and
    get it in that language.

    `receivers` is the number that was shown and confirmed; InvalidInput if it has changed.
    """
    edition = queries.kept_edition(work, edition_id)
    missing = queries.lacking(work, edition)
    if missing and edition.state == "draft":
        raise errors.not_complete(missing)
    waiting = queries.receivers(work, edition)
    if len(waiting) != receivers and edition.state == "draft":
        raise errors.other_number(len(waiting))
    earlier = queries.followed_by(work, edition)
    EDITION.take(work, edition, "publish")
    edition.published_at = work.now
    take_place(work, edition)
    for old in earlier:
        if old.state == "published":
            EDITION.take(work, old, "withdraw")
    for contact in waiting:
        send(work, edition, contact)


def withdraw_edition(work: Work, edition_id: int) -> None:
    """Take an edition back: its links stop working. What people have done stays done."""
    EDITION.take(work, queries.edition(work, edition_id), "withdraw")
