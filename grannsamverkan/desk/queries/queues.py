"""The queues: signs for the reviewer, groups for those who decide."""

from collections.abc import Iterator
from dataclasses import dataclass

from grannsamverkan.core.work import Work
from grannsamverkan.desk.queries.loaded import Loaded, missing_to_activate
from grannsamverkan.groups import policy as group_policy
from grannsamverkan.groups.models import Group

IN_DECISIONS = ("submitted", "approved")


@dataclass(frozen=True)
class GroupRow:
    """A group in the queue of decisions.

    `mine` is the role in which the reader decides now, `awaited` whose yes is still to come,
    `missing` codes of what an approved group lacks before it is active.
    """

    group: Group
    mine: str | None
    awaited: tuple[str, ...]
    missing: tuple[str, ...]


def decision_rows(work: Work) -> list[GroupRow]:
    """Groups to decide on and groups to get going: what the reader decides now comes first."""
    rows = sorted(_group_rows(Loaded(work)), key=lambda row: row.mine is None)
    return [row for row in rows if group_policy.may_decide(work.actor, row.group)]


def _group_rows(loaded: Loaded) -> Iterator[GroupRow]:
    for group in loaded.groups:
        if group.state == "submitted":
            yield GroupRow(group, loaded.role_to_decide(group), loaded.awaited(group), ())
        elif group.state == "approved":
            yield GroupRow(group, None, (), missing_to_activate(group))
