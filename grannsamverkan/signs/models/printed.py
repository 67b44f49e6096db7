"""Printed matter: a municipality's catalogue, receipts of orders, and the links that give them."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, Id
from grannsamverkan.core.links import Link
from grannsamverkan.signs.models.orders import SignOrder


class PrintedMatter(Base):
    """A municipality's own printed matter, or its own version of what ships (same `code`).

    `per` and `factor` say how many are proposed, `opens` which groups may order it: see
    `words/printed.py`.
    """

    __tablename__ = "printed_matter"
    __table_args__ = (UniqueConstraint("municipality_id", "code"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    code: Mapped[str] = mapped_column(String(24))
    used: Mapped[bool] = mapped_column(default=True)
    name_sv: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    about_sv: Mapped[str] = mapped_column(Text, default="")
    about_en: Mapped[str] = mapped_column(Text, default="")
    unit: Mapped[str] = mapped_column(String(8))
    per: Mapped[str] = mapped_column(String(10))
    factor: Mapped[float]
    opens: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(200), default="")
    changed_by: Mapped[int | None]
    changed_at: Mapped[datetime]


class OrderReceipt(Base):
    """A group has got what it ordered: pressed by one of its people, or noted by the coordinator.

    `received_by` is a name somebody typed, empty for a press. `confirmed_by` is who pressed;
    `by_link` tells that it was the link of a mail.
    """

    __tablename__ = "order_receipt"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("sign_order.id"), unique=True)
    on: Mapped[date] = mapped_column(Date)
    received_by: Mapped[str] = mapped_column(String(120), default="")
    noted_by: Mapped[int | None]
    confirmed_by: Mapped[int | None]
    by_link: Mapped[bool] = mapped_column(default=False)
    noted_at: Mapped[datetime]


class OrderLink(Link, Base):
    """One contact person's way to the receipt of one order, sent by mail when it has come."""

    __tablename__ = "order_link"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("sign_order.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)

    order: Mapped[SignOrder] = relationship()
