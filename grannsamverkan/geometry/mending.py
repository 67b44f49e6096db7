"""A way out when an area cannot be used as it was drawn: the nearest one that can, as a proposal.

Nothing is mended behind anybody's back: what comes out is shown, and taken only if its maker says
so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shapely import MultiPolygon, Polygon, make_valid, unary_union
from shapely.geometry.base import BaseGeometry

from grannsamverkan.geometry.area import (
    MOST_CORNERS,
    AreaDraft,
    AreaFault,
    Limits,
    Ring,
    draft_area,
    far_corners,
    first_crossing,
    polygon_to_lonlat,
    read_rings,
)
from grannsamverkan.geometry.plane import OutsidePlane, Plane

# Where a border crosses itself, the largest part is what was meant if it is so much of the whole;
# else the corners were put in another order than round the area. Own choice.
MAIN_PART = 0.9
# Areas no farther apart than this (a street between two blocks) may be drawn together. Own choice.
GAP_M = 40.0
# A corner that moves the border by less is the first to go when there are too many. Own choice.
FINEST_M = 0.5
COARSEST_M = 50.0
MOST_TURNS = 200

MENDS = ("swapped", "far_dropped", "uncrossed", "joined", "filled", "simplified")


@dataclass(frozen=True)
class Mended:
    """A usable area made from one that was not, and what was done to it, as codes of MENDS."""

    draft: AreaDraft
    done: tuple[str, ...]


def mend(text: str, plane: Plane, limits: Limits) -> Mended | None:
    """The nearest usable area to what somebody wrote or drew; None if nothing sensible is near."""
    try:
        areas, done = _metric(read_rings(text, plane), plane)
        return _mended(areas, done, plane, limits)
    except (AreaFault, OutsidePlane):
        return None


def _mended(areas: list[list[Ring]], done: list[str], plane: Plane, limits: Limits) -> Mended:
    outer = [_without_far(rings[0], limits, done) for rings in areas]
    whole = _joined([_uncrossed(ring, done) for ring in outer], done)
    if any(len(rings) > 1 for rings in areas) or whole.interiors:
        done.append("filled")
    simple = _simplified(Polygon(whole.exterior), done)
    draft = draft_area(polygon_to_lonlat(simple, plane), plane, limits)
    return Mended(draft, tuple(dict.fromkeys(done)))


def _metric(areas: list[list[Ring]], plane: Plane) -> tuple[list[list[Ring]], list[str]]:
    """Every ring in metres; latitude and longitude change places if only that makes sense."""
    try:
        return [[_to_metric(ring, plane) for ring in rings] for rings in areas], []
    except OutsidePlane:
        turned = [[[(lat, lon) for lon, lat in ring] for ring in rings] for rings in areas]
        return [[_to_metric(ring, plane) for ring in rings] for rings in turned], ["swapped"]


def _to_metric(ring: Ring, plane: Plane) -> Ring:
    xs, ys = plane.many_to_metric([lon for lon, _ in ring], [lat for _, lat in ring])
    corners = [(float(x), float(y)) for x, y in zip(xs, ys, strict=True)]
    return corners[:-1] if len(corners) > 1 and corners[0] == corners[-1] else corners


def _without_far(ring: Ring, limits: Limits, done: list[str]) -> Ring:
    """A ring without single corners that lie far away: a slip of the hand, or a wrong figure."""
    far = set(far_corners(ring, limits))
    if not far or len(far) * 3 > len(ring):
        return ring
    done.append("far_dropped")
    return [corner for i, corner in enumerate(ring) if i not in far]


def _uncrossed(ring: Ring, done: list[str]) -> Polygon:
    if len(ring) < 3:
        raise AreaFault("too_few_corners", corners=len(ring))
    if first_crossing(ring) is None:
        return Polygon(ring)
    done.append("uncrossed")
    parts = _polygons_of(make_valid(Polygon(ring)))
    main = max(parts, key=lambda part: part.area, default=Polygon())
    if main.area >= MAIN_PART * sum(part.area for part in parts) > 0:
        return main
    return Polygon(_turned(ring))


def _turned(ring: Ring) -> Ring:
    """The same corners in an order in which no sides cross: each turn of the corners between two
    crossing sides makes the border shorter, so this ends."""
    for _ in range(MOST_TURNS):
        found = first_crossing(ring)
        if found is None:
            return ring
        first, second = found
        ring = [*ring[:first], *reversed(ring[first:second]), *ring[second:]]
    raise AreaFault("crosses_itself", first=0, second=0)


def _joined(parts: Sequence[Polygon], done: list[str]) -> Polygon:
    if len(parts) == 1:
        return parts[0]
    done.append("joined")
    return closed(parts, GAP_M)


def closed(parts: Sequence[Polygon], gap_m: float) -> Polygon:
    """One area round parts that lie no farther apart than `gap_m`; AreaFault if they do."""
    union = unary_union(parts)
    if not isinstance(union, Polygon):
        union = union.buffer(gap_m / 2, join_style="mitre").buffer(-gap_m / 2, join_style="mitre")
    found = _polygons_of(union)
    if len(found) != 1:
        raise AreaFault("several_areas", areas=len(found))
    return found[0]


def _simplified(area: Polygon, done: list[str]) -> Polygon:
    fine = FINEST_M
    while len(area.exterior.coords) - 1 > MOST_CORNERS and fine <= COARSEST_M:
        area = area.simplify(fine)
        fine *= 2
        done.append("simplified")
    return area


def _polygons_of(shape: BaseGeometry) -> list[Polygon]:
    if isinstance(shape, Polygon):
        return [] if shape.is_empty else [shape]
    if isinstance(shape, MultiPolygon):
        return list(shape.geoms)
    return [part for each in getattr(shape, "geoms", ()) for part in _polygons_of(each)]
