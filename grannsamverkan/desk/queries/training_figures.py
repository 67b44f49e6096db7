"""How many are trained, and what the material has come to: counts of what the reader follows."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, false, func, or_, select

from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.desk import rules
from grannsamverkan.desk.queries import followed
from grannsamverkan.desk.rules import EditionStanding
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import PoliceArea
from grannsamverkan.training.models import Assignment, Certificate, Edition
from grannsamverkan.training.queries import LIVING


@dataclass(frozen=True)
class Trained:
    """Living groups by how many of their contact persons are trained, and those persons.

    `whole`, `part` and `none` are groups of which all, some and nobody is trained; `empty` ones
    have no contact person. `soon` of the trained are near their last day, `over` have passed it.
    A person of two groups counts in both.
    """

    whole: int = 0
    part: int = 0
    none: int = 0
    empty: int = 0
    persons: int = 0
    trained: int = 0
    soon: int = 0
    over: int = 0

    @property
    def groups(self) -> int:
        """All living groups."""
        return self.whole + self.part + self.none + self.empty

    @property
    def untrained(self) -> int:
        """Contact persons who have never done it."""
        return self.persons - self.trained - self.over

    @property
    def share(self) -> float:
        """Of the contact persons, 0..1; 0 where there are none."""
        return self.trained / self.persons if self.persons else 0.0

    def __add__(self, other: "Trained") -> "Trained":
        mine, its = vars(self), vars(other)
        return Trained(**{name: mine[name] + its[name] for name in mine})


@dataclass(frozen=True)
class Material:
    """How many have been sent material, have confirmed to have read it, and are done with it."""

    sent: int = 0
    read: int = 0
    done: int = 0


@dataclass(frozen=True)
class EditionFigures:
    """One edition, how up to date it is, and how far it has come."""

    id: int
    title: str
    language: str
    standing: EditionStanding
    published_at: Any
    valid_until: date | None
    material: Material


@dataclass(frozen=True)
class TrainingFigures:
    """What the page tells of training; `areas` are (police area, figures), by name."""

    areas: Sequence[tuple[str, Trained]]
    material: Material
    editions: Sequence[EditionFigures]
    months: Mapping[date, int] = field(default_factory=dict)

    @property
    def whole(self) -> Trained:
        """Of all areas together."""
        return sum((trained for _name, trained in self.areas), Trained())

    @property
    def standings(self) -> Counter[EditionStanding]:
        """Editions by how up to date they are."""
        return Counter(edition.standing for edition in self.editions)


def figures(work: Work, months: Sequence[date]) -> TrainingFigures:
    """All of it; trainings by month of these months (their first days)."""
    return TrainingFigures(areas(work), material(work), editions(work), by_month(work, months))


def areas(work: Work) -> list[tuple[str, Trained]]:
    """Each police area with living groups, "" for groups without one, which stand last."""
    per_group = _groups(work).subquery()
    people, trained = per_group.c.people, per_group.c.trained
    rows = work.session.execute(
        select(
            PoliceArea.name,
            _sum(and_(people > 0, trained == people)),
            _sum(and_(trained > 0, trained < people)),
            _sum(and_(people > 0, trained == 0)),
            _sum(people == 0),
            func.sum(people),
            func.sum(trained),
            func.sum(per_group.c.soon),
            func.sum(per_group.c.over),
        )
        .select_from(per_group)
        .outerjoin(PoliceArea, PoliceArea.id == per_group.c.police_area_id)
        .group_by(PoliceArea.id, PoliceArea.name)
        .order_by(PoliceArea.name.is_(None), PoliceArea.name, PoliceArea.id)
    )
    return [(name or "", Trained(*(int(part) for part in parts))) for name, *parts in rows]


def material(work: Work) -> Material:
    """Of the present contact persons of living groups: each once, whatever they were sent."""
    row = work.session.execute(
        select(
            _persons(Assignment.sent_at.is_not(None)),
            _persons(Assignment.read_at.is_not(None)),
            _persons(Assignment.done_at.is_not(None)),
        )
        .join_from(Assignment, Contact, Contact.id == Assignment.contact_id)
        .join(Group, Group.id == Contact.group_id)
        .where(
            followed.people(work.actor, Assignment),
            Contact.ended_at.is_(None),
            Group.state.in_(LIVING),
        )
    ).one()
    return Material(*row)


def editions(work: Work) -> list[EditionFigures]:
    """Everything that has been put out: what needs care first, then the newest."""
    today = local(work.now).date()
    given = _given(work).subquery()
    rows = work.session.execute(
        select(
            Edition.id,
            Edition.title,
            Edition.language,
            Edition.state,
            Edition.published_at,
            Edition.valid_until,
            given.c.sent,
            given.c.read,
            given.c.done,
        )
        .outerjoin(given, given.c.edition_id == Edition.id)
        .where(
            Edition.municipality_id.in_(followed.municipalities(work.actor)),
            Edition.published_at.is_not(None),
        )
        .order_by(Edition.published_at.desc(), Edition.id.desc())
    )
    found = [_edition(row, today) for row in rows]
    order = (*rules.NEEDS_CARE, "current", "replaced", "withdrawn", "draft")
    return sorted(found, key=lambda edition: order.index(edition.standing))


def by_month(work: Work, months: Sequence[date]) -> dict[date, int]:
    """Trainings that were done in each of these months; what was withdrawn does not count."""
    rows = work.session.execute(
        select(Certificate.done_on, func.count())
        .where(
            followed.people(work.actor, Certificate),
            Certificate.done_on >= months[0],
            Certificate.withdrawn_at.is_(None),
        )
        .group_by(Certificate.done_on)
    )
    counted = Counter(dict.fromkeys(months, 0))
    for day, count in rows:
        counted[day.replace(day=1)] += count
    return {month: counted[month] for month in months}


def _groups(work: Work) -> Select[*tuple[Any, ...]]:
    """Each living group with its number of people, and of the trained, soon over and over ones."""
    today = local(work.now).date()
    done, until = Contact.trained_on.is_not(None), Contact.trained_until
    counts = and_(done, or_(until.is_(None), until >= today))
    return (
        select(
            Group.police_area_id,
            func.count(Contact.id).label("people"),
            _sum(counts).label("trained"),
            _sum(and_(done, _soon_over(work, today))).label("soon"),
            _sum(and_(done, until < today)).label("over"),
        )
        .select_from(Group)
        .outerjoin(Contact, and_(Contact.group_id == Group.id, Contact.ended_at.is_(None)))
        .where(followed.groups(work.actor), Group.state.in_(LIVING))
        .group_by(Group.id, Group.police_area_id)
    )


def _soon_over(work: Work, today: date) -> ColumnElement[bool]:
    """That the last day is as near as the municipality reminds of it."""
    return or_(
        false(),
        *(
            and_(Group.municipality_id == place, Contact.trained_until.between(today, last))
            for place, last in _reminded(work, today)
        ),
    )


def _reminded(work: Work, today: date) -> Iterator[tuple[int, date]]:
    """(municipality, the last day that is near there)."""
    for place in followed.municipalities(work.actor):
        days = int(places.setting(work, place, "training.remind_days"))
        yield place, today + timedelta(days=days)


def _given(work: Work) -> Select[*tuple[Any, ...]]:
    """How far each edition has come; a person has one assignment of it."""
    return (
        select(
            Assignment.edition_id,
            func.count(Assignment.sent_at).label("sent"),
            func.count(Assignment.read_at).label("read"),
            func.count(Assignment.done_at).label("done"),
        )
        .where(followed.people(work.actor, Assignment))
        .group_by(Assignment.edition_id)
    )


def _edition(row: Any, today: date) -> EditionFigures:
    return EditionFigures(
        row.id,
        row.title,
        row.language,
        rules.edition_standing(row.state, row.valid_until, today),
        row.published_at,
        row.valid_until,
        Material(row.sent or 0, row.read or 0, row.done or 0),
    )


def _persons(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(distinct(case((condition, Contact.user_id))))


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
