"""The reviewers' queue: what waits, in the order of its last day, chosen by an address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, bindparam, case, exists, select

from grannsamverkan.accounts.models import User
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.db import BigId
from grannsamverkan.core.paging import Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Group
from grannsamverkan.places.models import PoliceArea
from grannsamverkan.signs import rules
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.queries import wanted as wanting
from grannsamverkan.signs.queries.deadlines import (
    answer_days,
    days_left,
    last_day,
    reviewed_places,
)
from grannsamverkan.signs.queries.wanted import GRAVITY, Wanted, asking, condition, reviewed_by

PAGE_SIZE = 50


@dataclass(frozen=True)
class Waiting:
    """One row of the queue. `verdict` is None for a place and while photos are being examined."""

    id: int
    code: str
    state: str
    post_number: str
    place: str
    group_id: int
    group_name: str
    area_name: str
    since: datetime
    last_day: date
    days_left: int
    verdict: rules.Verdict | None
    being_examined: bool
    assigned_to: int | None
    assigned_name: str
    set_id: int | None


def listing(work: Work, wanted: Wanted, number: int = 1) -> Part[Waiting]:
    """A page of what waits for this reviewer, the one with the nearest last day first."""
    # The keys come from the index alone; what a row shows is read for one page only.
    keys = (
        select(Sign.id)
        .where(condition(asking(work, wanted), wanted))
        .order_by(Sign.waits_since, Sign.id)
    )
    found = part(work, keys, number, PAGE_SIZE)
    return replace(found, rows=rows_of(work, found.rows))


def rows_of(work: Work, sign_ids: Sequence[int]) -> list[Waiting]:
    """Rows of the queue by id, in its order; those that no longer wait are left out."""
    if not sign_ids:
        return []
    found = work.session.execute(_question(work.actor), {"keys": sign_ids}).all()
    days = answer_days(work)
    return [_row(work, days, row) for row in found]


def anything_waits(work: Work) -> bool:
    """True if anything at all waits for this reviewer."""
    return bool(work.session.scalar(select(exists().where(reviewed_by(work.actor)))))


def areas(work: Work) -> list[tuple[int, str]]:
    """Police areas that the queue can be narrowed to, as (id, name)."""
    found = work.session.execute(
        select(PoliceArea.id, PoliceArea.name)
        .where(PoliceArea.municipality_id.in_(reviewed_places(work.actor)))
        .order_by(PoliceArea.name)
    )
    return [(row[0], row[1]) for row in found]


def group_name(work: Work, group_id: int) -> str | None:
    """The name of a group with signs in the queue, for showing what was chosen."""
    return work.session.scalar(
        select(Group.name)
        .join(Sign, Sign.group_id == Group.id)
        .where(Group.id == group_id, reviewed_by(work.actor))
        .limit(1)
    )


@lru_cache(maxsize=200)
def _question(actor: Actor) -> Any:
    """The question for the rows of `keys`. It is asked for every page; making it takes long."""
    return (
        _columns()
        .where(reviewed_by(actor), Sign.id.in_(bindparam("keys", expanding=True, type_=BigId)))
        .order_by(Sign.waits_since, Sign.id)
    )


def _columns() -> Any:
    has_photos = Sign.state == "photos_sent"
    return (
        select(
            Sign.id,
            Sign.code,
            Sign.state,
            Sign.post_number,
            Sign.place,
            Sign.group_id,
            Sign.municipality_id,
            Sign.waits_since,
            Sign.assigned_to,
            Group.name.label("group_name"),
            PoliceArea.name.label("area_name"),
            User.name.label("assigned_name"),
            case((has_photos, wanting.newest_set())).label("set_id"),
            case((has_photos, wanting.gravest())).label("gravest"),
            case((has_photos, wanting.being_examined()), else_=False).label("examined"),
        )
        .select_from(Sign)
        .join(Group)
        .outerjoin(PoliceArea, PoliceArea.id == Group.police_area_id)
        .outerjoin(User, User.id == Sign.assigned_to)
    )


def _row(work: Work, days: Mapping[int, int], row: Row[Any]) -> Waiting:
    last = last_day(row.waits_since, days[row.municipality_id])
    unsure = row.examined or row.gravest is None
    return Waiting(
        id=row.id,
        code=row.code,
        state=row.state,
        post_number=row.post_number,
        place=row.place,
        group_id=row.group_id,
        group_name=row.group_name,
        area_name=row.area_name or "",
        since=row.waits_since,
        last_day=last,
        days_left=days_left(last, work.now),
        verdict=None if unsure else GRAVITY[row.gravest],
        being_examined=bool(row.examined),
        assigned_to=row.assigned_to,
        assigned_name=row.assigned_name or "",
        set_id=row.set_id,
    )
