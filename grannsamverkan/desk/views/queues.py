"""The queues, as addresses that can be filtered and shared."""

from flask import request
from flask.typing import ResponseReturnValue

from grannsamverkan.core import codes
from grannsamverkan.core.web import page, reading
from grannsamverkan.desk import policy
from grannsamverkan.desk.forms import QueueForm
from grannsamverkan.desk.queries import queues, words
from grannsamverkan.desk.queries.queues import SignRow
from grannsamverkan.desk.views.blueprint import bp
from grannsamverkan.groups import queries as groups
from grannsamverkan.groups.workflow import GROUP
from grannsamverkan.signs.workflow import SIGN


@bp.get("/granskning")
def queue() -> ResponseReturnValue:
    """Signs that wait for the reviewer; `lage` and `grupp` choose, `klar` names the last one."""
    with reading() as work:
        work.require(policy.may_review)
        rows = queues.review_rows(work)
        filters = QueueForm(request.args)
        filters.offer(_groups(rows))
        chosen = [row for row in rows if _is_wanted(row, filters)]
        return page(
            "desk/queue.html",
            rows=chosen,
            total=len(rows),
            filters=filters,
            finished=_finished(),
            states=SIGN.states,
            pretty=codes.pretty,
            place_of=words.sign_place,
            waited=lambda since: words.waited(since, work.now),
        )


@bp.get("/beslut")
def decisions() -> ResponseReturnValue:
    """Groups that wait for police or coordinator; `lage` is submitted, approved or empty."""
    wanted = request.args.get("lage", "")
    with reading() as work:
        work.require(policy.may_decide)
        rows = queues.decision_rows(work)
        return page(
            "desk/decisions.html",
            submitted=[row for row in rows if row.group.state == "submitted"],
            approved=[row for row in rows if row.group.state == "approved"],
            wanted=wanted if wanted in queues.IN_DECISIONS else "",
            states=GROUP.states,
            participation=groups.participation,
            needs=words.needs,
            waited=lambda since: words.waited(since, work.now),
        )


def _groups(rows: list[SignRow]) -> list[tuple[str, str]]:
    names = {row.sign.group.id: row.sign.group.name for row in rows}
    return [(str(key), name) for key, name in sorted(names.items(), key=lambda item: item[1])]


def _is_wanted(row: SignRow, filters: QueueForm) -> bool:
    state, group = filters.lage.data or "", filters.grupp.data or ""
    return state in ("", row.sign.state) and group in ("", str(row.sign.group_id))


def _finished() -> str:
    """The code of the sign that was just decided, to be told; nothing else can be said this way."""
    code = codes.normalise(request.args.get("klar", ""))
    return codes.pretty(code) if codes.is_valid(code) else ""
