"""From houses along some streets to an area round them."""

from collections.abc import Sequence

from shapely import Point, Polygon, STRtree, prepare

from grannsamverkan.geometry.area import AreaFault
from grannsamverkan.geometry.mending import closed

# A garden's depth round a door, and a strip round a house. Own choice, after plots in the seed's
# town and in Swedish villa districts (some 20 by 40 m).
ROUND_DOOR_M = 22.0
ROUND_HOUSE_M = 10.0
# How far apart houses may lie and still be one neighbourhood, from a street's width to a field
# between two farms. The smallest that does is taken. Own choice.
GAPS_M = (30.0, 60.0, 100.0, 150.0, 220.0, 320.0)
SMOOTH_M = 3.0


def area_round(doors: Sequence[tuple[float, float]], houses: Sequence[Polygon]) -> Polygon:
    """One area (metres) round addresses and the houses they belong to.

    AreaFault "several_areas" if they lie too far apart, "empty" without any door.
    """
    if not doors:
        raise AreaFault("empty")
    points = [Point(door) for door in doors]
    parts = [point.buffer(ROUND_DOOR_M, quad_segs=2) for point in points]
    parts += [house.buffer(ROUND_HOUSE_M, quad_segs=1) for house in _houses_at(points, houses)]
    return Polygon(_whole(parts).exterior).simplify(SMOOTH_M)


def _whole(parts: Sequence[Polygon]) -> Polygon:
    for gap in GAPS_M[:-1]:
        try:
            return closed(parts, gap)
        except AreaFault:
            continue
    return closed(parts, GAPS_M[-1])


def _houses_at(points: Sequence[Point], houses: Sequence[Polygon]) -> list[Polygon]:
    """The houses with one of the doors in them or at their wall."""
    if not houses:
        return []
    tree = STRtree(points)
    for house in houses:
        prepare(house)
    near = tree.query(houses, predicate="dwithin", distance=2.0)
    return [houses[i] for i in dict.fromkeys(int(i) for i in near[0])]
