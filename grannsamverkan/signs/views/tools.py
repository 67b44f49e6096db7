"""The reviewer's tools: marks in photos, letters that were sent, ready-made reasons."""

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.sending import send_stored
from grannsamverkan.core.web import page, reading, see_other, wants_json, writing
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Municipality
from grannsamverkan.signs import policy, queries
from grannsamverkan.signs.forms.review import MarkForm, ReasonForm
from grannsamverkan.signs.queries import reasons
from grannsamverkan.signs.usecases import marks, visiting
from grannsamverkan.signs.usecases import reasons as keeping
from grannsamverkan.signs.views import onward
from grannsamverkan.signs.words import review as review_words
from grannsamverkan.signs.words.reasons import OUTCOMES

bp = Blueprint("tools", __name__)


@bp.post("/foton/<int:photo_id>/marken")
def add_mark(photo_id: int) -> ResponseReturnValue:
    """Put a mark into a photo."""
    form = _mark_form(photo_id)
    if form is not None:
        with writing() as work:
            marks.add_mark(work, photo_id, form.mark)
    return _to_photo(photo_id)


@bp.post("/foton/<int:photo_id>/marken/<int:mark_id>")
def change_mark(photo_id: int, mark_id: int) -> ResponseReturnValue:
    """Move, grow, turn or rename a mark."""
    form = _mark_form(photo_id)
    if form is not None:
        with writing() as work:
            marks.change_mark(work, photo_id, mark_id, form.mark)
    return _to_photo(photo_id)


@bp.post("/foton/<int:photo_id>/marken/<int:mark_id>/bort")
def remove_mark(photo_id: int, mark_id: int) -> ResponseReturnValue:
    """Take a mark away."""
    with writing() as work:
        marks.remove_mark(work, photo_id, mark_id)
    return _to_photo(photo_id)


@bp.post("/skyltar/<int:sign_id>/narvaro")
def visit(sign_id: int) -> Response:
    """A sign of life from an open case; tells who else has it open. With `borta`, it was left."""
    with writing() as work:
        if "borta" in request.form:
            visiting.leave(work, sign_id)
            return jsonify({"text": ""})
        names = visiting.visit(work, sign_id)
    return jsonify({"text": review_words.also_here(names)})


@bp.get("/brev/<int:decision_id>.pdf")
def letter(decision_id: int) -> ResponseReturnValue:
    """The letter of a decision as it was sent, in the language `sprak`."""
    language = request.args.get("sprak", "sv")
    with reading() as work:
        sign, stored = queries.letter_of_decision(work, decision_id, language)
        name = f"beslut-{sign.code}-{decision_id}-{language}.pdf"
        return send_stored(work, stored, "application/pdf", name)


@bp.get("/granskning/texter")
def reason_list() -> ResponseReturnValue:
    """Every ready-made reason of the municipality."""
    with reading() as work:
        municipality = _own_municipality(work)
        found = reasons.reasons(work, municipality.id, unused=True)
        return page("signs/reasons.html", reasons=found, outcomes=OUTCOMES)


@bp.route("/granskning/texter/ny", methods=["GET", "POST"])
def reason_new() -> ResponseReturnValue:
    """Write a new ready-made reason."""
    return _edit(None)


@bp.route("/granskning/texter/<reason>", methods=["GET", "POST"])
def reason_edit(reason: str) -> ResponseReturnValue:
    """Reword a ready-made reason; `visa` in the form shows it without keeping it."""
    return _edit(reason)


@bp.post("/granskning/texter/<reason>/anvand")
def reason_use(reason: str) -> ResponseReturnValue:
    """Leave a ready-made reason out (`anvand` empty), take it in, or go back to what ships."""
    with reading() as work:
        municipality = _own_municipality(work)
    with writing() as work:
        if "ursprung" in request.form:
            keeping.drop_own_wording(work, municipality, reason)
        else:
            used = bool(request.form.get("anvand"))
            keeping.use_reason(work, municipality, reason, used=used)
    return see_other("tools.reason_list")


def _edit(code: str | None) -> ResponseReturnValue:
    with reading() as work:
        municipality = _own_municipality(work)
        known = reasons.reason(work, municipality.id, code) if code else None
        if code and known is None:
            abort(404)
    form = ReasonForm.of(known) if request.method == "GET" else ReasonForm()
    if form.validate_on_submit() and "visa" not in request.form:
        with writing(form) as work:
            keeping.keep_reason(work, municipality, code, form.texts)
        if not form.errors:
            return see_other("tools.reason_list")
    shown = form.texts if request.method == "POST" and not form.errors else None
    return page("signs/reason.html", form=form, known=known, shown=shown)


def _own_municipality(work: Work) -> Municipality:
    allowed = [m for m in places.municipalities(work) if policy.may_change_rules(work.actor, m)]
    if not allowed:
        raise NotFound()
    return allowed[0]


def _mark_form(photo_id: int) -> MarkForm | None:
    """What was sent, or None where it makes no sense; the photo's rights are asked first."""
    with reading() as work:
        photo = queries.photo(work, photo_id)
        work.require(policy.may_review, photo.set.sign)
    form = MarkForm()
    return form if form.validate() else None


def _to_photo(photo_id: int) -> ResponseReturnValue:
    if wants_json(request):
        return _marks_as_json(photo_id)
    with reading() as work:
        sign_id = queries.photo(work, photo_id).set.sign_id
    chosen = onward.wanted().address
    return see_other("review.case", sign_id=sign_id, _anchor=f"foto-{photo_id}", **chosen)


def _marks_as_json(photo_id: int) -> Response:
    with reading() as work:
        rows = queries.photo(work, photo_id).marks
        shown = ("id", "kind", "x", "y", "size", "angle", "label")
        return jsonify([{name: getattr(row, name) for name in shown} for row in rows])
