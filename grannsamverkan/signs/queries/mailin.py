"""Reads about mail that came in: what is known already, what it points to, what waits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import selectinload

from grannsamverkan.accounts.models import User
from grannsamverkan.core import codes
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.mail import MailRow
from grannsamverkan.core.mime import Received
from grannsamverkan.core.work import Work
from grannsamverkan.geometry import plane
from grannsamverkan.groups.models import Contact
from grannsamverkan.places import queries as places
from grannsamverkan.signs import policy
from grannsamverkan.signs.models import PhotoSet, Sign
from grannsamverkan.signs.models.mailin import InboundMail, InboundPhoto
from grannsamverkan.signs.models.tasks import SignTask
from grannsamverkan.signs.rules import matching
from grannsamverkan.signs.rules.matching import Candidate, Kind, Mark
from grannsamverkan.signs.workflow import UPLOADING

MOST_ROWS = 200
MOST_OFFERED = 8


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on InboundMail for what may be seen; the same as `policy.may_sort_mail`."""
    scopes = [role.municipality_id for role in actor.roles if role.name == "reviewer"]
    return InboundMail.municipality_id.in_(scopes)


def awaits_photos() -> ColumnElement[bool]:
    """The condition on Sign that photos are waited for: of its mounting, or of a task done."""
    task = exists().where(
        SignTask.sign_id == Sign.id, SignTask.state == "open", SignTask.reported_at.is_(None)
    )
    return Sign.state.in_(UPLOADING) | task


def waiting_task(work: Work, sign: Sign, refers_to: Sequence[str] = ()) -> SignTask | None:
    """The task that photos of the sign are for: the one whose mail is answered, else the first due.

    None for a sign whose mounting is to be shown, unless a mail about a task is answered.
    """
    waiting = [task for task in sign.tasks if task.is_waiting]
    meant = set(_answered_of(work, sign.municipality_id, refers_to, SignTask.__tablename__))
    answered = next((task for task in waiting if task.id in meant), None)
    if answered is not None or sign.state in UPLOADING:
        return answered
    return min(waiting, key=lambda task: (task.due_on or date.max, task.id), default=None)


def mail(work: Work, mail_id: int) -> InboundMail:
    """One mail; NotFound unless the actor sorts the mail of its municipality."""
    return work.get(InboundMail, mail_id, policy.may_sort_mail)


def photo(work: Work, photo_id: int) -> InboundPhoto:
    """One photo of a mail; NotFound unless the actor sorts that mail."""
    return work.get(InboundPhoto, photo_id, policy.may_sort_mail)


def offered(work: Work, mail_row: InboundMail) -> list[Sign]:
    """The signs a mail points to, the likeliest first."""
    ids = [sign_id for sign_id, _score, _kinds in mail_row.candidates][:MOST_OFFERED]
    found = signs_by_id(work, ids)
    return [found[sign_id] for sign_id in ids if sign_id in found]


def sign_named(work: Work, municipality_id: int, text: str) -> Sign | None:
    """The sign that somebody names by its code, or by its post's number if it is the only one
    there that waits for photos."""
    code = codes.normalise(text)
    if codes.is_valid(code):
        named = _ids(work, municipality_id, Sign.code == code)
    else:
        number = "".join(text.split()).upper()
        on_post = (Sign.post_number == number) & awaits_photos()
        named = _ids(work, municipality_id, on_post) if number else []
    return work.session.get(Sign, named[0]) if len(named) == 1 else None


def unsure(work: Work) -> Sequence[InboundMail]:
    """Mail that a person must sort, the longest wait first."""
    return work.session.scalars(
        select(InboundMail)
        .where(visible_to(work.actor), InboundMail.state == "unsure")
        .options(selectinload(InboundMail.photos))
        .order_by(InboundMail.received_at, InboundMail.id)
        .limit(MOST_ROWS)
    ).all()


def unsure_count(work: Work) -> int:
    """How many mails wait for a person."""
    return work.session.scalars(
        select(func.count())
        .select_from(InboundMail)
        .where(visible_to(work.actor), InboundMail.state == "unsure")
    ).one()


