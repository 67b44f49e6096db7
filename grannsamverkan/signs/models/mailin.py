"""Mail that came to the function mailbox: what is kept of it, and the photos in it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, BigId, Id
from grannsamverkan.places.models import Municipality
from grannsamverkan.signs.models import Sign


class InboundMail(Base):
    """One message of a mailbox, once.

    Of what is none of our business (`left`, `ignored`, `duplicate`) only the message's number and
    fingerprint are kept. Of the rest, subject, words and sender are seen by the municipality's
    sign reviewers alone, and erased with the message itself (`stored`) after the municipality's
    time.
    """

    __tablename__ = "inbound_mail"
    __table_args__ = (
        UniqueConstraint("mailbox", "uid_validity", "uid"),
        Index(None, "municipality_id", "state"),
        Index(None, "sender_hash", "received_at"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    mailbox: Mapped[str] = mapped_column(String(200))
    uid_validity: Mapped[int] = mapped_column(BigId)
    uid: Mapped[int] = mapped_column(BigId)
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    moves: Mapped[bool]
    state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(20), default="")
    size: Mapped[int] = mapped_column(BigId)
    stored: Mapped[str | None] = mapped_column(String(64))
    message_id: Mapped[str] = mapped_column(String(260), default="")
    sender_sealed: Mapped[str | None] = mapped_column(Text)
    sender_hash: Mapped[str | None] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(300), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    answerable: Mapped[bool] = mapped_column(default=False)
    left_out: Mapped[list[Any]] = mapped_column(default=list)
    candidates: Mapped[list[Any]] = mapped_column(default=list)
    sign_id: Mapped[int | None] = mapped_column(ForeignKey("sign.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"))
    received_at: Mapped[datetime] = mapped_column(index=True)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None]
    erased_at: Mapped[datetime | None]

    municipality: Mapped[Municipality] = relationship()
    sign: Mapped[Sign | None] = relationship()
    photos: Mapped[list["InboundPhoto"]] = relationship(
        back_populates="mail", order_by="InboundPhoto.id"
    )

    @property
    def readable(self) -> list["InboundPhoto"]:
        """The photos that could be read and are still there."""
        return [photo for photo in self.photos if photo.refusal is None and photo.stored]


class InboundPhoto(Base):
    """One photo of a mail. As elsewhere the original is never shown; the clean copies are."""

    __tablename__ = "inbound_photo"
    __table_args__ = (UniqueConstraint("mail_id", "original"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    mail_id: Mapped[int] = mapped_column(ForeignKey("inbound_mail.id"), index=True)
    original: Mapped[str | None] = mapped_column(String(64))
    stored: Mapped[str | None] = mapped_column(String(64))
    thumb: Mapped[str | None] = mapped_column(String(64))
    refusal: Mapped[str | None] = mapped_column(String(20))
    width: Mapped[int | None]
    height: Mapped[int | None]
    codes: Mapped[list[Any]] = mapped_column(default=list)
    advice: Mapped[list[Any]] = mapped_column(default=list)
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    photo_id: Mapped[int | None]

    mail: Mapped[InboundMail] = relationship(back_populates="photos")
