"""Tables of the training room."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.db import Base, Id
from grannsamverkan.groups.models import Contact
from grannsamverkan.places.models import Municipality
from grannsamverkan.training import rules
from grannsamverkan.training.rules import Question, drawing, lasting

KINDS = ("pdf", "link", "page")


class Edition(Base):
    """One edition of training material with its questions; never changed once published.

    `kind` is None until a PDF or a written page (`stored`, the SHA-256 of its bytes; `size` in
    bytes) or a link (`url`) is there. Each
    try draws `draw` questions, and `pass_mark` must be right (None: the municipality's setting).
    `valid_from` and `valid_until` are the days on which it is sent.
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


class Certificate(Base):
    """That a person did the training on a day. Its printed address shows whether it holds.

    `valid_until` is None for one without an end. `reminded_at` and `told_over_at` are when its
    holder was written to before and after that day; `withdrawn_for` is the reason in words.
    """

    __tablename__ = "training_certificate"
    __table_args__ = (Index(None, "municipality_id", "valid_until"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("training_edition.id"))
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
    edition: Mapped[Edition] = relationship()
    contact: Mapped[Contact] = relationship()

    @property
    def number(self) -> str:
        """What people call it by, such as "2026-00042"; the address is another, unguessable one."""
        return f"{self.done_on.year}-{self.id:05d}"

    def standing(self, today: date) -> lasting.Standing:
        """What it is worth today."""
        return lasting.standing(self.valid_until, today, withdrawn=self.withdrawn_at is not None)
