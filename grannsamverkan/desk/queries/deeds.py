"""Who did what, for those who came second."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.errors import Conflict
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.outbox import RETRIED
from grannsamverkan.core.work import Work
from grannsamverkan.groups.workflow import GROUP
from grannsamverkan.signs import workflow as sign_workflow
from grannsamverkan.training.workflow import EDITION

STEPS: Mapping[str, Any] = {
    workflow.event(step.name): step.text
    for workflow in (GROUP, sign_workflow.SIGN, EDITION)
    for step in workflow.steps.values()
}
OTHER_WORDS: Mapping[str, Any] = {
    sign_workflow.REVIEWED: lazy("Svara på frågorna om skylten"),
    RETRIED: lazy("Försök igen"),
}


@dataclass(frozen=True)
class Deed:
    """What was done, in the words of the button that did it; `who` is empty if nobody is known."""

    words: str
    who: str
    at: datetime
    is_own: bool


def first_deed(work: Work, error: Conflict) -> Deed | None:
    """What the one who came first did, or None where the conflict does not tell."""
    if error.event is None or error.at is None:
        return None
    text = _words(work, error)
    if text is None:
        return None
    names = accounts.names(work, [error.actor_id] if error.actor_id else [])
    own = error.actor_id is not None and error.actor_id == work.actor.id
    return Deed(str(text), names.get(error.actor_id or 0, ""), error.at, own)


def _words(work: Work, error: Conflict) -> Any:
    """The step's words; a step writes more than one entry, all of the same moment."""
    event = error.event or ""
    if event in STEPS:
        return STEPS[event]
    same_moment = work.session.scalars(
        select(AuditEntry.event).where(
            AuditEntry.at == error.at, AuditEntry.actor_id == error.actor_id
        )
    ).all()
    step = next((STEPS[name] for name in same_moment if name in STEPS), None)
    return step or OTHER_WORDS.get(event)
