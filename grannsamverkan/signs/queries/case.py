"""One case with all that its page shows.

What there may be many of is asked for by columns: a question for whole objects takes four times as
long, and the page changes nothing. Few cases have labels or earlier decisions, so that the others
only learn that there are none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import set_committed_value

from grannsamverkan.core.db import BigId
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Group
from grannsamverkan.places.models import Municipality
from grannsamverkan.signs import policy
from grannsamverkan.signs.models import (
    UNSEEN,
    CheckResult,
    Photo,
    PhotoSet,
    Review,
    Sign,
    SignDecision,
)
from grannsamverkan.signs.models.evidence import PhotoEvidence, PhotoLabel
from grannsamverkan.signs.models.review import DecisionLetter, PhotoMark
from grannsamverkan.signs.models.sight import SignSight

# Asked with every case, so they are made once; each wants the key of what it belongs to.
_KEY = bindparam("key", type_=BigId)
_SIGNS = (
    # Objects beside each other: joined into each other by the ORM they take a quarter longer.
    select(
        *(Sign, PhotoSet, Review, Group, Municipality),
        exists().where(SignDecision.sign_id == Sign.id),
        *(SignSight.verdict, SignSight.ok_from),
    )
    .join(Sign.group)
    .join(Sign.municipality)
    .join(Sign.sets)
    .outerjoin(PhotoSet.review)
    .outerjoin(SignSight, SignSight.sign_id == Sign.id)
    .where(Sign.id == _KEY, PhotoSet.sent_at.is_not(None))
    .order_by(PhotoSet.id.desc())
    .limit(1)
    .options(lazyload("*"))
)
_TOLD = select(SignSight.told).where(SignSight.sign_id == _KEY)
_PHOTOS = (
    select(
        *(Photo.id, Photo.view, Photo.state, Photo.width, Photo.height),
        *(PhotoEvidence.found, PhotoEvidence.close_up, PhotoEvidence.looked_at),
        *(PhotoMark.id.label("mark_id"), PhotoMark.kind, PhotoMark.x, PhotoMark.y),
        *(PhotoMark.size, PhotoMark.angle, PhotoMark.label),
        exists().where(PhotoLabel.photo_id == Photo.id).label("is_labelled"),
    )
    .outerjoin(PhotoEvidence, PhotoEvidence.photo_id == Photo.id)
    .outerjoin(PhotoMark, PhotoMark.photo_id == Photo.id)
    .where(Photo.set_id == _KEY)
    .order_by(Photo.id, PhotoMark.id)
)
_LABELS = (
    select(
        *(PhotoLabel.id, PhotoLabel.photo_id, PhotoLabel.kind, PhotoLabel.by_user, PhotoLabel.at)
    )
    .join(Photo, Photo.id == PhotoLabel.photo_id)
    .where(Photo.set_id == _KEY)
    .order_by(PhotoLabel.id)
)
_CHECKS = (
    select(
        *(CheckResult.photo_id, CheckResult.finding, CheckResult.verdict, CheckResult.value),
        *(CheckResult.uncertainty, CheckResult.source),
        *(CheckResult.check.label("check"), CheckResult.limit.label("limit")),
    )
    .where(CheckResult.set_id == _KEY)
    .order_by(CheckResult.id)
)
_DECISIONS = (
    select(
        *(SignDecision.id, SignDecision.outcome, SignDecision.reason),
        *(SignDecision.actor_id, SignDecision.at, DecisionLetter.language),
    )
    .outerjoin(DecisionLetter, DecisionLetter.decision_id == SignDecision.id)
    .where(SignDecision.sign_id == _KEY, SignDecision.set_id.is_not(None))
    .order_by(SignDecision.id, DecisionLetter.language)
)


@dataclass(frozen=True)
class Look:
    """The newest look at a photo, as `models.evidence.PhotoEvidence` has it."""

    found: dict[str, Any]
    close_up: str | None
    looked_at: datetime


@dataclass(frozen=True)
class CaseMark:
    """A mark in a photo; see `models.review.PhotoMark`."""

    id: int
    kind: str
    x: float
    y: float
    size: float
    angle: float
    label: str


@dataclass(frozen=True)
class CasePhoto:
    """A photo of a case. Its labels are rows with id, kind, by_user and at, the oldest first."""

    id: int
    view: str
    state: str
    width: int | None
    height: int | None
    evidence: Look | None
    marks: Sequence[CaseMark]
    labels: Sequence[Any]

    @property
    def is_waiting(self) -> bool:
        """Still to be examined or covered."""
        return self.state in UNSEEN


AnyPhoto = Photo | CasePhoto
"""A photo with its newest look and what was pointed out in it."""


@dataclass(frozen=True)
class CaseDecision:
    """A decision on photos of the sign, and the languages of the letters that went out."""

    id: int
    outcome: str
    reason: str
    actor_id: int
    at: datetime
    languages: Sequence[str]


@dataclass(frozen=True)
class CaseSight:
    """What the sight check says of the sign; see `models.sight.SignSight`."""

    verdict: str
    ok_from: float | None
    told: Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """A sign, its newest sent set with photos and checks, and the decisions on its photos.

    `review` has the answers to the two questions, if any are given. Checks are rows with what
    `models.CheckResult` says of a finding.
    """

    sign: Sign
    set: PhotoSet
    review: Review | None
    photos: Sequence[CasePhoto]
    checks: Sequence[Any]
    decisions: Sequence[CaseDecision]
    sight: CaseSight | None


def whole_case(work: Work, sign_id: int) -> Case:
    """A sign with all that its case page shows. Six questions at most, whatever there is.

    NotFound unless one may see the sign's photos, or if none have been sent.
    """
    found = work.session.execute(_SIGNS, {"key": sign_id}).one_or_none()
    if found is None:
        raise NotFound()
    sign, sent, given, group, municipality, is_decided, verdict, ok_from = found
    set_committed_value(sign, "group", group)
    set_committed_value(sign, "municipality", municipality)
    if not policy.may_see_photos(work.actor, sign):
        raise NotFound()
    return Case(
        sign,
        sent,
        given,
        _photos(work, sent.id),
        work.rows(_CHECKS, {"key": sent.id}),
        _decisions(work, sign_id) if is_decided else [],
        _sight(work, sign_id, verdict, ok_from),
    )


def _sight(
    work: Work, sign_id: int, verdict: str | None, ok_from: float | None
) -> CaseSight | None:
    if verdict is None:
        return None
    rows = work.rows(_TOLD, {"key": sign_id}) if verdict != "ok" else []
    return CaseSight(verdict, ok_from, [told for row in rows for told in row.told])


def _photos(work: Work, set_id: int) -> list[CasePhoto]:
    rows = work.rows(_PHOTOS, {"key": set_id})
    is_labelled = any(row.is_labelled for row in rows)
    labels = work.rows(_LABELS, {"key": set_id}) if is_labelled else []
    return [
        _photo(list(of_one), [label for label in labels if label.photo_id == photo_id])
        for photo_id, of_one in groupby(rows, key=lambda row: row.id)
    ]


def _photo(rows: Sequence[Any], labels: Sequence[Any]) -> CasePhoto:
    """A photo from its rows: one for each mark, or one without."""
    first = rows[0]
    look = Look(*first[5:8]) if first.looked_at is not None else None
    marks = [CaseMark(*row[8:15]) for row in rows if row.mark_id is not None]
    return CasePhoto(
        first.id, first.view, first.state, first.width, first.height, look, marks, labels
    )


def _decisions(work: Work, sign_id: int) -> list[CaseDecision]:
    rows = work.rows(_DECISIONS, {"key": sign_id})
    return [_decision(list(of_one)) for _id, of_one in groupby(rows, key=lambda row: row.id)]


def _decision(rows: Sequence[Any]) -> CaseDecision:
    """A decision from its rows: one for each letter, or one without."""
    one = rows[0]
    languages = [row.language for row in rows if row.language is not None]
    return CaseDecision(one.id, one.outcome, one.reason, one.actor_id, one.at, languages)
