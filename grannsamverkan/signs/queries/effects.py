"""What a changed setting would mean for the signs there are, in sentences."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from grannsamverkan.core.i18n import ngettext
from grannsamverkan.core.work import Work
from grannsamverkan.signs.models import PhotoSet, Sign

HANGING = ("photos_sent", "approved", "completion_asked", "correction_ordered")
PER_AREA = ("sign.per_area_least", "sign.per_area_most")
_HEIGHT = re.compile(r"clearance\.(footway|cycle|carriageway|none)_(least|wanted)")


def effects(work: Work, municipality_id: int, key: str, old: Any, new: Any) -> Sequence[str]:
    """How many signs or groups a limit reaches, now and then; nothing where none can be counted."""
    height = _HEIGHT.fullmatch(key)
    if height is not None:
        return _heights(work, municipality_id, height[1], old, new)
    if key in PER_AREA:
        return _per_area(work, municipality_id, key, old, new)
    return ()


def _per_area(work: Work, municipality_id: int, key: str, old: int, new: int) -> Sequence[str]:
    numbers = work.session.scalars(
        select(func.count(Sign.id))
        .where(Sign.municipality_id == municipality_id, Sign.state.in_(HANGING))
        .group_by(Sign.group_id)
    ).all()

    def outside(limit: int) -> int:
        fewest = key == PER_AREA[0]
        return sum(number < limit if fewest else number > limit for number in numbers)

    return (
        ngettext(
            "%(num)s grupp med skyltar ligger utanför gränsen i dag.",
            "%(num)s grupper med skyltar ligger utanför gränsen i dag.",
            outside(old),
        ),
        ngettext(
            "Med det nya värdet blir det %(num)s grupp av %(all)s.",
            "Med det nya värdet blir det %(num)s grupper av %(all)s.",
            outside(new),
            all=len(numbers),
        ),
    )


def _heights(
    work: Work, municipality_id: int, surface: str, old: float, new: float
) -> Sequence[str]:
    newest = (
        select(func.max(PhotoSet.id))
        .where(PhotoSet.sent_at.is_not(None), PhotoSet.task_id.is_(None))
        .group_by(PhotoSet.sign_id)
    )
    edges = work.session.scalars(
        select(PhotoSet.lower_edge_m)
        .join(Sign, PhotoSet.sign_id == Sign.id)
        .where(
            PhotoSet.id.in_(newest),
            PhotoSet.municipality_id == municipality_id,
            PhotoSet.surface == surface,
            PhotoSet.lower_edge_m.is_not(None),
            Sign.state.in_(HANGING),
        )
    ).all()
    return (
        ngettext(
            "%(num)s skylt sitter under gränsen i dag, efter uppsättarens egen uppgift.",
            "%(num)s skyltar sitter under gränsen i dag, efter uppsättarnas egna uppgifter.",
            sum(edge is not None and edge < old for edge in edges),
        ),
        ngettext(
            "Med det nya värdet blir det %(num)s skylt av %(all)s.",
            "Med det nya värdet blir det %(num)s skyltar av %(all)s.",
            sum(edge is not None and edge < new for edge in edges),
            all=len(edges),
        ),
    )
