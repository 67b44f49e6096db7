"""A new edition in an earlier one's place: nothing that people have read is lost or changed."""

from sqlalchemy import update

from grannsamverkan.core.work import Work
from grannsamverkan.training import errors, queries
from grannsamverkan.training.models import Assignment, Edition
from grannsamverkan.training.queries import library
from grannsamverkan.training.usecases import courses
from grannsamverkan.training.workflow import EDITION, SUCCEEDED

OF_ITS_OWN = frozenset(
    (
        "id",
        "version",
        "state",
        "questions",
        "replaces_id",
        "created_at",
        "created_by",
        "published_at",
    )
)
"""What a new edition does not take over as it is."""


def begin_successor(work: Work, edition_id: int) -> Edition:
    """A draft that holds all that the published edition holds, to be changed and then put out in
    its place. One that was begun before is returned. Raises Conflict unless it is out."""
    earlier = queries.kept_edition(work, edition_id)
    if earlier.state != "published":
        raise errors.no_successor()
    begun = library.begun_successor(work, earlier)
    if begun is not None:
        return begun
    edition = Edition(
        **{name: getattr(earlier, name) for name in _copied()},
        questions=[dict(question) for question in earlier.questions],
        replaces_id=earlier.id,
        created_at=work.now,
        created_by=work.actor.id,
    )
    work.session.add(edition)
    courses.copy_modules(work, earlier, edition)
    work.record(SUCCEEDED, edition, earlier_id=earlier.id)
    return edition


def take_place(work: Work, edition: Edition) -> None:
    """Set aside the edition that this one replaces, for the use case that puts it out.

    Links to it that nobody has confirmed to have read lead to the new edition from now on. Who has
    read it stays with what was read, and can answer its questions.
    """
    if edition.replaces_id is None:
        return
    earlier = work.get(Edition, edition.replaces_id)
    if earlier.state != "published":
        return
    EDITION.take(work, earlier, "replace")
    work.session.execute(
        update(Assignment)
        .where(Assignment.edition_id == earlier.id, Assignment.read_at.is_(None))
        .values(edition_id=edition.id)
    )


def _copied() -> set[str]:
    return {column.key for column in Edition.__mapper__.column_attrs} - OF_ITS_OWN
