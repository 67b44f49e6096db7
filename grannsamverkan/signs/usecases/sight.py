"""What the sight check says of a sign is kept; who is affected when map or rules change is told."""

from typing import Any

from grannsamverkan.core import audit
from grannsamverkan.core.work import Work
from grannsamverkan.geometry.sight.model import Answer
from grannsamverkan.imaging import plain
from grannsamverkan.places.models import Municipality
from grannsamverkan.places.queries.sight import what_changed
from grannsamverkan.places.usecases.sight import told
from grannsamverkan.signs import policy, queries
from grannsamverkan.signs.models import Sign, SignSight
from grannsamverkan.signs.queries.findings import GONE
from grannsamverkan.signs.queries.sight import answer_of

SIGHT_CHANGED = audit.declare("sign_sight_changed", "before", "now")
SIGHT_SEEN = audit.declare("sign_sight_seen")


def ask(work: Work, sign: Sign) -> None:
    """Let the worker check a sign's sight lines, because its place or height has become known."""
    if sign.x is None:
        return
    work.session.flush()
    work.enqueue("check_sign_sight", municipality_id=sign.municipality_id, sign_id=sign.id)


def ask_for_all(work: Work, municipality: Municipality) -> None:
    """The posts have been checked anew: let the worker check the signs too."""
    work.enqueue("check_signs_sight", municipality_id=municipality.id, place_id=municipality.id)


def keep_answer(
    work: Work, sign_id: int, answer: Answer, *, basis: str, height_from: str
) -> SignSight | None:
    """Keep a sign's answer; where map or rules made it another one, list it for the reviewers.

    None for a sign that is given up or taken down by now.
    """
    work.require(lambda actor: actor.is_system)
    sign = queries.sign(work, sign_id)
    if sign.state in GONE:
        return None
    row = sign.sight
    if row is None:
        row = sign.sight = SignSight(municipality_id=sign.municipality_id)
    else:
        _note_change(work, sign, row, answer, what_changed(row.basis, basis))
    row.verdict, row.ok_from = answer.verdict, answer.ok_from
    row.told, row.answer = told(answer), plain.dump(answer)
    row.basis, row.height_from, row.checked_at = basis, height_from, work.now
    return row


def note_seen(work: Work, sign_id: int) -> None:
    """A reviewer has seen what has changed."""
    sign = queries.sign(work, sign_id)
    work.require(policy.may_review, sign)
    if sign.sight is not None and sign.sight.changed_at is not None:
        sign.sight.changed_at = sign.sight.before = sign.sight.changed_for = None
        work.record(SIGHT_SEEN, sign)


def _note_change(work: Work, sign: Sign, row: SignSight, answer: Answer, causes: list[str]) -> None:
    before = said_by(answer_of(row))
    if not causes or before == said_by(answer):
        return
    # What nobody has seen yet is compared with what was said before all of it.
    if row.changed_at is None:
        row.before, row.changed_for = before, causes
    else:
        row.changed_for = sorted({*(row.changed_for or ()), *causes})
    row.changed_at = work.now
    work.record(SIGHT_CHANGED, sign, before=row.verdict, now=answer.verdict)


def said_by(answer: Answer) -> dict[str, Any]:
    """What an answer comes to: its verdict, and what is not ok."""
    codes = sorted({f"{one.rule}:{one.code}" for one in answer.found if one.verdict != "ok"})
    return {"verdict": answer.verdict, "codes": codes}
