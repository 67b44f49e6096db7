"""What reviewers work with: ready-made reasons, marks in photos, and the letters that were sent."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grannsamverkan.core.db import Base, Id


class ReasonTemplate(Base):
    """A municipality's own ready-made reason, or its own wording of a shipped one (same `code`)."""

    __tablename__ = "reason_template"
    __table_args__ = (UniqueConstraint("municipality_id", "code"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    code: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(20))
    used: Mapped[bool] = mapped_column(default=True)
    title_sv: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(120))
    reason_sv: Mapped[str] = mapped_column(Text)
    reason_en: Mapped[str] = mapped_column(Text)
    remedy_sv: Mapped[str] = mapped_column(Text)
    remedy_en: Mapped[str] = mapped_column(Text)
    rule_sv: Mapped[str] = mapped_column(Text)
    rule_en: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(200), default="")
    changed_by: Mapped[int | None]
    changed_at: Mapped[datetime]


class PhotoMark(Base):
    """A place marked in a photo. `x` and `y` are shares (0 to 1) of the upright picture's width and
    height, from the top left: the middle of a ring, the tip of an arrow. `size` is a share of its
    width: the ring's radius, the arrow's length. `angle` is where the arrow points, in degrees
    clockwise from the right."""

    __tablename__ = "photo_mark"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    x: Mapped[float]
    y: Mapped[float]
    size: Mapped[float]
    angle: Mapped[float] = mapped_column(default=0.0)
    label: Mapped[str] = mapped_column(String(200), default="")
    created_by: Mapped[int]
    created_at: Mapped[datetime]


class DecisionLetter(Base):
    """The letter of a decision as it was sent, in one language: a stored PDF."""

    __tablename__ = "decision_letter"
    __table_args__ = (UniqueConstraint("decision_id", "language"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    decision_id: Mapped[int] = mapped_column(ForeignKey("sign_decision.id"), index=True)
    language: Mapped[str] = mapped_column(String(2))
    stored: Mapped[str] = mapped_column(String(64))


class PhotoBand(Base):
    """A part of a photo's fingerprint, by which photos that look alike are found by an index."""

    __tablename__ = "photo_band"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    band: Mapped[int] = mapped_column(primary_key=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id"), primary_key=True, index=True)


class CaseVisit(Base):
    """A reviewer who has a case open; `seen_at` is the page's latest sign of life."""

    __tablename__ = "case_visit"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    sign_id: Mapped[int] = mapped_column(ForeignKey("sign.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, index=True)
    seen_at: Mapped[datetime]
