"""Live sessions of training, and who takes part in them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, Id
from grannsamverkan.core.links import Link
from grannsamverkan.groups.models import Contact
from grannsamverkan.places.models import Municipality, PoliceArea
from grannsamverkan.training.models.editions import Edition

SESSION_KINDS = ("training", "start", "info")


class Session(Base):
    """People meet at a place: to be trained, to start several groups at once, or to be informed.

    `seats` is None where there is room for all. `sequence` counts the changes of day, hour and
    place, for people's calendars. `edition` is what those who came are sent afterwards; `trains`
    says that having come is the training. `door_code` stands on the poster, in its QR and to be
    typed: it says where somebody is, and opens nothing. `police_area_id` is None for the whole
    municipality.
    """

    __tablename__ = "training_session"
    __table_args__ = (
        Index(None, "municipality_id", "state", "starts_at"),
        Index("ix_training_session_state_starts_at", "state", "starts_at"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    police_area_id: Mapped[int | None] = mapped_column(ForeignKey("police_area.id"))
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(10), default="sv")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(120))
    directions: Mapped[str] = mapped_column(Text, default="")
    seats: Mapped[int | None]
    closes_at: Mapped[datetime]
    organiser: Mapped[str] = mapped_column(String(120))
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("training_edition.id"))
    trains: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    version: Mapped[int] = mapped_column()
    uid: Mapped[str] = mapped_column(String(40), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    door_code: Mapped[str] = mapped_column(String(8), unique=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    created_by: Mapped[int | None]
    created_at: Mapped[datetime]

    municipality: Mapped[Municipality] = relationship()
    police_area: Mapped[PoliceArea | None] = relationship()
    edition: Mapped[Edition | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


class SignUp(Link, Base):
    """One person and one session: asked, signed up, waiting, or not coming; and whether they came.

    The link opens the person's own page. `pass_code` stands in the QR on that page: it says who
    somebody is to whoever holds the session, and opens nothing. `queued_at` is the place in the
    order, `told_at` when the person last had a mail with day, hour and place. `settled_at` is when
    what follows a session that was held had been done for this row.
    """

    __tablename__ = "training_signup"
    __table_args__ = (
        UniqueConstraint("session_id", "user_id"),
        Index("ix_training_signup_session_id_state", "session_id", "state", "queued_at"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="asked")
    pass_code: Mapped[str] = mapped_column(String(28), unique=True)
    queued_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    present_at: Mapped[datetime | None]
    present_by: Mapped[int | None]
    present_how: Mapped[str] = mapped_column(String(8), default="")
    settled_at: Mapped[datetime | None]

    municipality: Mapped[Municipality] = relationship()
    session: Mapped[Session] = relationship()
    contact: Mapped[Contact] = relationship()
