"""Tables of the signs room. Positions are metres in the municipality's plane."""

from datetime import date, datetime
from typing import Any, ClassVar, Literal

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, Id
from grannsamverkan.groups.models import Group
from grannsamverkan.places.models import Municipality, Post
from grannsamverkan.signs.models.evidence import PhotoEvidence, PhotoLabel
from grannsamverkan.signs.models.evidence import RustModel as RustModel
from grannsamverkan.signs.models.evidence import SignArtwork as SignArtwork
from grannsamverkan.signs.models.faults import FaultReport as FaultReport
from grannsamverkan.signs.models.links import TaskLink as TaskLink
from grannsamverkan.signs.models.orders import HandOut as HandOut
from grannsamverkan.signs.models.orders import OrderLine as OrderLine
from grannsamverkan.signs.models.orders import OwnerConsent as OwnerConsent
from grannsamverkan.signs.models.orders import SignOrder as SignOrder
from grannsamverkan.signs.models.printed import OrderLink as OrderLink
from grannsamverkan.signs.models.printed import OrderReceipt as OrderReceipt
from grannsamverkan.signs.models.printed import PrintedMatter as PrintedMatter
from grannsamverkan.signs.models.receipts import PhotoReceipt as PhotoReceipt
from grannsamverkan.signs.models.review import DecisionLetter, PhotoBand, PhotoMark
from grannsamverkan.signs.models.rounds import InspectionRound as InspectionRound
from grannsamverkan.signs.models.rounds import RoundMark as RoundMark
from grannsamverkan.signs.models.sight import SignSight as SignSight
from grannsamverkan.signs.models.tasks import SignTask as SignTask


def _as_created(context: Any) -> datetime:
    moment: datetime = context.get_current_parameters()["created_at"]
    return moment


