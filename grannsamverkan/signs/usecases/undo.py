"""Taking back a decision before its letters have left the house."""

from datetime import date, datetime, timedelta
from typing import Any

from grannsamverkan.core import jobs
from grannsamverkan.core.errors import NotFound, NotPermitted
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.signs import errors, policy, queries
from grannsamverkan.signs.models import Sign, SignDecision
from grannsamverkan.signs.workflow import SIGN, UNDONE

Before = dict[str, Any]


def remember(sign: Sign) -> Before:
    """What a decision changes of a sign besides its state, as plain values for `before`."""
    return {
        "decided_at": _text(sign.decided_at),
        "due_on": _text(sign.due_on),
        "letter_until": _text(sign.letter_until),
        "answers_made": False,
    }


def hold_back(work: Work, decision: SignDecision, before: Before) -> None:
    """Let the letters of a decision wait for as long as it can be undone."""
    seconds = int(places.setting(work, decision.municipality_id, "sign.undo_seconds"))
    work.session.flush()
    job = work.enqueue(
        "send_decision",
        after=timedelta(seconds=seconds),
        municipality_id=decision.municipality_id,
        decision_id=decision.id,
    )
    assert job is not None  # it has no key that could be taken
    work.session.flush()
    decision.job_id, decision.before = job.id, before
    decision.undo_until = work.now + timedelta(seconds=seconds)


def forget_answers_too(decision: SignDecision) -> None:
    """The answers were given with this very decision, so undoing it takes them back as well."""
    decision.before = {**(decision.before or {}), "answers_made": True}


def close(decision: SignDecision) -> None:
    """The letters go now."""
    decision.job_id = decision.before = decision.undo_until = None


def undo_decision(work: Work, sign_id: int, decision_id: int) -> Sign:
    """Put the sign, its dates and answers back as they stood, and call the letters back.

    For the reviewer who decided. Raises Unmet once the time is out or the letters have gone.
    """
    sign = queries.sign(work, sign_id)
    work.require(policy.may_review, sign)
    decision = next((d for d in sign.decisions if d.id == decision_id), None)
    if decision is None:
        raise NotFound()
    if decision.actor_id != work.actor.id:
        raise NotPermitted()
    if not can_be_undone(work, sign, decision):
        raise errors.too_late_to_undo()
    _call_back(work, decision)
    SIGN.take(work, sign, "undo")
    work.record(UNDONE, sign, set_id=decision.set_id, outcome=decision.outcome)
    _restore(work, sign, decision)
    return sign


def can_be_undone(work: Work, sign: Sign, decision: SignDecision) -> bool:
    """True while the letters of the sign's newest decision wait."""
    newest = bool(sign.decisions) and sign.decisions[-1] is decision
    return newest and decision.undo_until is not None and work.now < decision.undo_until


def _call_back(work: Work, decision: SignDecision) -> None:
    # The worker may take the job at this very moment: the row decides who was first.
    if decision.job_id is None or not jobs.call_back(work.session, decision.job_id):
        raise errors.too_late_to_undo()


def _restore(work: Work, sign: Sign, decision: SignDecision) -> None:
    before = decision.before or {}
    sign.decided_at = _moment(before.get("decided_at"))
    sign.letter_until = _moment(before.get("letter_until"))
    due_on = before.get("due_on")
    sign.due_on = date.fromisoformat(due_on) if due_on else None
    photo_set = next(s for s in sign.sets if s.id == decision.set_id)
    if before.get("answers_made") and photo_set.review is not None:
        work.session.delete(photo_set.review)
    sign.decisions.remove(decision)
    work.session.delete(decision)


def _text(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
