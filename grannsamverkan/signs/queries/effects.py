"""What a changed setting would mean for the signs there are, in sentences."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from grannsamverkan.core.i18n import ngettext
from grannsamverkan.core.work import Work
from grannsamverkan.signs.models import PhotoSet, Sign

HANGING = ("photos_sent", "approved", "completion_asked", "correction_ordered")
_HEIGHT = re.compile(r"clearance\.(footway|cycle|carriageway|none)_(least|wanted)")


def effects(work: Work, municipality_id: int, key: str, old: Any, new: Any) -> Sequence[str]:
    """How many hanging signs lie below a height, now and then; nothing for other settings."""
    height = _HEIGHT.fullmatch(key)
    if height is None:
        return ()
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
            PhotoSet.surface == height[1],
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
