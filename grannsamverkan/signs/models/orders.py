"""Orders of signs and printed matter, hand-out with its receipt, and owners' consent."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, Id
from grannsamverkan.groups.models import Group
from grannsamverkan.places.models import Municipality

if TYPE_CHECKING:
    from grannsamverkan.signs.models import Sign


class SignOrder(Base):
    """What a group orders; no stock is kept, so every order names its group.

    `kind` is "signs", whose lines are sign places, or "printed", whose lines are printed matter.
    `note` is the group's, `answer` the coordinator's. Of printed matter alone: the numbers of
    dwellings and entrances it was reckoned from (None if nobody knew), why the group wants more
    than it would need, and from whom the municipality has ordered it. `delivered_on` is the day of
    the latest delivery.
    """

    __tablename__ = "sign_order"
    __table_args__ = (Index("ix_sign_order_municipality_state", "municipality_id", "state"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("watch_group.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12), default="signs")
    state: Mapped[str] = mapped_column(String(12), default="asked")
    version: Mapped[int] = mapped_column()
    note: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    moved_at: Mapped[datetime]
    dwellings: Mapped[int | None]
    entrances: Mapped[int | None]
    more_because: Mapped[str] = mapped_column(Text, default="")
    supplier: Mapped[str] = mapped_column(String(120), default="")
    reference: Mapped[str] = mapped_column(String(80), default="")
    delivered_on: Mapped[date | None] = mapped_column(Date)

    group: Mapped[Group] = relationship(lazy="joined")
    municipality: Mapped[Municipality] = relationship()
    lines: Mapped[list["OrderLine"]] = relationship(
        back_populates="order", order_by="OrderLine.id", lazy="selectin"
    )

    __mapper_args__ = {"version_id_col": version}


class OrderLine(Base):
    """One thing of an order: for signs, one sign place with quantity 1.

    Of printed matter `item` is its code in the catalogue, `asked` what the group wished for before
    the coordinator lowered it, and `delivered` how many have come.
    """

    __tablename__ = "order_line"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("sign_order.id"), index=True)
    sign_id: Mapped[int | None] = mapped_column(ForeignKey("sign.id"), index=True)
    item: Mapped[str] = mapped_column(String(24), default="sign")
    quantity: Mapped[int] = mapped_column(default=1)
    asked: Mapped[int | None]
    delivered: Mapped[int] = mapped_column(default=0)

    order: Mapped[SignOrder] = relationship(back_populates="lines")
    sign: Mapped["Sign | None"] = relationship(lazy="joined")


class HandOut(Base):
    """The receipt of a sign: who took it, when, with how many sets of fastenings.

    `received_by` is a name somebody typed; `confirmed_at` is the receiver's own press.
    """

    __tablename__ = "hand_out"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    sign_id: Mapped[int] = mapped_column(ForeignKey("sign.id"), unique=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("sign_order.id"), index=True)
    received_by: Mapped[str] = mapped_column(String(120), default="")
    on: Mapped[date] = mapped_column(Date)
    fastening_sets: Mapped[int] = mapped_column(default=1)
    noted_by: Mapped[int | None]
    noted_at: Mapped[datetime]
    confirmed_by: Mapped[int | None]
    confirmed_at: Mapped[datetime | None]


class OwnerConsent(Base):
    """The owner's yes to a sign on what is not the municipality's: who, when, and the paper."""

    __tablename__ = "owner_consent"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    sign_id: Mapped[int] = mapped_column(ForeignKey("sign.id"), unique=True)
    given_by: Mapped[str] = mapped_column(String(120))
    on: Mapped[date] = mapped_column(Date)
    stored: Mapped[str | None] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40), default="")
    noted_by: Mapped[int | None]
    noted_at: Mapped[datetime]
