"""What a look at a photo found, what persons have pointed out in it, and what it is held against.

Places are shares of the upright picture, as in `imaging.evidence`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from grannsamverkan.core.db import Base, Id


class PhotoEvidence(Base):
    """The newest look at a photo: `found` is `imaging.evidence.Evidence` as plain data.

    `close_up` is the stored cut-out of the fastening, covered as the picture is.
    """

    __tablename__ = "photo_evidence"

    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id"), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    found: Mapped[dict[str, Any]]
    close_up: Mapped[str | None] = mapped_column(String(64))
    looked_at: Mapped[datetime]


class PhotoLabel(Base):
    """What a person pointed out in a photo; also what the models learn from later.

    `kind` is foot or fastening (one place), corners (four, as `imaging.evidence.Corners`), cover or
    uncover (upper left and lower right of a box), or rust (a painted outline). Of the first three
    the newest holds. `by_user` is empty where the mounter did it by the letter.
    """

    __tablename__ = "photo_label"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    places: Mapped[list[Any]]
    by_user: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]


class SignArtwork(Base):
    """An edition of the printed face of a municipality's signs, with the plate's size.

    `number_box` is where the large number stands: left, top, right, bottom as shares of the plate.
    One that is no longer `used` is not looked for.
    """

    __tablename__ = "sign_artwork"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    stored: Mapped[str] = mapped_column(String(64))
    width_mm: Mapped[float]
    height_mm: Mapped[float]
    number_box: Mapped[list[Any] | None]
    used: Mapped[bool] = mapped_column(default=True)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    added_at: Mapped[datetime]


class RustModel(Base):
    """Weights learnt from the reviewers' own marks; `figures` tells how well, beside the model that
    was in use. At most one is `used`; without one the shipped model judges."""

    __tablename__ = "rust_model"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    stored: Mapped[str] = mapped_column(String(64))
    figures: Mapped[dict[str, Any]]
    used: Mapped[bool] = mapped_column(default=False)
    learnt_at: Mapped[datetime]
    switched_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
