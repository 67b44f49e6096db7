"""Who may see which desk. Pure."""

from typing import Any

from grannsamverkan.core.actor import Actor, StaffRole
from grannsamverkan.messages import policy as messages
from grannsamverkan.training import policy as training

KEEPERS: tuple[StaffRole, ...] = ("coordinator", "reviewer", "admin")


def may_review(actor: Actor) -> bool:
    """The queue of signs is the reviewers'."""
    return actor.has_any("reviewer")


def may_decide(actor: Actor) -> bool:
    """The queue of groups is for community police and safety coordinators."""
    return actor.has_any("police", "coordinator")


def may_find(actor: Actor) -> bool:
    """Whoever is signed in searches among what they may see."""
    return actor.kind in {"contact", "staff"}


def may_see_overview(actor: Actor) -> bool:
    """Figures, maps and exports are for staff, each of the groups and signs they may see."""
    return actor.has_any("police", *KEEPERS)


def may_see_reach(actor: Actor) -> bool:
    """Those who follow training and bulletins see how far both have come, each where they do."""
    return training.watches_somewhere(actor) and messages.watches_somewhere(actor)


def may_see_waiting(actor: Actor) -> bool:
    """Those who work for the municipality see what waits there."""
    return actor.has_any(*KEEPERS)


def may_handle_job(actor: Actor, job: Any) -> bool:
    """A municipality's jobs are for its own staff; those of the whole installation for admins."""
    if job.municipality_id is None:
        return actor.has_any("admin")
    return actor.has(*KEEPERS, municipality_id=job.municipality_id)


def kept_municipalities(actor: Actor) -> frozenset[int]:
    """The municipalities whose waiting work the actor sees."""
    return frozenset(role.municipality_id for role in actor.roles if role.name in KEEPERS)
