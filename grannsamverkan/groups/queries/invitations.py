"""Reads of whoever holds an invitation or a household's private link, and of who made it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from grannsamverkan.core import codes, links
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work
from grannsamverkan.groups import errors, policy
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.households import Dwelling, HouseholdInvitation, HouseholdJoin
from grannsamverkan.groups.queries import households
from grannsamverkan.groups.queries.households import Household


@dataclass(frozen=True)
class Invited:
    """What the holder of an invitation is told about the group: no numbers, no addresses."""

    group_name: str
    municipality_id: int
    municipality: str
    controller: str
    contacts: tuple[str, ...]
    expires_at: datetime


def current(work: Work, group_id: int) -> HouseholdInvitation | None:
    """The group's invitation, if there is one that can be used."""
    return work.session.scalar(
        select(HouseholdInvitation)
        .where(HouseholdInvitation.group_id == group_id, links.good(HouseholdInvitation, work.now))
        .order_by(HouseholdInvitation.id.desc())
        .limit(1)
    )


def token_of(work: Work, invitation: HouseholdInvitation) -> str:
    """The token, for printing; its group's list must be the actor's to keep."""
    households.kept_group(work, invitation.group_id)
    return links.token_of(work, invitation)


def by_token(work: Work, token: str) -> HouseholdInvitation:
    """The invitation behind a link; NotFound, in the same words, for all that cannot be used."""
    found = links.by_token(work, HouseholdInvitation, token)
    if found is None or not found.is_good(work.now) or _closed(work, found.group_id):
        raise errors.invitation_over()
    return found


def invited(work: Work, token: str) -> Invited:
    """What the holder of the invitation is told."""
    invitation = by_token(work, token)
    group = work.get(Group, invitation.group_id)
    return Invited(
        group_name=group.name,
        municipality_id=group.municipality_id,
        municipality=group.municipality.name,
        controller=group.municipality.privacy_controller or group.municipality.name,
        contacts=tuple(contact.user.name for contact in group.contacts if contact.user.name),
        expires_at=invitation.expires_at,
    )


def group_of(work: Work, invitation: HouseholdInvitation) -> Group:
    """The invitation's group, held until the work is done."""
    return group_to_change(work, invitation.group_id)


def group_to_change(work: Work, group_id: int) -> Group:
    """A group for whoever holds one of its links, held so that answers are counted in turn."""
    group = work.get(Group, group_id)
    work.session.refresh(group, with_for_update={"of": Group})
    return group


def group_of_dwelling(work: Work, dwelling: Dwelling) -> Group:
    """The group whose list the dwelling stands on."""
    return work.get(Group, dwelling.group_id)


def dwelling_by_token(work: Work, token: str) -> Dwelling:
    """The dwelling behind a household's private link; NotFound if it cannot be used."""
    found = work.session.scalar(
        select(Dwelling).where(Dwelling.token_hash == codes.token_hash(token))
    )
    if found is None or _closed(work, found.group_id):
        raise errors.household_link_over()
    return found


def own_dwelling(work: Work, dwelling_id: int) -> Dwelling:
    """The dwelling whose private link the actor holds; NotFound for anybody else."""
    return work.get(Dwelling, dwelling_id, policy.may_hold_household)


def own_household(work: Work, dwelling_id: int) -> Household:
    """What the list holds of the household whose private link the actor holds."""
    return households.household(work, own_dwelling(work, dwelling_id))


def answers_from_network(work: Work, network_key: str, since: datetime) -> int:
    """How many answers came from a network, to whatever group."""
    return _count(work, HouseholdJoin.network_key == network_key, HouseholdJoin.at > since)


def answers_to(work: Work, invitation: HouseholdInvitation, since: datetime) -> int:
    """How many answers came by an invitation."""
    return _count(work, HouseholdJoin.invitation_id == invitation.id, HouseholdJoin.at > since)


def _count(work: Work, *conditions: object) -> int:
    found = select(func.count()).select_from(HouseholdJoin).where(*conditions)  # type: ignore[arg-type]  # SQL conditions
    return work.session.scalar(found) or 0


def _closed(work: Work, group_id: int) -> bool:
    try:
        return work.get(Group, group_id).state not in policy.KEEPS_LIST
    except NotFound:
        return True
