"""Figures about groups and signs: counts only, of what the reader may see, in few questions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.work import Work
from grannsamverkan.desk import rules
from grannsamverkan.desk.queries.chosen import Chosen, groups_where, signs_where
from grannsamverkan.desk.rules import Spread
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.rules import Participation
from grannsamverkan.groups.workflow import GROUP
from grannsamverkan.places.models import PoliceArea
from grannsamverkan.signs.models import PhotoSet, Sign, SignDecision

# Whose households are counted: groups that are there.
KEPT = ("approved", "active", "dormant")
PLACE_OUTCOMES = ("approve_place", "refuse_place")
DECIDING = tuple(GROUP.event(step) for step in ("approve", "return", "reject"))
SENT = GROUP.event("submit")


@dataclass(frozen=True)
class AreaFigures:
    """One police area: its groups and signs by state, and the participation of its groups."""

    name: str
    groups: Mapping[str, int]
    signs: Mapping[str, int]
    participation: Participation


@dataclass(frozen=True)
class Figures:
    """What the overview shows; `areas` add up to the whole."""

    areas: Sequence[AreaFigures]
    group_decisions: Spread
    place_decisions: Spread
    photo_decisions: Spread
    groups: Counter[str] = field(default_factory=Counter)
    signs: Counter[str] = field(default_factory=Counter)

    @property
    def participation(self) -> Participation:
        """Of all areas together."""
        parts = [area.participation for area in self.areas]
        return Participation(
            sum(part.dwellings for part in parts),
            sum(part.joined for part in parts),
            sum(part.declined for part in parts),
        )


def figures(work: Work, chosen: Chosen) -> Figures:
    """Everything the overview tells, of the chosen police area and period."""
    areas = _areas(work, chosen)
    groups: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    for area in areas:
        groups.update(area.groups)
        signs.update(area.signs)
    return Figures(
        areas,
        rules.spread(_group_days(work, chosen)),
        rules.spread(_place_days(work, chosen)),
        rules.spread(_photo_days(work, chosen)),
        groups,
        signs,
    )


def police_areas(work: Work) -> Sequence[PoliceArea]:
    """The police areas of the reader's municipalities that the reader may see into."""
    roles = work.actor.roles
    wanted = (
        select(PoliceArea)
        .where(PoliceArea.municipality_id.in_({role.municipality_id for role in roles}))
        .order_by(PoliceArea.name, PoliceArea.id)
    )
    whole = {role.municipality_id for role in roles if role.police_area_id is None}
    bound = {role.police_area_id for role in roles}
    found = work.session.scalars(wanted).all()
    return [area for area in found if area.municipality_id in whole or area.id in bound]


def _areas(work: Work, chosen: Chosen) -> list[AreaFigures]:
    groups: dict[int | None, Counter[str]] = defaultdict(Counter)
    signs: dict[int | None, Counter[str]] = defaultdict(Counter)
    parts: dict[int | None, list[int]] = defaultdict(lambda: [0, 0, 0])
    for area, state, count, *sums in work.session.execute(_group_counts(work, chosen)):
        groups[area][state] += count
        if state in KEPT:
            parts[area] = [have + (more or 0) for have, more in zip(parts[area], sums, strict=True)]
    for area, state, count in work.session.execute(_sign_counts(work, chosen)):
        signs[area][state] += count
    names = dict(work.session.execute(select(PoliceArea.id, PoliceArea.name)).all())
    known = groups.keys() | signs.keys()
    return [
        AreaFigures(names.get(key or 0, ""), groups[key], signs[key], Participation(*parts[key]))
        for key in sorted(known, key=lambda key: (key is None, names.get(key or 0, "")))
    ]


def _group_counts(work: Work, chosen: Chosen) -> Select[*tuple[Any, ...]]:
    sums = (func.sum(part) for part in (Group.dwellings, Group.joined, Group.declined))
    return (
        select(Group.police_area_id, Group.state, func.count(), *sums)
        .where(*groups_where(work.actor, chosen, by_state=False))
        .group_by(Group.police_area_id, Group.state)
    )


def _sign_counts(work: Work, chosen: Chosen) -> Select[*tuple[Any, ...]]:
    return (
        select(Group.police_area_id, Sign.state, func.count())
        .join_from(Sign, Group, Sign.group_id == Group.id)
        .where(*signs_where(work.actor, chosen, by_state=False))
        .group_by(Group.police_area_id, Sign.state)
    )


def _group_days(work: Work, chosen: Chosen) -> Iterable[float]:
    """Days from each sending of a registration to what was decided on it in the period."""
    seen = select(Group.id).where(*groups_where(work.actor, _any_time(chosen), by_state=False))
    rows = work.session.execute(
        select(AuditEntry.subject_id, AuditEntry.event, AuditEntry.at)
        .where(
            AuditEntry.subject == Group.__tablename__,
            AuditEntry.event.in_((SENT, *DECIDING)),
            AuditEntry.subject_id.in_(seen),
        )
        .order_by(AuditEntry.id)
    )
    sent: dict[int | None, datetime] = {}
    for group_id, event, at in rows:
        if event == SENT:
            sent[group_id] = at
        elif group_id in sent:
            begun = sent.pop(group_id)
            if _in_period(at, chosen):
                yield rules.days_between(begun, at)


def _place_days(work: Work, chosen: Chosen) -> Iterable[float]:
    decided = select(Sign.created_at, SignDecision.at).join_from(
        SignDecision, Sign, SignDecision.sign_id == Sign.id
    )
    yield from _days(work, chosen, decided.where(SignDecision.outcome.in_(PLACE_OUTCOMES)))


def _photo_days(work: Work, chosen: Chosen) -> Iterable[float]:
    decided = (
        select(PhotoSet.sent_at, SignDecision.at)
        .join_from(SignDecision, PhotoSet, SignDecision.set_id == PhotoSet.id)
        .join(Sign, Sign.id == PhotoSet.sign_id)
    )
    yield from _days(work, chosen, decided.where(PhotoSet.sent_at.is_not(None)))


def _days(work: Work, chosen: Chosen, decided: Select[*tuple[Any, ...]]) -> Iterable[float]:
    seen = signs_where(work.actor, _any_time(chosen), by_state=False)
    wanted = decided.where(*seen, *chosen.within(SignDecision.at))
    for begun, at in work.session.execute(wanted):
        yield rules.days_between(begun, at)


def _any_time(chosen: Chosen) -> Chosen:
    return Chosen(police_area=chosen.police_area)


def _in_period(moment: datetime, chosen: Chosen) -> bool:
    begin, end = chosen.moments
    return (begin is None or moment >= begin) and (end is None or moment < end)
