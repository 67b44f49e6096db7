"""What photos are held against: the printed faces of the signs in use, and learnt rust models."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work
from grannsamverkan.places.models import Municipality
from grannsamverkan.signs import errors, policy
from grannsamverkan.signs.models.evidence import RustModel, SignArtwork
from grannsamverkan.signs.rules import faces
from grannsamverkan.signs.workflow import ARTWORK_CHANGED, RUST_MODEL_SWITCHED


@dataclass(frozen=True)
class Face:
    """A stored, clean picture of the whole plate; the size is that of the picture sent, in px."""

    stored: str
    width_px: int
    height_px: int


@dataclass(frozen=True)
class NewArtwork:
    """An edition to be added: the plate's size in mm, and where its number stands.

    `number_box` is left, top, right and bottom as shares of the plate.
    """

    title: str
    face: Face
    width_mm: float
    height_mm: float
    number_box: tuple[float, float, float, float] | None = None


def add_artwork(work: Work, municipality: Municipality, new: NewArtwork) -> SignArtwork:
    """Add the printed face of signs in use; photos that come from now on are held against it."""
    work.require(policy.may_change_rules, municipality)
    _check(new)
    row = SignArtwork(
        municipality_id=municipality.id,
        title=new.title,
        stored=new.face.stored,
        width_mm=new.width_mm,
        height_mm=new.height_mm,
        number_box=None if new.number_box is None else list(new.number_box),
        used=True,
        added_by=work.actor.id,
        added_at=work.now,
    )
    work.session.add(row)
    work.record(ARTWORK_CHANGED, row, used=True)
    return row


def _check(new: NewArtwork) -> None:
    face = new.face
    if face.width_px < faces.LEAST_WIDTH_PX:
        raise errors.small_artwork(face.width_px, faces.LEAST_WIDTH_PX)
    if not faces.fits(new.width_mm, new.height_mm, face.width_px, face.height_px):
        fitting = faces.fitting_height_mm(new.width_mm, face.width_px, face.height_px)
        raise errors.other_proportions(fitting)


def use_artwork(work: Work, municipality: Municipality, artwork_id: int, *, used: bool) -> None:
    """Look for an edition no longer, or again."""
    work.require(policy.may_change_rules, municipality)
    row = work.get(SignArtwork, artwork_id, lambda _who, one: _is_of(one, municipality))
    row.used = used
    work.record(ARTWORK_CHANGED, row, used=used)


def keep_rust_model(
    work: Work, municipality: Municipality, stored: str, figures: dict[str, Any]
) -> RustModel:
    """Keep weights that were learnt from the reviewers' marks; nobody uses them yet."""
    work.require(lambda actor: actor.is_system)
    row = RustModel(
        municipality_id=municipality.id,
        stored=stored,
        figures=figures,
        used=False,
        learnt_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def switch_rust_model(work: Work, municipality: Municipality, model_id: int | None) -> None:
    """Judge rust by this model from now on; None for the shipped one."""
    work.require(policy.may_change_rules, municipality)
    rows = work.session.scalars(
        select(RustModel).where(RustModel.municipality_id == municipality.id)
    ).all()
    if model_id is not None and model_id not in {row.id for row in rows}:
        raise NotFound()
    for row in rows:
        used = row.id == model_id
        if row.used != used:
            row.used, row.switched_by = used, work.actor.id
            work.record(RUST_MODEL_SWITCHED, row, used=used)


def _is_of(row: SignArtwork, municipality: Municipality) -> bool:
    return row.municipality_id == municipality.id
