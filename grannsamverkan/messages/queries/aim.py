"""Whom a bulletin is aimed at: groups, their contact persons, and how many those are."""

from collections.abc import Sequence

from shapely import from_wkb, prepare
from sqlalchemy import Row, Select, distinct, func, literal, select

from grannsamverkan.accounts.models import MailChoice, User
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.messages import policy, rules
from grannsamverkan.messages.models import Bulletin, BulletinGroup
from grannsamverkan.messages.queries import LIVING, written_to
from grannsamverkan.messages.rules import Number

RECEIVER = ("municipality_id", "bulletin_id", "contact_id", "group_id", "user_id", "way")
"""The columns of a receiver that are known when a bulletin is sent."""


def group_ids(work: Work, bulletin: Bulletin) -> list[int]:
    """The living groups a bulletin is aimed at, of those the actor writes to."""
    reached, _outside = _aimed(work, bulletin)
    return reached


def number(work: Work, bulletin: Bulletin) -> Number:
    """How many it would reach now."""
    reached, outside = _aimed(work, bulletin)
    people = _people(reached).subquery()
    manned, persons = work.session.execute(
        select(func.count(distinct(people.c.group_id)), func.count(distinct(people.c.user_id)))
    ).one()
    return Number(manned, persons, empty=len(reached) - manned, outside=outside)


def rows(bulletin: Bulletin, groups: Sequence[int]) -> Select[int, int, int, int, int, str]:
    """The receivers as rows to be written, in the order of `RECEIVER`: the database makes them by
    itself, as there may be thousands."""
    chosen = func.coalesce(MailChoice.frequency, "at_once")
    return (
        _people(groups)
        .join(MailChoice, MailChoice.user_id == Contact.user_id, isouter=True)
        .with_only_columns(
            Contact.municipality_id,
            literal(bulletin.id),
            Contact.id,
            Contact.group_id,
            Contact.user_id,
            literal(rules.way("", urgent=True)) if bulletin.urgent else chosen,
        )
        .order_by(Contact.id)
    )


def _people(groups: Sequence[int]) -> Select[int, int]:
    """The present contact persons of these groups."""
    return (
        select(Contact.group_id, Contact.user_id)
        .join(User, User.id == Contact.user_id)
        .where(Contact.group_id.in_(groups), Contact.ended_at.is_(None), User.active)
    )


def _aimed(work: Work, bulletin: Bulletin) -> tuple[list[int], int]:
    """(ids of the groups, how many more lie in the area and are not the actor's to write to)."""
    if bulletin.aim == "area":
        return _in_area(work, bulletin)
    wanted = _living(bulletin).where(written_to(work.actor, bulletin.municipality_id))
    if bulletin.aim == "groups":
        wanted = wanted.where(Group.id.in_(_chosen(bulletin)))
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


def chosen_groups(work: Work, bulletin: Bulletin) -> list[tuple[int, str]]:
    """(id, name) of the groups that were chosen by name. Without their people, who may be many."""
    rows = work.session.execute(
        select(Group.id, Group.name)
        .where(Group.id.in_(_chosen(bulletin)))
        .order_by(Group.name, Group.id)
    )
    return [(row.id, row.name) for row in rows]


def fits(work: Work, bulletin: Bulletin) -> bool:
    """True if a bulletin says whom it is for, in the way it is aimed."""
    if bulletin.aim == "area":
        return bulletin.area_wkb is not None
    if bulletin.aim == "groups":
        return bool(chosen_groups(work, bulletin))
    return bool(bulletin.police_areas)


def _chosen(bulletin: Bulletin) -> Select[int]:
    return select(BulletinGroup.group_id).where(BulletinGroup.bulletin_id == bulletin.id)