def known(work: Work, mailbox: str, validity: int, uids: Iterable[int]) -> Mapping[int, bool]:
    """Those of `uids` that have a row, and whether each is to be moved out of the way."""
    wanted = set(uids)
    rows = work.session.execute(
        select(InboundMail.uid, InboundMail.moves).where(
            InboundMail.mailbox == mailbox,
            InboundMail.uid_validity == validity,
            InboundMail.uid.between(min(wanted, default=0), max(wanted, default=0)),
        )
    )
    return {row[0]: row[1] for row in rows if row[0] in wanted}


def same_mail(work: Work, municipality_id: int, fingerprint: str) -> InboundMail | None:
    """The first row of the very same mail, under whatever number it came then."""
    return work.session.scalars(
        select(InboundMail)
        .where(
            InboundMail.municipality_id == municipality_id,
            InboundMail.fingerprint == fingerprint,
        )
        .order_by(InboundMail.id)
        .limit(1)
    ).first()


def mails_from(work: Work, sender_hash: str, since: datetime, *, answered: bool) -> int:
    """How many mails a sender has sent since then; with `answered`, those that got a receipt."""
    wanted = select(func.count()).where(
        InboundMail.sender_hash == sender_hash, InboundMail.received_at >= since
    )
    if answered:
        wanted = wanted.where(InboundMail.receipt_id.is_not(None))
    return work.session.scalars(wanted).one()


def concerns_us(work: Work, municipality_id: int, received: Received) -> bool:
    """True if a mail without photos still speaks of a sign: by code, or as an answer to us."""
    return any(True for _mark in _marks_in_words(work, municipality_id, received))


def candidates(
    work: Work, mail_row: InboundMail, received: Received, photos: Sequence[InboundPhoto]
) -> list[Candidate]:
    """Every sign the mail points to, the likeliest first."""
    municipality_id = mail_row.municipality_id
    return matching.rank(
        [
            *_marks_in_photos(work, municipality_id, photos),
            *_marks_in_words(work, municipality_id, received),
            *_marks_of_sender(work, municipality_id, received.sender),
            *_marks_of_place(work, municipality_id, photos),
            *_marks_of_posts(work, municipality_id, received),
        ]
    )


def signs_by_id(work: Work, ids: Iterable[int]) -> dict[int, Sign]:
    """Signs by id, with their groups."""
    rows = work.session.scalars(select(Sign).where(Sign.id.in_(list(ids)))).unique()
    return {sign.id: sign for sign in rows}


def open_signs(work: Work, municipality_id: int) -> Sequence[Sign]:
    """Signs whose photos are waited for."""
    return (
        work.session.scalars(
            select(Sign)
            .where(Sign.municipality_id == municipality_id, awaits_photos())
            .order_by(Sign.id)
        )
        .unique()
        .all()
    )


def language_of(work: Work, municipality_id: int, address: str) -> str | None:
    """The language a sender has chosen here, if the address is a known person's."""
    return work.session.scalar(
        select(User.language).where(
            func.lower(User.email) == address, User.municipality_id == municipality_id
        )
    )


def past_retention(work: Work, municipality_id: int, before: datetime) -> Sequence[InboundMail]:
    """Mail whose words, sender and pictures have been kept long enough."""
    return work.session.scalars(
        select(InboundMail)
        .where(
            InboundMail.municipality_id == municipality_id,
            InboundMail.received_at < before,
            InboundMail.erased_at.is_(None),
        )
        .order_by(InboundMail.id)
        .limit(MOST_ROWS)
    ).all()


def _marks_in_photos(
    work: Work, municipality_id: int, photos: Sequence[InboundPhoto]
) -> Iterator[Mark]:
    texts = [text for photo in photos for text in photo.codes]
    labels = {code for text in texts if (code := matching.label_code(text))}
    tokens = {token for text in texts if (token := matching.letter_token(text))}
    hashes = [codes.token_hash(token) for token in tokens]
    yield from _marks("label_qr", _ids(work, municipality_id, Sign.code.in_(labels)))
    yield from _marks("letter_qr", _ids(work, municipality_id, Sign.letter_hash.in_(hashes)))


