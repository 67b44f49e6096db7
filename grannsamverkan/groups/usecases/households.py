"""Every write to the household list by the contact persons: one function per intention."""

from collections.abc import Iterable

from sqlalchemy import delete, select

from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.groups import errors, policy, queries
from grannsamverkan.groups.models import Group, GroupFact
from grannsamverkan.groups.models.households import (
    Dwelling,
    HouseholdInvitation,
    HouseholdJoin,
    HouseholdList,
    SpokenAgreement,
)
from grannsamverkan.groups.queries import households
from grannsamverkan.groups.rules.households import (
    LONGEST_ADDRESS,
    Details,
    dwellings_with,
    place_key,
)
from grannsamverkan.groups.usecases.falls import note_share
from grannsamverkan.groups.workflow import (
    DWELLING_ADDED,
    DWELLING_ANSWERED,
    DWELLING_DESCRIBED,
    DWELLING_MOVED_OUT,
    DWELLING_REMOVED,
    DWELLING_SEEN,
    FACT_NOTED,
    LIST_COUNTS,
    LIST_ENDED,
    LIST_STARTED,
)

_KNOWS_LIST = policy.LIVING | {"submitted"}


def start_list(work: Work, group_id: int, *, from_area: bool) -> HouseholdList:
    """Begin to keep the list here, with the area's addresses on it if wanted; twice does nothing.

    A group that has counted nobody yet is counted by its list at once.
    """
    group = kept_group_to_change(work, group_id)
    started = households.household_list(work, group.id)
    if started is not None:
        return started
    has_no_numbers = not (group.joined or group.declined)
    started = HouseholdList(
        municipality_id=group.municipality_id,
        group_id=group.id,
        started_at=work.now,
        started_by=work.actor.id,
        counts_since=work.now if has_no_numbers else None,
    )
    work.session.add(started)
    work.record(LIST_STARTED, started)
    if from_area:
        _list_places(work, group, households.addresses_of_area(work, group))
    recount(work, group)
    return started


def count_by_list(work: Work, group_id: int) -> None:
    """From now on the group's numbers come from its list."""
    group = kept_group_to_change(work, group_id)
    kept = list_of(work, group)
    if kept.counts_since is None:
        kept.counts_since = work.now
        work.record(LIST_COUNTS, kept)
    recount(work, group)


def end_list(work: Work, group_id: int) -> None:
    """Go back to a list on paper: everything said about households is erased, the numbers stay."""
    group = kept_group_to_change(work, group_id)
    erase_list(work, group, reason="paper")


def erase_list(work: Work, group: Group, *, reason: str) -> None:
    """Erase all that the group's list holds. Asking leave is the caller's matter."""
    kept = households.household_list(work, group.id)
    if kept is not None:
        work.record(LIST_ENDED, kept, reason=reason)
    invitations = select(HouseholdInvitation.id).where(HouseholdInvitation.group_id == group.id)
    work.session.execute(delete(HouseholdJoin).where(HouseholdJoin.invitation_id.in_(invitations)))
    for table in (HouseholdInvitation, Dwelling, SpokenAgreement, HouseholdList):
        work.session.execute(delete(table).where(table.group_id == group.id))


def erase_after_end(work: Work, group_id: int) -> None:
    """Erase the list of a group that was closed or rejected, once its time is out."""
    work.require(lambda actor: actor.is_system)
    group = work.get(Group, group_id)
    if group.state in policy.ENDED and households.may_be_erased(work, group):
        erase_list(work, group, reason="ended")


def add_dwellings(work: Work, group_id: int, addresses: Iterable[str]) -> int:
    """Put typed addresses on the list; those that stand there already are passed over.

    Returns how many were new.
    """
    group = kept_group_to_change(work, group_id)
    list_of(work, group)
    written = [" ".join(address.split()) for address in addresses if address.strip()]
    if not written:
        raise errors.no_address()
    if any(len(address) > LONGEST_ADDRESS for address in written):
        raise errors.address_too_long(LONGEST_ADDRESS)
    added = _list_places(work, group, written)
    recount(work, group)
    return added


def answer(work: Work, dwelling_id: int, *, status: str) -> Dwelling:
    """Write down what a household has answered. Only who is with keeps any details here."""
    dwelling = kept_dwelling_to_change(work, dwelling_id)
    set_answer(work, dwelling, status=status, how="word")
    recount(work, queries.group(work, dwelling.group_id))
    return dwelling


def describe(work: Work, dwelling_id: int, details: Details, *, consents: bool) -> Dwelling:
    """Keep what a joined household says of itself; it must have agreed to that."""
    dwelling = kept_dwelling_to_change(work, dwelling_id)
    if dwelling.status != "joined":
        raise errors.only_joined_are_described()
    version = households.consent_version(work, dwelling.municipality_id)
    agreed_now = consents and dwelling.consent_version != version
    if not details.is_empty and not consents and dwelling.consent_version is None:
        raise errors.consent_missing()
    keep_details(work, dwelling, details)
    if agreed_now and not details.is_empty:
        dwelling.consent_version = version
    work.record(DWELLING_DESCRIBED, dwelling, consent=dwelling.consent_version)
    return dwelling


