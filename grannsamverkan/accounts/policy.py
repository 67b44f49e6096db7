"""Who may do what with accounts. Pure."""

from collections.abc import Sequence
from typing import Any

from grannsamverkan.core.actor import Actor, Role


def may_sign_in(_actor: Actor) -> bool:
    """Anybody may try; whether it succeeds is a matter of codes and passwords."""
    return True


def is_self(actor: Actor, user: Any) -> bool:
    """True for the account's own person."""
    return actor.kind in {"contact", "staff"} and actor.id == user.id


def has_second_factor(actor: Actor, user: Any) -> bool:
    """Staff with a password have a second factor beside it; contact persons have their mailbox."""
    return is_self(actor, user) and actor.kind == "staff" and bool(user.totp_sealed)


def has_password(actor: Actor, user: Any) -> bool:
    """Staff who chose a password here; others sign in at their organisation or by mailed code."""
    return is_self(actor, user) and bool(user.password_hash)


def is_system(actor: Actor) -> bool:
    """True for the worker, the web application itself and the command line."""
    return actor.is_system


def may_manage_staff(actor: Actor, municipality_id: int) -> bool:
    """The municipality's administrators, and whoever holds the machine's command line."""
    return actor.is_system or actor.has("admin", municipality_id=municipality_id)


def may_manage_all(actor: Actor, roles: Sequence[Role]) -> bool:
    """True if the actor manages the staff of every municipality that `roles` speak of."""
    return all(may_manage_staff(actor, role.municipality_id) for role in roles)


def may_manage_person(actor: Actor, user: Any) -> bool:
    """True for whoever manages one of the roles the staff member holds."""
    return user.kind == "staff" and any(
        may_manage_staff(actor, grant.municipality_id) for grant in user.grants
    )


def may_see_staff(actor: Actor) -> bool:
    """True if there is any municipality whose staff the person manages."""
    return actor.is_system or actor.has_any("admin")


def managed_municipalities(actor: Actor) -> frozenset[int]:
    """The municipalities whose staff the person manages (not meaningful for the system)."""
    return frozenset(role.municipality_id for role in actor.roles if role.name == "admin")
