"""What a look at a photo is asked, and what was found, by what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from grannsamverkan.core.work import Work
from grannsamverkan.imaging import plain
from grannsamverkan.imaging.drawn import artwork
from grannsamverkan.imaging.evidence import Artwork, Asked, Evidence, Place
from grannsamverkan.signs.models import UNSEEN, Photo, PhotoSet, Review
from grannsamverkan.signs.models.evidence import PhotoEvidence, PhotoLabel, RustModel, SignArtwork
from grannsamverkan.signs.queries.case import AnyPhoto

MOST_AT_ONCE = 500
PATIENCE = timedelta(minutes=30)


def asked(work: Work, photo: Photo) -> Asked:
    """What a look at the photo should take into account."""
    pointed = {label.kind: label.places for label in photo.labels}
    (foot,), (fastening,) = (pointed.get(kind) or (None,) for kind in ("foot", "fastening"))
    corners = pointed.get("corners")
    return plain.load(
        Asked,
        {
            "artworks": [plain.dump(one) for one in artworks(work, photo.municipality_id)],
            "focal_length_35mm": photo.focal_length_mm,
            "gravity": photo.gravity,
            "foot": foot,
            "fastening": fastening,
            "corners": corners,
            "cover_more": _boxes(photo, "cover"),
            "uncover": _boxes(photo, "uncover"),
            "rust_model": rust_weights(work, photo.municipality_id),
        },
    )


def artworks(work: Work, municipality_id: int) -> Sequence[Artwork]:
    """The printed faces that are looked for: the municipality's own, else the product's sample."""
    rows = work.session.scalars(
        select(SignArtwork).where(SignArtwork.municipality_id == municipality_id, SignArtwork.used)
    ).all()
    return [_artwork(work, row) for row in rows] or samples()


def _artwork(work: Work, row: SignArtwork) -> Artwork:
    return plain.load(
        Artwork,
        {
            "key": f"{row.id}:{row.stored[:12]}",
            "picture": work.storage.get(row.stored),
            "width_mm": row.width_mm,
            "height_mm": row.height_mm,
            "number_box": row.number_box,
        },
    )


@cache
def samples() -> Sequence[Artwork]:
    """The product's own drawn sign, with no number on it."""
    return (artwork.sample(""),)


def of_set(work: Work, photo_set: PhotoSet) -> list[Evidence]:
    """What the newest look at each photo of a set found; photos without a look are left out."""
    rows = work.session.scalars(
        select(PhotoEvidence.found)
        .join(Photo, Photo.id == PhotoEvidence.photo_id)
        .where(Photo.set_id == photo_set.id)
        .order_by(Photo.id)
    )
    return [plain.load(Evidence, found) for found in rows]


def found(photo: AnyPhoto) -> Evidence | None:
    """What the newest look at a photo found, None while there was none."""
    if photo.evidence is None:
        return None
    return plain.load(Evidence, photo.evidence.found)


def long_waiting(work: Work) -> Sequence[int]:
    """Photos that have waited longer than any worker needs, the oldest first."""
    return work.session.scalars(
        select(Photo.id)
        .where(Photo.state.in_(UNSEEN), Photo.received_at < work.now - PATIENCE)
        .order_by(Photo.id)
        .limit(MOST_AT_ONCE)
    ).all()


def editions(work: Work, municipality_id: int) -> Sequence[SignArtwork]:
    """The municipality's own printed faces, the newest first."""
    return work.session.scalars(
        select(SignArtwork)
        .where(SignArtwork.municipality_id == municipality_id)
        .order_by(SignArtwork.id.desc())
    ).all()


def rust_models(work: Work, municipality_id: int) -> Sequence[RustModel]:
    """Models that were learnt here, the newest first."""
    return work.session.scalars(
        select(RustModel)
        .where(RustModel.municipality_id == municipality_id)
        .order_by(RustModel.id.desc())
    ).all()


def rust_weights(work: Work, municipality_id: int) -> bytes | None:
    """The weights rust is judged by here; None for the shipped ones."""
    stored = work.session.scalar(
        select(RustModel.stored).where(RustModel.municipality_id == municipality_id, RustModel.used)
    )
    return None if stored is None else work.storage.get(stored)


def _boxes(photo: Photo, kind: str) -> list[list[float]]:
    """What was pointed out by two corners, as boxes whatever corners these were."""
    pairs = [label.places for label in photo.labels if label.kind == kind]
    return [[min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])] for a, b in pairs]


@dataclass(frozen=True)
class MarkedPhoto:
    """A photo a reviewer has judged: its covered picture, what was found, and outlines of rust."""

    picture: bytes
    found: Evidence
    marks: tuple[tuple[Place, ...], ...]
    sign_id: int


def marked_photos(work: Work, municipality_id: int) -> Iterator[MarkedPhoto]:
    """Photos to learn rust from: with a reviewer's marks, or on which the zinc was found unharmed.

    Only those in which the post was found.
    """
    clean = exists().where(Review.galvanising_photo_id == Photo.id, Review.galvanising == "yes")
    marked = exists().where(PhotoLabel.photo_id == Photo.id, PhotoLabel.kind == "rust")
    rows = work.session.scalars(
        select(Photo)
        .where(Photo.municipality_id == municipality_id, Photo.state == "ready", or_(clean, marked))
        .options(joinedload(Photo.evidence), selectinload(Photo.labels), joinedload(Photo.set))
        .order_by(Photo.id)
    )
    for photo in rows:
        evidence, stored = found(photo), photo.shown("stored")
        if evidence is not None and evidence.post is not None and stored is not None:
            yield MarkedPhoto(
                picture=work.storage.get(stored),
                found=evidence,
                marks=tuple(
                    tuple((x, y) for x, y in label.places)
                    for label in photo.labels
                    if label.kind == "rust"
                ),
                sign_id=photo.set.sign_id,
            )
