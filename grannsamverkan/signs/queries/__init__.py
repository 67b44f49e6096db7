"""Every read of the signs room; each list starts from `visible_to`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    exists,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import joinedload, lazyload

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.accounts.models import User
from grannsamverkan.core import codes
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.db import Base, BigId
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.mail import MailRow, Recipient
from grannsamverkan.core.paging import Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.geometry import plane
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.imaging import similar
from grannsamverkan.imaging.bands import near_bands
from grannsamverkan.imaging.quality import SAME_PHOTO_BITS
from grannsamverkan.places import queries as places
from grannsamverkan.signs import policy, rules
from grannsamverkan.signs.models import (
    FasteningRule,
    Photo,
    PhotoSet,
    Sign,
    SignDecision,
)
from grannsamverkan.signs.models.mailin import InboundMail, InboundPhoto
from grannsamverkan.signs.models.review import DecisionLetter, PhotoBand
from grannsamverkan.signs.rules import Clearance, Fastening, Finding, PlaceFacts, Verdict
from grannsamverkan.signs.workflow import PHOTO_TAKEN_IN

GONE = ("cancelled", "place_refused", "taken_down")
NEAR_M = 15.0
STORED_NAME_LENGTH = 64


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


def signs(work: Work, states: Sequence[str] = (), group_id: int | None = None) -> Sequence[Sign]:
    """The signs the actor may see, oldest first; of some states or one group, if given."""
    wanted = select(Sign).where(visible_to(work.actor)).order_by(Sign.created_at, Sign.id)
    if states:
        wanted = wanted.where(Sign.state.in_(states))
    if group_id is not None:
        wanted = wanted.where(Sign.group_id == group_id)
    return work.session.scalars(wanted).unique().all()


def listed(work: Work, states: Sequence[str] = (), number: int = 1) -> Part[Sign]:
    """A page of the signs the actor may see, newest first; of some states, if given."""
    wanted = (
        select(Sign).where(visible_to(work.actor)).order_by(Sign.created_at.desc(), Sign.id.desc())
    )
    return part(work, wanted.where(Sign.state.in_(states)) if states else wanted, number)


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
    return work.session.scalar(
        select(Sign.id).where(
            Sign.letter_hash == codes.token_hash(token[:200]),
            Sign.state != "cancelled",
            Sign.letter_until > work.now,
        )
    )


def sign_of_letter(work: Work, sign_id: int) -> Sign:
    """One sign for the letter's holder, without its group; NotFound for anybody else.

    Locked where the database can: several photos may come at once, and each could begin a set.
    """
    found = work.session.scalar(
        select(Sign).where(Sign.id == sign_id).options(lazyload(Sign.group)).with_for_update()
    )
    if found is None or not policy.may_send(work.actor, found):
        raise NotFound()
    return found


def photo(work: Work, photo_id: int) -> Photo:
    """One photo; NotFound unless the actor may see the photos of its sign."""
    return work.get(Photo, photo_id, lambda actor, p: policy.may_see_photos(actor, p.set.sign))


def photos_taken_in(work: Work, sign: Sign, since: datetime) -> int:
    """How many photos came in for a sign from `since` on, those removed again too."""
    return work.session.scalars(
        select(func.count())
        .select_from(AuditEntry)
        .where(
            AuditEntry.event == PHOTO_TAKEN_IN,
            AuditEntry.at >= since,
            AuditEntry.details["set_id"].as_integer().in_([s.id for s in sign.sets]),
        )
    ).one()


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


def may_be_approved(photo_set: PhotoSet) -> bool:
    """Both questions are answered yes, each with a photo of this very set."""
    review = photo_set.review
    if review is None or not rules.may_approve(review.galvanising, review.view):
        return False
    ready = {photo.id for photo in photo_set.photos if photo.state == "ready"}
    return {review.galvanising_photo_id, review.view_photo_id} <= ready


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


def proposal(photo_set: PhotoSet) -> tuple[Photo, Photo] | None:
    """The photos for *galvanising unharmed?* and *view free?* of a clear case; else None.

    Clear is a case nobody has answered yet, where every check is ok, every photo is examined, and
    there is one of the fastening and one along the road.
    """
    verdicts = [check.verdict for check in photo_set.checks]
    if photo_set.review is not None or not verdicts or set(verdicts) != {"ok"}:
        return None
    if any(photo.state != "ready" for photo in photo_set.photos):
        return None
    by_view = {photo.view: photo for photo in reversed(photo_set.photos)}
    if not {"fastening", "road"} <= by_view.keys():
        return None
    return by_view["fastening"], by_view["road"]


_OWN_VERDICTS = select(FasteningRule.fastening, FasteningRule.liner, FasteningRule.verdict).where(
    FasteningRule.municipality_id == bindparam("place", type_=BigId)
)


def fastening_table(work: Work, municipality_id: int) -> Mapping[str, Fastening]:
    """Fastenings with the municipality's own verdicts put in."""
    own: dict[tuple[str, str], Verdict] = {
        (row.fastening, row.liner): row.verdict  # checked by the form
        for row in work.session.execute(_OWN_VERDICTS, {"place": municipality_id})
    }
    return rules.with_own_verdicts(own)


