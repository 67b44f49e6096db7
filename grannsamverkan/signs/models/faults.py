"""What passers-by say is wrong with a sign."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, Id
from grannsamverkan.places.models import Municipality

if TYPE_CHECKING:
    from grannsamverkan.signs.models import PhotoSet, Sign
    from grannsamverkan.signs.models.tasks import SignTask


class FaultReport(Base):
    """One report by a sign's label; `id` is the number the reporter gets.

    Several reports of one sign share a task. The address is sealed, and gone once the reporter has
    been told how it ended; so is `network`, a keyed hash that only serves to stop floods.
    """

    __tablename__ = "fault_report"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    sign_id: Mapped[int] = mapped_column(ForeignKey("sign.id"), index=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("sign_task.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text, default="")
    email_sealed: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2), default="sv")
    network: Mapped[str] = mapped_column(String(80), default="", index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    told_at: Mapped[datetime | None]

    sign: Mapped["Sign"] = relationship()
    task: Mapped["SignTask"] = relationship(back_populates="reports")
    sets: Mapped[list["PhotoSet"]] = relationship(order_by="PhotoSet.id")

    @property
    def municipality(self) -> Municipality:
        """Whose sign it is: letters are sent in its name."""
        return self.sign.municipality
