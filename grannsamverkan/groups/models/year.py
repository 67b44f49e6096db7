"""Tables of a group's years: what was confirmed, by which link, and why a state was left."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.accounts.models import User
from grannsamverkan.core.db import Base, Id
from grannsamverkan.groups.models import Group

_OPEN = text("ended_at IS NULL")


class GroupYear(Base):
    """One year of an active group. At most one is open; `outcome` is how an ended one ended:
    confirmed, dormant or closed. Counts and days are those that were confirmed."""

    __tablename__ = "group_year"
    __table_args__ = (
        Index("ix_group_year_group", "group_id", "began_on"),
        Index(
            "uq_group_year_open",
            "group_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("watch_group.id"))
    began_on: Mapped[date] = mapped_column(Date)
    asked_on: Mapped[date | None] = mapped_column(Date)
    reminded_on: Mapped[date | None] = mapped_column(Date)
    warned_on: Mapped[date | None] = mapped_column(Date)
    dwellings: Mapped[int | None]
    joined: Mapped[int | None]
    declined: Mapped[int | None]
    met_on: Mapped[date | None] = mapped_column(Date)
    signs: Mapped[str | None] = mapped_column(String(10))
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(10))

    group: Mapped[Group] = relationship()


class YearLink(Base):
    """A personal link from a letter: confirms this one year, for this one person. Only the hash
    of its token is kept."""

    __tablename__ = "year_link"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    year_id: Mapped[int] = mapped_column(ForeignKey("group_year.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]

    year: Mapped[GroupYear] = relationship()
    user: Mapped[User] = relationship()


class LifeNote(Base):
    """Why a group rests or was closed, or that its people want to begin again (`ask_wake`)."""

    __tablename__ = "group_life_note"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("watch_group.id"), index=True)
    step: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text, default="")
    actor_id: Mapped[int | None]
    at: Mapped[datetime]
