"""Ways out for mail through Flask-Mail: the message as it goes, the connection, what went wrong."""

import secrets
import smtplib
import ssl
from contextlib import suppress
from email.encoders import encode_quopri
from email.generator import BytesGenerator
from email.header import Header
from email.message import Message as Part
from email.policy import Compat32, compat32
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol, cast
from urllib.parse import parse_qs, unquote, urlsplit

from flask import Flask
from flask_mail import (
    BadHeaderError,
    Connection,
    Mail,
    sanitize_address,
    sanitize_addresses,
)
from flask_mail import Message as FlaskMessage

from grannsamverkan.core.mail import MailRow

TIMEOUT_S = 20
CLOSING = 421
"""What a server says before it ends a connection (RFC 5321)."""
AT_THE_DOOR = (smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError)
SHORT, LONGEST = 76, 900
"""Letters of a header with its name that need no folding; and that a line may have (RFC 5322)."""
# Flask-Mail asks the running app how to write file names; the worker has none, so this stands in.
_APP = Flask(__name__)
Mail(_APP)


class _AsItIs(Compat32):
    """Writes plain headers that need no folding as they are: trying to is half of all the work."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        plain = isinstance(value, str) and value.isascii() and value.isprintable()
        if plain and len(name) + len(value) < (LONGEST if " " not in value else SHORT):
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


_WIRE = _AsItIs(linesep="\r\n")


class Message(FlaskMessage):
    """Flask-Mail's message, written in a fraction of the time: its way reads each header anew."""

    def as_bytes(self) -> bytes:
        made = self._message()
        made.policy = compat32
        for part in made.walk():
            if part.is_multipart():
                # By itself Python searches all the text for a boundary that does not stand in it.
                boundary = f'{part.get_content_type()}; boundary="{secrets.token_hex(12)}"'
                part.replace_header("Content-Type", boundary)
            elif _has_long_lines(part):
                # A line of more than 998 bytes is refused by some servers, and cut by others.
                del part["Content-Transfer-Encoding"]
                encode_quopri(part)
        written = BytesIO()
        BytesGenerator(written, mangle_from_=False, policy=_WIRE).flatten(made)
        return written.getvalue()


def _has_long_lines(part: Part) -> bool:
    payload = part.get_payload()
    return isinstance(payload, str) and any(len(line) > LONGEST for line in payload.splitlines())


@lru_cache(maxsize=100)
def _encoded(subject: str) -> str:
    """A subject as headers have it; thousands of mails share one."""
    if subject.isascii():
        return subject
    return Header(subject, "utf-8", header_name="Subject").encode(linesep="\r\n")


@lru_cache(maxsize=10)
def _sanitized(sender: str) -> str:
    return sanitize_address(sender)


