"""Every read of the household list. What is sealed is opened here and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from grannsamverkan.core.work import Work
from grannsamverkan.groups import policy, queries
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.households import Dwelling, HouseholdList
from grannsamverkan.groups.rules import households as rules
from grannsamverkan.groups.rules.households import (
    NO_DETAILS,
    Details,
    HouseholdFilter,
    Tally,
    details_from,
    place_key,
    split_address,
)
from grannsamverkan.groups.workflow import GROUP
from grannsamverkan.notices import queries as notices
from grannsamverkan.places import queries as places
from grannsamverkan.places import rules as place_rules
from grannsamverkan.places.queries import addresses as address_queries

PAGE_SIZE = 60


@dataclass(frozen=True)
class Household:
    """A dwelling as its contact persons see it, with what the household has said opened."""

    id: int
    address: str
    status: str
    details: Details
    how: str | None
    answered_on: date | None
    consent_version: str | None
    fresh: bool
    moved_on: date | None
    invited_on: date | None
    has_link: bool


@dataclass(frozen=True)
class HouseholdPage:
    """One page of a list: the households shown, how many fit the filter, and how many stand where.

    `number` counts from one; `pages` is one even of an empty list. `unplaced` answers wait to be
    put at one of the `places` (id, address).
    """

    households: Sequence[Household]
    found: int
    number: int
    pages: int
    tally: Tally
    fresh: int
    moved: int
    unplaced: Sequence[Household]
    places: Sequence[tuple[int, str]]


def kept_group(work: Work, group_id: int) -> Group:
    """The group whose list the actor keeps; NotFound or NotPermitted for everybody else."""
    group = queries.group(work, group_id)
    work.require(policy.may_keep_households, group)
    return group


def household_list(work: Work, group_id: int) -> HouseholdList | None:
    """The group's list, or None while it is kept on paper. Says nothing about households."""
    return work.session.scalar(select(HouseholdList).where(HouseholdList.group_id == group_id))


def is_counted(work: Work, group: Group) -> bool:
    """True if the group's numbers come from its list here, not from what people wrote."""
    kept = household_list(work, group.id)
    return kept is not None and kept.counts_since is not None


def dwelling(work: Work, dwelling_id: int) -> Dwelling:
    """A dwelling of a group whose list the actor keeps; NotFound or NotPermitted otherwise."""
    found = work.get(Dwelling, dwelling_id)
    kept_group(work, found.group_id)
    return found


def household(work: Work, found: Dwelling) -> Household:
    """The dwelling with its details opened."""
    return Household(
        id=found.id,
        address=found.address,
        status=found.status,
        details=details(work, found),
        how=found.how,
        answered_on=found.answered_on,
        consent_version=found.consent_version,
        fresh=found.fresh,
        moved_on=found.moved_on,
        invited_on=found.invited_on,
        has_link=found.token_hash is not None,
    )


def details(work: Work, found: Dwelling) -> Details:
    """What the household has said of itself."""
    if found.sealed is None:
        return NO_DETAILS
    return details_from(work.runtime.vault.open(found.sealed))


def households(work: Work, group: Group) -> list[Household]:
    """All of a group's dwellings, by street and number."""
    rows = work.session.scalars(select(Dwelling).where(Dwelling.group_id == group.id))
    return [household(work, row) for row in sorted(rows, key=_in_order)]


def page(work: Work, group: Group, wanted: HouseholdFilter, number: int) -> HouseholdPage:
    """The `number`-th page of what fits the filter."""
    everything = households(work, group)
    placed = [one for one in everything if one.status != "unplaced"]
    fitting = [one for one in placed if _fits(one, wanted)]
    pages = max(1, -(-len(fitting) // PAGE_SIZE))
    number = min(max(1, number), pages)
    return HouseholdPage(
        households=fitting[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        found=len(fitting),
        number=number,
        pages=pages,
        tally=_tally(placed),
        fresh=sum(one.fresh for one in placed),
        moved=sum(_waits_for_invitation(one) for one in placed),
        unplaced=[one for one in everything if one.status == "unplaced"],
        places=[(one.id, one.address) for one in placed],
    )


def tally(work: Work, group_id: int) -> Tally:
    """How many dwellings of the list stand where, without opening anything."""
    rows = work.session.execute(
        select(Dwelling.status, func.count())
        .where(Dwelling.group_id == group_id, Dwelling.status != "unplaced")
        .group_by(Dwelling.status)
    )
    return Tally(**dict(rows.all()))


def news(work: Work, group_ids: Sequence[int]) -> dict[int, int]:
    """How many answers the contact persons have not seen yet, by group id; none are left out."""
    rows = work.session.execute(
        select(Dwelling.group_id, func.count())
        .where(Dwelling.group_id.in_(group_ids), Dwelling.fresh)
        .group_by(Dwelling.group_id)
    )
    return dict(rows.all())


def consent_version(work: Work, municipality_id: int) -> str:
    """The version of the text that is shown today to whoever consents."""
    return rules.consent_version(notices.version(work, municipality_id, "privacy"))


def may_be_erased(work: Work, group: Group) -> bool:
    """True if the group ended so long ago that nothing of its households is kept."""
    ended = work.last_event(group, [GROUP.event(step) for step in ("close", "reject")])
    days = places.setting(work, group.municipality_id, "household.erase_days")
    return ended is not None and work.now >= ended.at + timedelta(days=days)


def lists_of_ended(work: Work) -> Sequence[int]:
    """Ids of groups that are no more and whose list is still kept."""
    return work.session.scalars(
        select(HouseholdList.group_id)
        .join(Group, Group.id == HouseholdList.group_id)
        .where(Group.state.in_(policy.ENDED))
    ).all()


def addresses_of_area(work: Work, group: Group) -> list[str]:
    """The addresses on the map inside the group's area, one for each place."""
    if group.area_wkb is None:
        return []
    rows = address_queries.addresses_within(work, group.municipality_id, group.area_wkb)
    return list({row.search_key: row.text for row in rows}.values())


def dwelling_at(work: Work, group_id: int, address: str) -> Dwelling | None:
    """The listed dwelling at a written address, with or without the town behind it, or None."""
    for key in (place_key(address), place_key(place_rules.without_town(address))):
        found = work.session.scalar(
            select(Dwelling).where(Dwelling.group_id == group_id, Dwelling.place_key == key)
        )
        if found is not None:
            return found
    return None


def _fits(one: Household, wanted: HouseholdFilter) -> bool:
    text = wanted.text.casefold()
    if text and text not in f"{one.address} {one.details.names}".casefold():
        return False
    special = {"fresh": one.fresh, "moved": _waits_for_invitation(one)}
    return special.get(wanted.shown, wanted.shown in ("", one.status))


def _waits_for_invitation(one: Household) -> bool:
    return one.moved_on is not None and one.status == "unanswered"


def _tally(placed: Sequence[Household]) -> Tally:
    def count(status: str) -> int:
        return sum(one.status == status for one in placed)

    return Tally(count("joined"), count("declined"), count("unanswered"))


def _in_order(row: Dwelling) -> tuple[object, ...]:
    street, number = split_address(row.address)
    return (place_rules.swedish_order(street), number)
