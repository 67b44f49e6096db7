"""What a look at a photo found is kept; what persons point out in it leads to a new look."""

from collections.abc import Sequence
from typing import Literal, get_args

from sqlalchemy import select

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work
from grannsamverkan.imaging import plain
from grannsamverkan.imaging.evidence import Evidence, Place
from grannsamverkan.signs import errors, policy, queries
from grannsamverkan.signs.models import Photo
from grannsamverkan.signs.models.evidence import PhotoEvidence, PhotoLabel
from grannsamverkan.signs.usecases import mounting
from grannsamverkan.signs.workflow import PHOTO_COVERED, PHOTO_EXAMINED, PHOTO_POINTED

Pointed = Literal["foot", "fastening", "corners", "cover", "uncover", "rust"]
POINTED = get_args(Pointed)
PLACES = {"foot": (1, 1), "fastening": (1, 1), "corners": (4, 4), "cover": (2, 2)}
PLACES |= {"uncover": (2, 2), "rust": (3, 400)}
"""Fewest and most places of each kind."""
BY_MOUNTER = ("foot", "fastening")
MOST_LABELS = 60
HIDING = ("cover", "uncover")


def keep_look(
    work: Work,
    photo_id: int,
    evidence: Evidence,
    *,
    stored: str,
    thumb: str,
    close_up: str | None,
    codes: Sequence[str] = (),
    pointed: frozenset[int] | None = None,
) -> None:
    """Keep a look's evidence and covered pictures: from now on the photo can be seen.

    `codes` were read at full size, for which whoever waited for advice had no time. `pointed` are
    the ids of the labels that the look took into account: where what is to be covered has changed
    since, the look that was asked for then will show the photo. Does nothing for a photo that is
    gone or was refused.
    """
    work.require(lambda actor: actor.is_system)
    photo = mounting.locked_photo(work, photo_id)
    if photo is None or photo.state not in ("covering", "ready"):
        return
    if pointed is not None and pointed != hiding_labels(photo):
        return
    before = [photo.stored, photo.thumb, photo.evidence.close_up if photo.evidence else None]
    first = photo.state == "covering"
    photo.state, photo.stored, photo.thumb = "ready", stored, thumb
    photo.codes = list(dict.fromkeys([*(photo.codes or ()), *codes]))
    if photo.evidence is None:
        photo.evidence = PhotoEvidence(municipality_id=photo.municipality_id)
    photo.evidence.found = plain.dump(evidence)
    photo.evidence.close_up, photo.evidence.looked_at = close_up, work.now
    work.session.flush()
    mounting.check_if_sent(work, photo.set)
    if first:
        work.record(PHOTO_EXAMINED, photo, outcome="ready")
    gone = [name for name in before if name and name not in (stored, thumb, close_up)]
    if gone:
        work.enqueue("sweep_objects", municipality_id=photo.municipality_id, names=gone)


def hiding_labels(photo: Photo) -> frozenset[int]:
    """The ids of what persons said about covering the photo."""
    return frozenset(label.id for label in photo.labels if label.kind in HIDING)


def ask_for_look(work: Work, photo_id: int) -> None:
    """Let the worker look at a photo (anew)."""
    work.require(lambda actor: actor.is_system)
    _enqueue(work, work.get(Photo, photo_id))


def _enqueue(work: Work, photo: Photo) -> None:
    work.enqueue("look_at_photo", municipality_id=photo.municipality_id, photo_id=photo.id)


def look_at_waiting(work: Work, waiting_ids: Sequence[int]) -> None:
    """Ask for a look at photos that still have none: of an older edition, or after a fault."""
    work.require(lambda actor: actor.is_system)
    for photo in work.session.scalars(select(Photo).where(Photo.id.in_(waiting_ids))):
        work.enqueue(
            "examine_photo",
            key=f"waiting:{photo.id}:{work.now:%Y-%m-%dT%H}",
            municipality_id=photo.municipality_id,
            photo_id=photo.id,
        )


def point_out(work: Work, photo_id: int, kind: str, places: Sequence[Place]) -> PhotoLabel:
    """A reviewer points something out in an open case: it goes before what was found.

    *Cover more* hides the picture until it is covered; *covered too much* needs the original.
    """
    photo = queries.photo(work, photo_id)
    work.require(policy.may_review, photo.set.sign)
    if photo.set.sign.state != "photos_sent" or photo.state == "refused":
        raise errors.case_closed()
    return _label(work, photo, kind, places)


def point_out_own(
    work: Work, sign_id: int, photo_id: int, kind: str, places: Sequence[Place]
) -> PhotoLabel:
    """The mounter points out the foot of the post, or the fastening, before sending."""
    photo_set = mounting.open_set(work, queries.sign(work, sign_id))
    photo = next((one for one in photo_set.photos if one.id == photo_id), None)
    if photo is None or kind not in BY_MOUNTER:
        raise NotFound()
    return _label(work, photo, kind, places)


def forget_label(work: Work, photo_id: int, label_id: int) -> None:
    """Take back what was pointed out."""
    photo = queries.photo(work, photo_id)
    work.require(policy.may_review, photo.set.sign)
    if photo.set.sign.state != "photos_sent":
        raise errors.case_closed()
    label = next((one for one in photo.labels if one.id == label_id), None)
    if label is None:
        raise NotFound()
    photo.labels.remove(label)
    work.record(PHOTO_POINTED, photo, kind=label.kind, taken_back=True)
    _look_again(work, photo, label.kind, hide=label.kind == "uncover")


def _label(work: Work, photo: Photo, kind: str, places: Sequence[Place]) -> PhotoLabel:
    fewest, most = PLACES[kind]
    if not fewest <= len(places) <= most or len(photo.labels) >= MOST_LABELS:
        raise errors.wrong_places()
    if kind == "uncover" and not photo.original_kept:
        raise errors.original_gone()
    label = PhotoLabel(
        municipality_id=photo.municipality_id,
        kind=kind,
        places=[[_within(x), _within(y)] for x, y in places],
        by_user=work.actor.id,
        at=work.now,
    )
    photo.labels.append(label)
    event = PHOTO_COVERED if kind in ("cover", "uncover") else PHOTO_POINTED
    details = {} if event == PHOTO_COVERED else {"taken_back": False}
    work.record(event, photo, kind=kind, **details)
    _look_again(work, photo, kind, hide=kind == "cover")
    return label


def _look_again(work: Work, photo: Photo, kind: str, *, hide: bool) -> None:
    """What is to be covered is not shown a moment longer; all else changes when it is known."""
    if kind == "rust" or photo.state == "received":
        return
    if hide:
        photo.state = "covering"
    _enqueue(work, photo)


def _within(share: float) -> float:
    return min(max(float(share), 0.0), 1.0)
