"""The reviewer's answers and decisions, each on the photo it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from grannsamverkan.core.errors import Conflict
from grannsamverkan.core.i18n import lazy, local, speaking
from grannsamverkan.core.mail import Letter, Recipient
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.signs import errors, mails, policy, queries, rules
from grannsamverkan.signs.models import PhotoSet, Review, Sign, SignDecision
from grannsamverkan.signs.models.review import DecisionLetter
from grannsamverkan.signs.queries import reasons
from grannsamverkan.signs.usecases import tasks, undo
from grannsamverkan.signs.usecases.originals import plan_removal_of_originals
from grannsamverkan.signs.workflow import DECIDED, REVIEWED, SIGN

OUTCOMES = ("approve", "ask_completion", "order_correction", "order_take_down")
DAYS = {
    "ask_completion": "sign.correction_days",
    "order_correction": "sign.correction_days",
    "order_take_down": "sign.take_down_days",
}
"""The settings that say how long there is to do what a decision asks."""


@dataclass(frozen=True)
class Answer:
    """An answer to one of the two questions: "yes" or "no", and the photo it rests on; that on the
    view may rest on the sight check's drawing instead."""

    answer: str
    photo_id: int | None
    on_drawing: bool = False


def answer_questions(
    work: Work, sign_id: int, set_id: int, *, galvanising: Answer, view: Answer
) -> Review:
    """Keep the answers to *galvanising unharmed?* and *view free?*."""
    sign = queries.sign(work, sign_id)
    work.require(policy.may_review, sign)
    photo_set = _present_set(sign, set_id)
    _check_photo(photo_set, galvanising, "galvanising_photo")
    if not (view.on_drawing and sign.sight is not None):
        _check_photo(photo_set, view, "view_photo")
    review = photo_set.review
    if review is None:
        review = Review(municipality_id=sign.municipality_id, set_id=set_id)
    review.galvanising, review.galvanising_photo_id = galvanising.answer, galvanising.photo_id
    review.view, review.view_photo_id = view.answer, view.photo_id
    review.view_on_drawing = view.photo_id is None
    review.answered_by, review.answered_at = work.actor.person_id, work.now
    photo_set.review = review
    work.record(REVIEWED, sign, set_id=set_id, galvanising=galvanising.answer, view=view.answer)
    return review


@dataclass(frozen=True)
class Grounds:
    """What a decision says: why, what to do (one step a line), and the ready-made reason chosen."""

    reason: str = ""
    remedy: str = ""
    template: str = ""


NO_GROUNDS = Grounds()


def decide(
    work: Work, sign_id: int, set_id: int, *, outcome: str, grounds: Grounds = NO_GROUNDS
) -> SignDecision:
    """Approve, ask for more, order a correction or a take-down.

    The letters wait until it cannot be undone, and so does the task of taking the sign down.
    """
    sign = queries.sign(work, sign_id)
    work.require(policy.may_review, sign)
    photo_set = _present_set(sign, set_id)
    if outcome == "approve" and not queries.may_be_approved(photo_set.review, photo_set.photos):
        raise errors.not_both_yes()
    before = undo.remember(sign)
    SIGN.take(work, sign, outcome, reason=grounds.reason)
    decision = _note(work, sign, photo_set, outcome, grounds)
    undo.hold_back(work, decision, before)
    return decision


def approve_clear(
    work: Work, sign_id: int, set_id: int, *, galvanising_photo: int, view_photo: int
) -> SignDecision:
    """Answer both questions yes and approve, in one step: only where nothing needs a look.

    The photos are those the reviewer was shown; if others would be proposed now, it is a Conflict.
    """
    sign = queries.sign(work, sign_id)
    work.require(policy.may_review, sign)
    if sign.state not in SIGN.steps["approve"].sources:
        raise SIGN.too_late(work, sign)
    photo_set = _present_set(sign, set_id)
    verdicts = [check.verdict for check in photo_set.checks]
    proposed = queries.proposal(photo_set.review, photo_set.photos, verdicts)
    if proposed is None:
        raise errors.not_clear()
    if (galvanising_photo, view_photo) != tuple(photo.id for photo in proposed):
        raise Conflict(lazy("Ärendet har ändrats. Titta på det en gång till."))
    answer_questions(
        work,
        sign_id,
        set_id,
        galvanising=Answer("yes", galvanising_photo),
        view=Answer("yes", view_photo),
    )
    decision = decide(work, sign_id, set_id, outcome="approve")
    undo.forget_answers_too(decision)
    return decision


