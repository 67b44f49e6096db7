"""Reads about the interest list: numbers for staff and groups, rows for letters only."""

from collections.abc import Sequence
from dataclasses import dataclass

from shapely import Point
from sqlalchemy import ColumnElement, Select, func, select

from grannsamverkan.core import codes
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import local
from grannsamverkan.core.mail import MailRow
from grannsamverkan.core.work import Work
from grannsamverkan.groups import policy, queries
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.interest import Interest
from grannsamverkan.groups.rules.interest import ASKED_AGAIN_AFTER
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Address, Municipality
from grannsamverkan.places.queries import addresses as address_queries


@dataclass(frozen=True)
class Street:
    """How many people wait on one street."""

    name: str
    number: int


def by_token(work: Work, token: str) -> Interest:
    """The row that a letter's link opens; NotFound if it is gone."""
    found = work.session.scalar(
        select(Interest).where(
            Interest.token_hash == codes.token_hash(token), Interest.expires_at > work.now
        )
    )
    if found is None:
        raise NotFound()
    return found


def public_group(work: Work, group_id: int) -> Group:
    """A group that the public may write to; NotFound for others."""
    found = work.session.get(Group, group_id)
    if found is None or found.state not in queries.PUBLIC_STATES or not found.contacts:
        raise NotFound()
    return found


def covering(work: Work, address: Address) -> list[Group]:
    """Living groups at an address."""
    return queries.covering(work, address.municipality_id, address.x, address.y)


def groups_near(work: Work, row: Interest) -> list[Group]:
    """Living groups whose area lies within the municipality's distance of the row's address."""
    around = float(places.setting(work, row.municipality_id, "group.interest_near_m"))
    here = Point(row.x, row.y)
    found = [
        (group.area.distance(here), group)
        for group in queries.living_areas(work, row.municipality_id)
        if group.area is not None
    ]
    near = sorted((pair for pair in found if pair[0] <= around), key=lambda pair: pair[0])
    return [group for _distance, group in near]


def address(work: Work, municipality_id: int, text: str) -> Address | None:
    """The address somebody means: written in full, or the only one that begins so."""
    exact = address_queries.address_by_text(work, municipality_id, text)
    if exact is not None:
        return exact
    choices = address_queries.find(work, municipality_id, text, 2)
    return choices[0] if len(choices) == 1 else None


def streets(work: Work, municipality_id: int) -> list[Street]:
    """Where people wait: streets with their numbers, most first."""
    rows = work.session.execute(
        select(Interest.street, func.count())
        .where(*_counted(work, municipality_id))
        .group_by(Interest.street)
        .order_by(func.count().desc(), Interest.street)
    )
    return [Street(name, number) for name, number in rows]


def points(work: Work, municipality_id: int) -> list[tuple[float, float]]:
    """Where people wait, in metres; for reckoning only, never for a page."""
    rows = work.session.execute(
        select(Interest.x, Interest.y).where(*_counted(work, municipality_id))
    )
    return [(x, y) for x, y in rows]


def number_in(work: Work, group: Group) -> tuple[int, int]:
    """How many people wait in the group's area, and how many of them are not invited yet."""
    found = inside(work, group)
    return len(found), len([one for one in found if one.invited_at is None])


def inside(work: Work, group: Group, around_m: float = 0.0) -> Sequence[Interest]:
    """Those who wait in the group's area, or within so many metres of it."""
    if group.area is None:
        return []
    area = group.area.buffer(around_m) if around_m else group.area
    minx, miny, maxx, maxy = area.bounds
    near = work.session.scalars(
        _rows(work, group.municipality_id).where(
            Interest.x.between(minx, maxx), Interest.y.between(miny, maxy)
        )
    )
    return [one for one in near if area.covers(Point(one.x, one.y))]


def letters_today(work: Work, group: Group) -> int:
    """How many letters neighbours have written to the group since midnight."""
    midnight = local(work.now).replace(hour=0, minute=0, second=0, microsecond=0)
    sent = work.session.scalar(
        select(func.count()).where(
            MailRow.letter == "neighbour_wrote",
            MailRow.subject_id == group.id,
            MailRow.created_at >= midnight,
        )
    )
    return int(sent or 0) // max(1, len(group.contacts))


def asked_lately(work: Work, row: Interest) -> bool:
    """True if the mailbox has been asked for its yes within a day: nobody is flooded from here."""
    found = work.session.scalar(
        select(MailRow.id)
        .where(
            MailRow.letter == "interest_asked",
            MailRow.subject_kind == Interest.__tablename__,
            MailRow.subject_id == row.id,
            MailRow.created_at > work.now - ASKED_AGAIN_AFTER,
        )
        .limit(1)
    )
    return found is not None


def watched_municipalities(work: Work) -> list[Municipality]:
    """The municipalities whose list the actor may see."""
    return [
        one for one in places.municipalities(work) if policy.may_see_interest(work.actor, one.id)
    ]


def _counted(work: Work, municipality_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Interest.municipality_id == municipality_id,
        Interest.confirmed_at.is_not(None),
        Interest.expires_at > work.now,
    )


def _rows(work: Work, municipality_id: int) -> Select[Interest]:
    return select(Interest).where(*_counted(work, municipality_id)).order_by(Interest.id)
