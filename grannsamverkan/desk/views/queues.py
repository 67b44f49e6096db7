"""The queues, as addresses that can be filtered and shared."""

from urllib.parse import urlencode

from flask import request, url_for
from flask.typing import ResponseReturnValue

from grannsamverkan.core import codes
from grannsamverkan.core.paging import SIZE
from grannsamverkan.core.web import page, page_number, pager, reading
from grannsamverkan.desk import policy
from grannsamverkan.desk.forms import QueueForm
from grannsamverkan.desk.queries import queues, words
from grannsamverkan.desk.views.blueprint import bp
from grannsamverkan.groups import queries as groups
from grannsamverkan.groups.workflow import GROUP
from grannsamverkan.signs import words as sign_words
from grannsamverkan.signs.queries import decided, mailin, together
from grannsamverkan.signs.queries import queue as review
from grannsamverkan.signs.queries.wanted import Wanted
from grannsamverkan.signs.workflow import SIGN

# Of each list, while both are shown.
FIRST_ROWS = 8


@bp.get("/granskning")
def queue() -> ResponseReturnValue:
    """What waits for the reviewer, as the address chooses (see `signs.queries.wanted.Wanted`)."""
    chosen = Wanted.read(request.args)
    told = request.args.get("kvar", "").split(",") if "kvar" in request.args else []
    with reading() as work:
        work.require(policy.may_review)
        found = review.listing(work, chosen, page_number())
        filters = QueueForm(request.args)
        filters.offer(review.areas(work))
        return page(
            "desk/queue.html",
            found=found,
            waits=bool(found.total) or review.anything_waits(work),
            chosen=chosen.address,
            filters=filters,
            group_name=review.group_name(work, chosen.grupp) if chosen.grupp else None,
            without_group={k: v for k, v in chosen.address.items() if k != "grupp"},
            done=decided.done(work, request.args.get("klar", "")),
            left_out=together.codes_of(work, together.asked(told)) if told else [],
            undone=request.args.get("angrat", 0, type=int),
            mails=mailin.unsure_count(work),
            states=SIGN.states,
            pretty=codes.pretty,
            place_of=words.sign_place,
            days_left=sign_words.days_left,
            pages=pager(found, without=decided.TOLD),
            me=work.actor.id,
            # One address is built and the others take its shape.
            case_path=url_for("review.case", sign_id=0).replace("0", "%s"),
            sign_path=url_for("signs.show", sign_id=0).replace("0", "%s"),
            asked="?" + urlencode(chosen.address) if chosen.address else "",
        )


@bp.get("/beslut")
def decisions() -> ResponseReturnValue:
    """Groups that wait for police or coordinator; `lage` is submitted, approved or empty."""
    wanted = request.args.get("lage", "")
    with reading() as work:
        work.require(policy.may_decide)
        wanted = wanted if wanted in queues.IN_DECISIONS else ""
        # The page number belongs to one list; with both on the page, each shows its first rows.
        which = (page_number(), SIZE) if wanted else (1, FIRST_ROWS)
        shown = {
            name: look(work, *which)
            for name, look in (("submitted", queues.submitted), ("approved", queues.approved))
            if wanted in ("", name)
        }
        return page(
            "desk/decisions.html",
            submitted=shown.get("submitted"),
            approved=shown.get("approved"),
            wanted=wanted,
            pagers={name: pager(found) for name, found in shown.items()},
            states=GROUP.states,
            participation=groups.participation,
            needs=words.needs,
            # One address is built and the others take its shape.
            group_path=url_for("groups.show", group_id=0).replace("0", "%s"),
            waited=lambda since: words.waited(since, work.now),
        )
