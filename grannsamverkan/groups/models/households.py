"""Tables of the household list. What a household says of itself is sealed (core/secrets)."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grannsamverkan.core.db import Base, Id
from grannsamverkan.core.links import Link


class HouseholdList(Base):
    """A group that keeps its list here. The group's numbers come from it since `counts_since`.

    Until then they are what the contact persons wrote: a list that is half filled in would make
    a living group look dead.
    """

    __tablename__ = "household_list"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("watch_group.id"), unique=True)
    started_at: Mapped[datetime]
    started_by: Mapped[int | None]
    counts_since: Mapped[datetime | None]


class Dwelling(Base):
    """A house or a flat of a group, and what its household has answered.

    `status` is one of `rules.households.STATUSES`. `sealed` holds names, phone, mail and note of a
    household that has joined, and is empty for all others. `place_key` is the folded address; it
    is missing while an answer has come for a place that the list does not know. `invited_on` is the
    day on which a slip was written for the dwelling, and is forgotten with the next answer.
    """

    __tablename__ = "dwelling"
    __table_args__ = (UniqueConstraint("group_id", "place_key"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("watch_group.id"), index=True)
    address: Mapped[str] = mapped_column(String(120))
    place_key: Mapped[str | None] = mapped_column(String(141))
    status: Mapped[str] = mapped_column(String(10), default="unanswered")
    sealed: Mapped[str | None] = mapped_column(Text)
    how: Mapped[str | None] = mapped_column(String(10))
    answered_on: Mapped[date | None] = mapped_column(Date)
    consent_version: Mapped[str | None] = mapped_column(String(20))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    fresh: Mapped[bool] = mapped_column(default=False)
    moved_on: Mapped[date | None] = mapped_column(Date)
    invited_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime]


class HouseholdInvitation(Link, Base):
    """The link with which households of a group join by themselves; a newer one replaces it."""

    __tablename__ = "household_invitation"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("watch_group.id"), index=True)
    ended_at: Mapped[datetime | None] = mapped_column("withdrawn_at")


class HouseholdJoin(Base):
    """One answer sent by an invitation, kept for a day: counted against floods, and once each.

    Holds keyed hashes only, neither address nor person.
    """

    __tablename__ = "household_join"
    __table_args__ = (Index(None, "network_key", "at"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    invitation_id: Mapped[int] = mapped_column(ForeignKey("household_invitation.id"), index=True)
    network_key: Mapped[str] = mapped_column(String(64))
    form_hash: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime] = mapped_column(index=True)


class SpokenAgreement(Base):
    """A household with protected identity has joined by word with one contact person.

    Says neither who nor where, is seen by that person alone, and is never counted.
    """

    __tablename__ = "spoken_agreement"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("watch_group.id"), index=True)
    kept_by: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    since: Mapped[date] = mapped_column(Date)


class ParticipationFall(Base):
    """The share of joined dwellings fell below a limit (per cent), until it rose again."""

    __tablename__ = "participation_fall"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("watch_group.id"), index=True)
    below_pct: Mapped[int]
    at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
