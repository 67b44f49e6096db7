"""Certificates of a training that was done."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, Id
from grannsamverkan.groups.models import Contact
from grannsamverkan.places.models import Municipality
from grannsamverkan.training.models.editions import Edition
from grannsamverkan.training.models.sessions import Session
from grannsamverkan.training.rules import lasting


class Certificate(Base):
    """That a person did the training on a day. Its printed address shows whether it holds.

    It was done with an edition or at a session. `valid_until` is None for one without an end.
    `reminded_at` and `told_over_at` are when its holder was written to before and after that day;
    `withdrawn_for` is the reason in words.
    """

    __tablename__ = "training_certificate"
    __table_args__ = (Index(None, "municipality_id", "valid_until"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("training_edition.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("training_session.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    done_on: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    token_sealed: Mapped[str] = mapped_column(Text)
    reminded_at: Mapped[datetime | None]
    told_over_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None]
    withdrawn_for: Mapped[str] = mapped_column(Text, default="")

    municipality: Mapped[Municipality] = relationship()
    edition: Mapped[Edition | None] = relationship()
    session: Mapped[Session | None] = relationship()
    contact: Mapped[Contact] = relationship()

    @property
    def number(self) -> str:
        """What people call it by, such as "2026-00042"; the address is another, unguessable one."""
        return f"{self.done_on.year}-{self.id:05d}"

    @property
    def title(self) -> str:
        """What was done: the name of the material, or of the session."""
        done = self.edition or self.session
        return done.title if done else ""

    def standing(self, today: date) -> lasting.Standing:
        """What it is worth today."""
        return lasting.standing(self.valid_until, today, withdrawn=self.withdrawn_at is not None)
