"""Groups and signs as a whole list needs them: loaded once, with a fixed number of questions."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from grannsamverkan.core.work import Work
from grannsamverkan.desk.rules import SHOWN
from grannsamverkan.groups import policy
from grannsamverkan.groups import queries as groups
from grannsamverkan.groups import rules as group_rules
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.rules import Draft, Participation, Standing
from grannsamverkan.messages.queries.reach import Glance, at_a_glance
from grannsamverkan.signs import queries as signs
from grannsamverkan.signs.models import Sign

# Only facts and training count for this moment; the rest belongs to the approval.
_APPROVED = Standing(
    draft=Draft(True, True, None, 0, "", consent=True),
    participation=Participation(0, 0, 0),
    wanted_share=0.0,
    fewest_contacts=0,
    privacy_read=True,
    facts=frozenset(),
    all_trained=False,
)


class Loaded:
    """What one reader's lists are made of; each part is read when it is first asked for."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self._wanted: dict[int, tuple[str, ...]] = {}

    @cached_property
    def groups(self) -> Sequence[Group]:
        """The groups that the reader may see, with facts and decisions: drafts, then the oldest."""
        found = self.work.session.scalars(
            select(Group)
            .where(groups.visible_to(self.work.actor))
            .options(
                joinedload(Group.contacts),
                joinedload(Group.police_area),
                # The page names it, and asks nothing more when it is known.
                joinedload(Group.municipality),
                selectinload(Group.facts),
                # Few rows more, and one question less: a group has a handful of both.
                joinedload(Group.decisions),
            )
            .order_by(Group.submitted_at.nulls_first(), Group.created_at, Group.id)
        )
        return found.unique().all()

    @cached_property
    def signs(self) -> Sequence[Sign]:
        """The signs that the reader may see, oldest first; of their groups no people."""
        bare = joinedload(Sign.group).lazyload(Group.contacts)
        return signs.signs(self.work, (), None, bare)

    @cached_property
    def bulletins(self) -> Sequence[Glance]:
        """The reader's drafts, and bulletins that still hold with their reach: one more than shown
        says that there are more."""
        return at_a_glance(self.work, SHOWN + 1)

    def wanted_roles(self, group: Group) -> tuple[str, ...]:
        """Whose decisions the group's municipality asks for: one question for each municipality."""
        place = group.municipality_id
        if place not in self._wanted:
            self._wanted[place] = groups.wanted_roles(self.work, group)
        return self._wanted[place]

    def role_to_decide(self, group: Group) -> str | None:
        """The role in which the reader can decide on the registration now, or None."""
        if group.state != "submitted":
            return None
        given = groups.roles_given(group)
        return policy.role_to_decide(self.work.actor, group, self.wanted_roles(group), given)

    def awaited(self, group: Group) -> tuple[str, ...]:
        """Whose yes is still to come, of a registration that has been sent."""
        given = groups.roles_given(group)
        return tuple(role for role in self.wanted_roles(group) if role not in given)


def missing_to_activate(facts: Iterable[str], *, all_trained: bool) -> tuple[str, ...]:
    """Codes of what is not there yet of all that makes a group active, binding or not."""
    standing = replace(_APPROVED, facts=frozenset(facts), all_trained=all_trained)
    conditions = group_rules.CONDITIONS["activate"].items()
    return tuple(code for code, (_text, holds) in conditions if not holds(standing))
