"""Training and bulletins at a glance, and the same as files for a spreadsheet."""

from flask import Response, stream_with_context
from flask.typing import ResponseReturnValue

from grannsamverkan.core import sheets
from grannsamverkan.core.i18n import format_month, local
from grannsamverkan.core.web import page, reading
from grannsamverkan.desk import policy
from grannsamverkan.desk.queries import reach
from grannsamverkan.desk.queries.words import EDITION_STANDINGS
from grannsamverkan.desk.views.blueprint import bp
from grannsamverkan.messages.words import KIND_WORDS
from grannsamverkan.messages.workflow import BULLETIN
from grannsamverkan.training.rules import LANGUAGE_WORDS

SHOWN = 10
"""Own choice: so many editions and bulletins stand on the page; the files have them all."""


@bp.get("/oversikt/utbildning-och-utskick")
def glance() -> ResponseReturnValue:
    """How many are trained, and how far material and bulletins have come."""
    with reading() as work:
        work.require(policy.may_see_reach)
        return page(
            "desk/reach.html",
            glance=reach.glance(work),
            shown=SHOWN,
            sheets=reach.SHEETS,
            month=format_month,
            standings=EDITION_STANDINGS,
            bulletin_states=BULLETIN.states,
            kind_words=KIND_WORDS,
            language_words=LANGUAGE_WORDS,
        )


@bp.get(
    "/oversikt/<any(utgavor, utskick, omraden, manader):figures>.<any(csv, xlsx):kind>",
)
def reach_file(figures: str, kind: str) -> ResponseReturnValue:
    """One of the tables as a file. No person is in any of them."""
    with reading() as work:
        work.require(policy.may_see_reach)
        sheet = reach.SHEETS[figures]
        parts = sheets.parts(
            kind, str(sheet.name), [str(title) for title in sheet.head], sheet.rows(work)
        )
    answer = Response(stream_with_context(parts), content_type=sheets.TYPES[kind])
    name = f"{figures}-{local(work.now):%Y-%m-%d}.{kind}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
