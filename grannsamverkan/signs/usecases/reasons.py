"""Keeping a municipality's ready-made reasons."""

from dataclasses import dataclass

from grannsamverkan.core import codes
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work
from grannsamverkan.places.models import Municipality
from grannsamverkan.signs import policy
from grannsamverkan.signs.models.review import ReasonTemplate
from grannsamverkan.signs.queries import reasons as queries
from grannsamverkan.signs.words.reasons import PARTS, Reason, Wording, shipped
from grannsamverkan.signs.workflow import REASON_CHANGED


@dataclass(frozen=True)
class ReasonTexts:
    """What is kept of a ready-made reason; the wordings are by language."""

    outcome: str
    wordings: dict[str, Wording]
    source: str


def keep_reason(
    work: Work, municipality: Municipality, code: str | None, texts: ReasonTexts
) -> str:
    """Reword a ready-made reason, or add one (no `code`); returns its code."""
    work.require(policy.may_change_rules, municipality)
    if code is not None and queries.reason(work, municipality.id, code) is None:
        raise NotFound()
    row = _row(work, municipality, code or f"own-{codes.new_code().lower()}")
    row.outcome, row.source, row.used = texts.outcome, texts.source, True
    _write(row, texts.wordings)
    work.record(REASON_CHANGED, row, code=row.code, used=True)
    return row.code


def use_reason(work: Work, municipality: Municipality, code: str, *, used: bool) -> None:
    """Leave a ready-made reason out, or take it in again."""
    work.require(policy.may_change_rules, municipality)
    known = queries.reason(work, municipality.id, code)
    if known is None:
        raise NotFound()
    row = _row(work, municipality, code, known)
    row.used = used
    work.record(REASON_CHANGED, row, code=code, used=used)


def drop_own_wording(work: Work, municipality: Municipality, code: str) -> None:
    """Go back to the shipped wording; one of the municipality's own making is left out instead."""
    work.require(policy.may_change_rules, municipality)
    if code not in shipped():
        use_reason(work, municipality, code, used=False)
        return
    row = queries.own_row(work, municipality.id, code)
    if row is not None:
        work.record(REASON_CHANGED, row, code=code, used=True)
        work.session.delete(row)


def _row(
    work: Work, municipality: Municipality, code: str, start: Reason | None = None
) -> ReasonTemplate:
    row = queries.own_row(work, municipality.id, code)
    if row is None:
        row = ReasonTemplate(municipality_id=municipality.id, code=code)
        if start is not None:
            row.outcome, row.source = start.outcome, start.source
            _write(row, dict(start.wordings))
        work.session.add(row)
    row.changed_by, row.changed_at = work.actor.id, work.now
    return row


def _write(row: ReasonTemplate, wordings: dict[str, Wording]) -> None:
    for language, wording in wordings.items():
        for part in PARTS:
            setattr(row, f"{part}_{language}", getattr(wording, part))
