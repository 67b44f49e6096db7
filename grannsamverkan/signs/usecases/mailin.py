"""Photos that came by mail: taken in, matched to their sign, placed by certainty or by a person.

Nothing here approves anything, and no mail gives its sender a right: who sent it is a claim.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from grannsamverkan.core import mailbox
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.mail import Recipient
from grannsamverkan.core.mailbox import Arrived, MailboxAddress, MailboxState
from grannsamverkan.core.mime import Received
from grannsamverkan.core.work import Work
from grannsamverkan.imaging import Intake, first_checks
from grannsamverkan.places import queries as places
from grannsamverkan.signs import errors, policy
from grannsamverkan.signs.mails import mailin as mails
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.models.mailin import InboundMail, InboundPhoto
from grannsamverkan.signs.queries import mailin as queries
from grannsamverkan.signs.rules import matching
from grannsamverkan.signs.usecases import mailplace
from grannsamverkan.signs.workflow import MAIL_ERASED, MAIL_SORTED, MAIL_TAKEN_IN

MOST_AN_HOUR = 60
"""Own choice: from one sender. Nobody mounts that many signs; two machines that answer each other
do. What comes above it stays in the mailbox."""
MOST_RECEIPTS_A_DAY = 10
"""Own choice: to one address. Photos are taken in all the same."""
MOST_WORDS = 2000
"""Of a mail's text, for the person who sorts."""


@dataclass(frozen=True)
class Examined:
    """A photo of a mail after `imaging.examine`: clean copies and report, or why it was refused."""

    original: str
    intake: Intake | None = None
    stored: str | None = None
    thumb: str | None = None
    refusal: str | None = field(default=None)


def _is_system(actor: Actor) -> bool:
    return actor.is_system


def note_reading(
    work: Work, address: MailboxAddress, municipality_id: int | None, error: str
) -> None:
    """Keep how a reading went, for the page of what waits."""
    work.require(_is_system)
    state = work.session.get(MailboxState, address.name)
    if state is None:
        state = MailboxState(name=address.name, failures=0, last_error="", next_at=work.now)
        work.session.add(state)
    state.municipality_id = municipality_id
    mailbox.note_reading(state, work.now, error)


def keep_arrived(
    work: Work,
    name: str,
    municipality_id: int,
    arrived: Arrived,
    received: Received,
    stored: str | None,
    *,
    came_back: bool = False,
) -> InboundMail:
    """Write down a message of the mailbox `name`; what is our business is sorted by a job.

    `came_back` marks the report on a mail of our own: it is dealt with, and moved out of the way.
    """
    work.require(_is_system)
    sender_hash = hash_of(work, received.sender) if received.sender else None
    state, reason = _first_look(work, municipality_id, arrived, received, sender_hash)
    row = InboundMail(
        municipality_id=municipality_id,
        mailbox=name,
        uid_validity=arrived.uid_validity,
        uid=arrived.uid,
        fingerprint=received.fingerprint,
        moves=came_back or (state in {"received", "duplicate"} and bool(received.pictures)),
        state=state,
        reason=reason,
        size=arrived.size,
        received_at=work.now,
        left_out=[],
        candidates=[],
        photos=[],
    )
    work.session.add(row)
    if state in {"received", "unsure"}:
        _keep_words(work, row, received, sender_hash, stored)
    work.record(MAIL_TAKEN_IN, row, state=state, reason=reason)
    if state == "received":
        key = f"mail:{municipality_id}:{received.fingerprint}"
        work.enqueue("sort_mail", key=key, municipality_id=municipality_id, mail_id=row.id)
    return row


def hash_of(work: Work, address: str) -> str:
    """A name for a sender that counts mails and cannot be turned back without the secret key."""
    key = work.runtime.settings.secret_key.encode()[:64]
    return hashlib.blake2b(address.encode(), key=key, digest_size=16).hexdigest()


