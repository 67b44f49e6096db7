"""A walk round a group's signs by a volunteer with a link."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, Id
from grannsamverkan.core.links import Link
from grannsamverkan.groups.models import Group
from grannsamverkan.places.models import Municipality

if TYPE_CHECKING:
    from grannsamverkan.signs.models import Sign


class InspectionRound(Link, Base):
    """One round: its link works until it expires or is ended. `walker` is a name somebody typed."""

    __tablename__ = "inspection_round"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("watch_group.id"), index=True)
    walker: Mapped[str] = mapped_column(String(120), default="")

    group: Mapped[Group] = relationship()
    municipality: Mapped[Municipality] = relationship()
    marks: Mapped[list["RoundMark"]] = relationship(back_populates="round", order_by="RoundMark.id")


class RoundMark(Base):
    """What the walker said of one sign. `key` makes saying the same twice count once."""

    __tablename__ = "round_mark"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("inspection_round.id"), index=True)
    sign_id: Mapped[int] = mapped_column(ForeignKey("sign.id"), index=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    result: Mapped[str] = mapped_column(String(8))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("fault_report.id"))
    at: Mapped[datetime]

    round: Mapped[InspectionRound] = relationship(back_populates="marks")
    sign: Mapped["Sign"] = relationship()
