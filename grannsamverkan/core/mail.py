"""Letters by mail: what they say, the row that waits, and the way out through Flask-Mail."""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any, Protocol, cast
from urllib.parse import parse_qs, unquote, urlsplit

from flask import Flask
from flask_mail import (
    BadHeaderError,
    Connection,
    Mail,
    Message,
    sanitize_address,
    sanitize_addresses,
)
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from grannsamverkan.core import i18n
from grannsamverkan.core.db import Base, Id

TIMEOUT_S = 20
# Flask-Mail asks the running app how to write file names; the worker has none, so this stands in.
_APP = Flask(__name__)
Mail(_APP)
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


class Outgoing(Protocol):
    """A way out for mail. Raises OSError or smtplib.SMTPException when it did not go."""

    def send(self, message: Message) -> None: ...


class _CheckedConnection(Connection):
    """Flask-Mail's connection with a time limit, a checked certificate and no swallowed refusal."""

    def __init__(self, mail: Mail, timeout_s: float) -> None:
        super().__init__(mail)
        self._timeout_s = timeout_s

    def configure_host(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        server, port = self.mail.server, self.mail.port
        host: smtplib.SMTP
        if self.mail.use_ssl:
            host = smtplib.SMTP_SSL(server, port, timeout=self._timeout_s, context=context)
        else:
            host = smtplib.SMTP(server, port, timeout=self._timeout_s)
        if self.mail.use_tls:
            host.starttls(context=context)
        if self.mail.username and self.mail.password:
            host.login(self.mail.username, self.mail.password)
        return host

    def send(self, message: Message, envelope_from: str | tuple[str, str] | None = None) -> None:
        # Flask-Mail's own send needs a running app and drops what the server says of a recipient.
        assert self.host is not None
        refused = self.host.sendmail(
            sanitize_address(envelope_from or str(message.sender)),
            sanitize_addresses(message.send_to),
            as_bytes(message),
        )
        if refused:
            raise smtplib.SMTPRecipientsRefused(refused)


class SmtpOutgoing:
    """Sends through the server of MAIL_URL.

    smtp://[user:password@]host[:port]?tls=required|none, or smtps:// for TLS from the first byte.
    STARTTLS is demanded unless `tls=none` stands there (a relay on the same machine), and no
    answer is waited for longer than `timeout=` seconds (20).
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        implicit = parts.scheme == "smtps"
        options = parse_qs(parts.query)
        wants_tls = options.get("tls", ["required"])[0] != "none"
        self._timeout_s = float(options.get("timeout", [TIMEOUT_S])[0])
        settings = Mail().init_mail(
            {
                "MAIL_SERVER": parts.hostname or "127.0.0.1",
                "MAIL_PORT": parts.port or (465 if implicit else 587),
                "MAIL_USE_SSL": implicit,
                "MAIL_USE_TLS": wants_tls and not implicit,
                "MAIL_USERNAME": unquote(parts.username) if parts.username else None,
                "MAIL_PASSWORD": unquote(parts.password) if parts.password else None,
            }
        )
        # Without an app, Flask-Mail's settings object is what a `Mail` would ask it for.
        self._mail = cast(Mail, settings)

    def send(self, message: Message) -> None:
        # One recipient per message: a refused one among several would be swallowed.
        with _CheckedConnection(self._mail, self._timeout_s) as connection:
            connection.send(message)


class CapturedOutgoing:
    """Keeps mail as files in a folder: nothing leaves the machine in development."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def send(self, message: Message) -> None:
        name = str(message.msgId).strip("<>").split("@")[0]
        (self.folder / f"{name}.eml").write_bytes(as_bytes(message))


def sender_address(mail_url: str, base_url: str) -> str:
    """The From address: `from=` of MAIL_URL, else no-reply at the installation's own host."""
    given = parse_qs(urlsplit(mail_url).query).get("from")
    return given[0] if given else f"no-reply@{urlsplit(base_url).hostname}"


def open_outgoing(url: str) -> Outgoing:
    """The way out that `url` names; ValueError for an unknown kind."""
    parts = urlsplit(url)
    if parts.scheme in {"smtp", "smtps"}:
        return SmtpOutgoing(url)
    if parts.scheme == "capture":
        return CapturedOutgoing(Path(unquote(parts.path)))
    raise ValueError(f"MAIL_URL: no mail of kind {parts.scheme!r}; use smtp://host")


def compose(
    row: MailRow, sender: str, bodies: list[tuple[str, str, bytes]], to: str | None = None
) -> Message:
    """The MIME message for `row`; `bodies` are its attachments as (name, media type, bytes).

    `to` is the opened address of a private recipient; others stand in the row.
    Raises BadHeaderError for anything that would become a second header or a second receiver.
    """
    address = row.to_address if to is None else to
    message = Message(
        subject=row.subject,
        recipients=[address],
        body=row.text,
        html=row.html,
        sender=sender,
        reply_to=row.reply_to or None,
        date=row.created_at.timestamp(),
        extra_headers={
            "Auto-Submitted": "auto-replied" if row.answers else "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": row.language,
            "X-Created": format_datetime(row.created_at),
            **({"In-Reply-To": row.answers, "References": row.answers} if row.answers else {}),
            **(_one_click(row.unsubscribe) if row.unsubscribe else {}),
        },
    )
    message.msgId = row.message_id
    for name, media_type, body in bodies:
        message.attach(name, media_type, body)
    if message.has_bad_headers() or parseaddr(address)[1] != address:
        raise BadHeaderError(f"mail {row.id} has a header or an address that cannot be sent")
    return message


def _one_click(address: str) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def as_bytes(message: Message) -> bytes:
    """The message as it goes over the wire."""
    with _APP.app_context():
        return bytes(message.as_bytes())


def without_address(error: BaseException, address: str) -> BaseException:
    """What a server said of a private address, without the address: errors are kept and shown."""

    def told(message: bytes | str) -> bytes:
        raw = message if isinstance(message, bytes) else message.encode()
        return raw.replace(address.encode(), b"-")

    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return smtplib.SMTPRecipientsRefused({"-": (code, told(text))})
    if isinstance(error, smtplib.SMTPResponseException):
        return smtplib.SMTPResponseException(error.smtp_code, told(error.smtp_error))
    return error


def is_final(error: BaseException) -> bool:
    """True for a refusal that another try will not change (a 5xx answer, a broken address)."""
    if isinstance(error, BadHeaderError):
        return True
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and (
        500 <= error.smtp_code < 600 and not isinstance(error, smtplib.SMTPAuthenticationError)
    )
