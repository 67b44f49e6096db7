"""What a letter's page sends by script, or the phone when the page is gone.

Each request may come several times, and when no page is open: nothing here asks for a CSRF token,
and everything can be done twice (docs/decisions/0040).
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator

from flask import Response, request

from grannsamverkan.core import doors
from grannsamverkan.core.errors import InvalidInput, NotFound
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.web import (
    Answer,
    reading,
    see_other,
    wants_json,
    writing,
)
from grannsamverkan.signs import errors, queries
from grannsamverkan.signs.forms import StatementsForm
from grannsamverkan.signs.models.receipts import PhotoReceipt
from grannsamverkan.signs.queries import receipts
from grannsamverkan.signs.rules import VIEWS
from grannsamverkan.signs.usecases import mounting, sending
from grannsamverkan.signs.views import intake, shapes
from grannsamverkan.signs.views.mounting import bp, open_letter

CHUNK = 64 * 1024
KEY = re.compile(r"[A-Za-z0-9-]{16,40}")


@bp.post("/B/<token>/foton")
def add_photo(token: str) -> Answer:
    """One photo as the body; `vy` in the address is its view, `Idempotency-Key` names it.

    201 with `shapes.answer` once it is safe, 200 with the same when it came before.
    """
    doors.refuse_other_sites()
    sign_id = open_letter(token)
    view, key = request.args.get("vy"), request.headers.get("Idempotency-Key", "")
    if view not in VIEWS or not KEY.fullmatch(key):
        raise InvalidInput(lazy("Välj ett foto igen."))
    if (known := _receipt(key)) is not None:
        sending.check_same(known, sign_id, _digest(_body()))
        return _photo_answer(token, known.photo_id)
    return _take_in(token, sign_id, view, key)


def _receipt(key: str) -> PhotoReceipt | None:
    with reading() as work:
        return receipts.receipt(work, key)


def _take_in(token: str, sign_id: int, view: str, key: str) -> Answer:
    """Keep the photo and then its row, so that what is answered is there.

    Digest and disk are waited for inside the transaction, the disk just before it is committed:
    they have had all the time of the statements.
    """
    with intake.received(_body()) as coming:
        with writing() as work:
            photo = sending.take_in_once(work, sign_id, key=key, view=view, coming=coming)
            answer = shapes.answer(token, photo) if photo else ""
            coming.wait()
        intake.see_that_it_stayed(coming.keep(), coming.content)
    if photo is None:  # the same sending came twice at once, and the other was faster
        known = _receipt(key)
        return _photo_answer(token, known.photo_id if known else 0)
    return _json(answer, 201)


def _body() -> Iterator[bytes]:
    if (request.content_length or 0) > intake.MAX_BYTES:
        raise errors.refused_photo("too_large")
    return iter(lambda: request.stream.read(CHUNK), b"")


def _digest(body: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in body:
        digest.update(chunk)
    return digest.hexdigest()


@bp.get("/B/<token>/foton/<int:photo_id>.json")
def photo_state(token: str, photo_id: int) -> Answer:
    """What is known of a photo by now; scripts ask while it is being checked."""
    open_letter(token)
    return _photo_answer(token, photo_id)


@bp.post("/B/<token>/foton/<int:photo_id>/ta-bort")
def remove_photo(token: str, photo_id: int) -> Answer:
    """Take a photo out of what is to be sent; a script gets an empty JSON object."""
    doors.refuse_other_sites()
    sign_id = open_letter(token)
    with writing() as work:
        mounting.remove_photo(work, sign_id, photo_id)
    if wants_json(request):
        return _json("{}", 200)
    return see_other("mounting.letter", token=token, _anchor="foton")


@bp.post("/B/<token>/svar")
def keep_answers(token: str) -> Answer:
    """Keep the answers that are in the request, none else: 200 with `wrong`, words by field."""
    doors.refuse_other_sites()
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
