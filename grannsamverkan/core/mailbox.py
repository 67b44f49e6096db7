"""Reads a mailbox by IMAP: each message is handed over once, then moved out of the way.

The reader knows no rows: `known` and `keep` are the caller's. A message is moved only after `keep`
has returned, so whatever breaks in between, the message is still there and `known` tells the next
reading what to do with it.
"""

import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from imaplib import IMAP4
from typing import cast
from urllib.parse import parse_qs, unquote, urlsplit

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailMessage
from imap_tools.errors import ImapToolsError
from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from grannsamverkan.core.db import Base
from grannsamverkan.core.jobs import PAUSES

TIMEOUT_S = 20.0
MOST_MESSAGES = 500
MOST_READING_S = 120.0
"""In one reading: a job has five minutes before somebody else takes it over. Small mails are many
in that time, so that photos need not wait long behind a storm of reports."""
MOST_BYTES = 80 * 1024 * 1024
"""Of one message as it travels: 60 MB of photos grow by a third in base64. Of a larger one the
header alone is fetched."""
MOST_PAUSE = timedelta(hours=1)
NO_PAUSE = timedelta(0)
SCHEMES = {"imaps": 993, "imap+starttls": 143}
MOVED = "Grannsamverkan"


class Unreachable(Exception):
    """The mailbox could not be read now; the text says why and holds no password."""


@dataclass(frozen=True)
class MailboxAddress:
    """One mailbox of MAILBOX_URL. `municipality` is a slug, or empty where there is only one."""

    host: str
    port: int
    implicit_tls: bool
    user: str
    password: str
    folder: str = "INBOX"
    moved: str = MOVED
    timeout_s: float = TIMEOUT_S
    municipality: str = ""

    @property
    def name(self) -> str:
        """What it is called in the database and on pages: no password in it."""
        return f"{self.user} · {self.host}/{self.folder}"


@dataclass(frozen=True)
class Arrived:
    """One message in the mailbox. `raw` is only its header when `whole` is false (too large)."""

    uid_validity: int
    uid: int
    size: int
    raw: bytes
    whole: bool


Known = Callable[[int, Iterable[int]], Mapping[int, bool]]
"""(uid validity, uids) → those dealt with before, and whether they are to be moved."""
Keep = Callable[[Arrived], bool]
"""Keeps a message for good; returns whether it is to be moved."""


def parse_urls(text: str) -> tuple[MailboxAddress, ...]:
    """The mailboxes of MAILBOX_URL, with white space between them; ValueError for a wrong one."""
    return tuple(_parse_url(url) for url in text.split())


def _parse_url(url: str) -> MailboxAddress:
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        raise ValueError("must begin with imaps:// or imap+starttls://")
    if not (parts.hostname and parts.username and parts.password):
        raise ValueError("needs user, password and host: imaps://user:password@host/INBOX")
    options = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return MailboxAddress(
        host=parts.hostname,
        port=parts.port or SCHEMES[parts.scheme],
        implicit_tls=parts.scheme == "imaps",
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        moved=options.get("moved", MOVED),
        timeout_s=float(options.get("timeout", TIMEOUT_S)),
        municipality=options.get("municipality", ""),
    )


def read(address: MailboxAddress, known: Known, keep: Keep) -> int:
    """Hand over what is new and move it, within the limits of one reading; returns how many.

    Raises Unreachable for anything that is wrong with the server, the network or the password.
    """
    try:
        with _connected(address) as box:
            return _read(box, address, known, keep)
    except (OSError, ImapToolsError, IMAP4.error) as error:
        raise Unreachable(_why(error, address)) from error


def _read(box: BaseMailBox, address: MailboxAddress, known: Known, keep: Keep) -> int:
    validity = box.folder.status(address.folder, ["UIDVALIDITY"])["UIDVALIDITY"]
    uids = sorted(int(uid) for uid in box.uids())
    before = known(validity, uids)
    _move(box, [uid for uid in uids if before.get(uid)], address.moved)
    fresh = [uid for uid in uids if uid not in before][:MOST_MESSAGES]
    until = time.monotonic() + MOST_READING_S
    for number, uid in enumerate(fresh):
        if time.monotonic() > until:
            return number
        arrived = _fetch(box, validity, uid)
        # Somebody may have moved it by hand while we were reading.
        if arrived is not None and keep(arrived):
            _move(box, [uid], address.moved)
    return len(fresh)