def compose(
    row: MailRow, sender: str, bodies: list[tuple[str, str, bytes]], to: str | None = None
) -> Message:
    """The MIME message for `row`; `bodies` are its attachments as (name, media type, bytes).

    `to` is the opened address of a private recipient; others stand in the row.
    Raises BadHeaderError for anything that would become a second header or a second receiver.
    """
    address = row.to_address if to is None else to
    message = Message(
        subject=_encoded(row.subject),
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


class Outgoing(Protocol):
    """A way out for mails, one after another, until it is closed.

    Raises OSError or smtplib.SMTPException when one did not go; the next may all the same.
    """

    def send(self, message: Message) -> None: ...

    def close(self) -> None: ...


class _CheckedConnection(Connection):
    """Flask-Mail's connection with a time limit, a checked certificate and no swallowed refusal."""

    def __init__(self, mail: Mail, timeout_s: float) -> None:
        super().__init__(mail)
        self._timeout_s = timeout_s

    def configure_host(self) -> smtplib.SMTP:
        # Reading the machine's certificates takes longer than sending a mail.
        secured = self.mail.use_ssl or self.mail.use_tls
        context = ssl.create_default_context() if secured else None
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

    def hand_over(self, message: Message, envelope_from: str) -> None:
        """Send one. Flask-Mail's own `send` needs an app, and drops what is said of a recipient."""
        assert self.host is not None
        to = sanitize_addresses(message.send_to)
        refused = self.host.sendmail(envelope_from, to, as_bytes(message))
        if refused:
            raise smtplib.SMTPRecipientsRefused(refused)


class SmtpOutgoing:
    """Sends through the server of MAIL_URL.

    smtp://[user:password@]host[:port]?tls=required|none, or smtps:// for TLS from the first byte.
    STARTTLS is demanded unless `tls=none` stands there (a relay on the same machine), and no
    answer is waited for longer than `timeout=` seconds (20). Reports on mails that cannot be
    delivered go to `bounces=`, else to the sender. The connection is kept for the next mail.
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
        self._bounces = options.get("bounces", [""])[0]
        self._connection: _CheckedConnection | None = None

    def send(self, message: Message) -> None:
        """Send a mail to its one recipient: a refused one among several would be swallowed."""
        is_new = self._connection is None
        try:
            self._hand_over(message)
        except Exception as error:
            if not is_servers(error):
                raise
            self.close()
            if is_new or not _hung_up(error):
                raise
            # A server ends a connection when it likes; over a new one the same mail may go.
            self._hand_over(message)

    def close(self) -> None:
        """End the connection, if there is one."""
        connection, self._connection = self._connection, None
        if connection is not None and connection.host is not None:
            # What has been sent has been acknowledged: a farewell that fails changes nothing.
            with suppress(OSError):
                connection.host.quit()
            connection.host.close()

    def _hand_over(self, message: Message) -> None:
        if self._connection is None:
            self._connection = _CheckedConnection(self._mail, self._timeout_s).__enter__()
        envelope_from = self._bounces or _sanitized(str(message.sender))
        self._connection.hand_over(message, envelope_from)


class CapturedOutgoing:
    """Keeps mail as files in a folder: nothing leaves the machine in development."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def send(self, message: Message) -> None:
        name = str(message.msgId).strip("<>").split("@")[0]
        (self.folder / f"{name}.eml").write_bytes(as_bytes(message))

    def close(self) -> None:
        """Nothing is kept open."""


def open_outgoing(url: str) -> Outgoing:
    """The way out that `url` names; ValueError for an unknown kind."""
    parts = urlsplit(url)
    if parts.scheme in {"smtp", "smtps"}:
        return SmtpOutgoing(url)
    if parts.scheme == "capture":
        return CapturedOutgoing(Path(unquote(parts.path)))
    raise ValueError(f"MAIL_URL: no mail of kind {parts.scheme!r}; use smtp://host")


def without_address(error: BaseException, address: str | None) -> BaseException:
    """What a server said of a private address, without the address: errors are kept and shown."""
    if address is None:
        return error

    def told(message: bytes | str) -> bytes:
        raw = message if isinstance(message, bytes) else message.encode()
        return raw.replace(address.encode(), b"-")

    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return smtplib.SMTPRecipientsRefused({"-": (code, told(text))})
    if isinstance(error, smtplib.SMTPResponseException):
        return smtplib.SMTPResponseException(error.smtp_code, told(error.smtp_error))
    return error


def is_servers(error: BaseException) -> bool:
    """True if the server is in trouble, or the way to it: the next mail would fare no better."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code == CLOSING for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        at_the_door = (
            smtplib.SMTPConnectError,
            smtplib.SMTPHeloError,
            smtplib.SMTPAuthenticationError,
        )
        return error.smtp_code == CLOSING or isinstance(error, at_the_door)
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, smtplib.SMTPServerDisconnected)
    return isinstance(error, OSError)


def _hung_up(error: BaseException) -> bool:
    """True if the server has ended the connection; false if it has kept us waiting."""
    ended = isinstance(error, smtplib.SMTPException)
    return ended and not isinstance(error.__context__, TimeoutError)


def is_final(error: BaseException) -> bool:
    """True for a refusal that another try will not change (a 5xx answer, a broken address)."""
    if isinstance(error, BadHeaderError):
        return True
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and (
        500 <= error.smtp_code < 600 and not isinstance(error, smtplib.SMTPAuthenticationError)
    )
