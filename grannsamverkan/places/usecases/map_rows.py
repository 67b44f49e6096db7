"""What a reader of map files found, as rows of the tables."""

from collections.abc import Iterable
from typing import Any

from shapely import LineString, Polygon

from grannsamverkan.geometry import plane
from grannsamverkan.geometry.ground import AddressPoint, Feature, PostPoint, ThingPoint
from grannsamverkan.places import rules

Row = dict[str, Any]
# The same house number twice within this distance is one address told twice (a house and its shop).
SAME_ADDRESS_M = 60.0


class Addresses:
    """Addresses of one source as rows, those told twice left out."""

    def __init__(self) -> None:
        self._known: dict[str, list[tuple[float, float]]] = {}

    def rows(self, found: Iterable[AddressPoint]) -> list[Row]:
        """Rows of those that have not come before."""
        return [self._row(address) for address in found if self._is_new(address)]

    def _is_new(self, found: AddressPoint) -> bool:
        same = self._known.setdefault(rules.fold(f"{found.street} {found.number}"), [])
        is_new = all(plane.distance(found.x, found.y, x, y) > SAME_ADDRESS_M for x, y in same)
        if is_new:
            same.append((found.x, found.y))
        return is_new

    def _row(self, address: AddressPoint) -> Row:
        street, number = address.street[:120], address.number[:20]
        return {
            "street": street,
            "number": number,
            "number_value": rules.number_value(number),
            "search_key": rules.fold(f"{street} {number}"),
            "x": address.x,
            "y": address.y,
        }


def feature_row(feature: Feature) -> Row:
    """A line or an area with its bounding box."""
    shape = Polygon(feature.points) if feature.is_area else LineString(feature.points)
    minx, miny, maxx, maxy = shape.bounds
    return {
        "kind": feature.kind,
        "subtype": feature.subtype[:40],
        "name": feature.name[:120],
        "wkb": bytes(shape.wkb),
        "minx": minx,
        "miny": miny,
        "maxx": maxx,
        "maxy": maxy,
        "width": feature.width,
        "speed": feature.speed,
        "key": feature.key[:60],
        "lanes": feature.lanes,
        "oneway": feature.oneway,
        "sidewalk": feature.sidewalk,
        "level": feature.level,
        "owner": feature.owner[:120],
    }


def thing_row(thing: ThingPoint) -> Row:
    """A sign or another thing that drivers must see."""
    return {**vars(thing), "key": thing.key[:60], "code": thing.code[:80]}


def post_row(post: PostPoint) -> Row:
    """A post that stands."""
    return {
        "number": rules.post_number(post.number)[:40],
        "kind": post.kind,
        "galvanised": post.galvanised,
        "owner": post.owner[:120],
        "x": post.x,
        "y": post.y,
        "gone_at": None,
        "key": post.key[:60],
        "error_m": post.error_m,
    }