def _connected(address: MailboxAddress) -> BaseMailBox:
    context = ssl.create_default_context()
    kind = MailBox if address.implicit_tls else MailBoxStartTls
    box: BaseMailBox = kind(
        address.host, address.port, timeout=address.timeout_s, ssl_context=context
    )
    box.email_message_class = _Parts  # type: ignore[assignment]  # typed as one class, not a kind
    _sign_in(box, address)
    # What a server can do is known after the sign-in: Dovecot says MOVE only then, and without
    # it imap-tools would expunge, which removes what other people have marked as deleted.
    answer = box.client.capability()[1][-1]
    box.client.capabilities = tuple(answer.decode().upper().split())
    return box


def _sign_in(box: BaseMailBox, address: MailboxAddress) -> None:
    try:
        box.login_utf8(address.user, address.password, initial_folder=None)
        box.folder.set(address.folder)
    except IMAP4.error as error:
        box.client.shutdown()
        raise Unreachable(f"MailboxLoginError: {error}") from error
    except BaseException:
        box.client.shutdown()
        raise


class _Parts(MailMessage):
    """One FETCH answer as bytes, unread: strangers' mail is parsed in one place, core.mime."""

    def __init__(self, answer: list[bytes | tuple[bytes, bytes]]) -> None:
        literals = [item for item in answer if isinstance(item, tuple)]
        self.raw = literals[0][1] if literals else b""
        told = b" ".join(item[0] if isinstance(item, tuple) else item for item in answer)
        size = told.upper().partition(b"RFC822.SIZE ")[2].split(b" ")[0].rstrip(b")")
        self.told_size = int(size) if size.isdigit() else len(self.raw)


def _fetch(box: BaseMailBox, validity: int, uid: int) -> Arrived | None:
    header = _fetch_parts(box, uid, headers_only=True)
    if header is None:
        return None
    whole = header.told_size <= MOST_BYTES
    parts = _fetch_parts(box, uid, headers_only=False) if whole else header
    if parts is None:
        return None
    return Arrived(validity, uid, header.told_size, parts.raw, whole)


def _fetch_parts(box: BaseMailBox, uid: int, *, headers_only: bool) -> _Parts | None:
    found = box.fetch(uid_list=[str(uid)], mark_seen=False, headers_only=headers_only)
    return cast("_Parts | None", next(found, None))


def _move(box: BaseMailBox, uids: list[int], folder: str) -> None:
    if not uids:
        return
    if not box.folder.exists(folder):
        box.folder.create(folder)
    names = [str(uid) for uid in uids]
    if "MOVE" in box.client.capabilities:
        box.move(names, folder)
        return
    # An old server: copied and marked, never expunged; its owner's program tidies up.
    box.copy(names, folder)
    box.client.uid("STORE", ",".join(names), "+FLAGS", r"(\Deleted)")


def _why(error: Exception, address: MailboxAddress) -> str:
    said = " ".join(str(error).split())[:300].replace(address.password, "…")
    return f"{type(error).__name__}: {said}"


class MailboxState(Base):
    """How it goes with one mailbox: when it was last read, and what stands in the way."""

    __tablename__ = "mailbox"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    read_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")
    next_at: Mapped[datetime]


def note_reading(state: MailboxState, now: datetime, error: str = "") -> None:
    """Keep how a reading went; what fails is tried again with growing pauses, at most an hour."""
    state.last_error = error
    state.failures = state.failures + 1 if error else 0
    if not error:
        state.read_at = now
    pause = min(PAUSES[min(state.failures, len(PAUSES)) - 1], MOST_PAUSE) if error else NO_PAUSE
    state.next_at = now + pause
