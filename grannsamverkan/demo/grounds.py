"""The ground of the demo town's groups: neighbouring homes, and the address nearest to a place."""

from collections.abc import Callable, Iterator, Sequence

from shapely import MultiPoint, Polygon
from sqlalchemy import select

from grannsamverkan.core.work import Work
from grannsamverkan.demo.cast import CLUSTER
from grannsamverkan.places.models import Address


def clusters(homes: Sequence[Address], count: int) -> Iterator[tuple[str, Polygon]]:
    """Neighbouring homes in groups of CLUSTER, each with its commonest street and its ground."""
    left, taken = list(homes), set[str]()
    for _number in range(count):
        corner = min(left, key=lambda home: home.x + home.y)
        near = sorted(left, key=_distance_to(corner))[:CLUSTER]
        left = [home for home in left if home not in near]
        streets = [home.street for home in near if home.street not in taken]
        ground = MultiPoint([(home.x, home.y) for home in near]).convex_hull.buffer(25, quad_segs=2)
        name = max(sorted(set(streets)), key=streets.count, default=f"{near[0].street} norr")
        taken.add(name)
        yield name, ground


def _distance_to(place: Address) -> Callable[[Address], float]:
    return lambda home: (home.x - place.x) ** 2 + (home.y - place.y) ** 2


def nearest_address(work: Work, x: float, y: float) -> str:
    """How one says where a place is: "vid Storgatan 3"; empty if no home is near."""
    homes = work.session.scalars(
        select(Address).where(Address.x.between(x - 80, x + 80), Address.y.between(y - 80, y + 80))
    )
    nearest = min(homes, key=lambda h: (h.x - x) ** 2 + (h.y - y) ** 2, default=None)
    return f"vid {nearest.text}" if nearest else ""
