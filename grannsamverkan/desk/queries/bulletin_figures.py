"""How far bulletins have come, in all, per police area and month: counts alone, no person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, case, distinct, func, select

from grannsamverkan.core.i18n import TIMEZONE, local
from grannsamverkan.core.work import Work
from grannsamverkan.desk.queries import followed
from grannsamverkan.groups.models import Group
from grannsamverkan.messages.models import Bulletin, BulletinPassing, BulletinReceiver
from grannsamverkan.places.models import PoliceArea

Receiver, Passing = BulletinReceiver, BulletinPassing


@dataclass(frozen=True)
class Reached:
    """Groups and contact persons who were sent something, persons who said that they have read it,
    and groups that passed it on. Over several bulletins each counts once."""

    groups: int = 0
    persons: int = 0
    read: int = 0
    passed: int = 0


@dataclass(frozen=True)
class BulletinFigures:
    """One bulletin that was sent; of its reach what the reader follows."""

    id: int
    title: str
    kind: str
    state: str
    sent_at: datetime
    valid_until: date
    reached: Reached


@dataclass(frozen=True)
class Month:
    """The bulletins of one month: how many, and their deliveries to groups, added up."""

    bulletins: int = 0
    groups: int = 0
    read: int = 0
    passed: int = 0


@dataclass(frozen=True)
class MessageFigures:
    """What the page tells of bulletins; `areas` are (police area, reach), by name."""

    bulletins: Sequence[BulletinFigures]
    areas: Sequence[tuple[str, Reached]]
    months: Mapping[date, Month] = field(default_factory=dict)


def figures(work: Work, months: Sequence[date]) -> MessageFigures:
    """All of it, of what was sent since the first of these months began (their first days)."""
    found = bulletins(work, months[0])
    return MessageFigures(found, areas(work, months[0]), by_month(found, months))


def bulletins(work: Work, since: date | None = None) -> list[BulletinFigures]:
    """What was sent to groups that the reader follows, the newest first; two questions."""
    passed = dict(work.session.execute(_passed(work, since, Passing.bulletin_id)).all())
    columns = (
        Bulletin.id,
        Bulletin.title,
        Bulletin.kind,
        Bulletin.state,
        Bulletin.sent_at,
        Bulletin.valid_until,
    )
    rows = work.session.execute(
        _received(work, since, *columns)
        .group_by(*columns)
        .order_by(Bulletin.sent_at.desc(), Bulletin.id.desc())
    )
    return [
        BulletinFigures(
            row.id,
            row.title,
            row.kind,
            row.state,
            row.sent_at,
            row.valid_until,
            Reached(row.groups, row.persons, row.read, passed.get(row.id, 0)),
        )
        for row in rows
    ]


def areas(work: Work, since: date | None = None) -> list[tuple[str, Reached]]:
    """Each police area whose groups were sent something, "" for those without; two questions."""
    area = Group.police_area_id
    passed = dict(
        work.session.execute(
            _passed(work, since, area).join(Group, Group.id == Passing.group_id)
        ).all()
    )
    rows = work.session.execute(
        _received(work, since, area, PoliceArea.name)
        .join(Group, Group.id == Receiver.group_id)
        .outerjoin(PoliceArea, PoliceArea.id == area)
        .group_by(area, PoliceArea.name)
        .order_by(PoliceArea.name.is_(None), PoliceArea.name, area)
    )
    return [
        (name or "", Reached(groups, persons, read, passed.get(area_id, 0)))
        for area_id, name, groups, persons, read in rows
    ]


def by_month(found: Sequence[BulletinFigures], months: Sequence[date]) -> dict[date, Month]:
    """These bulletins by the month in which they were sent."""
    return {month: _month([one for one in found if _month_of(one) == month]) for month in months}


def _month(found: Sequence[BulletinFigures]) -> Month:
    parts = [one.reached for one in found]
    return Month(
        len(found),
        sum(part.groups for part in parts),
        sum(part.read for part in parts),
        sum(part.passed for part in parts),
    )


def _month_of(found: BulletinFigures) -> date:
    return local(found.sent_at).date().replace(day=1)


def _received(work: Work, since: date | None, *columns: Any) -> Select[*tuple[Any, ...]]:
    """The columns, then groups, persons, and persons who have said that they have read it."""
    return (
        select(
            *columns,
            func.count(distinct(Receiver.group_id)).label("groups"),
            func.count(distinct(Receiver.user_id)).label("persons"),
            func.count(distinct(case((Receiver.read_at.is_not(None), Receiver.user_id)))).label(
                "read"
            ),
        )
        .join_from(Receiver, Bulletin, Bulletin.id == Receiver.bulletin_id)
        .where(followed.reached(work.actor, Receiver), *_sent_since(since))
    )


def _passed(work: Work, since: date | None, key: Any) -> Select[*tuple[Any, ...]]:
    """(key, how many groups have passed something on)."""
    return (
        select(key, func.count(distinct(Passing.group_id)))
        .join_from(Passing, Bulletin, Bulletin.id == Passing.bulletin_id)
        .where(followed.reached(work.actor, Passing), *_sent_since(since))
        .group_by(key)
    )


def _sent_since(since: date | None) -> list[ColumnElement[bool]]:
    if since is None:
        return []
    begin = datetime.combine(since, time(), TIMEZONE).astimezone(UTC)
    return [Bulletin.sent_at >= begin]
