"""Places that a reviewer marks in a photo while the case is open."""

from dataclasses import dataclass, fields

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work
from grannsamverkan.signs import errors, policy, queries
from grannsamverkan.signs.models import Photo
from grannsamverkan.signs.models.review import PhotoMark
from grannsamverkan.signs.workflow import MARKED

MOST_MARKS = 12
KINDS = ("ring", "arrow")
SMALLEST, LARGEST = 0.02, 0.6


@dataclass(frozen=True)
class Mark:
    """A mark as `models.review.PhotoMark` describes it, before it is kept."""

    kind: str
    x: float
    y: float
    size: float = 0.12
    angle: float = 45.0
    label: str = ""


def add_mark(work: Work, photo_id: int, mark: Mark) -> PhotoMark:
    """Put a mark into a photo whose case is being reviewed."""
    photo = _open_photo(work, photo_id)
    if len(photo.marks) >= MOST_MARKS:
        raise errors.too_many_marks(MOST_MARKS)
    row = PhotoMark(
        municipality_id=photo.municipality_id,
        created_by=work.actor.person_id,
        created_at=work.now,
        **_values(mark),
    )
    photo.marks.append(row)
    work.record(MARKED, photo, marks=len(photo.marks))
    return row


def change_mark(work: Work, photo_id: int, mark_id: int, mark: Mark) -> None:
    """Move, grow, turn or rename a mark."""
    row = _mark(_open_photo(work, photo_id), mark_id)
    for name, value in _values(mark).items():
        setattr(row, name, value)


def remove_mark(work: Work, photo_id: int, mark_id: int) -> None:
    """Take a mark away."""
    photo = _open_photo(work, photo_id)
    photo.marks.remove(_mark(photo, mark_id))
    work.record(MARKED, photo, marks=len(photo.marks))


def _open_photo(work: Work, photo_id: int) -> Photo:
    photo = queries.photo(work, photo_id)
    work.require(policy.may_review, photo.set.sign)
    if photo.set.sign.state != "photos_sent" or photo.state != "ready":
        raise errors.case_closed()
    return photo


def _mark(photo: Photo, mark_id: int) -> PhotoMark:
    found = next((row for row in photo.marks if row.id == mark_id), None)
    if found is None:
        raise NotFound()
    return found


def _values(mark: Mark) -> dict[str, object]:
    """The mark kept inside the picture and within sizes that can be seen."""
    kept = {field.name: getattr(mark, field.name) for field in fields(mark)}
    return {
        **kept,
        "x": min(max(mark.x, 0.0), 1.0),
        "y": min(max(mark.y, 0.0), 1.0),
        "size": min(max(mark.size, SMALLEST), LARGEST),
        "angle": mark.angle % 360,
    }