def _marks_in_words(work: Work, municipality_id: int, received: Received) -> Iterator[Mark]:
    told: tuple[tuple[Kind, list[str]], ...] = (
        ("plus_address", [matching.plus_part(address) for address in received.recipients]),
        ("code_in_subject", matching.codes_in(received.subject)),
        ("code_in_text", matching.codes_in(received.text)),
    )
    for kind, found in told:
        wanted = [code for code in found if code]
        if wanted:
            yield from _marks(kind, _ids(work, municipality_id, Sign.code.in_(wanted)))
    yield from _marks("reply", _answered(work, municipality_id, received.refers_to))


def _answered(work: Work, municipality_id: int, message_ids: Sequence[str]) -> Iterator[int]:
    """The signs of those of our own mails that are answered: their ids cannot be guessed."""
    yield from _answered_of(work, municipality_id, message_ids, Sign.__tablename__)
    sets = _answered_of(work, municipality_id, message_ids, PhotoSet.__tablename__)
    yield from work.session.scalars(select(PhotoSet.sign_id).where(PhotoSet.id.in_(sets)))
    tasks = _answered_of(work, municipality_id, message_ids, SignTask.__tablename__)
    yield from work.session.scalars(select(SignTask.sign_id).where(SignTask.id.in_(tasks)))


def _answered_of(
    work: Work, municipality_id: int, message_ids: Sequence[str], kind: str
) -> Sequence[int]:
    """The ids of what those mails of ours were about, of one kind."""
    if not message_ids:
        return ()
    rows = work.session.scalars(
        select(MailRow.subject_id).where(
            MailRow.message_id.in_(message_ids),
            MailRow.municipality_id == municipality_id,
            MailRow.subject_kind == kind,
            MailRow.subject_id.is_not(None),
        )
    )
    return [key for key in rows if key is not None]


def _marks_of_sender(work: Work, municipality_id: int, sender: str) -> Iterator[Mark]:
    if not sender:
        return
    groups = (
        select(Contact.group_id)
        .join(User, User.id == Contact.user_id)
        .where(func.lower(User.email) == sender, Contact.ended_at.is_(None))
    )
    mounted = select(PhotoSet.sign_id).where(func.lower(PhotoSet.reply_to) == sender)
    wanted = Sign.group_id.in_(groups) | Sign.id.in_(mounted)
    found = _ids(work, municipality_id, wanted & awaits_photos())
    yield from _marks("sender", found)
    if len(found) == 1:
        yield Mark("only_open", found[0])


def _marks_of_place(
    work: Work, municipality_id: int, photos: Sequence[InboundPhoto]
) -> Iterator[Mark]:
    the_plane = places.plane_of(work, municipality_id)
    told = [(p.longitude, p.latitude) for p in photos if p.longitude and p.latitude]
    stood = [the_plane.to_metric(lon, lat) for lon, lat in told if the_plane.covers(lon, lat)]
    if not stood:
        return
    tolerance = float(places.setting(work, municipality_id, "sign.place_tolerance_m"))
    near = [
        sign.id
        for sign in open_signs(work, municipality_id)
        if sign.x is not None and sign.y is not None
        and any(plane.distance(sign.x, sign.y, x, y) <= tolerance for x, y in stood)
    ]  # fmt: skip
    yield from _marks("near" if len(near) == 1 else "near_several", near)


def _marks_of_posts(work: Work, municipality_id: int, received: Received) -> Iterator[Mark]:
    numbers = matching.post_numbers_in(f"{received.subject}\n{received.text}")
    if numbers:
        wanted = Sign.post_number.in_(numbers) & awaits_photos()
        yield from _marks("post_number", _ids(work, municipality_id, wanted))


def _ids(work: Work, municipality_id: int, condition: ColumnElement[bool]) -> list[int]:
    return list(
        work.session.scalars(
            select(Sign.id)
            .where(Sign.municipality_id == municipality_id, Sign.state != "cancelled", condition)
            .order_by(Sign.id)
        )
    )


def _marks(kind: Kind, sign_ids: Iterable[int]) -> Iterator[Mark]:
    return (Mark(kind, sign_id) for sign_id in sign_ids)
