"""What part of groups and signs an overview shows; it stands in the page's address."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.i18n import TIMEZONE
from grannsamverkan.geometry.plane import Bounds
from grannsamverkan.groups import queries as groups
from grannsamverkan.groups.models import Group
from grannsamverkan.signs import queries as signs
from grannsamverkan.signs.models import Sign

Conditions = list[ColumnElement[bool]]


@dataclass(frozen=True)
class Chosen:
    """Filters: a police area, a state of groups and one of signs, days from and to (both within),
    and a box of the map in metres. What is not said does not narrow."""

    police_area: int | None = None
    group_state: str = ""
    sign_state: str = ""
    since: date | None = None
    until: date | None = None
    box: Bounds | None = None

    @property
    def moments(self) -> tuple[datetime | None, datetime | None]:
        """The period as moments: from its first day's beginning to the end of its last day."""
        end = self.until + timedelta(days=1) if self.until else None
        return _midnight(self.since), _midnight(end)

    def within(self, column: Any) -> Conditions:
        """That a moment lies in the period."""
        begin, end = self.moments
        found: Conditions = []
        if begin is not None:
            found.append(column >= begin)
        if end is not None:
            found.append(column < end)
        return found


def groups_where(actor: Actor, chosen: Chosen, *, by_state: bool = True) -> Conditions:
    """Groups the actor may see, sent in the period; of the wanted state unless told otherwise."""
    found = [groups.visible_to(actor), *chosen.within(Group.submitted_at)]
    if chosen.police_area is not None:
        found.append(Group.police_area_id == chosen.police_area)
    if by_state and chosen.group_state:
        found.append(Group.state == chosen.group_state)
    if chosen.box is not None:
        box = chosen.box
        found += [Group.minx <= box.maxx, Group.maxx >= box.minx]
        found += [Group.miny <= box.maxy, Group.maxy >= box.miny]
    return found


def signs_where(actor: Actor, chosen: Chosen, *, by_state: bool = True) -> Conditions:
    """Signs the actor may see, planned in the period; of the wanted state unless told otherwise."""
    found = [signs.visible_to(actor), *chosen.within(Sign.created_at)]
    if chosen.police_area is not None:
        inside = select(Group.id).where(Group.police_area_id == chosen.police_area)
        found.append(Sign.group_id.in_(inside))
    if by_state and chosen.sign_state:
        found.append(Sign.state == chosen.sign_state)
    if chosen.box is not None:
        box = chosen.box
        found += [Sign.x.between(box.minx, box.maxx), Sign.y.between(box.miny, box.maxy)]
    return found


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), TIMEZONE).astimezone(UTC) if day else None
