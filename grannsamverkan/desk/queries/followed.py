"""What of training and bulletins somebody follows: a municipality, or police areas of it."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from grannsamverkan.core.actor import Actor, Role
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.training import policy


def groups(actor: Actor) -> ColumnElement[bool]:
    """The condition on Group for those whose people's training the actor follows."""
    return or_(false(), *(_of_role(role) for role in _roles(actor)))


def people(actor: Actor, table: Any) -> ColumnElement[bool]:
    """The condition on a table with `municipality_id` and `contact_id`: rows of such people.

    Whoever follows a whole municipality needs no look at the groups.
    """
    if _is_whole(actor):
        return _in_municipalities(actor, table)
    inside = select(Contact.id).join(Contact.group).where(groups(actor))
    return and_(_in_municipalities(actor, table), table.contact_id.in_(inside))


def reached(actor: Actor, table: Any) -> ColumnElement[bool]:
    """The same on a table with `municipality_id` and `group_id`: rows of such groups."""
    if _is_whole(actor):
        return _in_municipalities(actor, table)
    inside = select(Group.id).where(groups(actor))
    return and_(_in_municipalities(actor, table), table.group_id.in_(inside))


def municipalities(actor: Actor) -> list[int]:
    """The municipalities in which the actor follows anything."""
    return sorted({role.municipality_id for role in _roles(actor)})


def _roles(actor: Actor) -> list[Role]:
    return [role for role in actor.roles if role.name in policy.WATCHERS]


def _is_whole(actor: Actor) -> bool:
    """True if there is no municipality of which the actor follows only a part."""
    whole = {role.municipality_id for role in _roles(actor) if role.police_area_id is None}
    return all(role.municipality_id in whole for role in _roles(actor))


def _in_municipalities(actor: Actor, table: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = table.municipality_id.in_(municipalities(actor))
    return found


def _of_role(role: Role) -> ColumnElement[bool]:
    area = role.police_area_id
    inside = true() if area is None else Group.police_area_id == area
    return and_(Group.municipality_id == role.municipality_id, inside)
