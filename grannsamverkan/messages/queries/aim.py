"""Whom a bulletin is aimed at: groups, their contact persons, and how many those are."""

from collections.abc import Sequence
from dataclasses import dataclass

from shapely import from_wkb, prepare
from sqlalchemy import Row, Select, select

from grannsamverkan.accounts.models import User
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.messages import policy, rules
from grannsamverkan.messages.models import Bulletin, MailChoice
from grannsamverkan.messages.queries import LIVING, written_to
from grannsamverkan.messages.rules import Number


@dataclass(frozen=True)
class Person:
    """A contact person of one group, and how often that person wants mail."""

    contact_id: int
    group_id: int
    user_id: int
    frequency: str


def group_ids(work: Work, bulletin: Bulletin) -> list[int]:
    """The living groups a bulletin is aimed at, of those the actor writes to."""
    reached, _outside = _aimed(work, bulletin)
    return reached


def persons(work: Work, groups: Sequence[int]) -> list[Person]:
    """The present contact persons of these groups, as plain rows: there may be thousands."""
    rows = work.session.execute(
        select(Contact.id, Contact.group_id, Contact.user_id, MailChoice.frequency)
        .join(User, User.id == Contact.user_id)
        .join(MailChoice, MailChoice.user_id == Contact.user_id, isouter=True)
        .where(Contact.group_id.in_(groups), Contact.ended_at.is_(None), User.active)
        .order_by(Contact.id)
    )
    return [Person(*row[:3], row[3] or "at_once") for row in rows]


def number(work: Work, bulletin: Bulletin) -> Number:
    """How many it would reach now."""
    reached, outside = _aimed(work, bulletin)
    found = persons(work, reached)
    manned = {person.group_id for person in found}
    return Number(
        groups=len(manned),
        persons=len({person.user_id for person in found}),
        empty=len(reached) - len(manned),
        outside=outside,
    )


def _aimed(work: Work, bulletin: Bulletin) -> tuple[list[int], int]:
    """(ids of the groups, how many more lie in the area and are not the actor's to write to)."""
    if bulletin.aim == "area":
        return _in_area(work, bulletin)
    wanted = _living(bulletin).where(written_to(work.actor, bulletin.municipality_id))
    if bulletin.aim == "groups":
        chosen = [group.id for group in bulletin.groups]
        wanted = wanted.where(Group.id.in_(chosen))
    else:
        areas = [area.id for area in bulletin.police_areas]
        wanted = wanted.where(Group.police_area_id.in_(areas))
    return [row.id for row in work.session.execute(wanted)], 0


def _in_area(work: Work, bulletin: Bulletin) -> tuple[list[int], int]:
    area = bulletin.area
    if area is None:
        return [], 0
    minx, miny, maxx, maxy = area.bounds
    near = work.session.execute(
        _living(bulletin).where(
            Group.minx <= maxx, Group.maxx >= minx, Group.miny <= maxy, Group.maxy >= miny
        )
    )
    prepare(area)
    hit = [row for row in near if _overlaps(area, row.area_wkb)]
    own = [row.id for row in hit if _writes_to(work.actor, bulletin, row)]
    return own, len(hit) - len(own)


def _living(bulletin: Bulletin) -> Select[int, int | None, bytes | None]:
    return (
        select(Group.id, Group.police_area_id, Group.area_wkb)
        .where(Group.municipality_id == bulletin.municipality_id, Group.state.in_(LIVING))
        .order_by(Group.id)
    )


def _overlaps(area: object, other: bytes) -> bool:
    """True if they share ground; a border in common is not enough."""
    shape = from_wkb(other)
    return bool(shape.intersects(area) and not shape.touches(area))


def _writes_to(actor: Actor, bulletin: Bulletin, row: Row[int, int | None, bytes | None]) -> bool:
    scope = policy.areas(actor, bulletin.municipality_id)
    return scope is None or row.police_area_id in scope


def fits(aim: str, bulletin: Bulletin) -> bool:
    """True if a bulletin says whom it is for in the way it is aimed."""
    chosen = {
        "area": bulletin.area_wkb is not None,
        "police_areas": bool(bulletin.police_areas),
        "groups": bool(bulletin.groups),
    }
    return aim in rules.AIMS and chosen[aim]
