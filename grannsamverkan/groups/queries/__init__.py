"""Every read of the groups room; each list starts from `visible_to`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from shapely import Point, Polygon
from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import joinedload, lazyload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.accounts.models import User
from grannsamverkan.core.actor import Actor, Role
from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.paging import Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.geometry import plane
from grannsamverkan.groups import policy, rules
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.groups.rules import Advice, Draft, Gate, Participation, Standing, Unmet
from grannsamverkan.groups.workflow import DECIDED, GROUP
from grannsamverkan.places import queries as places
from grannsamverkan.places.queries import addresses as address_queries

COVERING = ("submitted", "approved", "active", "dormant")
PUBLIC_STATES = ("approved", "active")
MOST_NEIGHBOURS = 20
"""Drawn round a group's own area: more would hide it, and what overlaps is told in words."""
STEPS_TAKEN = (*(GROUP.event(step) for step in GROUP.steps), DECIDED)


@dataclass(frozen=True)
class Overlap:
    """Another group on the same ground: how much in m², and as a share (0..1) of each area."""

    group: Group
    area_m2: float
    share: float
    share_of_other: float


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on Group for what `actor` may see; the same as `policy.may_see`."""
    if actor.is_system:
        return true()
    seen = [_seen_in(role) for role in actor.roles]
    if actor.kind == "contact":
        present = Contact.ended_at.is_(None)
        seen.append(
            Group.id.in_(select(Contact.group_id).where(Contact.user_id == actor.id, present))
        )
    return or_(false(), *seen)


def groups(work: Work, states: Sequence[str] = (), name: str = "", number: int = 1) -> Part[Group]:
    """A page of the groups the actor may see: what waits for a decision first, then by name.

    Only those in `states`, and with `name` in their name, if given.
    """
    wanted = (
        select(Group)
        .where(visible_to(work.actor), Group.name.icontains(name, autoescape=True))
        .options(selectinload(Group.contacts), selectinload(Group.police_area))
        .order_by(Group.state != "submitted", Group.name, Group.id)
    )
    if states:
        wanted = wanted.where(Group.state.in_(states))
    return part(work, wanted, number)


def group(work: Work, group_id: int) -> Group:
    """One group with its facts and decisions; NotFound unless the actor may see it."""
    return _group(work, group_id)


def group_with_facts(work: Work, group_id: int) -> Group:
    """The same group, with its dated facts read along."""
    return _group(work, group_id, joinedload(Group.facts))


def _group(work: Work, group_id: int, *more: ORMOption) -> Group:
    # Read along: pages show all of it, and would ask for each by itself.
    along = (
        joinedload(Group.municipality),
        joinedload(Group.police_area),
        joinedload(Group.contacts),
    )
    found = work.session.get(Group, group_id, options=(*along, *more))
    if found is None or not policy.may_see(work.actor, found):
        raise NotFound()
    return found


def group_to_change(work: Work, group_id: int) -> Group:
    """The same group, held until the work is done, so that of two officers one comes second.

    SQLite has one writer at a time; elsewhere the row is locked and read afresh.
    """
    found = group(work, group_id)
    work.session.refresh(found, with_for_update={"of": Group})
    return found


def history(work: Work, group: Group) -> Sequence[AuditEntry]:
    """The steps the group has taken and the decisions on it, oldest first, from the log."""
    return work.session.scalars(_history(group)).all()


def _history(group: Group) -> Select[AuditEntry]:
    return (
        select(AuditEntry)
        .where(
            AuditEntry.subject == Group.__tablename__,
            AuditEntry.subject_id == group.id,
            AuditEntry.event.in_(STEPS_TAKEN),
        )
        .order_by(AuditEntry.id)
    )


def history_with_names(work: Work, group: Group) -> tuple[Sequence[AuditEntry], dict[int, str]]:
    """The same steps, and the names of those who took them, by their ids."""
    rows = work.session.execute(
        _history(group).add_columns(User.name).outerjoin(User, User.id == AuditEntry.actor_id)
    ).all()
    names = {entry.actor_id: name for entry, name in rows if entry.actor_id and name is not None}
    return [entry for entry, _name in rows], names


def counts_by_state(work: Work) -> dict[str, int]:
    """How many visible groups stand in each state."""
    rows = work.session.execute(
        select(Group.state, func.count()).where(visible_to(work.actor)).group_by(Group.state)
    )
    return dict(rows.all())


def participation(group: Group) -> Participation:
    """The group's participation, with its three parts."""
    return Participation(group.dwellings or 0, group.joined, group.declined)