def move_out(work: Work, dwelling_id: int) -> Dwelling:
    """A household moves: its details are erased, and the next one is to be invited."""
    dwelling = kept_dwelling_to_change(work, dwelling_id)
    set_moved_out(work, dwelling)
    work.record(DWELLING_MOVED_OUT, dwelling)
    recount(work, queries.group(work, dwelling.group_id))
    return dwelling


def mark_seen(work: Work, dwelling_id: int) -> Dwelling:
    """A contact person has seen the answer that came by the invitation, and it is right."""
    dwelling = kept_dwelling_to_change(work, dwelling_id)
    if dwelling.fresh:
        dwelling.fresh = False
        work.record(DWELLING_SEEN, dwelling)
    return dwelling


def remove_dwelling(work: Work, dwelling_id: int) -> Group:
    """Take a dwelling off the list with all it holds; returns the group."""
    dwelling = kept_dwelling_to_change(work, dwelling_id)
    group = queries.group(work, dwelling.group_id)
    work.record(DWELLING_REMOVED, dwelling)
    work.session.delete(dwelling)
    recount(work, group)
    return group


# Parts that self-joining and sheets use as well; leave has been asked before.


def set_answer(work: Work, dwelling: Dwelling, *, status: str, how: str) -> None:
    """Set the answer; the details of whoever is not with are erased."""
    if status == dwelling.status:
        return
    clear(dwelling)
    dwelling.status = status
    if status != "unanswered":
        dwelling.how, dwelling.answered_on = how, local(work.now).date()
        dwelling.moved_on = None
    work.record(DWELLING_ANSWERED, dwelling, status=status, how=how)


def set_moved_out(work: Work, dwelling: Dwelling) -> None:
    """Erase what the household said, and remember that the next one is to be invited."""
    clear(dwelling)
    dwelling.moved_on = local(work.now).date()


def clear(dwelling: Dwelling) -> None:
    """Erase everything a household has said, and its private link with it."""
    dwelling.status, dwelling.sealed, dwelling.token_hash = "unanswered", None, None
    dwelling.how = dwelling.answered_on = dwelling.consent_version = None
    dwelling.fresh, dwelling.invited_on = False, None


def keep_details(work: Work, dwelling: Dwelling, details: Details) -> None:
    """Seal the details; nothing at all is kept of empty ones."""
    sealed = None if details.is_empty else work.runtime.vault.seal(details.as_text())
    dwelling.sealed = sealed
    if sealed is None:
        dwelling.consent_version = None


def list_place(
    work: Work, group: Group, address: str, *, how: str = "word", status: str = "unanswered"
) -> Dwelling:
    """Put one address on the list; an *unplaced* one stands at no place yet."""
    dwelling = Dwelling(
        municipality_id=group.municipality_id,
        group_id=group.id,
        address=address,
        place_key=None if status == "unplaced" else place_key(address),
        status=status,
        fresh=False,
        created_at=work.now,
    )
    work.session.add(dwelling)
    work.record(DWELLING_ADDED, dwelling, how=how)
    return dwelling


def recount(work: Work, group: Group) -> None:
    """Bring the group's numbers up to date with its list, if they come from there."""
    work.session.flush()
    kept = households.household_list(work, group.id)
    if kept is None or kept.counts_since is None:
        return
    tally = households.tally(work, group.id)
    before = queries.participation(group).share
    group.dwellings = dwellings_with(tally, group.dwellings) or None
    group.joined, group.declined = tally.joined, tally.declined
    note_share(work, group, before)
    if tally.joined and group.state in _KNOWS_LIST:
        _note_that_list_exists(work, group)


def _note_that_list_exists(work: Work, group: Group) -> None:
    if any(fact.kind == "list_exists" for fact in group.facts):
        return
    today = local(work.now).date()
    group.facts.append(
        GroupFact(
            municipality_id=group.municipality_id,
            group_id=group.id,
            kind="list_exists",
            on=today,
            noted_at=work.now,
            noted_by=work.actor.id,
        )
    )
    work.record(FACT_NOTED, group, kind="list_exists", on=today.isoformat())


def kept_group_to_change(work: Work, group_id: int) -> Group:
    """The group whose list the actor keeps, held until the work is done."""
    # The group's row is held, so that two contact persons count one after the other.
    group = queries.group_to_change(work, group_id)
    work.require(policy.may_keep_households, group)
    return group


def kept_dwelling_to_change(work: Work, dwelling_id: int) -> Dwelling:
    """A dwelling of such a group, read afresh."""
    group_id = households.dwelling(work, dwelling_id).group_id
    kept_group_to_change(work, group_id)
    dwelling = households.dwelling(work, dwelling_id)
    work.session.refresh(dwelling)
    return dwelling


def list_of(work: Work, group: Group) -> HouseholdList:
    """The group's list; Unmet if it keeps none here."""
    kept = households.household_list(work, group.id)
    if kept is None:
        raise errors.no_list_yet()
    return kept


def _list_places(work: Work, group: Group, addresses: Iterable[str]) -> int:
    work.session.flush()
    known = set(
        work.session.scalars(select(Dwelling.place_key).where(Dwelling.group_id == group.id))
    )
    new = {place_key(address): address for address in reversed(list(addresses))}
    added = [address for key, address in new.items() if key and key not in known]
    for address in reversed(added):
        list_place(work, group, address)
    return len(added)
