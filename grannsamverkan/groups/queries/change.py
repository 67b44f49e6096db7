"""Reads about changes of a group's area."""

from shapely import Polygon
from sqlalchemy import select

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work
from grannsamverkan.geometry import plane
from grannsamverkan.groups import queries
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.change import AreaChange
from grannsamverkan.groups.rules.change import Difference
from grannsamverkan.groups.rules.change import needs_decision as needs_a_decision
from grannsamverkan.places import queries as places


def open_change(work: Work, group: Group) -> AreaChange | None:
    """What the group wants now and nobody has answered."""
    return work.session.scalar(
        select(AreaChange).where(AreaChange.group_id == group.id, AreaChange.state == "open")
    )


def wanted_change(work: Work, group: Group) -> AreaChange:
    """The same; NotFound without one."""
    found = open_change(work, group)
    if found is None:
        raise NotFound()
    return found


def difference(group: Group, area: Polygon) -> Difference:
    """What a new area would add to the group's ground and take from it."""
    old = group.area
    if old is None:
        return Difference(0.0, plane.area_m2(area), 0.0)
    return Difference(
        plane.area_m2(old),
        plane.area_m2(area.difference(old)),
        plane.area_m2(old.difference(area)),
    )


def needs_decision(work: Work, group: Group, area: Polygon) -> bool:
    """Whether a new area must be decided on, by its size and by whose ground it enters."""
    free = int(places.setting(work, group.municipality_id, "area.change_free_pct")) / 100
    shared = sum(overlap.area_m2 for overlap in queries.overlaps(work, group))
    would = sum(overlap.area_m2 for overlap in queries.overlaps(work, group, area))
    return needs_a_decision(difference(group, area), free, would - shared)