def own_rule(work: Work, municipality_id: int, fastening: str, liner: str) -> FasteningRule | None:
    """The municipality's own row for a fastening and liner, if it has one."""
    return work.session.scalar(
        select(FasteningRule).where(
            FasteningRule.municipality_id == municipality_id,
            FasteningRule.fastening == fastening,
            FasteningRule.liner == liner,
        )
    )


def clearance_table(work: Work, municipality_id: int) -> Mapping[str, Clearance]:
    """Heights wanted above each surface, from the municipality's settings."""
    values = {v.definition.key: v for v in places.settings(work, municipality_id)}
    return {
        surface: Clearance(
            float(values[f"clearance.{surface}_least"].value),
            float(values[f"clearance.{surface}_wanted"].value),
            values[f"clearance.{surface}_wanted"].definition.source,
        )
        for surface in ("carriageway", "footway", "cycle", "none")
    }


def set_findings(work: Work, photo_set: PhotoSet) -> list[Finding]:
    """The checks that look at the set as a whole."""
    sign = photo_set.sign
    read = [text for photo in photo_set.photos for text in photo.codes or ()]
    return [
        rules.check_views({photo.view for photo in photo_set.usable}),
        rules.check_identity(read, sign.code),
        rules.check_post_number(photo_set.post_number, sign.post_number),
        rules.check_fastening(
            fastening_table(work, sign.municipality_id),
            photo_set.fastening,
            photo_set.liner,
            sign.galvanised,
        ),
        rules.check_clearance(
            clearance_table(work, sign.municipality_id),
            photo_set.surface,
            photo_set.lower_edge_m,
        ),
    ]


def reuse_finding(work: Work, photo: Photo) -> Finding:
    """The photo against those of other signs in the municipality, found by index."""
    others = (
        select(Photo.id)
        .join(PhotoSet)
        .where(
            Photo.municipality_id == photo.municipality_id,
            PhotoSet.sign_id != photo.set.sign_id,
            PhotoSet.sent_at.is_not(None),
        )
    )
    same = work.session.scalar(select(exists(others.where(Photo.original == photo.original))))
    bits = [] if photo.dhash is None else _bits_to_the_alike(work, photo.dhash, others)
    return rules.check_reuse(bool(same), min(bits, default=None), SAME_PHOTO_BITS)


def _bits_to_the_alike(work: Work, dhash: str, others: Select[int]) -> list[int]:
    near = others.join(PhotoBand, PhotoBand.photo_id == Photo.id).where(
        PhotoBand.municipality_id == Photo.municipality_id,
        PhotoBand.band.in_(near_bands(dhash)),
    )
    found = work.session.scalars(near.with_only_columns(Photo.dhash).distinct())
    bits = [similar(dhash, other) for other in found if other and len(other) == len(dhash)]
    return [number for number in bits if number <= SAME_PHOTO_BITS]


