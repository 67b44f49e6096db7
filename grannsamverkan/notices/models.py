"""Versions of the texts, each kept for good: somebody has agreed to them or read them."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grannsamverkan.core.db import Base, Id


class Notice(Base):
    """One version of a municipality's own text, in both languages. Never changed or removed."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("municipality_id", "kind", "version"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    kind: Mapped[str] = mapped_column(String(16))
    version: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date] = mapped_column(Date)
    text_sv: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    change: Mapped[str] = mapped_column(String(300))
    created_by: Mapped[int]
    created_at: Mapped[datetime]
