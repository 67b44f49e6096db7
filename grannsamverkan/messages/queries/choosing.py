"""Groups to choose among, where there may be hundreds: searched, narrowed, and only some shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import lazyload

from grannsamverkan.core import search
from grannsamverkan.core.work import Work
from grannsamverkan.groups import queries as groups
from grannsamverkan.groups.models import Group
from grannsamverkan.messages.models import Bulletin
from grannsamverkan.messages.queries import LIVING, written_to
from grannsamverkan.messages.queries.aim import chosen_groups
from grannsamverkan.places.models import PoliceArea
from grannsamverkan.places.queries import addresses

MOST_SHOWN = 200
"""Own choice: so many groups that are not chosen stand on the page at one time."""


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to: words of name or streets or an address, and a police area."""

    text: str = ""
    police_area: int | None = None


@dataclass(frozen=True)
class Choice:
    """A group to choose, with what tells it from others of the same name."""

    id: int
    name: str
    streets: str
    police_area: str


@dataclass(frozen=True)
class Offered:
    """What is shown: the chosen ones first, then those that are looked for; `left` are too many
    to show."""

    choices: Sequence[Choice]
    found: int
    left: int


def offered(work: Work, bulletin: Bulletin, wanted: Wanted) -> Offered:
    """The groups to show, of those that the actor writes to."""
    chosen = [group_id for group_id, _name in chosen_groups(work, bulletin)]
    found = _choices(work, bulletin, *_narrowed(work, bulletin, wanted), ~Group.id.in_(chosen))
    first = _choices(work, bulletin, Group.id.in_(chosen)) if chosen else []
    shown = found[:MOST_SHOWN]
    return Offered([*first, *shown], len(found), len(found) - len(shown))


def choosable_ids(work: Work, bulletin: Bulletin) -> Sequence[int]:
    """Ids of all living groups that the actor writes to."""
    return work.session.scalars(
        select(Group.id).where(*_writable(work, bulletin)).order_by(Group.id)
    ).all()


def choosable(work: Work, bulletin: Bulletin, ids: Collection[int]) -> Sequence[Group]:
    """Those of these groups that the actor writes to."""
    return work.session.scalars(
        select(Group)
        .where(*_writable(work, bulletin), Group.id.in_(ids))
        .options(lazyload(Group.contacts))
        .order_by(Group.id)
    ).all()


def _choices(work: Work, bulletin: Bulletin, *conditions: ColumnElement[bool]) -> list[Choice]:
    wanted: Select[int, str, str, str] = (
        select(Group.id, Group.name, Group.streets, PoliceArea.name)
        .outerjoin(PoliceArea, PoliceArea.id == Group.police_area_id)
        .where(*_writable(work, bulletin), *conditions)
        .order_by(Group.name, Group.id)
    )
    return [
        Choice(group_id, name, streets, area or "")
        for group_id, name, streets, area in work.session.execute(wanted)
    ]


def _writable(work: Work, bulletin: Bulletin) -> list[ColumnElement[bool]]:
    return [Group.state.in_(LIVING), written_to(work.actor, bulletin.municipality_id)]


def _narrowed(work: Work, bulletin: Bulletin, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = []
    if wanted.police_area is not None:
        conditions.append(Group.police_area_id == wanted.police_area)
    by_words = search.matching(Group, wanted.text)
    if by_words is not None:
        conditions.append(or_(by_words, Group.id.in_(_covering(work, bulletin, wanted.text))))
    return conditions


def _covering(work: Work, bulletin: Bulletin, text: str) -> list[int]:
    """Ids of the groups on whose ground an address lies, if the text is one."""
    place = bulletin.municipality_id
    address = addresses.address_by_text(work, place, text)
    if address is None:
        return []
    return [group.id for group in groups.covering(work, place, address.x, address.y, LIVING)]
