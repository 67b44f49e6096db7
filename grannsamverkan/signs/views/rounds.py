"""A round for volunteers: the contact person makes the link, the walker needs no account."""

import base64
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Blueprint, Response, get_template_attribute, make_response, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core import codes, doors, links, qr
from grannsamverkan.core.doors import Over
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.core.web import (
    Answer,
    page,
    reading,
    see_other,
    writing,
)
from grannsamverkan.core.work import Work
from grannsamverkan.groups import queries as groups
from grannsamverkan.places import queries as places
from grannsamverkan.signs import policy, words
from grannsamverkan.signs.forms.rounds import MarkForm, RoundForm
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.models.rounds import InspectionRound, RoundMark
from grannsamverkan.signs.prints import place_of
from grannsamverkan.signs.queries import rounds as round_queries
from grannsamverkan.signs.usecases import rounds
from grannsamverkan.signs.usecases.faults import Fault
from grannsamverkan.signs.usecases.rounds import Said
from grannsamverkan.signs.views import intake
from grannsamverkan.signs.views.mounting import EMPTY_COPY

bp = Blueprint("rounds", __name__)
PUBLIC = frozenset({"rounds.walk", "rounds.mark", "rounds.keep_mark"})
MOST_BYTES = 60 * 1024 * 1024
"""What a phone keeps and sends of one sign; below what a request may weigh."""
doors.keep_addresses_secret(bp)
doors.say_when_over(
    bp,
    token=Over(
        lazy("Länken går inte att använda"),
        lazy(
            "Rundan är avslutad, eller så kom inte hela länken med. Fråga gruppens kontaktombud om"
            " en ny länk."
        ),
    ),
)


@bp.route("/grupper/<int:group_id>/rundor", methods=["GET", "POST"])
def index(group_id: int) -> ResponseReturnValue:
    """The group's rounds, and a form that makes a link for one more."""
    form = RoundForm()
    with reading() as work:
        group = groups.group(work, group_id)
        if not policy.may_start_round(work.actor, group):
            raise NotFound()
    if form.validate_on_submit():
        with writing(form) as work:
            made = rounds.start_round(work, group_id, walker=form.walker.data or "")
            anchor = f"runda-{made.id}"
        if not form.errors:
            return see_other("rounds.index", group_id=group_id, _anchor=anchor)
    with reading() as work:
        group = groups.group(work, group_id)
        found = round_queries.rounds_of(work, group)
        return page(
            "rounds/index.html",
            form=form,
            group=group,
            rounds=found,
            links={one.id: _link(work, one) for one in found if one.is_good(work.now)},
            number=len(round_queries.signs_to_walk(work, found[0])) if found else 0,
        )


@bp.post("/rundor/<int:round_id>/avsluta")
def end(round_id: int) -> ResponseReturnValue:
    """Make a link stop working."""
    with writing() as work:
        rounds.end_round(work, round_id)
        group_id = round_queries.inspection_round(work, round_id).group_id
    return see_other("rounds.index", group_id=group_id)


@bp.get("/R/<token>")
def walk(token: str) -> Answer:
    """The walker's list: each sign with its place, and a form that says how it is."""
    round_id = _open(token)
    return _walk_page(token, round_id, None, None)


@bp.post("/R/<token>/<int:sign_id>")
def mark(token: str, sign_id: int) -> Answer:
    """What the walker says of one sign. The same `key` again is answered as the first time."""
    round_id = _open(token)
    form = MarkForm()
    if form.validate_on_submit():
        stored = intake.store_all(form.photos)
        if not form.errors:
            _mark(form, round_id, sign_id, stored)
            if not form.errors:
                return see_other("rounds.walk", token=token, _anchor=f"skylt-{sign_id}")
    return _walk_page(token, round_id, form, sign_id)


