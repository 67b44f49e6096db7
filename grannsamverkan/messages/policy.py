"""Who may do what with bulletins. Pure; things are anything with the right attributes."""

from typing import Any

from grannsamverkan.core.actor import Actor

WRITERS = frozenset({"police", "coordinator"})
WATCHERS = WRITERS | {"admin"}


def areas(actor: Actor, municipality_id: int) -> frozenset[int] | None:
    """The police areas whose groups the actor writes to; None is the whole municipality."""
    held = [
        role
        for role in actor.roles
        if role.name in WRITERS and role.municipality_id == municipality_id
    ]
    if any(role.police_area_id is None for role in held):
        return None
    return frozenset(role.police_area_id for role in held if role.police_area_id is not None)


def may_write(actor: Actor, municipality_id: int) -> bool:
    """Community police and safety coordinators of the municipality."""
    return municipality_id in written_in(actor)


def written_in(actor: Actor) -> frozenset[int]:
    """The municipalities in which the actor writes bulletins."""
    return frozenset(role.municipality_id for role in actor.roles if role.name in WRITERS)


def writes_somewhere(actor: Actor) -> bool:
    """True for those who write bulletins anywhere."""
    return bool(written_in(actor))


def watched_in(actor: Actor) -> frozenset[int]:
    """The municipalities whose sent bulletins and their reach the actor sees."""
    return frozenset(role.municipality_id for role in actor.roles if role.name in WATCHERS)


def watches_somewhere(actor: Actor) -> bool:
    """True for those who see bulletins and reach anywhere."""
    return bool(watched_in(actor))


def may_see(actor: Actor, bulletin: Any) -> bool:
    """A draft is its writer's; what was sent, its municipality's police and staff may follow."""
    if bulletin.state == "draft":
        return may_keep(actor, bulletin)
    return actor.is_system or bulletin.municipality_id in watched_in(actor)


def may_keep(actor: Actor, bulletin: Any) -> bool:
    """Whoever began a draft goes on with it, changes it and sends it."""
    own = actor.id is not None and actor.id == bulletin.created_by
    return own and may_write(actor, bulletin.municipality_id)


def may_withdraw(actor: Actor, bulletin: Any) -> bool:
    """Whoever sent it, and the municipality: an error has to go even if its writer is away."""
    sent = bulletin.sent_by is not None and actor.id == bulletin.sent_by
    own = sent and may_write(actor, bulletin.municipality_id)
    return own or actor.has("coordinator", "admin", municipality_id=bulletin.municipality_id)


def may_receive(actor: Actor, receiver: Any) -> bool:
    """A present contact person has the own bulletins."""
    own = actor.kind == "contact" and actor.id is not None and actor.id == receiver.user_id
    return own and receiver.contact.ended_at is None


def is_contact(actor: Actor) -> bool:
    """Contact persons choose how they are written to."""
    return actor.kind == "contact" and actor.id is not None


def is_own(actor: Actor, contact: Any) -> bool:
    """A present contact person of the group."""
    return is_contact(actor) and contact.user_id == actor.id and contact.ended_at is None


def holds_choice(actor: Actor, choice: Any) -> bool:
    """True for the holder of the link from a mail, and for nothing else."""
    return actor.kind == "link" and actor.opens == ("bulletin_choice", choice.id)


def mails(actor: Actor) -> bool:
    """The worker writes the mails of what was sent."""
    return actor.is_system