def time_finding(photo: Photo) -> Finding:
    """The camera's time against hand-out and the moment the photo came in."""
    return rules.check_time(photo.taken_at, photo.set.sign.handed_out_at, photo.received_at)


def place_finding(work: Work, photo: Photo) -> Finding:
    """The camera's position against the sign's place."""
    sign = photo.set.sign
    tolerance = float(places.setting(work, sign.municipality_id, "sign.place_tolerance_m"))
    if photo.longitude is None or photo.latitude is None or sign.x is None or sign.y is None:
        return rules.check_place(None, tolerance)
    lon, lat = places.plane_of(work, sign.municipality_id).to_lonlat(sign.x, sign.y)
    return rules.check_place(rules.distance_m(lon, lat, photo.longitude, photo.latitude), tolerance)


def place_findings(work: Work, sign: Sign) -> list[Finding]:
    """What should be known of a sign's place before anyone climbs."""
    return rules.place_findings(place_facts(work, sign), near_m=NEAR_M)


def place_facts(work: Work, sign: Sign) -> PlaceFacts:
    """What is known of a sign's place."""
    near = _distances_to_others(work, sign)
    area = sign.group.area
    inside = None
    if area is not None and sign.x is not None and sign.y is not None:
        inside = plane.distance_to_edge(area, sign.x, sign.y) <= NEAR_M or bool(
            plane.points_within(area, [(sign.x, sign.y)])[0]
        )
    return PlaceFacts(
        support=sign.support,
        post_known=sign.post_id is not None,
        inside_area=inside,
        signs_on_post=sum(same for _metres, same in near),
        nearest_sign_m=min((metres for metres, _same in near), default=None),
        galvanised=sign.galvanised,
        owner=sign.post.owner if sign.post else "",
        owner_consent=bool(sign.owner_consent),
    )


def _distances_to_others(work: Work, sign: Sign) -> list[tuple[float, bool]]:
    if sign.x is None or sign.y is None:
        return []
    others = work.session.scalars(
        select(Sign).where(
            Sign.municipality_id == sign.municipality_id,
            Sign.id != sign.id,
            Sign.state.not_in(GONE),
            Sign.x.between(sign.x - NEAR_M, sign.x + NEAR_M),
            Sign.y.between(sign.y - NEAR_M, sign.y + NEAR_M),
        )
    ).unique()
    return [
        (
            plane.distance(sign.x, sign.y, other.x, other.y),
            sign.post_id is not None and other.post_id == sign.post_id,
        )
        for other in others
        if other.x is not None and other.y is not None
    ]


def object_in_use(work: Work, name: str) -> bool:
    """True if any photo, or any mail that came in, still needs the stored object."""
    named = (
        or_(
            and_(Photo.original == name, Photo.original_kept),
            Photo.stored == name,
            Photo.thumb == name,
        ),
        or_(
            InboundPhoto.original == name,
            InboundPhoto.stored == name,
            InboundPhoto.thumb == name,
        ),
        InboundMail.stored == name,
    )
    return any(work.session.scalar(select(exists().where(one))) for one in named)


def stored_names(work: Work) -> set[str]:
    """What may be the name of a stored object in any row of any room.

    A name is recognised by its column's length and not by a list of columns: the room that is
    forgotten in a list would lose its files.
    """
    columns = [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String) and column.type.length == STORED_NAME_LENGTH
    ]
    named = {name for column in columns for name in work.session.scalars(select(column)) if name}
    attached = work.session.scalars(select(MailRow.attachments))
    gone = work.session.scalars(select(Photo.original).where(~Photo.original_kept))
    kept = set(work.session.scalars(select(Photo.original).where(Photo.original_kept)))
    return named - (set(gone) - kept) | {name for row in attached for *_, name in row}


def photos_with_original(work: Work, set_id: int) -> Iterable[Photo]:
    """Photos of a set whose original is still kept."""
    return work.session.scalars(
        select(Photo).where(Photo.set_id == set_id, Photo.original_kept)
    ).all()
