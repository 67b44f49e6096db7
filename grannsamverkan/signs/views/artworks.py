"""What photos are held against: printed faces of signs, and the rust model in use."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.web import page, reading, see_other, send_picture, writing
from grannsamverkan.core.work import Work
from grannsamverkan.imaging import Refused
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Municipality
from grannsamverkan.signs import errors, policy
from grannsamverkan.signs.forms.artworks import ArtworkForm
from grannsamverkan.signs.queries import evidence
from grannsamverkan.signs.usecases import artworks
from grannsamverkan.signs.usecases.artworks import NewArtwork
from grannsamverkan.signs.views import intake

bp = Blueprint("artworks", __name__)


@bp.route("/skyltar/bildkontroll", methods=["GET", "POST"])
def index() -> ResponseReturnValue:
    """Editions of the printed face, and models; a new edition is added here."""
    with reading() as work:
        municipality = _own(work)
    form = ArtworkForm()
    if form.validate_on_submit() and (stored := _stored(form)):
        with writing(form) as work:
            new = NewArtwork(
                form.title.data, stored, form.width_mm.data, form.height_mm.data, form.box
            )
            artworks.add_artwork(work, municipality, new)
        if not form.errors:
            return see_other("artworks.index", _anchor="utgavor")
    with reading() as work:
        return page(
            "signs/artworks.html",
            form=form,
            editions=evidence.editions(work, municipality.id),
            models=evidence.rust_models(work, municipality.id),
        )


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


def _stored(form: ArtworkForm) -> str | None:
    """The chosen picture, painted anew and stored; None with an error at its field."""
    chosen = form.picture.data
    if not chosen:
        form.picture.errors = [*form.picture.errors, str(errors.no_artwork())]
        return None
    try:
        return intake.store_clean(chosen.stream.read(intake.MAX_BYTES + 1))
    except Refused as refused:
        form.picture.errors = [*form.picture.errors, str(errors.refused_photo(refused.code))]
        return None


def _own(work: Work) -> Municipality:
    allowed = [m for m in places.municipalities(work) if policy.may_change_rules(work.actor, m)]
    if not allowed:
        raise NotFound()
    return allowed[0]
