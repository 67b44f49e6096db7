"""Reads of inspection rounds."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from grannsamverkan.core import links
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Group
from grannsamverkan.signs import policy
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.models.rounds import InspectionRound, RoundMark


def round_by_token(work: Work, token: str) -> InspectionRound | None:
    """The round whose link this is, while it is good; None tells nothing more."""
    found = links.by_token(work, InspectionRound, token)
    return found if found is not None and found.is_good(work.now) else None


def inspection_round(work: Work, round_id: int) -> InspectionRound:
    """One round; NotFound unless the actor keeps its group or holds its link."""
    return work.get(InspectionRound, round_id, policy.may_see_round)


def rounds_of(work: Work, group: Group) -> Sequence[InspectionRound]:
    """The group's rounds, the newest first, with what was said."""
    return work.session.scalars(
        select(InspectionRound)
        .where(InspectionRound.group_id == group.id)
        .options(selectinload(InspectionRound.marks))
        .order_by(InspectionRound.id.desc())
    ).all()


def signs_to_walk(work: Work, walk: InspectionRound) -> Sequence[Sign]:
    """The group's signs that may hang, from west to east, with their open tasks."""
    return (
        work.session.scalars(
            select(Sign)
            .where(Sign.group_id == walk.group_id, Sign.state.in_(policy.OUT_THERE))
            .options(selectinload(Sign.tasks))
            .order_by(Sign.x, Sign.id)
        )
        .unique()
        .all()
    )


def mark_by_key(work: Work, key: str) -> RoundMark | None:
    """What was said under a key before, if anything."""
    return work.session.scalar(select(RoundMark).where(RoundMark.key == key))
