"""The whole story of a sign on one page that can be printed."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core import codes
from grannsamverkan.core.web import page, reading
from grannsamverkan.signs import policy, queries, words
from grannsamverkan.signs.queries import history
from grannsamverkan.signs.workflow import SIGN

bp = Blueprint("history", __name__)


@bp.get("/skyltar/<int:sign_id>/historia")
def show(sign_id: int) -> ResponseReturnValue:
    """Everything that has happened to the sign, and whose turn it is."""
    with_mail = request.args.get("mejl") != "nej"
    with reading() as work:
        sign = queries.sign(work, sign_id)
        told = history.story(work, sign)
        return page(
            "signs/history.html",
            sign=sign,
            code=codes.pretty(sign.code),
            state=SIGN.states[sign.state],
            told=[one for one in told if with_mail or not one.is_mail],
            with_mail=with_mail,
            balls=history.balls(work, sign),
            ball_words=words.BALL_WORDS,
            support_words=words.SUPPORT_WORDS,
            may_see_photos=policy.may_see_photos(work.actor, sign),
            words=words,
            now=work.now,
        )
