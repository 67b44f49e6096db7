"""Which stored objects are still needed, and by whom."""

from collections.abc import Iterable

from sqlalchemy import String, and_, exists, or_, select

from grannsamverkan.core.db import Base
from grannsamverkan.core.mail import MailRow
from grannsamverkan.core.work import Work
from grannsamverkan.signs.models import Photo
from grannsamverkan.signs.models.evidence import PhotoEvidence, RustModel, SignArtwork
from grannsamverkan.signs.models.mailin import InboundMail, InboundPhoto

STORED_NAME_LENGTH = 64


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
        PhotoEvidence.close_up == name,
        SignArtwork.stored == name,
        RustModel.stored == name,
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
