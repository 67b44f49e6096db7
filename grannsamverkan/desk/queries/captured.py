"""Mail kept as files instead of being sent, in development. Reads whatever lies there."""

import email
import email.message
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import decode_header, make_header
from pathlib import Path
from urllib.parse import unquote, urlsplit

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.settings import Settings

MOST_SHOWN = 200
_NAME = re.compile(r"\w[\w.-]{0,120}")


@dataclass(frozen=True)
class Attached:
    """One attachment; `number` finds it again."""

    number: int
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Captured:
    """One mail as it would have gone out. `html` is empty if there is none."""

    name: str
    at: datetime
    to: str
    subject: str
    text: str
    html: str
    attached: tuple[Attached, ...]


def folder(settings: Settings) -> Path:
    """Where captured mail lies; NotFound where mail is really sent."""
    parts = urlsplit(settings.mail_url)
    if not settings.in_development or parts.scheme != "capture":
        raise NotFound()
    return Path(unquote(parts.path))


def mails(settings: Settings) -> list[Captured]:
    """The newest mails, the last one first."""
    found = [(path.stat().st_mtime, path.name, path) for path in folder(settings).glob("*.eml")]
    newest = sorted(found, reverse=True)[:MOST_SHOWN]
    return [_read(path, changed) for changed, _name, path in newest]


def mail(settings: Settings, name: str) -> Captured:
    """One mail by its file's name without ending; NotFound if there is none."""
    path = folder(settings) / f"{name}.eml"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise NotFound()
    return _read(path, path.stat().st_mtime)


def _read(path: Path, changed: float) -> Captured:
    message = email.message_from_bytes(path.read_bytes())
    leaves = [part for part in message.walk() if not part.is_multipart()]
    return Captured(
        name=path.stem,
        at=datetime.fromtimestamp(changed, UTC),
        to=_header(message, "To"),
        subject=_header(message, "Subject"),
        text=_body(leaves, "text/plain"),
        html=_body(leaves, "text/html"),
        attached=tuple(_attachments(leaves)),
    )


def _header(message: email.message.Message, name: str) -> str:
    raw = str(message.get(name, ""))
    try:
        return str(make_header(decode_header(raw)))
    except (LookupError, UnicodeError, ValueError):
        return raw


def _body(leaves: list[email.message.Message], media_type: str) -> str:
    bodies = (leaf for leaf in leaves if _is_body(leaf) and leaf.get_content_type() == media_type)
    found = next(bodies, None)
    return "" if found is None else _text(found)


def _is_body(part: email.message.Message) -> bool:
    return part.get_content_disposition() != "attachment" and not part.get_filename()


def _text(part: email.message.Message) -> str:
    try:
        return _content(part).decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return _content(part).decode("utf-8", "replace")


def _content(part: email.message.Message) -> bytes:
    raw = part.get_payload(decode=True)
    return raw if isinstance(raw, bytes) else b""


def _attachments(leaves: list[email.message.Message]) -> Iterator[Attached]:
    files = (leaf for leaf in leaves if not _is_body(leaf))
    for number, part in enumerate(files):
        name = part.get_filename() or f"{number + 1}"
        yield Attached(number, name, part.get_content_type(), _content(part))
