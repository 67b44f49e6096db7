"""What is meant for one person, and how far that person has come with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, Id
from grannsamverkan.groups.models import Contact
from grannsamverkan.places.models import Municipality
from grannsamverkan.training.models.editions import Edition
from grannsamverkan.training.rules import Question, drawing


class Assignment(Base):
    """An edition meant for one person, with the personal link that opens it.

    Only the token's hash is kept; a new link replaces it. `sent_at` is when the mail row was
    written, None for a link the person asked for on the site. `drawn` is what the present try asks
    (`rules.drawing`, None for a try from before there were drawings), `last_drawn` and
    `last_answers` (places of options as shown) are the try before it. `tries` counts them all.
    """

    __tablename__ = "training_assignment"
    __table_args__ = (UniqueConstraint("edition_id", "contact_id"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("training_edition.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    drawn: Mapped[list[Any] | None]
    last_drawn: Mapped[list[Any] | None]
    last_answers: Mapped[list[Any] | None]

    municipality: Mapped[Municipality] = relationship()
    edition: Mapped[Edition] = relationship()
    contact: Mapped[Contact] = relationship()
    modules_read: Mapped[list["ModuleRead"]] = relationship(
        back_populates="assignment", cascade="all, delete-orphan"
    )

    @property
    def asked(self) -> list[Question]:
        """The questions of the present try, as they are shown."""
        return self._shown(self.drawn)

    @property
    def answered(self) -> list[tuple[Question, int]]:
        """The questions of the try before, as they were shown, each with its answer."""
        if self.last_answers is None:
            return []
        return list(zip(self._shown(self.last_drawn), self.last_answers, strict=True))

    def _shown(self, drawn: list[Any] | None) -> list[Question]:
        bank = self.edition.asked
        kept = drawing.plain(bank, self.edition.draw) if drawn is None else drawn
        return drawing.shown(bank, kept)


class ModuleRead(Base):
    """That the holder of a link says to have read a module, in the edition that was shown.

    It names the edition and not the module, so that it stands when the course, or the module in
    it, is replaced by a newer edition.
    """

    __tablename__ = "training_module_read"
    __table_args__ = (UniqueConstraint("assignment_id", "edition_id"),)

    id: Mapped[Id]
    assignment_id: Mapped[int] = mapped_column(ForeignKey("training_assignment.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("training_edition.id"), index=True)
    read_at: Mapped[datetime]

    assignment: Mapped[Assignment] = relationship(back_populates="modules_read")