@bp.post("/R/<token>/<int:sign_id>/sagt")
def keep_mark(token: str, sign_id: int) -> Answer:
    """The same from the page's script or from a phone by itself, perhaps several times.

    200 with what the page shows of it: `html`, `words` and `progress`; else `error`.
    """
    doors.refuse_other_sites()
    round_id = _open(token)
    form = MarkForm(meta={"csrf": False})
    if form.validate():
        stored = intake.store_all(form.photos)
        if not form.errors:
            _mark(form, round_id, sign_id, stored)
    if form.errors:
        wrong = (str(error) for found in form.errors.values() for error in found)
        return make_response({"error": " ".join(wrong)}, 422)
    with reading() as work:
        one = round_queries.inspection_round(work, round_id)
        return _answer(_last_marks(one).get(sign_id), one, round_queries.signs_to_walk(work, one))


KEYED_BY_ADDRESS = (keep_mark,)


def _answer(mark: RoundMark | None, one: InspectionRound, signs: Sequence[Sign]) -> Response:
    said = get_template_attribute("rounds/_said.html", "said")
    how_far = get_template_attribute("rounds/_said.html", "how_far")
    shown = {"html": said(mark), "progress": how_far(_seen(one, signs), len(signs))}
    return make_response({**shown, "words": _("sparat")})


def _mark(form: MarkForm, round_id: int, sign_id: int, stored: list[str]) -> None:
    kind = form.kind.data or "other"
    bad = form.result.data == "fault"
    fault = Fault(kind, form.text.data or "", network=f"round {round_id}") if bad else None
    with writing(form) as work:
        rounds.mark_sign(work, round_id, Said(sign_id, form.key.data, fault), stored)


def _walk_page(
    token: str, round_id: int, form: MarkForm | None, wrong_sign: int | None
) -> Response:
    with reading() as work:
        one = round_queries.inspection_round(work, round_id)
        signs = round_queries.signs_to_walk(work, one)
        last = _last_marks(one)
        return page(
            "rounds/walk.html",
            form=form or MarkForm(None),
            token=token,
            group=one.group,
            municipality=one.municipality,
            expires=one.expires_at,
            signs=[
                _shown(sign, last.get(sign.id), form if sign.id == wrong_sign else None)
                for sign in signs
            ],
            seen=_seen(one, signs),
            shapes=_shapes(work, one, signs),
            fault_words=words.FAULT_WORDS,
            is_copy=EMPTY_COPY in request.args,
            most_bytes=MOST_BYTES,
        )


def _shown(sign: Sign, said: RoundMark | None, form: MarkForm | None) -> dict[str, Any]:
    return {
        "id": sign.id,
        "code": codes.pretty(sign.code),
        "place": place_of(sign),
        "said": said,
        "inspect": any(t.kind == "inspect" and t.is_waiting for t in sign.tasks),
        "fault": any(t.kind == "fault" and t.state == "open" for t in sign.tasks),
        "form": form or MarkForm(None, prefix="", data={"key": uuid.uuid4().hex}),
    }


def _shapes(work: Work, one: InspectionRound, signs: Iterable[Sign]) -> list[dict[str, Any]]:
    plane = places.plane_of(work, one.municipality_id)
    return [
        {
            "name": codes.pretty(sign.code),
            "kind": "sign",
            "point": plane.to_lonlat(sign.x, sign.y),
        }
        for sign in signs
        if sign.x is not None and sign.y is not None
    ]


def _last_marks(one: InspectionRound) -> dict[int, RoundMark]:
    """What was last said of each sign."""
    return {mark.sign_id: mark for mark in one.marks}


def _seen(one: InspectionRound, signs: Iterable[Sign]) -> int:
    said = _last_marks(one)
    return sum(sign.id in said for sign in signs)


def _open(token: str) -> int:
    """The link's round; from here on this request acts as the link's holder."""
    with reading() as work:
        found = round_queries.round_by_token(work, token)
    if found is None:
        raise NotFound()
    doors.hold("round", found.id)
    return found.id


def _link(work: Work, one: InspectionRound) -> dict[str, str]:
    address = f"{work.runtime.settings.base_url}/R/{links.token_of(work, one)}"
    picture = base64.b64encode(qr.qr_svg(address, level="M").encode()).decode()
    return {"address": address, "qr": f"data:image/svg+xml;base64,{picture}"}
