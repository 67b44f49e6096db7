"""Does a sign hide anything? The answer with its drawings, and the same for programs."""

from flask import Blueprint, jsonify, make_response
from flask.typing import ResponseReturnValue

from grannsamverkan.core import codes
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.web import page, page_number, pager, reading, see_other, writing
from grannsamverkan.geometry.sight.drawings import PRINT
from grannsamverkan.groups import queries as groups
from grannsamverkan.places.queries import sight as ground
from grannsamverkan.signs import policy, queries
from grannsamverkan.signs.forms.sight import PlateForm
from grannsamverkan.signs.prints import sight as prints
from grannsamverkan.signs.queries import sight as sight_queries
from grannsamverkan.signs.usecases import sight
from grannsamverkan.signs.words import sight as words

bp = Blueprint("sight", __name__)


@bp.get("/skyltar/<int:sign_id>/sikt")
def show(sign_id: int) -> ResponseReturnValue:
    """What the sight check says of a sign, with drawings and the source of every figure."""
    with reading() as work:
        sign = queries.sign(work, sign_id)
        kept = sign.sight
        answer = sight_queries.answer_of(kept) if kept else None
        return page(
            "signs/sight.html",
            sign=sign,
            code=codes.pretty(sign.code),
            kept=kept,
            answer=answer,
            drawings=prints.drawings(work, sign.municipality_id, answer) if answer else [],
            sources=ground.sources(work, sign.municipality_id),
            height_word=words.HEIGHT_WORDS[kept.height_from] if kept else "",
            words=words,
            may_review=policy.may_review(work.actor, sign),
        )


@bp.get("/skyltar/<int:sign_id>/sikt.svg")
def picture(sign_id: int) -> ResponseReturnValue:
    """The drawing that shows most: from the driver's seat if somebody's view is met, else from
    above."""
    with reading() as work:
        sign = queries.sign(work, sign_id)
        if sign.sight is None:
            raise NotFound()
        told = sight_queries.answer_of(sign.sight)
        drawn = prints.drawings(work, sign.municipality_id, told, PRINT)
    answer = make_response(drawn[0].svg)
    answer.headers["Content-Type"] = "image/svg+xml"
    answer.headers["Cache-Control"] = "private, max-age=60"
    return answer


@bp.get("/skyltar/<int:sign_id>/sikt.json")
def answer(sign_id: int) -> ResponseReturnValue:
    """The same answer for programs."""
    with reading() as work:
        sign = queries.sign(work, sign_id)
        if sign.sight is None:
            raise NotFound()
        told = sight_queries.answer_of(sign.sight)
        return jsonify(words.document(told, ground.sources(work, sign.municipality_id)))


@bp.get("/grupper/<int:group_id>/stolpar/<int:post_id>/sikt.json")
def of_post(group_id: int, post_id: int) -> ResponseReturnValue:
    """The answer for a post that a group may plan a sign on, for programs. The query may state
    another lower edge, size or direction than the municipality plans with."""
    form = PlateForm()
    with reading() as work:
        group = groups.group(work, group_id)
        post = ground.post(work, group.municipality_id, post_id)
        plate = form.stated(ground.planned_plate(work, post))
        told = ground.answer_for(work, group.municipality_id, plate)
        return jsonify(words.document(told, ground.sources(work, group.municipality_id)))


@bp.post("/skyltar/<int:sign_id>/sikt/sedd")
def seen(sign_id: int) -> ResponseReturnValue:
    """A reviewer has seen what has changed."""
    with writing() as work:
        sight.note_seen(work, sign_id)
    return see_other("sight.changed")


@bp.get("/sikt")
def changed() -> ResponseReturnValue:
    """Signs of which the sight check says something else since map or rules changed."""
    with reading() as work:
        found = sight_queries.changed(work, page_number())
        return page(
            "signs/sight_changed.html",
            rows=found.rows,
            pager=pager(found),
            pretty=codes.pretty,
            words=words,
        )