class Sign(Base):
    """One sign from a planned place to its end. `code` is public, the letter's token is secret.

    `waits_since` is when it last came to the reviewers: planned, or photos sent. `assigned_to` is
    the reviewer who has taken it on; that stops nobody else.
    """

    __tablename__ = "sign"
    searchable: ClassVar = ("code", "post_number", "place")
    __table_args__ = (
        Index("ix_sign_municipality_state", "municipality_id", "state", "created_at"),
        Index("ix_sign_municipality_created", "municipality_id", "created_at"),
        Index("ix_sign_spot", "municipality_id", "x", "y", "state"),
        Index("ix_sign_number", "municipality_id", "post_number", "code"),
        Index("ix_sign_group_created", "municipality_id", "group_id", "created_at"),
        Index("ix_sign_queue", "municipality_id", "state", "waits_since", "id"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("watch_group.id"), index=True)
    code: Mapped[str] = mapped_column(String(6), unique=True)
    state: Mapped[str] = mapped_column(String(20), default="planned")
    version: Mapped[int] = mapped_column()
    support: Mapped[str] = mapped_column(String(12))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    post_number: Mapped[str] = mapped_column(String(40), default="")
    place: Mapped[str] = mapped_column(String(160), default="")
    galvanised: Mapped[bool | None]
    owner_consent: Mapped[str] = mapped_column(String(160), default="")
    x: Mapped[float | None]
    y: Mapped[float | None]
    letter_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    letter_sealed: Mapped[str | None] = mapped_column(Text)
    letter_until: Mapped[datetime | None]
    created_by: Mapped[int | None]
    created_at: Mapped[datetime]
    waits_since: Mapped[datetime] = mapped_column(default=_as_created)
    assigned_to: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    handed_out_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    due_on: Mapped[date | None] = mapped_column(Date)
    near_crossing: Mapped[bool | None]
    reminded_for: Mapped[date | None] = mapped_column(Date)
    escalated_for: Mapped[date | None] = mapped_column(Date)

    group: Mapped[Group] = relationship(lazy="joined")
    municipality: Mapped[Municipality] = relationship()
    post: Mapped[Post | None] = relationship()
    sets: Mapped[list["PhotoSet"]] = relationship(
        back_populates="sign",
        order_by="PhotoSet.id",
        primaryjoin="(PhotoSet.sign_id == Sign.id) & PhotoSet.task_id.is_(None)",
    )
    tasks: Mapped[list[SignTask]] = relationship(back_populates="sign", order_by="SignTask.id")
    decisions: Mapped[list["SignDecision"]] = relationship(order_by="SignDecision.id")
    sight: Mapped[SignSight | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def sent_set(self) -> "PhotoSet | None":
        """The newest set that has been sent."""
        return next((s for s in reversed(self.sets) if s.sent_at is not None), None)

    @property
    def open_set(self) -> "PhotoSet | None":
        """The set that is being put together, if any."""
        return next((s for s in reversed(self.sets) if s.sent_at is None), None)


class PhotoSet(Base):
    """What the mounter sends at one time: photos and statements. Checks belong to it.

    With `task_id` the photos show a task of the sign: they are no part of the mounting, and
    `Sign.sets` leaves them out. With `report_id` they came with a report of a fault.
    """

    __tablename__ = "photo_set"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    sign_id: Mapped[int] = mapped_column(ForeignKey("sign.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("sign_task.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("fault_report.id"), index=True)
    fastening: Mapped[str | None] = mapped_column(String(24))
    liner: Mapped[str | None] = mapped_column(String(8))
    surface: Mapped[str | None] = mapped_column(String(12))
    lower_edge_m: Mapped[float | None]
    post_number: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    reply_to: Mapped[str | None] = mapped_column(String(320))
    language: Mapped[str] = mapped_column(String(2), default="sv")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)

    sign: Mapped[Sign] = relationship(back_populates="sets")
    photos: Mapped[list["Photo"]] = relationship(back_populates="set", order_by="Photo.id")
    checks: Mapped[list["CheckResult"]] = relationship(
        order_by="CheckResult.id", cascade="all, delete-orphan"
    )
    review: Mapped["Review | None"] = relationship(uselist=False)
    labels: Mapped[list[PhotoLabel]] = relationship(
        secondary="photo", order_by=PhotoLabel.id, viewonly=True
    )

    @property
    def usable(self) -> list["Photo"]:
        """The photos that could be read, or are still to be read."""
        return [photo for photo in self.photos if photo.state != "refused"]


UNSEEN = ("received", "covering")


class Photo(Base):
    """One photo. The original is never shown; `stored` and `thumb` are clean, covered pictures.

    `received`, then `covering` (examined: advice is known, no picture is), then `ready`; or
    `refused`.
    """

    __tablename__ = "photo"
    __table_args__ = (UniqueConstraint("set_id", "original"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    set_id: Mapped[int] = mapped_column(ForeignKey("photo_set.id"), index=True)
    view: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10), default="received")
    refusal: Mapped[str | None] = mapped_column(String(20))
    original: Mapped[str] = mapped_column(String(64), index=True)
    original_kept: Mapped[bool] = mapped_column(default=True)
    stored: Mapped[str | None] = mapped_column(String(64))
    thumb: Mapped[str | None] = mapped_column(String(64))
    width: Mapped[int | None]
    height: Mapped[int | None]
    format: Mapped[str | None] = mapped_column(String(8))
    taken_at: Mapped[datetime | None]
    taken_zone_known: Mapped[bool] = mapped_column(default=False)
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    focal_length_mm: Mapped[float | None]
    gravity: Mapped[list[Any] | None]
    dhash: Mapped[str | None] = mapped_column(String(64))
    codes: Mapped[list[Any] | None]
    received_at: Mapped[datetime]

    set: Mapped[PhotoSet] = relationship(back_populates="photos")
    bands: Mapped[list[PhotoBand]] = relationship(cascade="all, delete-orphan")
    marks: Mapped[list[PhotoMark]] = relationship(
        order_by=PhotoMark.id, cascade="all, delete-orphan"
    )
    labels: Mapped[list[PhotoLabel]] = relationship(
        order_by=PhotoLabel.id, cascade="all, delete-orphan"
    )
    evidence: Mapped[PhotoEvidence | None] = relationship(cascade="all, delete-orphan")

    def shown(self, size: Literal["thumb", "stored"]) -> str | None:
        """The stored picture that may be seen; None before it is covered."""
        return getattr(self, size) if self.state == "ready" else None

    @property
    def is_waiting(self) -> bool:
        """Still to be examined or covered."""
        return self.state in UNSEEN


class CheckResult(Base):
    """What one check found: value, limit, source, uncertainty and verdict, for a set or a photo."""

    __tablename__ = "check_result"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    set_id: Mapped[int] = mapped_column(ForeignKey("photo_set.id"), index=True)
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("photo.id"))
    check: Mapped[str] = mapped_column("kind", String(24))
    finding: Mapped[str] = mapped_column(String(40))
    verdict: Mapped[str] = mapped_column(String(12))
    value: Mapped[float | None]
    limit: Mapped[float | None] = mapped_column("bound")
    unit: Mapped[str] = mapped_column(String(12), default="")
    uncertainty: Mapped[float | None]
    source: Mapped[str] = mapped_column(String(200), default="")
    doubt: Mapped[str] = mapped_column(String(24), default="")
    at: Mapped[datetime]


class Review(Base):
    """The reviewer's answers to the municipality's two questions, with the photo of each; that the
    view is free may rest on the drawing of the sight check instead."""

    __tablename__ = "review"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    set_id: Mapped[int] = mapped_column(ForeignKey("photo_set.id"), unique=True)
    galvanising: Mapped[str | None] = mapped_column(String(3))
    galvanising_photo_id: Mapped[int | None] = mapped_column(ForeignKey("photo.id"))
    view: Mapped[str | None] = mapped_column(String(3))
    view_photo_id: Mapped[int | None] = mapped_column(ForeignKey("photo.id"))
    view_on_drawing: Mapped[bool] = mapped_column(default=False)
    answered_by: Mapped[int]
    answered_at: Mapped[datetime]


class SignDecision(Base):
    """A decision on a place or on a set of photos, as it was sent.

    Until `undo_until` nothing has left the house: `job_id` is what will send it, and `before` what
    stood there (see `usecases.undo`). Both are emptied when it is sent.
    """

    __tablename__ = "sign_decision"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    sign_id: Mapped[int] = mapped_column(ForeignKey("sign.id"), index=True)
    set_id: Mapped[int | None] = mapped_column(ForeignKey("photo_set.id"))
    outcome: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    remedy: Mapped[str] = mapped_column(Text, default="")
    template: Mapped[str] = mapped_column(String(40), default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    actor_id: Mapped[int]
    at: Mapped[datetime]
    undo_until: Mapped[datetime | None]
    job_id: Mapped[int | None]
    before: Mapped[dict[str, Any] | None]

    letters: Mapped[list[DecisionLetter]] = relationship(order_by=DecisionLetter.language)


class FasteningRule(Base):
    """A municipality's own verdict for a fastening and liner, where it differs from the table."""

    __tablename__ = "fastening_rule"
    __table_args__ = (UniqueConstraint("municipality_id", "fastening", "liner"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    fastening: Mapped[str] = mapped_column(String(24))
    liner: Mapped[str] = mapped_column(String(8))
    verdict: Mapped[str] = mapped_column(String(12))
    changed_by: Mapped[int | None]
    changed_at: Mapped[datetime]
