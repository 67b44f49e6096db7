"""What a changed setting would mean for the groups there are, in sentences."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from grannsamverkan.core.i18n import ngettext
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.rules import Participation

# Which states each share is looked at in.
SHARES = {
    "group.participation_approve_pct": ("submitted", "returned"),
    "group.participation_warn_pct": ("submitted", "returned", "approved", "active"),
    "group.participation_dormant_pct": ("active",),
}


def effects(work: Work, municipality_id: int, key: str, old: Any, new: Any) -> Sequence[str]:
    """How many groups lie below a share, now and then; nothing for other settings."""
    if key not in SHARES:
        return ()
    found = work.session.execute(
        select(Group.dwellings, Group.joined).where(
            Group.municipality_id == municipality_id, Group.state.in_(SHARES[key])
        )
    )
    shares = [100 * Participation(all_ or 0, joined, 0).share for all_, joined in found]
    return (
        ngettext(
            "%(num)s grupp ligger under gränsen i dag.",
            "%(num)s grupper ligger under gränsen i dag.",
            sum(share < old for share in shares),
        ),
        ngettext(
            "Med det nya värdet blir det %(num)s grupp av %(all)s.",
            "Med det nya värdet blir det %(num)s grupper av %(all)s.",
            sum(share < new for share in shares),
            all=len(shares),
        ),
    )