def _first_look(
    work: Work,
    municipality_id: int,
    arrived: Arrived,
    received: Received,
    sender_hash: str | None,
) -> tuple[str, str]:
    """What becomes of a message, as (state, reason)."""
    if queries.same_mail(work, municipality_id, received.fingerprint) is not None:
        return "duplicate", ""
    if received.automatic:
        return "ignored", received.automatic
    since = work.now - timedelta(hours=1)
    if sender_hash and queries.mails_from(work, sender_hash, since, answered=False) >= MOST_AN_HOUR:
        return "ignored", "loop"
    if not arrived.whole:
        return "unsure", "too_large"
    if received.pictures or queries.concerns_us(work, municipality_id, received):
        return "received", ""
    return "left", ""


def _keep_words(
    work: Work, row: InboundMail, received: Received, sender_hash: str | None, stored: str | None
) -> None:
    row.stored = stored
    row.message_id = received.message_id
    row.subject = received.subject
    row.words = received.text[:MOST_WORDS]
    row.answerable = received.answerable
    row.left_out = [[one.name, one.why] for one in received.left_out]
    if received.sender:
        row.sender_hash = sender_hash
        row.sender_sealed = work.runtime.vault.seal(received.sender)


def sort(work: Work, mail_id: int, received: Received, photos: Sequence[Examined]) -> None:
    """Match a mail whose photos are examined; harmless to do twice."""
    work.require(_is_system)
    row = work.session.get(InboundMail, mail_id, with_for_update=True)
    if row is None or row.state != "received":
        return
    row.photos = [_photo_row(row, examined) for examined in photos]
    work.session.flush()
    found = queries.candidates(work, row, received, row.photos)
    row.candidates = [[one.sign_id, one.score, list(one.kinds)] for one in found]
    _drop_raw(work, row)
    if not row.readable:
        _settle(work, row, "no_photo", None)
        _answer(work, row, mails.mail_without_photo)
        return
    least = float(places.setting(work, row.municipality_id, "mailin.certain_percent")) / 100
    sure = matching.certain(found, least)
    if sure is None or not _placed(work, row, sure.sign_id, received.refers_to):
        row.state = "unsure"
        work.record(MAIL_SORTED, row, outcome="unsure", sign_id=None, kinds=[])
        _answer(work, row, mails.mail_unsure)


def choose(work: Work, mail_id: int, sign_id: int, photo_ids: Sequence[int]) -> None:
    """A person says which sign the photos belong to. Raises Unmet if none are waited for there."""
    row = _waiting(work, mail_id)
    sign = work.get(Sign, sign_id, policy.may_review)
    if sign.municipality_id != row.municipality_id or not mailplace.awaits_photos(work, sign):
        raise errors.not_waiting_for_photos()
    chosen = [photo for photo in row.readable if photo.id in set(photo_ids)]
    if not chosen:
        raise errors.no_photos()
    row.sign_id = sign.id
    _settle(work, row, "chosen", sign.id, _kinds(row, sign.id))
    work.enqueue(
        "place_mail",
        municipality_id=row.municipality_id,
        mail_id=row.id,
        photo_ids=[photo.id for photo in chosen],
    )


def place_chosen(work: Work, mail_id: int, photo_ids: Sequence[int]) -> None:
    """Put the chosen photos into the sign's set; back to the queue if that cannot be done."""
    work.require(_is_system)
    row = work.get(InboundMail, mail_id)
    if row.state != "chosen" or row.sign_id is None:
        return
    if not _placed(work, row, row.sign_id, photo_ids=photo_ids):
        row.state, row.settled_at, row.settled_by = "unsure", None, None


def answer_not_understood(work: Work, mail_id: int) -> None:
    """Tell the sender that nobody understood which sign it was, and what to write."""
    row = _waiting(work, mail_id)
    _settle(work, row, "answered", None)
    _answer(work, row, mails.mail_not_understood, by_person=True)


def discard(work: Work, mail_id: int, reason: str) -> None:
    """Lay a mail aside without an answer; why is kept with it."""
    row = _waiting(work, mail_id)
    if not reason.strip():
        raise errors.discard_needs_reason()
    row.note = reason.strip()
    _settle(work, row, "discarded", None)


def erase_old(work: Work, municipality_id: int) -> int:
    """Erase words, sender and unplaced pictures of mail that has been kept its time."""
    work.require(_is_system)
    days = int(places.setting(work, municipality_id, "mailin.retention_days"))
    rows = queries.past_retention(work, municipality_id, work.now - timedelta(days=days))
    for row in rows:
        _erase(work, row)
    return len(rows)


