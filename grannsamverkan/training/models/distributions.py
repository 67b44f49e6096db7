"""Material sent to a selection of people, and how far it has come to each of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.accounts.models import User
from grannsamverkan.core.db import Base, Id
from grannsamverkan.groups.models import Contact
from grannsamverkan.places.models import Municipality
from grannsamverkan.training.models.assignments import Assignment
from grannsamverkan.training.models.editions import Edition
from grannsamverkan.training.rules.selecting import Count, Selection, Share


class Distribution(Base):
    """An edition sent to those whom a selection finds at the moment of sending.

    `selected` is the selection as plain data. `persons`, `groups` and `shares` are whom it reached
    when it was counted, at `counted_at`; once it is sent, those who were confirmed. Its links work
    to the end of `last_day`. `reminded_at` is the newest reminder.
    """

    __tablename__ = "training_distribution"
    __table_args__ = (Index(None, "municipality_id", "state", "sent_at"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("training_edition.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    version: Mapped[int] = mapped_column()
    selected: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str] = mapped_column(Text, default="")
    last_day: Mapped[date] = mapped_column(Date)
    persons: Mapped[int]
    groups: Mapped[int]
    shared: Mapped[list[Any]]
    counted_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    sent_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

    municipality: Mapped[Municipality] = relationship()
    edition: Mapped[Edition] = relationship()
    sender: Mapped[User | None] = relationship(foreign_keys=[sent_by])

    __mapper_args__ = {"version_id_col": version}

    @property
    def selection(self) -> Selection:
        """Whom it is for."""
        return Selection.read(self.selected)

    @selection.setter
    def selection(self, selection: Selection) -> None:
        self.selected = selection.written

    @property
    def shares(self) -> list[Share]:
        """Where those persons are."""
        return [Share(*written) for written in self.shared]

    def keep(self, count: Count, now: datetime) -> None:
        """Keep whom it reaches now."""
        self.persons, self.groups, self.counted_at = count.persons, count.groups, now
        self.shared = [list(share) for share in count.shares]


class Receiver(Base):
    """A person to whom a distribution goes, once, whichever groups the person is in.

    `way` is how far it has come (`rules.selecting.WAYS`). A row without an assignment still waits
    for the worker. `link_hash` tells the link that was given here from one given later;
    `link_sealed` is the same link's token, kept only for letters on paper, which are printed again.
    `reminds` waits for the worker to write the reminder, `reminder_id` is the newest one.
    `noted_by` wrote down that the person has read it on paper.
    """

    __tablename__ = "training_receiver"
    __table_args__ = (
        UniqueConstraint("distribution_id", "user_id"),
        Index(None, "distribution_id", "way", "id"),
        Index(None, "distribution_id", "id"),
        Index(None, "way", "mail_id"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    distribution_id: Mapped[int] = mapped_column(ForeignKey("training_distribution.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    route: Mapped[str] = mapped_column(String(6))
    way: Mapped[str] = mapped_column(String(10))
    assignment_id: Mapped[int | None] = mapped_column(
        ForeignKey("training_assignment.id"), index=True
    )
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"), index=True)
    reminder_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"), index=True)
    reminds: Mapped[bool] = mapped_column(default=False)
    link_hash: Mapped[str | None] = mapped_column(String(64))
    link_sealed: Mapped[str | None] = mapped_column(Text)
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    noted_at: Mapped[datetime | None]

    municipality: Mapped[Municipality] = relationship()
    distribution: Mapped[Distribution] = relationship()
    contact: Mapped[Contact] = relationship()
    assignment: Mapped[Assignment | None] = relationship()
