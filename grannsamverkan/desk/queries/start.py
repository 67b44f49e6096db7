"""What waits for the signed-in person: one duty for each role."""

from collections.abc import Callable, Iterator, Mapping

from grannsamverkan.core.work import Work
from grannsamverkan.desk.queries import own, staff
from grannsamverkan.desk.queries.loaded import Loaded
from grannsamverkan.desk.rules import Duty, TaskList

MAKERS: Mapping[str, Callable[[Loaded], Iterator[TaskList]]] = {
    "contact": own.lists,
    "police": staff.police,
    "coordinator": staff.coordinator,
    "reviewer": staff.reviewer,
    "admin": staff.admin,
}


def duties(work: Work, loaded: Loaded) -> list[Duty]:
    """One duty for each role the actor carries, in a fixed order; its lists may be empty."""
    held = {role.name for role in work.actor.roles} | {work.actor.kind}
    return [
        Duty(role, tuple(found for found in make(loaded) if found.tasks))
        for role, make in MAKERS.items()
        if role in held
    ]