def draft(group: Group) -> Draft:
    """What the registration holds, as plain values."""
    return Draft(
        named=bool(group.name),
        placed=bool(group.area_wkb or group.streets),
        dwellings=group.dwellings,
        contacts=len(group.contacts),
        housing=group.housing,
        consent=bool(group.consent_by and group.consent_on),
    )


def progress(group: Group) -> dict[str, Any]:
    """What the registration still lacks, by step."""
    return rules.missing_in(draft(group))


def overlaps(work: Work, group: Group, area: Polygon | None = None) -> list[Overlap]:
    """Groups of the municipality whose area overlaps this one's, or `area` that the group might
    get instead, largest first.

    Who decides is told of registrations too; to others, only what is public exists.
    """
    states = COVERING if policy.may_decide(work.actor, group) else PUBLIC_STATES
    own = group.area if area is None else area
    if own is None:
        return []
    minx, miny, maxx, maxy = own.bounds
    near = work.session.scalars(
        select(Group).where(
            Group.municipality_id == group.municipality_id,
            Group.id != group.id,
            Group.state.in_(states),
            Group.minx <= maxx,
            Group.maxx >= minx,
            Group.miny <= maxy,
            Group.maxy >= miny,
        )
    )
    measured = ((other, plane.overlap(own, other.area)) for other in near if other.area)
    found = [Overlap(other, *parts) for other, parts in measured if parts[0] >= 1.0]
    return sorted(found, key=lambda overlap: -overlap.area_m2)


def covering(
    work: Work,
    municipality_id: int,
    x: float,
    y: float,
    states: Collection[str] = PUBLIC_STATES,
) -> list[Group]:
    """Groups whose area holds the point (metres); approved and active ones, open to everybody,
    unless the caller asks for others and looks to who may see them."""
    near = work.session.scalars(
        select(Group).where(
            Group.municipality_id == municipality_id,
            Group.state.in_(states),
            Group.minx <= x,
            Group.maxx >= x,
            Group.miny <= y,
            Group.maxy >= y,
        )
    )
    return [group for group in near if group.area is not None and group.area.covers(Point(x, y))]


def living_areas(work: Work, municipality_id: int) -> list[Group]:
    """Approved and active groups with a drawn area; their ground is public, their people not."""
    found = work.session.scalars(
        select(Group).where(
            Group.municipality_id == municipality_id,
            Group.state.in_(PUBLIC_STATES),
            Group.area_wkb.is_not(None),
        )
    )
    return list(found)


def neighbours(work: Work, group: Group) -> Sequence[Group]:
    """The living groups with a drawn area that lie nearest to this one's, a few; any few for a
    group without an area."""
    order: list[Any] = [Group.id]
    if group.area is not None:
        middle = group.area.centroid
        away_x = func.abs((Group.minx + Group.maxx) / 2 - middle.x)
        away_y = func.abs((Group.miny + Group.maxy) / 2 - middle.y)
        order = [away_x + away_y, Group.id]
    return work.session.scalars(
        select(Group)
        .where(
            Group.municipality_id == group.municipality_id,
            Group.state.in_(PUBLIC_STATES),
            Group.area_wkb.is_not(None),
            Group.id != group.id,
        )
        .options(lazyload(Group.contacts))
        .order_by(*order)
        .limit(MOST_NEIGHBOURS)
    ).all()


def wanted_roles(work: Work, group: Group) -> tuple[str, ...]:
    """Whose decisions this municipality asks for."""
    asked = places.setting(work, group.municipality_id, "approve.coordinator_decides")
    return rules.roles_that_decide(bool(asked))


