"""What a changed setting would mean for the groups there are, in sentences."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from grannsamverkan.core.i18n import ngettext
from grannsamverkan.core.work import Work
from grannsamverkan.groups import policy
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.groups.models.year import GroupYear
from grannsamverkan.groups.queries import year as years
from grannsamverkan.groups.rules import Participation
from grannsamverkan.groups.rules.year import Year

# Which states each share is looked at in.
SHARES = {
    "group.participation_approve_pct": ("submitted", "returned"),
    "group.participation_warn_pct": ("submitted", "returned", "approved", "active"),
    "group.participation_dormant_pct": ("active",),
}
PER_CONTACT = ("group.households_per_contact_warn", "group.households_per_contact_hard")
# What each clock of the year is called in `rules.year.Clocks`.
CLOCKS = {
    "group.confirm_months": "confirm_months",
    "group.confirm_window_days": "window_days",
    "group.dormant_grace_months": "grace_months",
}
AREAS = ("area.smallest_m2", "area.largest_m2")


def effects(work: Work, municipality_id: int, key: str, old: Any, new: Any) -> Sequence[str]:
    """How many groups a limit or clock reaches, now and then; nothing where none can be counted."""
    if key in SHARES:
        return _shares(work, municipality_id, SHARES[key], old, new)
    if key in PER_CONTACT:
        return _per_contact(work, municipality_id, old, new)
    if key in AREAS:
        return _areas(work, municipality_id, key, old, new)
    if key in CLOCKS:
        return _clocks(work, municipality_id, CLOCKS[key], old, new)
    return ()


def _shares(
    work: Work, municipality_id: int, states: Sequence[str], old: float, new: float
) -> Sequence[str]:
    found = work.session.execute(
        select(Group.dwellings, Group.joined).where(
            Group.municipality_id == municipality_id, Group.state.in_(states)
        )
    )
    shares = [100 * Participation(all_ or 0, joined, 0).share for all_, joined in found]
    return (
        ngettext(
            "%(num)s grupp ligger under gränsen i dag.",
            "%(num)s grupper ligger under gränsen i dag.",
            sum(share < old for share in shares),
        ),
        _then(sum(share < new for share in shares), len(shares)),
    )


def _per_contact(work: Work, municipality_id: int, old: float, new: float) -> Sequence[str]:
    contacts = select(func.count(Contact.id)).where(Contact.group_id == Group.id).scalar_subquery()
    found = work.session.execute(
        select(Group.dwellings, contacts).where(
            Group.municipality_id == municipality_id, Group.state.in_(policy.LIVING)
        )
    )
    each = [(all_ or 0) / number for all_, number in found if number]
    return _over(each, old, new)


def _areas(work: Work, municipality_id: int, key: str, old: float, new: float) -> Sequence[str]:
    sizes = work.session.scalars(
        select(Group.area_m2).where(
            Group.municipality_id == municipality_id,
            Group.state.in_(policy.LIVING),
            Group.area_m2.is_not(None),
        )
    ).all()
    # The smallest is a limit from below: what counts is how far under it an area is.
    if key == AREAS[0]:
        return _over([-(size or 0) for size in sizes], -old, -new)
    return _over([size or 0 for size in sizes], old, new)


def _over(values: Sequence[float], old: float, new: float) -> Sequence[str]:
    return (
        ngettext(
            "%(num)s grupp ligger utanför gränsen i dag.",
            "%(num)s grupper ligger utanför gränsen i dag.",
            sum(value > old for value in values),
        ),
        _then(sum(value > new for value in values), len(values)),
    )


def _clocks(work: Work, municipality_id: int, clock: str, old: int, new: int) -> Sequence[str]:
    rows = work.session.scalars(
        select(GroupYear)
        .join(Group, GroupYear.group_id == Group.id)
        .where(
            GroupYear.municipality_id == municipality_id,
            GroupYear.ended_at.is_(None),
            Group.state == "active",
        )
    ).all()
    today, known = years.today(work), years.clocks(work, municipality_id)

    def count(value: int, holds: Callable[[Year], bool]) -> int:
        then = replace(known, **{clock: value})
        return sum(holds(years.with_clocks(row, then)) for row in rows)

    def waits(year: Year) -> bool:
        return year.stage(today) != "resting"

    def is_over(year: Year) -> bool:
        return today >= year.dormant_on

    return (
        ngettext(
            "%(num)s grupp kan bekräfta sitt år i dag.",
            "%(num)s grupper kan bekräfta sitt år i dag.",
            count(old, waits),
        ),
        _then(count(new, waits), len(rows)),
        ngettext(
            "Med det nya värdet har tiden gått ut för %(num)s grupp. Den varnas först.",
            "Med det nya värdet har tiden gått ut för %(num)s grupper. De varnas först.",
            count(new, is_over),
        ),
    )


def _then(number: int, of_all: int) -> str:
    return ngettext(
        "Med det nya värdet blir det %(num)s grupp av %(all)s.",
        "Med det nya värdet blir det %(num)s grupper av %(all)s.",
        number,
        all=of_all,
    )
