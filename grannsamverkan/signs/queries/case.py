"""One case with all that its page shows."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from grannsamverkan.core.db import BigId
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Group
from grannsamverkan.signs import policy
from grannsamverkan.signs.models import CheckResult, Photo, PhotoSet, Sign, SignDecision
from grannsamverkan.signs.models.evidence import PhotoLabel

# Asked with every case, so they are made once; each wants the key of what it belongs to.
_KEY = bindparam("key", type_=BigId)
_SIGNS = (
    select(Sign)
    .where(Sign.id == _KEY)
    .options(joinedload(Sign.municipality), joinedload(Sign.group).lazyload(Group.contacts))
)
_SETS = (
    select(PhotoSet)
    .where(PhotoSet.sign_id == _KEY, PhotoSet.task_id.is_(None))
    .options(joinedload(PhotoSet.review))
    .order_by(PhotoSet.id)
)
_PHOTOS = (
    select(Photo)
    .where(Photo.set_id == _KEY)
    .options(joinedload(Photo.marks), joinedload(Photo.evidence))
    .order_by(Photo.id)
)
_LABELS = (
    select(PhotoLabel)
    .join(Photo, Photo.id == PhotoLabel.photo_id)
    .where(Photo.set_id == _KEY)
    .order_by(PhotoLabel.id)
)
_CHECKS = select(CheckResult).where(CheckResult.set_id == _KEY).order_by(CheckResult.id)
_DECISIONS = (
    select(SignDecision)
    .where(SignDecision.sign_id == _KEY)
    .options(joinedload(SignDecision.letters))
    .order_by(SignDecision.id)
)


def whole_case(work: Work, sign_id: int) -> tuple[Sign, PhotoSet]:
    """A sign with its sets and decisions, and its newest sent set with photos, marks and checks.

    The photos come with what was found and pointed out in them. Six questions, whatever there is.
    NotFound unless one may see the sign's photos, or if none have been sent.
    """
    ask = work.session.scalars
    sign = ask(_SIGNS, {"key": sign_id}).one_or_none()
    if sign is None or not policy.may_see_photos(work.actor, sign):
        raise NotFound()
    _put(sign, "sets", ask(_SETS, {"key": sign_id}).all())
    sent = sign.sent_set
    if sent is None:
        raise NotFound()
    _put(sent, "photos", ask(_PHOTOS, {"key": sent.id}).unique().all())
    labels = ask(_LABELS, {"key": sent.id}).all()
    for photo in sent.photos:
        _put(photo, "labels", [label for label in labels if label.photo_id == photo.id])
    _put(sent, "checks", ask(_CHECKS, {"key": sent.id}).all())
    decisions = ask(_DECISIONS, {"key": sign_id}).unique().all()
    _put(sign, "decisions", decisions)
    return sign, sent


def _put(owner: Sign | PhotoSet | Photo, name: str, rows: Sequence[object]) -> None:
    """Give a thing what belongs to it, as if it had been read by following the relation."""
    set_committed_value(owner, name, list(rows))
