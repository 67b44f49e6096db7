"""Material: its editions with their questions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, Id
from grannsamverkan.places.models import Municipality
from grannsamverkan.training import rules
from grannsamverkan.training.rules import Question

KINDS = ("pdf", "form", "film", "link", "page", "course")
AUDIENCES = ("contacts", "everyone", "staff")


class Edition(Base):
    """One edition of training material with its questions; never changed once published.

    `kind` is None until a file or a written page (`stored`, the SHA-256 of its bytes; `size` in
    bytes) or a link (`url`) is there. The worker draws the first page of a PDF (`thumb`) and counts
    them (`pages`). Publishing it sets the edition it `replaces_id` aside. Each
    try draws `draw` questions, and `pass_mark` must be right (None: the municipality's setting).
    `valid_from` and `valid_until` are the days on which it is sent. What `trains` has questions and
    counts as a contact person's training; other material is done when its reader says to have
    read it. A course holds other editions (`models.courses`).
    """

    __tablename__ = "training_edition"
    __table_args__ = (Index(None, "municipality_id", "state"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    title: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(10), default="sv")
    description: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str | None] = mapped_column(String(10))
    audience: Mapped[str] = mapped_column(String(10), default="contacts")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("training_edition.id"), index=True)
    stored: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]
    url: Mapped[str | None] = mapped_column(String(rules.LONGEST_URL))
    trains: Mapped[bool] = mapped_column(default=True)
    questions: Mapped[list[Any]] = mapped_column(default=list)
    media_type: Mapped[str | None] = mapped_column(String(40))
    thumb: Mapped[str | None] = mapped_column(String(64))
    pages: Mapped[int | None]
    draw: Mapped[int] = mapped_column(default=rules.QUESTIONS)
    pass_mark: Mapped[int | None]
    minutes: Mapped[int | None]
    owner: Mapped[str] = mapped_column(String(120), default="")
    licence: Mapped[str] = mapped_column(String(120), default="")
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    published_at: Mapped[datetime | None]

    municipality: Mapped[Municipality] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def asked(self) -> list[Question]:
        """The bank of questions in their order."""
        return [Question.read(entry) for entry in self.questions]

    @property
    def purpose(self) -> str:
        """What it is for, as a form says it: "training" or "reading"."""
        return "training" if self.trains else "reading"

    @property
    def lang(self) -> str:
        """The language as a page says it (BCP 47): easy Swedish is Swedish."""
        return self.language.split("-")[0]

    @property
    def direction(self) -> str:
        """Which way its language is written, as a page's `dir`."""
        return "rtl" if self.language in rules.RIGHT_TO_LEFT else "ltr"

    @property
    def host(self) -> str | None:
        """Where a link leads, to show beside it; None for a file."""
        return rules.link_host(self.url) if self.url else None
