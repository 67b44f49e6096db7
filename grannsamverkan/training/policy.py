"""Who may do what with training. Pure; things are anything with the right attributes."""

from typing import Any

from grannsamverkan.core.actor import Actor, StaffRole
from grannsamverkan.groups import policy as groups

WATCHERS: tuple[StaffRole, ...] = ("coordinator", "admin", "police")


def may_manage(actor: Actor, municipality_id: int) -> bool:
    """Safety coordinators and administrators of the municipality keep its material."""
    return actor.is_system or actor.has("coordinator", "admin", municipality_id=municipality_id)


def may_manage_edition(actor: Actor, edition: Any) -> bool:
    """The same, for one edition."""
    return may_manage(actor, edition.municipality_id)


def manages_somewhere(actor: Actor) -> bool:
    """True for those who keep the material of any municipality."""
    return actor.is_system or actor.has_any("coordinator", "admin")


def managed(actor: Actor) -> frozenset[int]:
    """The municipalities whose material the actor keeps."""
    return frozenset(
        role.municipality_id for role in actor.roles if role.name in {"coordinator", "admin"}
    )


def watches_somewhere(actor: Actor) -> bool:
    """True for those who see how far contact persons have come, anywhere."""
    return actor.has_any(*WATCHERS)


def may_see_edition(actor: Actor, edition: Any) -> bool:
    """Those who keep it, and all police of the municipality whatever their area."""
    police = any(
        role.name == "police" and role.municipality_id == edition.municipality_id
        for role in actor.roles
    )
    return police or may_manage_edition(actor, edition)


def may_see_person(actor: Actor, contact: Any) -> bool:
    """Who sees how far a contact person has come: those who manage, and police of the area."""
    return may_manage(actor, contact.municipality_id) or groups.is_police(actor, contact.group)


def may_send(actor: Actor, contact: Any) -> bool:
    """Those who keep the material send it again."""
    return may_manage(actor, contact.municipality_id)


def may_start(actor: Actor, contact: Any) -> bool:
    """A present contact person starts the own training."""
    own = actor.kind == "contact" and actor.id is not None and actor.id == contact.user_id
    return own and contact.ended_at is None


def holds_link(actor: Actor, assignment: Any) -> bool:
    """True for the holder of this very link, and of nothing else."""
    return actor.kind == "link" and actor.opens == ("assignment", assignment.id)


def owns_certificate(actor: Actor, certificate: Any) -> bool:
    """True for the person whom the certificate is about."""
    own = actor.kind == "contact" and actor.id is not None
    return own and actor.id == certificate.contact.user_id


def may_see_certificate(actor: Actor, certificate: Any) -> bool:
    """Its holder, and those who see how far that person has come."""
    return owns_certificate(actor, certificate) or may_see_person(actor, certificate.contact)


def may_withdraw_certificate(actor: Actor, certificate: Any) -> bool:
    """Those who keep the municipality's material."""
    return may_manage(actor, certificate.municipality_id)
