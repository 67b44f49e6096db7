"""Pointing out in a photo what a look missed or got wrong, and what the look then says."""

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.sending import send_picture
from grannsamverkan.core.web import page, reading, see_other, wants_json, writing
from grannsamverkan.signs import policy, queries
from grannsamverkan.signs.forms.pointing import PointForm, read_corners, read_places
from grannsamverkan.signs.queries import layers
from grannsamverkan.signs.usecases import looking
from grannsamverkan.signs.views import onward
from grannsamverkan.signs.words import layers as words

bp = Blueprint("pointing", __name__)


@bp.get("/foton/<int:photo_id>/faste.jpg")
def close_up(photo_id: int) -> ResponseReturnValue:
    """The fastening, cut out and set upright; covered as the photo is."""
    with reading() as work:
        photo = queries.photo(work, photo_id)
        if photo.state != "ready" or photo.evidence is None or photo.evidence.close_up is None:
            raise NotFound()
        return send_picture(work, photo.evidence.close_up)


@bp.post("/foton/<int:photo_id>/utpekat")
def point_out(photo_id: int) -> ResponseReturnValue:
    """Point something out; uncovering is asked about once more, for privacy comes first."""
    with reading() as work:
        photo = queries.photo(work, photo_id)
        work.require(policy.may_review, photo.set.sign)
        sign_id = photo.set.sign_id
    form = PointForm()
    if not form.validate():
        return _not_understood(sign_id, photo_id)
    if form.kind.data == "uncover" and not form.sure.data:
        chosen = onward.wanted().address
        return page(
            "signs/uncover.html", form=form, sign_id=sign_id, photo_id=photo_id, chosen=chosen
        )
    with writing() as work:
        looking.point_out(work, photo_id, form.kind.data, form.pointed)
    return _to_photo(sign_id, photo_id)


@bp.post("/foton/<int:photo_id>/utpekat/<int:label_id>/bort")
def forget(photo_id: int, label_id: int) -> ResponseReturnValue:
    """Take back what was pointed out."""
    with reading() as work:
        photo = queries.photo(work, photo_id)
        sign_id = photo.set.sign_id
        changes = any(one.id == label_id and one.kind != "rust" for one in photo.labels)
    with writing() as work:
        looking.forget_label(work, photo_id, label_id)
    # Nothing is left in the case that says that a new look is on its way.
    return _to_photo(sign_id, photo_id, **({"titt": photo_id} if changes else {}))


@bp.get("/foton/<int:photo_id>/hojd.json")
def height(photo_id: int) -> Response:
    """The height as it would be with the corners `horn` and the foot `fot`; nothing is kept."""
    with reading() as work:
        photo = queries.photo(work, photo_id)
        work.require(policy.may_review, photo.set.sign)
        foot = read_places(request.args.get("fot"))
        corners = read_corners(request.args.get("horn"))
        found = layers.measured_anew(work, photo, corners, foot[0] if foot else None)
    said = str(words.NO_HEIGHT) if found is None else words.height(found)
    return jsonify({"text": said, "metres": found and round(found.lower_edge_m, 3)})


@bp.get("/foton/<int:photo_id>/titt.json")
def look(photo_id: int) -> Response:
    """Which look the photo is at: it changes when there is something new to see."""
    with reading() as work:
        photo = queries.photo(work, photo_id)
        work.require(policy.may_review, photo.set.sign)
        return jsonify({"look": layers.look_of(photo)})


def _not_understood(sign_id: int, photo_id: int) -> ResponseReturnValue:
    if wants_json(request):
        return {"kept": False}, 422
    return see_other("review.case", sign_id=sign_id, _anchor=f"foto-{photo_id}")


def _to_photo(sign_id: int, photo_id: int, **told: int) -> ResponseReturnValue:
    if wants_json(request):
        return jsonify({"kept": True})
    chosen = onward.wanted().address
    return see_other("review.case", sign_id=sign_id, _anchor=f"foto-{photo_id}", **chosen, **told)
