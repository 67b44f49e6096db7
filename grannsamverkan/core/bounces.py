"""Mails that came back: what a server's report says of a mail of ours, and the note it leaves.

A report is a machine's mail (`mime.Received.automatic` says "bounce"). Most have a part that
machines read (RFC 3464); others tell in words, and count only where they cannot be misread. Whose
mail it was is told by the Message-ID that came back: 128 random bits, so whoever has not had the
mail cannot make us believe that it failed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from sqlalchemy import case, func, select, update

from grannsamverkan.core import mime
from grannsamverkan.core.mail import MailRow
from grannsamverkan.core.work import Work

MOST_REASON = 300
MOST_RECIPIENTS = 100
"""Ours have one; a list behind an address may report for each of its own."""
_STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
_HEADER_PARTS = ("text/rfc822-headers", "message/global-headers")
_WHOLE_PARTS = ("message/rfc822", "message/global")
_ARRIVED = frozenset({"delivered", "relayed", "expanded"})
_ADDRESS = re.compile(r"[^\s<>()\[\]{},;:\"'|]+@[^\s<>()\[\]{},;:\"'|]+")
_ID_IN_WORDS = re.compile(r"(?im)^[\s>]*message-id:\s*(<[^<>\s]{1,198}>)")
_COPY = re.compile(r"(?im)^(?:return-path|received|message-id):")
_LATER = re.compile(
    r"(?i)\b(?:delayed|deferred|not yet been delivered|do(?:es)? not need to|no need to (?:re|try)"
    r"|will (?:be retried|retry|keep trying|continue to (?:be|try))|warning:)"
)
# The extended code of RFC 3463 alone could be a date.
_FOR_GOOD = re.compile(
    r"(?i)\b5[0-7]\d[ -]#?5\.[0-7]\.\d{1,3}\b|#5\.[0-7]\.\d{1,3}\b|\bsaid: 5[0-7]\d\b"
    r"|\bpermanent(?: fatal)? errors?\b|\bI've given up\b|\bgiving up on\b"
)


@dataclass(frozen=True)
class Returned:
    """What a report says: of the mail with which Message-ID, whether that is final, and why.

    `reason` has the server's words, at most MOST_REASON letters, and no address.
    """

    about: str
    final: bool
    reason: str


def note(work: Work, raw: bytes) -> bool:
    """Keep what a report says of a mail of ours; returns whether it is about one.

    Only the first final report is kept. One statement, however many reports come.
    """
    returned = read(raw)
    if returned is None:
        return False
    work.require(lambda actor: actor.is_system)
    ours = MailRow.message_id == returned.about
    if not returned.final:
        return work.session.execute(select(MailRow.id).where(ours)).first() is not None
    first = MailRow.bounced_at.is_(None)
    found = work.session.execute(
        update(MailRow)
        .where(ours)
        .values(
            bounced_at=func.coalesce(MailRow.bounced_at, work.now),
            bounce=case((first, returned.reason), else_=MailRow.bounce),
        )
        .returning(MailRow.id)
        .execution_options(synchronize_session=False)
    )
    return found.first() is not None


def read(raw: bytes) -> Returned | None:
    """What a mail reports of another; None if it is no delivery report. Pure, and never raises."""
    message = mime.parsed(raw)
    if not mime.is_bounce(message) or _reports_otherwise(message):
        return None
    parts = list(_parts(message))
    about = _about(message, parts)
    if not about:
        return None
    blocks = [block for part in parts if _kind(part) in _STATUS_PARTS for block in _blocks(part)]
    told = [block for block in blocks if block.get("Action") or block.get("Status")]
    if told:
        return _by_fields(about, told[:MOST_RECIPIENTS])
    return _by_words(about, mime.words_of(message))


def _reports_otherwise(message: Message) -> bool:
    """Receipts and complaints are reports too (RFC 8098, 5965)."""
    kind = str(message.get_param("report-type", "delivery-status")).lower()
    notice = _kind(message) == "message/disposition-notification"
    return notice or (_kind(message) == "multipart/report" and kind != "delivery-status")


def _parts(message: Message) -> Iterator[Message]:
    """The message and its parts, but not what lies within a mail that came back."""
    yield message
    if message.is_multipart() and _kind(message).startswith("multipart/"):
        for part in list(message.get_payload())[: mime.MOST_PARTS]:
            if isinstance(part, Message):
                yield from _parts(part)


def _kind(part: Message) -> str:
    return part.get_content_type()


def _about(message: Message, parts: list[Message]) -> str:
    """The Message-ID of the mail that is reported on, "" if it is not told."""
    for part in parts:
        came_back = _came_back(part)
        if came_back is not None and (found := _ids(came_back, "Message-ID")):
            return found[0]
    # Without the mail itself: what the report answers. Of References the last is the newest.
    answered = _ids(message, "In-Reply-To")[:1] or _ids(message, "References")[-1:]
    return next(iter(answered), "") or _id_in_words(mime.words_of(message))


def _came_back(part: Message) -> Message | None:
    """The mail that came back, or its header, if this part is it."""
    if _kind(part) not in (*_WHOLE_PARTS, *_HEADER_PARTS):
        return None
    held = part.get_payload()
    if isinstance(held, list):
        return next((one for one in held if isinstance(one, Message)), None)
    return mime.parsed(mime.body(part))


def _ids(message: Message, name: str) -> list[str]:
    return [one for one in mime.ids(message, name) if one.isprintable()]


def _id_in_words(words: str) -> str:
    found = _ID_IN_WORDS.search(words)
    return found[1] if found and found[1].isprintable() else ""


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields in a status part: of the report, then of each recipient."""
    for block in list(part.get_payload())[: MOST_RECIPIENTS + 1]:
        if isinstance(block, Message):
            yield block
            # Of the international kind, and where a server has encoded them, the rest is one text.
            for rest in re.split(rb"\r?\n\r?\n", mime.body(block))[:MOST_RECIPIENTS]:
                yield mime.parsed(rest.lstrip())


