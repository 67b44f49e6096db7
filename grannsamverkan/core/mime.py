"""What a mail says, read from its bytes. Pure, and never raises for what a stranger wrote.

Python's older parser (`compat32`) is used on purpose: the newer one raises on a twentieth of the
broken mails we have, this one on none. Its headers come as they were sent and are decoded here.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import collapse_rfc2231_value, getaddresses
from html.parser import HTMLParser

from grannsamverkan.imaging import Refused
from grannsamverkan.imaging.sniffing import inspect

MOST_DEPTH = 4
"""A forward of a forward of a forward; deeper ones are not unpacked."""
MOST_PARTS = 200
MOST_BOUNDARIES = 50
"""Each nested level makes the parser slower for every line below; a forward has two or three."""
MOST_TEXT = 20_000
MOST_NAME = 100
SMALLEST_INLINE_PX = 320
"""Own choice: the short side under which a picture in the text is a logo or a smiley."""
SMALLEST_INLINE_BYTES = 15_000
WIDEST = 3.0
"""Own choice: a picture in the text this much wider than high is a banner in a signature."""
_SPACE = re.compile(r"\s+")
_ADDRESS = re.compile(r"[^\s<>@\"(),:;\\\[\]]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
_REPORTS = ("multipart/report", "message/delivery-status", "message/disposition-notification")
_ROBOTS = ("mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply")


@dataclass(frozen=True)
class Picture:
    """A picture that came along, judged by its content and never by what the mail calls it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class LeftOut:
    """Something that came along and is no photo; `why` is winmail, a refusal code or not_a_photo"""

    name: str
    why: str


@dataclass(frozen=True)
class Received:
    """A mail as far as it matters here.

    `automatic` says why a machine must have sent it ("" if a person may have): auto, list, bounce,
    own. `answerable` is false where an automatic answer would be wrong or unwelcome. `text` holds
    the words of the mail and of what it forwards, at most MOST_TEXT characters.
    """

    message_id: str
    fingerprint: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    refers_to: tuple[str, ...]
    automatic: str
    answerable: bool
    pictures: tuple[Picture, ...]
    left_out: tuple[LeftOut, ...]


def read_mail(raw: bytes, own_host: str) -> Received:
    """Read a mail. `own_host` stands in the Message-ID of everything this installation sends."""
    message = parsed(raw)
    leaves = list(_leaves(message, 0))[:MOST_PARTS]
    things = [thing for leaf in leaves if (thing := _thing(leaf)) is not None]
    automatic = _automatic(message, own_host)
    sender = _first_address(message, "From")
    return Received(
        message_id=next(iter(ids(message, "Message-ID")), ""),
        fingerprint=fingerprint(raw),
        sender=sender,
        recipients=_recipients(message),
        subject=header(message, "Subject")[:300],
        text=_text(message, leaves),
        refers_to=(*ids(message, "In-Reply-To"), *ids(message, "References")),
        automatic=automatic,
        answerable=not automatic and bool(sender) and _may_be_answered(message, sender),
        pictures=tuple(_once(thing for thing in things if isinstance(thing, Picture))),
        left_out=tuple(thing for thing in things if isinstance(thing, LeftOut)),
    )


def fingerprint(raw: bytes) -> str:
    """64 hex digits that are the same for the same mail however it travelled.

    The marks of the journey (Received and so on) are left out; sender, date, id and body count,
    so that nobody can suppress a mail by sending another one under its id.
    """
    message = parsed(raw)
    body = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[1:] or [b""]
    names = ("Message-ID", "Date", "From", "Subject")
    told = "\n".join(_SPACE.sub(" ", str(message.get(name, ""))) for name in names)
    plain = body[0].replace(b"\r\n", b"\n").rstrip()
    return hashlib.sha256(told.encode("utf-8", "replace") + b"\n\n" + plain).hexdigest()


def parsed(raw: bytes) -> Message:
    """The mail as a tree; an empty one where somebody has nested it to make parsers stumble."""
    if raw.lower().count(b"boundary=") > MOST_BOUNDARIES:
        return Message()
    try:
        return message_from_bytes(raw, policy=_AsSent())
    except RecursionError:
        return Message()


