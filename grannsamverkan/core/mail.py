"""Letters by mail: what they say, and the row that waits until `core/delivery.py` sends it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from grannsamverkan.core import i18n
from grannsamverkan.core.db import Base, Id

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent.parent / "templates" / "mail"),
    undefined=StrictUndefined,
    autoescape=select_autoescape(["html"]),
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals.update(_=i18n.gettext)


@dataclass(frozen=True)
class Attachment:
    """A stored object that goes along; `name` is what the receiver sees."""

    name: str
    media_type: str
    stored: str


@dataclass(frozen=True)
class Letter:
    """What a mail says. `path` is below the installation's own address, never absolute.

    The subject states the fact, the lead says what to do; then one button, the reason, whom to
    call. `code` is six digits shown large. `facts` are (label, value) pairs. `answers` is the
    Message-ID of a mail that came in and is answered by this one without a person. `reply_to` is
    where a person's answer should go instead of to the sender. `unsubscribe` is a path on which a
    POST ends mails of this kind without more questions (RFC 8058); letters that go with a duty
    have none. The row keeps it as a whole address until the mail has gone.
    """

    subject: str
    lead: str
    button: tuple[str, str] | None = None
    code: str | None = None
    paragraphs: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    contact: str = ""
    attachments: tuple[Attachment, ...] = ()
    answers: str = ""
    reply_to: str = ""
    unsubscribe: str = ""


@dataclass(frozen=True)
class Recipient:
    """One mailbox and the language its owner reads.

    The address of a `private` one is kept sealed until the mail has gone, and not at all after.
    """

    address: str
    language: str = "sv"
    private: bool = False


class MailRow(Base):
    """One mail to one mailbox, rendered when it was decided; a job of kind `send_mail` sends it.

    `bounced_at` and `bounce` tell of a final delivery report that came back after it was sent: when
    it was read, and why in the words of the server that refused, without the address.
    """

    __tablename__ = "mail"
    __table_args__ = (
        Index("ix_mail_subject", "subject_kind", "subject_id"),
        Index(None, "bounced_at"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    letter: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    to_address: Mapped[str] = mapped_column(String(320))
    to_sealed: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    attachments: Mapped[list[Any]]
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    answers: Mapped[str] = mapped_column(String(260), default="", server_default="")
    reply_to: Mapped[str] = mapped_column(String(254), default="", server_default="")
    unsubscribe: Mapped[str] = mapped_column(String(260), default="", server_default="")
    holds_secret: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    bounced_at: Mapped[datetime | None]
    bounce: Mapped[str] = mapped_column(Text, default="", server_default="")


def render(letter: Letter, base_url: str, sender_name: str) -> tuple[str, str]:
    """The letter as (plain text, HTML) in the language spoken now."""
    values = {
        "letter": letter,
        "button_url": base_url + letter.button[1] if letter.button else None,
        "language": i18n.current_language(),
        "sender_name": sender_name,
        "home_url": base_url,
    }
    text = _TEMPLATES.get_template("letter.txt").render(values)
    html = _TEMPLATES.get_template("letter.html").render(values)
    return text, html


def sender_address(mail_url: str, base_url: str) -> str:
    """The From address: `from=` of MAIL_URL, else no-reply at the installation's own host."""
    given = parse_qs(urlsplit(mail_url).query).get("from")
    return given[0] if given else f"no-reply@{urlsplit(base_url).hostname}"