def roles_given(group: Group) -> dict[str, int]:
    """Who has approved in the present round: role to user id."""
    return {
        decision.role: decision.actor_id
        for decision in group.decisions
        if decision.round == group.round and decision.outcome == "approve"
    }


def awaited_roles(work: Work, group: Group) -> tuple[str, ...]:
    """Whose yes is still to come, of a registration that has been sent."""
    if group.state != "submitted":
        return ()
    given = roles_given(group)
    return tuple(role for role in wanted_roles(work, group) if role not in given)


def open_decision(work: Work, group: Group) -> str | None:
    """The role in which the actor can decide on the registration now, or None."""
    if group.state != "submitted":
        return None
    return policy.role_to_decide(work.actor, group, wanted_roles(work, group), roles_given(group))


def unmet(work: Work, group: Group, moment: str) -> Unmet:
    """What is missing for "approve" or "activate", split by what binds in this municipality."""
    standing = Standing(
        draft=draft(group),
        participation=participation(group),
        wanted_share=_figure(work, group, "participation_approve_pct") / 100,
        fewest_contacts=rules.fewest_contacts(
            group.dwellings or 0, _figure(work, group, "households_per_contact_hard")
        ),
        privacy_read=group.privacy_version is not None,
        facts=frozenset(fact.kind for fact in group.facts),
        all_trained=not group.untrained,
    )
    binding = places.setting(work, group.municipality_id, f"{moment}.binding_facts")
    return rules.unmet(standing, moment, binding)


def advice(work: Work, group: Group) -> list[Advice]:
    """What a person deciding should know about participation and contact persons."""
    share = rules.participation_advice(
        participation(group),
        _figure(work, group, "participation_approve_pct") / 100,
        _figure(work, group, "participation_warn_pct") / 100,
    )
    return [*([share] if share else []), *contacts_advice(work, group)]


def contacts_advice(work: Work, group: Group) -> list[Advice]:
    """Whether there are contact persons enough for the dwellings, and a head where one helps."""
    return rules.contacts_advice(
        len(group.contacts),
        len(group.head_ids),
        group.dwellings or 0,
        warn=_figure(work, group, "households_per_contact_warn"),
        hard=_figure(work, group, "households_per_contact_hard"),
        head_from=_figure(work, group, "head_contact_from_contacts"),
        head_at=_figure(work, group, "head_contact_from_households"),
    )


def sign_gate(group: Group) -> Gate:
    """Whether signs may be handed out to the group, and if not, why. Asks the database nothing
    beyond the group's contact persons."""
    left = [(contact.user.name or contact.user.email, contact) for contact in group.untrained]
    untrained = [name for name, contact in left if contact.trained_on is None]
    over = [
        (name, contact.trained_until)
        for name, contact in left
        if contact.trained_on and contact.trained_until
    ]
    return rules.sign_gate(group.state == "active", len(group.contacts), untrained, over)


def deciders(work: Work, group: Group, roles: Sequence[str]) -> list[User]:
    """The staff who decide on the group in those roles."""
    return [
        user
        for role in roles
        for user in accounts.staff_with_role(
            work, role, group.municipality_id, group.police_area_id
        )
    ]


def proposed_dwellings(work: Work, group: Group) -> int | None:
    """How many addresses lie in the drawn area, as a proposal; None without an area."""
    if group.area_wkb is None:
        return None
    return address_queries.dwellings_within(work, group.municipality_id, group.area_wkb)


def _figure(work: Work, group: Group, key: str) -> int:
    return int(places.setting(work, group.municipality_id, f"group.{key}"))


def _seen_in(role: Role) -> ColumnElement[bool]:
    sent = and_(Group.municipality_id == role.municipality_id, Group.state != "draft")
    if role.police_area_id is None:
        return sent
    # Only police are bound to a police area, and see what lies there.
    if role.name != "police":
        return false()
    return and_(sent, Group.police_area_id == role.police_area_id)