def _by_fields(about: str, recipients: list[Message]) -> Returned:
    actions = [_action(one) for one in recipients]
    final = "failed" in actions and not _ARRIVED.intersection(actions)
    one = recipients[actions.index("failed")] if final else recipients[0]
    diagnosis = mime.header(one, "Diagnostic-Code").partition(";")[2].strip()
    reason = diagnosis or mime.header(one, "Status")
    named = " ".join(mime.header(one, f"{kind}-Recipient") for kind in ("Final", "Original"))
    return Returned(about, final, _without_addresses(reason, named))


def _action(block: Message) -> str:
    """What happened, in the report's word; where it gives none, the status decides."""
    said = re.match(r"[a-z]+", mime.header(block, "Action").lower())
    if said:
        return said[0]
    return "failed" if mime.header(block, "Status").startswith("5.") else "delayed"


def _by_words(about: str, words: str) -> Returned | None:
    copy = _COPY.search(words)
    own = words[: copy.start()] if copy else words
    if _LATER.search(own):
        return Returned(about, False, "")
    found = _FOR_GOOD.search(own)
    if found is None:
        return None
    line = own.rfind("\n", 0, found.start()) + 1
    return Returned(about, True, _without_addresses(own[line : line + 2 * MOST_REASON], own))


def _without_addresses(reason: str, named: str) -> str:
    """The reason in one line; neither addresses stand in it nor, alone, what is before their @."""
    line = " ".join("".join(c if c.isprintable() else " " for c in reason).split())
    line = _ADDRESS.sub("-", line)
    boxes = {one.partition("@")[0] for one in _ADDRESS.findall(named)[:MOST_RECIPIENTS]}
    for box in sorted((box for box in boxes if len(box) > 2), key=len, reverse=True):
        line = re.sub(rf"(?<!\w){re.escape(box)}(?!\w)", "-", line, flags=re.IGNORECASE)
    return line[:MOST_REASON]
