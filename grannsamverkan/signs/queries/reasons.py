"""Ready-made reasons of a municipality: the shipped ones, with its own wording put in."""

from typing import Any

from sqlalchemy import Row, bindparam, select

from grannsamverkan.core import i18n
from grannsamverkan.core.db import BigId
from grannsamverkan.core.work import Work
from grannsamverkan.signs.models import SignDecision
from grannsamverkan.signs.models.review import ReasonTemplate
from grannsamverkan.signs.words.reasons import PARTS, Reason, Wording, shipped

_COLUMNS = (
    *("code", "outcome", "source", "used"),
    *(f"{part}_{language}" for part in PARTS for language in i18n.LANGUAGES),
)
# Columns, because a question for whole objects takes four times as long, and every case asks it.
_OWN = (
    select(*(getattr(ReasonTemplate, name) for name in _COLUMNS))
    .where(ReasonTemplate.municipality_id == bindparam("place", type_=BigId))
    .order_by(ReasonTemplate.id)
)


def reasons(work: Work, municipality_id: int, *, unused: bool = False) -> list[Reason]:
    """What a reviewer can choose from, by outcome; with `unused` also what was left out."""
    own = {row.code: _own(row) for row in work.rows(_OWN, {"place": municipality_id})}
    merged = {**shipped(), **own}
    return [reason for reason in merged.values() if reason.used or unused]


def reason(work: Work, municipality_id: int, code: str) -> Reason | None:
    """One ready-made reason, also one that is left out now."""
    found = reasons(work, municipality_id, unused=True)
    return next((one for one in found if one.code == code), None)


def own_row(work: Work, municipality_id: int, code: str) -> ReasonTemplate | None:
    """The municipality's own row for a code, if it has one."""
    return work.session.scalar(
        select(ReasonTemplate).where(
            ReasonTemplate.municipality_id == municipality_id, ReasonTemplate.code == code
        )
    )


def told(work: Work, decision: SignDecision) -> Wording:
    """What a decision says in the reader's language, its title left empty.

    A text that was taken over unchanged is told in the reader's language; what somebody wrote or
    changed is told as it was written. The rule is that of the ready-made reason that was chosen.
    """
    chosen = reason(work, decision.municipality_id, decision.template)
    if chosen is None:
        return Wording("", decision.reason, decision.remedy, "")
    here = chosen.here
    return Wording(
        "",
        _in_language(chosen, "reason", decision.reason, here.reason),
        _in_language(chosen, "remedy", decision.remedy, here.remedy),
        here.rule,
    )


def rule_source(work: Work, decision: SignDecision) -> str:
    """Where the rule of a decision comes from; empty where none was chosen."""
    chosen = reason(work, decision.municipality_id, decision.template)
    return "" if chosen is None else chosen.source


def _in_language(chosen: Reason, part: str, written: str, here: str) -> str:
    known = {_plain(getattr(wording, part)) for wording in chosen.wordings.values()}
    return here if _plain(written) in known else written


def _plain(text: str) -> str:
    return " ".join(text.split())


def _own(row: Row[Any]) -> Reason:
    wordings = {
        language: Wording(*(getattr(row, f"{part}_{language}") for part in PARTS))
        for language in i18n.LANGUAGES
    }
    return Reason(row.code, row.outcome, wordings, row.source, is_own=True, used=row.used)