def send_decision(work: Work, decision_id: int, letters: Mapping[str, str]) -> None:
    """Tell the mounter, the contact persons and the function mailbox; does nothing if done.

    `letters` are the stored PDFs by language; they go along and stay with the case.
    """
    work.require(lambda actor: actor.is_system)
    decision = work.session.get(SignDecision, decision_id)
    if decision is None or decision.job_id is None or decision.set_id is None:
        return
    sign = work.get(Sign, decision.sign_id)
    photo_set = work.get(PhotoSet, decision.set_id)
    decision.letters = [
        DecisionLetter(municipality_id=decision.municipality_id, language=language, stored=stored)
        for language, stored in sorted(letters.items())
    ]
    for to in queries.readers_of_decision(sign, photo_set):
        with speaking(to.language):
            said = reasons.told(work, decision)
        letter, enclosed = LETTERS[decision.outcome], letters.get(to.language)
        work.mail(to, letter, sign, decision, said, enclosed)
    _tell_mailbox(work, sign, decision)
    if decision.outcome == "order_take_down":
        tasks.carry_out_take_down(work, sign, decision)
    plan_removal_of_originals(work, photo_set)
    undo.close(decision)


def draft_decision(work: Work, sign_id: int, *, outcome: str, grounds: Grounds) -> Letter:
    """The letter that would go out, exactly as it would read; nothing is kept."""
    sign = queries.sign(work, sign_id)
    decision = _decision(work, sign, sign.sent_set, outcome, grounds)
    return LETTERS[outcome](sign, decision, reasons.told(work, decision), None)


LETTERS = {
    "approve": mails.sign_approved,
    "ask_completion": mails.completion_asked,
    "order_correction": mails.correction_ordered,
    "order_take_down": mails.take_down_ordered,
}


def _present_set(sign: Sign, set_id: int) -> PhotoSet:
    present = sign.sent_set
    if present is None or present.id != set_id:
        raise Conflict(lazy("Nya foton har kommit. Titta på dem först."))
    return present


def _check_photo(photo_set: PhotoSet, answer: Answer, field: str) -> None:
    if answer.photo_id not in {photo.id for photo in photo_set.photos if photo.state == "ready"}:
        raise errors.photo_needed(field)


def _note(
    work: Work, sign: Sign, photo_set: PhotoSet, outcome: str, grounds: Grounds
) -> SignDecision:
    decision = _decision(work, sign, photo_set, outcome, grounds)
    sign.decisions.append(decision)
    sign.decided_at, sign.due_on = work.now, decision.due_on
    if decision.due_on is not None:
        _keep_letter_open(work, sign, decision)
    work.record(DECIDED, sign, set_id=photo_set.id, outcome=outcome)
    return decision


def _decision(
    work: Work, sign: Sign, photo_set: PhotoSet | None, outcome: str, grounds: Grounds
) -> SignDecision:
    setting = DAYS.get(outcome)
    days = int(places.setting(work, sign.municipality_id, setting)) if setting else 0
    due = rules.due_after(local(work.now).date(), days) if setting else None
    return SignDecision(
        municipality_id=sign.municipality_id,
        set_id=photo_set.id if photo_set else None,
        outcome=outcome,
        reason=grounds.reason,
        remedy=grounds.remedy,
        template=grounds.template,
        due_on=due,
        actor_id=work.actor.id,
        at=work.now,
    )


def _keep_letter_open(work: Work, sign: Sign, decision: SignDecision) -> None:
    assert decision.due_on is not None  # asked by the caller
    days = int(places.setting(work, sign.municipality_id, "sign.upload_link_days"))
    until = datetime.combine(decision.due_on, time(), UTC) + timedelta(days=days)
    sign.letter_until = max(sign.letter_until or until, until)


def _tell_mailbox(work: Work, sign: Sign, decision: SignDecision) -> None:
    mailbox = sign.municipality.function_mailbox
    if mailbox:
        work.mail(
            Recipient(mailbox, sign.municipality.language), mails.case_decided, sign, decision
        )