def header(message: Message, name: str) -> str:
    """A header's words in one line, "" if it is missing; encoded words decoded as far as known."""
    return _decoded(message.get(name, ""))


class _AsSent(Compat32):
    """Headers as they came: Python would put a mark of doubt for each byte outside ASCII."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value


def _decoded(value: object) -> str:
    sent = _as_text(str(value).encode("utf-8", "surrogateescape"), None)
    try:
        parts = decode_header(sent)
    except Exception:
        # The decoder of encoded words trips over several broken ones; their letters remain.
        parts = [(sent, None)]
    words = (_as_text(part, charset) for part, charset in parts)
    return _SPACE.sub(" ", "".join(words)).strip()


def _as_text(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part.encode("utf-8", "replace").decode("utf-8")
    try:
        return part.decode(charset or "utf-8", "strict")
    except (LookupError, UnicodeError, ValueError):
        # Unknown or untrue character sets: Latin-1 reads every byte, and Swedish usually well.
        return part.decode("latin-1")


def _leaves(message: Message, depth: int) -> Iterator[Message]:
    # A leaf is not asked what it holds: to tell, Python would decode it by its claimed charset.
    if not message.is_multipart():
        yield message
    elif depth < MOST_DEPTH:
        for part in list(message.get_payload())[:MOST_PARTS]:
            if isinstance(part, Message):
                yield from _leaves(part, depth + 1)


def _thing(leaf: Message) -> Picture | LeftOut | None:
    """What a leaf of the mail is besides text: a picture, something unwanted, or nothing."""
    name, kind = _name(leaf), leaf.get_content_type()
    inline = leaf.get_content_disposition() != "attachment"
    if kind.startswith("text/") and not name:
        return None
    held = body(leaf)
    if kind == "application/ms-tnef" or name.lower() == "winmail.dat":
        return LeftOut(name or "winmail.dat", "winmail")
    try:
        found = inspect(held)
    except Refused as refused:
        return _left_out(name, kind, refused.code, held)
    if inline and _is_decoration(found.width, found.height, held):
        return None
    return Picture(name, held)


def _left_out(name: str, kind: str, code: str, content: bytes) -> LeftOut | None:
    meant_as_photo = kind.startswith("image/") and len(content) >= SMALLEST_INLINE_BYTES
    if meant_as_photo or code not in {"unknown_format", "empty", "too_small"}:
        return LeftOut(name, code)
    # Texts, signatures, calendar entries and small logos are passed over without a word.
    is_file = bool(name) and kind.partition("/")[0] in {"application", "video", "audio"}
    return LeftOut(name, "not_a_photo") if is_file and not _is_wrapping(kind) else None


def _is_wrapping(kind: str) -> bool:
    return kind.startswith(("application/pgp", "application/pkcs7", "application/x-pkcs7"))


def _is_decoration(width: int, height: int, content: bytes) -> bool:
    if not (width and height):
        return False
    small = min(width, height) < SMALLEST_INLINE_PX or len(content) < SMALLEST_INLINE_BYTES
    return small or max(width, height) / min(width, height) > WIDEST


def body(leaf: Message) -> bytes:
    """What a leaf of the mail holds, decoded; nothing where that cannot be done."""
    try:
        found = leaf.get_payload(decode=True)
    except Exception:
        # An encoding that is none (uuencode cut short, wrong lengths): then it is no picture.
        return b""
    return found if isinstance(found, bytes) else b""


def _name(leaf: Message) -> str:
    """The file name as it was meant, without folders; RFC 2231, RFC 2047 or neither."""
    try:
        given = leaf.get_param("filename", None, "content-disposition") or leaf.get_param("name")
        meant = collapse_rfc2231_value(given) if given else ""
    except Exception:
        # Broken parameters raise in several ways; the content decides anyhow.
        return ""
    shown = "".join(sign for sign in _decoded(meant) if sign.isprintable())
    return re.split(r"[/\\]", shown)[-1].strip()[:MOST_NAME]


def _once(pictures: Iterator[Picture]) -> Iterator[Picture]:
    """A picture both shown in the text and attached comes once."""
    return iter({hashlib.sha256(one.content).digest(): one for one in pictures}.values())


def words_of(message: Message) -> str:
    """The words of a mail and of what it forwards, at most MOST_TEXT characters."""
    return _text(message, list(_leaves(message, 0))[:MOST_PARTS])


def _text(message: Message, leaves: list[Message]) -> str:
    subjects = [header(part, "Subject") for part in message.walk() if part is not message]
    plain = [_words(leaf) for leaf in leaves if leaf.get_content_type() == "text/plain"]
    html = [_unmarked(_words(leaf)) for leaf in leaves if leaf.get_content_type() == "text/html"]
    words = plain if any(text.strip() for text in plain) else html
    return "\n".join(text.strip() for text in (*subjects, *words) if text.strip())[:MOST_TEXT]


def _words(leaf: Message) -> str:
    return _as_text(body(leaf), leaf.get_content_charset())


class _Unmarked(HTMLParser):
    """Keeps the words of a page, not its scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in {"script", "style", "head"}
        self.words.append("\n" if tag in {"p", "br", "div", "tr", "li"} else "")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= self._hidden > 0 and tag in {"script", "style", "head"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def _unmarked(html: str) -> str:
    reader = _Unmarked()
    try:
        reader.feed(html[: 20 * MOST_TEXT])
    except Exception:
        # Python's reader gives up on some broken markup; what it read before stays.
        reader.words.append("")
    return "".join(reader.words)


def ids(message: Message, name: str) -> tuple[str, ...]:
    """The Message-IDs in a header, 20 at most."""
    return tuple(_MESSAGE_ID.findall(header(message, name)))[:20]


def _first_address(message: Message, name: str) -> str:
    found = _addresses(message, name)
    return found[0] if found else ""


def _addresses(message: Message, *names: str) -> list[str]:
    values = [str(value) for name in names for value in message.get_all(name, ())]
    try:
        pairs = getaddresses(values)
    except Exception:
        # Broken address lists raise in several ways; then nobody is named.
        return []
    return [found.lower() for _name, one in pairs if _ADDRESS.fullmatch(found := one.strip())]


def _recipients(message: Message) -> tuple[str, ...]:
    names = ("X-Original-To", "Delivered-To", "To", "Cc")
    return tuple(dict.fromkeys(_addresses(message, *names)))[:50]


def _automatic(message: Message, own_host: str) -> str:
    # First, because the server that reports may stand on our own host.
    if is_bounce(message):
        return "bounce"
    if any(one.endswith(f"@{own_host.lower()}>") for one in _lowered_ids(message)):
        return "own"
    said = header(message, "Auto-Submitted").lower()
    auto_headers = ("X-Autoreply", "X-Autorespond", "X-Loop")
    if (said and not said.startswith("no")) or any(message.get(name) for name in auto_headers):
        return "auto"
    precedence = header(message, "Precedence").lower()
    if precedence in {"bulk", "junk", "list", "auto_reply"}:
        return "auto" if precedence == "auto_reply" else "list"
    is_list = any(message.get(name) for name in ("List-Id", "List-Post", "List-Unsubscribe"))
    return "list" if is_list else ""


def _lowered_ids(message: Message) -> list[str]:
    return [one.lower() for one in ids(message, "Message-ID")]


def is_bounce(message: Message) -> bool:
    """True for a report of a mail server, and for everything else it sends by itself."""
    no_way_back = message.get("Return-Path") is not None and header(message, "Return-Path") == "<>"
    sender = _first_address(message, "From")
    robot = sender.partition("@")[0] in _ROBOTS[:2]
    return no_way_back or robot or message.get_content_type() in _REPORTS


def _may_be_answered(message: Message, sender: str) -> bool:
    """An answer to a forged sender would trouble a stranger (RFC 3834)."""
    back = _addresses(message, "Return-Path")
    judged = header(message, "Authentication-Results").lower()
    unwelcome = message.get("X-Auto-Response-Suppress") is not None
    robot = sender.partition("@")[0] in _ROBOTS
    return not (unwelcome or robot or "dmarc=fail" in judged or (back and back[0] != sender))