def sender_of(work: Work, row: InboundMail) -> str:
    """The address a mail says it came from; "" once it is erased."""
    return work.runtime.vault.open(row.sender_sealed) if row.sender_sealed else ""


def _waiting(work: Work, mail_id: int) -> InboundMail:
    row = queries.mail(work, mail_id)
    work.require(policy.may_sort_mail, row)
    if row.state != "unsure":
        raise errors.mail_sorted_already()
    return row


def _photo_row(row: InboundMail, examined: Examined) -> InboundPhoto:
    made = InboundPhoto(
        municipality_id=row.municipality_id,
        original=examined.original if examined.intake else None,
        stored=examined.stored,
        thumb=examined.thumb,
        refusal=examined.refusal,
        codes=[],
        advice=[],
    )
    if examined.intake is not None:
        intake = examined.intake
        made.width, made.height = intake.width, intake.height
        made.codes = list(intake.measures.codes)
        made.longitude, made.latitude = intake.claims.longitude, intake.claims.latitude
        made.advice = [f"{one.check}_{one.verdict}" for one in first_checks(intake)]
    return made


def _placed(
    work: Work,
    row: InboundMail,
    sign_id: int,
    refers_to: Sequence[str] = (),
    photo_ids: Sequence[int] | None = None,
) -> bool:
    """Put photos where the sign waits for them; False, with the reason kept, if that cannot be."""
    photos = [one for one in row.readable if photo_ids is None or one.id in photo_ids]
    sign = work.get(Sign, sign_id)
    task = queries.waiting_task(work, sign, refers_to)
    if not mailplace.put(work, row, sign, task, photos):
        return False
    row.sign_id = sign.id
    _settle(work, row, "placed", sign.id, _kinds(row, sign.id))
    if task is None:
        _answer(work, row, mails.mail_placed)
    else:
        _answer(work, row, mails.mail_for_task, task.kind)
    return True


def _kinds(row: InboundMail, sign_id: int) -> list[str]:
    """What pointed to a sign, if anything did."""
    return [kind for one, _score, kinds in row.candidates if one == sign_id for kind in kinds]


def _settle(
    work: Work, row: InboundMail, state: str, sign_id: int | None, kinds: Sequence[str] = ()
) -> None:
    row.state, row.settled_at = state, work.now
    row.settled_by = row.settled_by or work.actor.id
    work.record(MAIL_SORTED, row, outcome=state, sign_id=sign_id, kinds=list(kinds))


def _answer(work: Work, row: InboundMail, letter: Any, *more: str, by_person: bool = False) -> None:
    """One receipt for a mail, if its sender may be answered and has not had many today."""
    address = sender_of(work, row)
    if not (address and row.answerable and row.sender_hash):
        return
    since = work.now - timedelta(days=1)
    had = queries.mails_from(work, row.sender_hash, since, answered=True)
    if (row.receipt_id is not None or had >= MOST_RECEIPTS_A_DAY) and not by_person:
        return
    known = queries.language_of(work, row.municipality_id, address)
    to = Recipient(address, known or row.municipality.language)
    row.receipt_id = work.mail(to, letter, row, *more).id


def _drop_raw(work: Work, row: InboundMail) -> None:
    """The message itself is in the municipality's own mailbox still; ours is not needed."""
    if row.stored is not None:
        work.enqueue("sweep_objects", municipality_id=row.municipality_id, names=[row.stored])
        row.stored = None


def _erase(work: Work, row: InboundMail) -> None:
    names = [row.stored, *(n for p in row.photos for n in (p.original, p.stored, p.thumb))]
    if row.state in {"unsure", "received"}:
        row.state = "expired"
    row.subject = row.words = row.note = row.message_id = ""
    row.sender_sealed = row.sender_hash = row.stored = None
    row.left_out, row.candidates = [], []
    for photo in row.photos:
        work.session.delete(photo)
    row.erased_at = work.now
    work.record(MAIL_ERASED, row, state=row.state)
    kept = [name for name in names if name]
    if kept:
        work.enqueue("sweep_objects", municipality_id=row.municipality_id, names=kept)
