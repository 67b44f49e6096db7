"""What is to be done with a sign that hangs, or hung: one row for each task."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, Id
from grannsamverkan.places.models import Municipality

if TYPE_CHECKING:
    from grannsamverkan.signs.models import PhotoSet, Sign
    from grannsamverkan.signs.models.faults import FaultReport

KINDS = ("fault", "inspect", "put_back", "take_down")


class SignTask(Base):
    """Something to do with a sign by a day, shown with photos: `open`, `done` or `cancelled`.

    While it is open, `reported_at` tells that somebody says it is done and a reviewer is to look.
    `reason` is why it was asked for, `note` what the doer says, `answer` what the reviewer says.
    """

    __tablename__ = "sign_task"
    __table_args__ = (
        Index("ix_sign_task_municipality_state", "municipality_id", "state"),
        Index("ix_sign_task_state_due", "state", "due_on"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    sign_id: Mapped[int] = mapped_column(ForeignKey("sign.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10), default="open")
    version: Mapped[int] = mapped_column()
    due_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    reported_at: Mapped[datetime | None]
    reported_by: Mapped[int | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None]
    reminded_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]

    sign: Mapped["Sign"] = relationship(back_populates="tasks")
    sets: Mapped[list["PhotoSet"]] = relationship(
        order_by="PhotoSet.id",
        primaryjoin="(PhotoSet.task_id == SignTask.id) & PhotoSet.report_id.is_(None)",
    )
    reports: Mapped[list["FaultReport"]] = relationship(
        back_populates="task", order_by="FaultReport.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def municipality(self) -> Municipality:
        """Whose sign it is: letters are sent in its name."""
        return self.sign.municipality

    @property
    def is_waiting(self) -> bool:
        """True while whoever keeps the sign has something to do."""
        return self.state == "open" and self.reported_at is None

    @property
    def is_reported(self) -> bool:
        """True while a reviewer is to look."""
        return self.state == "open" and self.reported_at is not None

    def is_late(self, today: date) -> bool:
        """True while the day has passed and nobody has said that it is done."""
        return self.is_waiting and self.due_on is not None and self.due_on < today

    @property
    def sent_set(self) -> "PhotoSet | None":
        """The newest photos that show the work done."""
        return next((s for s in reversed(self.sets) if s.sent_at is not None), None)

    @property
    def open_set(self) -> "PhotoSet | None":
        """The photos being put together, if any."""
        return next((s for s in reversed(self.sets) if s.sent_at is None), None)
