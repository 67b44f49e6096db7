"""The list of people who want a group where there is none, or to be told of theirs."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, Id
from grannsamverkan.places.models import Municipality


class Interest(Base):
    """Somebody at an address who wants to hear of a group there.

    Name, e-mail and link are encrypted with a key outside the database and shown to nobody: staff
    see numbers, and letters are sent for others. It counts once its owner has said yes by the
    letter's link (`confirmed_at`), and is erased when it lapses or is withdrawn.
    """

    __tablename__ = "interest"
    __table_args__ = (
        UniqueConstraint("municipality_id", "email_key"),
        Index(None, "municipality_id", "x"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    street: Mapped[str] = mapped_column(String(120))
    number: Mapped[str] = mapped_column(String(20))
    x: Mapped[float]
    y: Mapped[float]
    email_key: Mapped[str] = mapped_column(String(80))
    email_sealed: Mapped[str] = mapped_column(Text)
    name_sealed: Mapped[str] = mapped_column(Text)
    token_hash: Mapped[str] = mapped_column(String(80), unique=True)
    token_sealed: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    consent_version: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    invited_at: Mapped[datetime | None]

    municipality: Mapped[Municipality] = relationship()
