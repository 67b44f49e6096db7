"""Reads of signs, their photos and who is concerned; each list starts from `visible_to`."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, bindparam, false, func, or_, select, true
from sqlalchemy.orm import joinedload, lazyload
from sqlalchemy.orm.interfaces import ORMOption

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.accounts.models import User
from grannsamverkan.core import codes
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.db import BigId, UTCDateTime
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.mail import Recipient
from grannsamverkan.core.paging import Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.signs import policy, rules
from grannsamverkan.signs.models import Photo, PhotoSet, Review, Sign, SignDecision
from grannsamverkan.signs.models.review import DecisionLetter
from grannsamverkan.signs.queries.case import AnyPhoto
from grannsamverkan.signs.workflow import PHOTO_TAKEN_IN

_Photo = TypeVar("_Photo", bound=AnyPhoto)
# Asked with every photo that comes, so they are made once.
_SIGN = Sign.__table__.c
_BY_TOKEN = select(_SIGN.id).where(
    _SIGN.letter_hash == bindparam("hash"),
    _SIGN.state != "cancelled",
    _SIGN.letter_until > bindparam("now", type_=UTCDateTime()),
)
_LOCKED = (
    select(Sign)
    .where(Sign.id == bindparam("key", type_=BigId))
    .options(lazyload(Sign.group), joinedload(Sign.sets))
    .with_for_update(of=Sign)
)
_IN_SET = (
    select(Photo.id, Photo.original, Photo.state)
    .where(Photo.set_id == bindparam("key", type_=BigId))
    .order_by(Photo.id)
)
_TAKEN_IN = (
    select(func.count())
    .select_from(AuditEntry)
    .where(
        AuditEntry.event == PHOTO_TAKEN_IN,
        AuditEntry.at >= bindparam("since", type_=UTCDateTime()),
        AuditEntry.details["set_id"]
        .as_integer()
        .in_(bindparam("sets", expanding=True, type_=BigId)),
    )
)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on Sign for what `actor` may see; the same as `policy.may_see`."""
    if actor.is_system:
        return true()
    if actor.kind == "contact":
        own = select(Contact.group_id).where(
            Contact.user_id == actor.id, Contact.ended_at.is_(None)
        )
        return Sign.group_id.in_(own)
    scopes = [
        and_(
            Sign.municipality_id == role.municipality_id,
            true()
            if role.police_area_id is None
            else Sign.group_id.in_(
                select(Group.id).where(Group.police_area_id == role.police_area_id)
            ),
        )
        for role in actor.roles
    ]
    return or_(false(), *scopes)


def sign(work: Work, sign_id: int) -> Sign:
    """One sign; NotFound unless the actor may see it (or holds its letter)."""
    return work.get(
        Sign,
        sign_id,
        lambda actor, s: policy.may_see(actor, s) or policy.may_send(actor, s),
        joinedload(Sign.group).joinedload(Group.contacts),
        joinedload(Sign.municipality),
        joinedload(Sign.post),
    )


def signs(
    work: Work, states: Sequence[str] = (), group_id: int | None = None, *along: ORMOption
) -> Sequence[Sign]:
    """The signs the actor may see, oldest first; of some states or one group, if given.

    `along` says what is to be read with them, or is not.
    """
    wanted = select(Sign).where(visible_to(work.actor)).order_by(Sign.created_at, Sign.id)
    wanted = wanted.options(*along)
    if states:
        wanted = wanted.where(Sign.state.in_(states))
    if group_id is not None:
        wanted = wanted.where(Sign.group_id == group_id)
    return work.session.scalars(wanted).unique().all()


def listed(
    work: Work, counts: Mapping[str, int], state: str | None = None, number: int = 1
) -> Part[Sign]:
    """A page of the signs the actor may see, newest first; of one state, if given.

    `counts` are those of `counts_by_state`: many signs are not counted twice.
    """
    wanted = (
        select(Sign).where(visible_to(work.actor)).order_by(Sign.created_at.desc(), Sign.id.desc())
    )
    if state is None:
        return part(work, wanted, number, total=sum(counts.values()))
    return part(work, wanted.where(Sign.state == state), number, total=counts.get(state, 0))


