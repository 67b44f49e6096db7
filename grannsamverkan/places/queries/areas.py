"""Areas that somebody drew, pasted or typed, against the municipality's limits and map."""

from grannsamverkan.core.work import Work
from grannsamverkan.geometry.area import AreaDraft, AreaFault, Limits, parse_area
from grannsamverkan.places import errors
from grannsamverkan.places.queries import plane_of, setting
from grannsamverkan.places.queries.maps import extent


def read_area(
    work: Work,
    municipality_id: int,
    text: str,
    field: str = "area",
    largest_m2: float | None = None,
) -> AreaDraft:
    """The area somebody drew, pasted or typed, checked against the municipality's limits and map.

    `largest_m2` is for areas that are no group's. Raises InvalidInput on `field`, with what to do
    about it.
    """
    limits = area_limits(work, municipality_id)
    if largest_m2 is not None:
        limits = limits._replace(largest_m2=largest_m2)
    try:
        return parse_area(text, plane_of(work, municipality_id), limits)
    except AreaFault as fault:
        raise errors.area_error(fault, field) from fault


def area_limits(work: Work, municipality_id: int) -> Limits:
    """What size an area may have in this municipality, and the box it must lie near."""
    return Limits(
        setting(work, municipality_id, "area.smallest_m2"),
        setting(work, municipality_id, "area.largest_m2"),
        extent(work, municipality_id),
    )
