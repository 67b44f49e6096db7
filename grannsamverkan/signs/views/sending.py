"""What a letter's page sends by script, or the phone when the page is gone.

Each request may come several times, and when no page is open: nothing here asks for a CSRF token,
and everything can be done twice (docs/decisions/0040).
"""

import json
import re

from flask import Response, request

from grannsamverkan.core.errors import InvalidInput, NotFound
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.web import (
    Answer,
    reading,
    refuse_other_sites,
    see_other,
    wants_json,
    writing,
)
from grannsamverkan.signs import errors, queries
from grannsamverkan.signs.forms import StatementsForm
from grannsamverkan.signs.rules import VIEWS
from grannsamverkan.signs.usecases import mounting, sending
from grannsamverkan.signs.views import intake, shapes
from grannsamverkan.signs.views.mounting import bp, open_letter

KEY = re.compile(r"[A-Za-z0-9-]{16,40}")


@bp.post("/B/<token>/foton")
def add_photo(token: str) -> Answer:
    """One photo as the body; `vy` in the address is its view, `Idempotency-Key` names it.

    201 with `shapes.answer` once it is safe, 200 with the same when it came before.
    """
    refuse_other_sites()
    sign_id = open_letter(token)
    view, key = request.args.get("vy"), request.headers.get("Idempotency-Key", "")
    if view not in VIEWS or not KEY.fullmatch(key):
        raise InvalidInput(lazy("Välj ett foto igen."))
    body = _body()
    if (photo_id := intake.earlier(sign_id, key, body)) is None:
        return _take_in(token, sign_id, view, key, body)
    return _photo_answer(token, photo_id)


def _take_in(token: str, sign_id: int, view: str, key: str, body: bytes) -> Answer:
    stored = intake.keep_safe(body)
    with writing() as work:
        photo = sending.take_in_once(work, sign_id, key=key, view=view, stored=stored)
        answer = shapes.answer(token, photo) if photo else ""
    intake.see_that_it_stayed(stored, body)
    if photo is None:  # the same sending came twice at once, and the other was faster
        return _photo_answer(token, intake.earlier(sign_id, key, body) or 0)
    return _json(answer, 201)


def _body() -> bytes:
    if (request.content_length or 0) > intake.MAX_BYTES:
        raise errors.refused_photo("too_large")
    return request.get_data(cache=False)


@bp.get("/B/<token>/foton/<int:photo_id>.json")
def photo_state(token: str, photo_id: int) -> Answer:
    """What is known of a photo by now; scripts ask while it is being checked."""
    open_letter(token)
    return _photo_answer(token, photo_id)


@bp.post("/B/<token>/foton/<int:photo_id>/ta-bort")
def remove_photo(token: str, photo_id: int) -> Answer:
    """Take a photo out of what is to be sent; a script gets an empty JSON object."""
    refuse_other_sites()
    sign_id = open_letter(token)
    with writing() as work:
        mounting.remove_photo(work, sign_id, photo_id)
    if wants_json(request):
        return _json("{}", 200)
    return see_other("mounting.letter", token=token, _anchor="foton")


@bp.post("/B/<token>/svar")
def keep_answers(token: str) -> Answer:
    """Keep the answers that are in the request, none else: 200 with `wrong`, words by field."""
    refuse_other_sites()
    sign_id = open_letter(token)
    form = StatementsForm(meta={"csrf": False})
    form.validate()
    with writing() as work:
        sending.keep_answers(work, sign_id, shapes.some_statements(form, request.form.keys()))
    wrong = {name: [str(text) for text in form.errors[name]] for name in form.errors}
    return _json(json.dumps({"wrong": wrong}, ensure_ascii=False), 200)


KEYED_BY_ADDRESS = (add_photo, remove_photo, keep_answers)


def _photo_answer(token: str, photo_id: int) -> Answer:
    with reading() as work:
        try:
            photo = queries.photo(work, photo_id)
        except NotFound:
            if request.method == "GET":
                raise
            # It came once and has been taken away since: the phone need not send it again.
            return _json(json.dumps({"id": photo_id, "state": "removed"}), 200)
        return _json(shapes.answer(token, photo), 200)


def _json(text: str, status: int) -> Response:
    return Response(text, status, mimetype="application/json")
