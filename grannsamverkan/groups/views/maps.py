"""What the pages' maps are told: borders as (lon, lat), and the part of the world shown."""

from collections.abc import Sequence
from typing import Any

from grannsamverkan.core.work import Work
from grannsamverkan.geometry.area import polygon_to_lonlat, ring_to_geojson
from grannsamverkan.groups import queries
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.change import AreaChange
from grannsamverkan.groups.queries.ground import Proposal
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Municipality
from grannsamverkan.places.queries import maps as map_queries

Shape = dict[str, Any]


def own_shape(work: Work, group: Group) -> list[Shape]:
    """The group's own area, or nothing while it is not drawn."""
    return [_shape(work, group, "own")] if group.area is not None else []


def other_shapes(work: Work, group: Group) -> list[Shape]:
    """The areas of the living groups near by."""
    return [_shape(work, other, "other") for other in queries.neighbours(work, group)]


def source(work: Work, group: Group) -> dict[str, str]:
    """Whose map it is, and whom it must name."""
    return source_of(work, group.municipality)


def source_of(work: Work, municipality: Municipality) -> dict[str, str]:
    """The same for a municipality."""
    return {
        "kommun": municipality.slug,
        "attribution": ", ".join(map_queries.attributions(work, municipality.id)),
    }


def area_text(work: Work, group: Group) -> str:
    """The area as the drawing field keeps it: GeoJSON, or nothing."""
    if group.area is None:
        return ""
    return ring_to_geojson(_ring(work, group))


def bounds(work: Work, group: Group) -> list[float] | None:
    """[west, south, east, north] of the municipality's map, or None without one."""
    box = map_queries.extent(work, group.municipality_id)
    if box is None:
        return None
    plane = places.plane_of(work, group.municipality_id)
    west, south = plane.to_lonlat(box.minx, box.miny)
    east, north = plane.to_lonlat(box.maxx, box.maxy)
    return [west, south, east, north]


def proposed_shapes(
    proposal: Proposal | None, spots: Sequence[Shape], others: Sequence[Shape]
) -> list[Shape]:
    """A proposed area among the areas it overlaps, and the spots it was made for."""
    if proposal is None:
        return []
    near = {overlap.group.name for overlap in proposal.overlaps}
    own = {"name": "", "kind": "own", "ring": list(proposal.draft.lonlat)}
    return [own, *spots, *(shape for shape in others if shape["name"] in near)]


def wanted_shapes(work: Work, group: Group, change: AreaChange) -> list[Shape]:
    """The area a group wants, and the one it has."""
    plane = places.plane_of(work, group.municipality_id)
    wanted = {"name": "", "kind": "own", "ring": polygon_to_lonlat(change.area, plane)}
    return [wanted, *([_shape(work, group, "other")] if group.area is not None else [])]


def _shape(work: Work, group: Group, kind: str) -> Shape:
    return {"name": group.name, "kind": kind, "ring": _ring(work, group)}


def _ring(work: Work, group: Group) -> list[tuple[float, float]]:
    plane = places.plane_of(work, group.municipality_id)
    return polygon_to_lonlat(group.area, plane) if group.area is not None else []
