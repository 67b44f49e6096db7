"""What photos are held against: printed faces of signs, and the rust model in use."""

import json
from dataclasses import astuple

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.sending import send_picture
from grannsamverkan.core.web import page, reading, runtime, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.imaging import Refused, examine, sniff
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Municipality
from grannsamverkan.signs import errors, policy
from grannsamverkan.signs.forms.artworks import ArtworkForm
from grannsamverkan.signs.queries import evidence
from grannsamverkan.signs.usecases import artworks
from grannsamverkan.signs.usecases.artworks import Face, NewArtwork
from grannsamverkan.signs.views import intake

bp = Blueprint("artworks", __name__)


@bp.route("/skyltar/bildkontroll", methods=["GET", "POST"])
def index() -> ResponseReturnValue:
    """Editions of the printed face, and models; a new edition is added here."""
    with reading() as work:
        municipality = _own(work)
    form = ArtworkForm()
    if form.is_submitted() and _add(form, municipality):
        return see_other("artworks.index", _anchor="utgavor")
    with reading() as work:
        return page(
            "signs/artworks.html",
            form=form,
            editions=evidence.editions(work, municipality.id),
            models=evidence.rust_models(work, municipality.id),
        )


def _add(form: ArtworkForm, municipality: Municipality) -> bool:
    """Add what the form says; False with errors in the form, which keeps the picture too."""
    is_right = form.validate()
    face = None if form.csrf_token.errors else _face(form)
    if not is_right or face is None:
        return False
    new = NewArtwork(form.title.data, face, form.width_mm.data, form.height_mm.data, form.box)
    with writing(form) as work:
        artworks.add_artwork(work, municipality, new)
    if form.picture.errors:
        form.kept.data = ""
    return not form.errors


@bp.post("/skyltar/bildkontroll/<int:artwork_id>/anvand")
def use(artwork_id: int) -> ResponseReturnValue:
    """Look for an edition (`anvand` is filled) or no longer."""
    with reading() as work:
        municipality = _own(work)
    with writing() as work:
        used = bool(request.form.get("anvand"))
        artworks.use_artwork(work, municipality, artwork_id, used=used)
    return see_other("artworks.index", _anchor="utgavor")


@bp.post("/skyltar/bildkontroll/modell")
def switch() -> ResponseReturnValue:
    """Switch the rust model; without `modell` the shipped one is used."""
    chosen = request.form.get("modell", type=int)
    with reading() as work:
        municipality = _own(work)
    with writing() as work:
        artworks.switch_rust_model(work, municipality, chosen)
    return see_other("artworks.index", _anchor="modeller")


@bp.get("/skyltar/bildkontroll/<int:artwork_id>.jpg")
def picture(artwork_id: int) -> ResponseReturnValue:
    """An edition's printed face."""
    with reading() as work:
        municipality = _own(work)
        rows = evidence.editions(work, municipality.id)
        stored = next((row.stored for row in rows if row.id == artwork_id), None)
        if stored is None:
            raise NotFound()
        return send_picture(work, stored)


def _face(form: ArtworkForm) -> Face | None:
    """The chosen picture, painted anew and stored, or the one sent before; None with an error at
    its field. What the browser gets to send again is sealed: nobody names another's picture."""
    try:
        face = _chosen(form) or _sent_before(form)
    except Refused as refused:
        form.picture.errors = [*form.picture.errors, str(errors.refused_photo(refused.code))]
        return None
    if face is None:
        form.add_error(errors.no_artwork())
        return None
    form.kept.data = runtime().vault.seal(json.dumps(astuple(face)))
    return face


def _chosen(form: ArtworkForm) -> Face | None:
    file = form.picture.data
    if not file:
        return None
    content = file.stream.read(intake.MAX_BYTES + 1)
    sniff(content)
    found = examine(content)
    return Face(runtime().storage.put([found.master]), found.width, found.height)


def _sent_before(form: ArtworkForm) -> Face | None:
    try:
        face = Face(*json.loads(runtime().vault.open(form.kept.data or "")))
    except ValueError:
        return None
    return face if runtime().storage.exists(face.stored) else None


def _own(work: Work) -> Municipality:
    allowed = [m for m in places.municipalities(work) if policy.may_change_rules(work.actor, m)]
    if not allowed:
        raise NotFound()
    return allowed[0]