def counts_by_state(work: Work) -> dict[str, int]:
    """How many visible signs stand in each state."""
    rows = work.session.execute(
        select(Sign.state, func.count()).where(visible_to(work.actor)).group_by(Sign.state)
    )
    return {row[0]: row[1] for row in rows}


def sign_by_code(work: Work, code: str) -> Sign | None:
    """The sign with a public code, as it was typed; for the label's public page."""
    wanted = codes.normalise(code)
    if not codes.is_valid(wanted):
        return None
    return work.session.scalar(select(Sign).where(Sign.code == wanted))


def sign_by_token(work: Work, token: str) -> int | None:
    """The id of the sign whose letter this is, while the letter is good; None tells no more."""
    asked = {"hash": codes.token_hash(token), "now": work.now}
    found: int | None = work.session.execute(_BY_TOKEN, asked).scalar()
    return found


def sign_of_letter(work: Work, sign_id: int) -> Sign:
    """One sign with its sets for the letter's holder, without its group; NotFound for all others.

    Locked where the database can: several photos may come at once, and each could begin a set.
    """
    found = work.session.scalars(_LOCKED, {"key": sign_id}).unique().one_or_none()
    if found is None or not policy.may_send(work.actor, found):
        raise NotFound()
    return found


def photo(work: Work, photo_id: int) -> Photo:
    """One photo; NotFound unless the actor may see the photos of its sign."""
    return work.get(Photo, photo_id, lambda actor, p: policy.may_see_photos(actor, p.set.sign))


def photos_of_set(work: Work, set_id: int) -> Sequence[Any]:
    """The photos of a set as rows with id, original and state."""
    return work.rows(_IN_SET, {"key": set_id})


def photos_taken_in(work: Work, sign: Sign, since: datetime) -> int:
    """How many photos came in for a sign from `since` on, those removed again too."""
    asked = {"since": since, "sets": [one.id for one in sign.sets]}
    (found,) = work.rows(_TAKEN_IN, asked)
    return int(found[0])


def reviewers(work: Work, municipality_id: int) -> list[User]:
    """Who is told about places and photos."""
    return accounts.staff_with_role(work, "reviewer", municipality_id)


def readers_of_decision(sign: Sign, photo_set: PhotoSet) -> list[Recipient]:
    """The contact persons and, where an address was left, the mounter: each address once."""
    found = {c.user.recipient.address: c.user.recipient for c in sign.group.contacts}
    if photo_set.reply_to:
        to = Recipient(photo_set.reply_to, photo_set.language)
        found.setdefault(to.address, to)
    return list(found.values())


def may_be_approved(review: Review | None, photos: Sequence[AnyPhoto]) -> bool:
    """Both questions are answered yes, each with a photo of the very set that `photos` are, or the
    view with the drawing of the sight check."""
    if review is None or not rules.may_approve(review.galvanising, review.view):
        return False
    ready = {photo.id for photo in photos if photo.state == "ready"}
    photos_needed = {review.galvanising_photo_id}
    if not review.view_on_drawing:
        photos_needed.add(review.view_photo_id)
    return photos_needed <= ready


def letter_of_decision(work: Work, decision_id: int, language: str) -> tuple[Sign, str]:
    """The sign and the stored letter of a decision; NotFound unless one may see its photos."""
    found = work.session.execute(
        select(Sign, DecisionLetter.stored)
        .join(SignDecision, SignDecision.sign_id == Sign.id)
        .join(DecisionLetter, DecisionLetter.decision_id == SignDecision.id)
        .where(SignDecision.id == decision_id, DecisionLetter.language == language)
    ).one_or_none()
    if found is None or not policy.may_see_photos(work.actor, found[0]):
        raise NotFound()
    return found[0], found[1]


def proposal(
    review: Review | None, photos: Sequence[_Photo], verdicts: Collection[str]
) -> tuple[_Photo, _Photo] | None:
    """The photos for *galvanising unharmed?* and *view free?* of a clear case; else None.

    Clear is a case nobody has answered yet, where every check is ok, every photo is examined, and
    there is one of the fastening and one along the road.
    """
    if review is not None or set(verdicts) != {"ok"}:
        return None
    if any(photo.state != "ready" for photo in photos):
        return None
    by_view = {photo.view: photo for photo in reversed(photos)}
    if not {"fastening", "road"} <= by_view.keys():
        return None
    return by_view["fastening"], by_view["road"]
