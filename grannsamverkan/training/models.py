"""Tables of the training room."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, Id
from grannsamverkan.groups.models import Contact
from grannsamverkan.places.models import Municipality
from grannsamverkan.training import rules
from grannsamverkan.training.rules import Question

KINDS = ("pdf", "link")


class Edition(Base):
    """One edition of training material with its questions; never changed once published.

    `kind` is None until a file (`stored`, the SHA-256; `size` in bytes) or a `url` is there.
    """

    __tablename__ = "training_edition"
    __table_args__ = (Index(None, "municipality_id", "state"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    title: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(10), default="sv")
    description: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str | None] = mapped_column(String(10))
    stored: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]
    url: Mapped[str | None] = mapped_column(String(rules.LONGEST_URL))
    questions: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    published_at: Mapped[datetime | None]

    municipality: Mapped[Municipality] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def asked(self) -> list[Question]:
        """The questions in their order."""
        return [Question.read(entry) for entry in self.questions]

    @property
    def host(self) -> str | None:
        """Where a link leads, to show beside it; None for a file."""
        return rules.link_host(self.url) if self.url else None


class Assignment(Base):
    """An edition meant for one person, with the personal link that opens it.

    Only the token's hash is kept; a new link replaces it. `sent_at` is when the mail row was
    written, None for a link the person asked for on the site. `last_answers` are places of options.
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
    last_answers: Mapped[list[Any] | None]

    municipality: Mapped[Municipality] = relationship()
    edition: Mapped[Edition] = relationship()
    contact: Mapped[Contact] = relationship()
