"""One case with all that its page shows."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Group
from grannsamverkan.signs import queries
from grannsamverkan.signs.models import Photo, PhotoSet, Sign, SignDecision


def whole_case(work: Work, sign_id: int) -> Sign:
    """One case with all that its page shows, in a few questions; NotFound unless one may see it."""
    # The session forgets what nobody holds, so the rows are held until the sign is handed over.
    loaded = (
        work.session.scalars(
            select(Sign)
            .where(Sign.id == sign_id)
            .options(
                joinedload(Sign.municipality),
                joinedload(Sign.group).lazyload(Group.contacts),
                selectinload(Sign.sets).options(
                    joinedload(PhotoSet.review),
                    joinedload(PhotoSet.checks),
                    selectinload(PhotoSet.photos).joinedload(Photo.marks),
                ),
                selectinload(Sign.decisions).joinedload(SignDecision.letters),
            )
        )
        .unique()
        .all()
    )
    sign = queries.sign(work, sign_id)
    assert sign in loaded
    return sign
