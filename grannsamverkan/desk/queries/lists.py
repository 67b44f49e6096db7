"""Groups and signs as lists a page at a time, each page with the same few questions."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from grannsamverkan.core.paging import Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.desk.queries.chosen import Chosen, groups_where, signs_where
from grannsamverkan.groups.models import Group
from grannsamverkan.signs.models import Sign


def groups(work: Work, chosen: Chosen, number: int) -> Part[Group]:
    """A page of the groups the reader may see and has chosen, by name."""
    wanted = (
        select(Group)
        .where(*groups_where(work.actor, chosen))
        .options(joinedload(Group.police_area), lazyload(Group.contacts))
        .order_by(Group.name, Group.id)
    )
    return part(work, wanted, number)


def signs(work: Work, chosen: Chosen, number: int) -> Part[Sign]:
    """A page of the signs the reader may see and has chosen, the newest first."""
    wanted = (
        select(Sign)
        .where(*signs_where(work.actor, chosen))
        .options(joinedload(Sign.group).lazyload(Group.contacts))
        .order_by(Sign.created_at.desc(), Sign.id.desc())
    )
    return part(work, wanted, number)
