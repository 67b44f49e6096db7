"""What the nodes and ways of OpenStreetMap become, whichever kind of file they stand in.

Nodes come first, all of them; then ways, each turned into what the map keeps at once.
"""

from array import array
from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
from shapely import Polygon, make_valid

from grannsamverkan.geometry import osm_tags
from grannsamverkan.geometry.ground import (
    AddressPoint,
    Feature,
    FileFault,
    Ground,
    PostPoint,
    ThingPoint,
)
from grannsamverkan.geometry.plane import Floats, Plane

ATTRIBUTION = "© OpenStreetMaps bidragsgivare (ODbL)"
LONGEST_WAY = 20_000
# So many features are handed on at a time.
BATCH = 5_000
Point = tuple[float, float]


class Nodes:
    """Every node's place, and the nodes that are addresses, posts or things to see."""

    def __init__(self, plane: Plane) -> None:
        self._plane = plane
        self._ids, self._lons, self._lats = array("q"), array("d"), array("d")
        self._tagged: list[tuple[int, Mapping[str, str]]] = []

    def add(self, node_id: int, lon: float, lat: float, tags: Mapping[str, str]) -> None:
        """One node, in degrees. OverflowError for an id that is no 64-bit number."""
        self._ids.append(node_id)
        self._lons.append(lon)
        self._lats.append(lat)
        if tags and osm_tags.tells_of_a_place(tags):
            self._tagged.append((len(self._ids) - 1, tags))

    def freeze(self) -> Ground:
        """All nodes are there: degrees become metres, and nodes are found by id from now on.

        Hands on what nodes alone tell of. Raises FileFault if none lies where the plane holds.
        """
        lons, lats = np.asarray(self._lons), np.asarray(self._lats)
        inside = self._plane.inside(lons, lats)
        if len(inside) and not inside.any():
            raise FileFault("elsewhere")
        ground = Ground(attribution=ATTRIBUTION)
        ground.skipped["outside"] += int((~inside).sum())
        self._xy = np.full((len(inside), 2), np.nan)
        if inside.any():
            self._xy[inside] = np.column_stack(
                self._plane.many_to_metric(lons[inside], lats[inside])
            )
        ids = np.asarray(self._ids)
        self._order = np.argsort(ids, kind="stable")
        self._sorted = ids[self._order]
        for index, tags in self._tagged:
            self._tell(ground, index, tags)
        self._tagged = []
        return ground

    def places_of(self, nodes: Sequence[int]) -> Floats:
        """(n, 2) metres of the nodes of a way; nodes that are missing or outside are left out."""
        wanted = np.asarray(nodes, dtype=np.int64)
        if not len(self._sorted):
            return np.empty((0, 2))
        at = np.minimum(np.searchsorted(self._sorted, wanted), len(self._sorted) - 1)
        found = self._sorted[at] == wanted
        xy = self._xy[self._order[at[found]]]
        return cast(Floats, xy[~np.isnan(xy[:, 0])])

    def _tell(self, ground: Ground, index: int, tags: Mapping[str, str]) -> None:
        x, y = (float(part) for part in self._xy[index])
        if np.isnan(x):
            return
        key = f"node/{self._ids[index]}"
        found = osm_tags.address(tags)
        if found:
            ground.addresses.append(AddressPoint(*found, x, y))
        if osm_tags.is_post(tags):
            number, kind = tags.get("ref", ""), osm_tags.post_kind(tags)
            owner = osm_tags.owner(tags)
            ground.posts.append(PostPoint(number, x, y, kind, owner=owner, key=key))
        for mark in osm_tags.marks(tags):
            ground.things.append(
                ThingPoint(key, mark.kind, x, y, mark.code, mark.facing, mark.along)
            )


class Ways:
    """Lines and areas, and the addresses that buildings carry; `ground` gathers them."""

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes
        self._ground = Ground(attribution=ATTRIBUTION)

    @property
    def is_full(self) -> bool:
        """There is enough to hand on."""
        return len(self._ground.features) >= BATCH

    def take(self) -> Ground:
        """What has been gathered since it was last taken."""
        taken, self._ground = self._ground, Ground(attribution=ATTRIBUTION)
        return taken

    def add(self, way_id: int | str, nodes: Sequence[int], tags: Mapping[str, str]) -> None:
        """One way by the ids of its nodes. What the map does not keep is passed over."""
        closed = len(nodes) > 3 and nodes[0] == nodes[-1]
        meaning = osm_tags.meaning(tags, closed)
        found = osm_tags.address(tags)
        if meaning is None and found is None:
            return
        places = self._nodes.places_of(nodes)
        if len(places) < len(nodes):
            self._ground.skipped["incomplete"] += 1
        if _length(places) <= 0:
            self._ground.skipped["no_length"] += 1
            return
        if found:
            x, y = (float(part) for part in places[: len(places) - closed].mean(axis=0))
            self._ground.addresses.append(AddressPoint(*found, x, y))
        if meaning is not None:
            self._keep(meaning, f"way/{way_id}", tags, places)

    def _keep(
        self, meaning: osm_tags.Meaning, key: str, tags: Mapping[str, str], places: Floats
    ) -> None:
        points = tuple((float(x), float(y)) for x, y in places)
        if meaning.is_area:
            if len(set(points)) < 3 or points[0] != points[-1]:
                return
            points = self._uncrossed(points)
        if not points:
            return
        self._ground.features.append(
            Feature(
                kind=meaning.kind,
                subtype=meaning.subtype,
                name=tags.get("name", ""),
                points=points,
                is_area=meaning.is_area,
                width=osm_tags.width_m(tags),
                speed=osm_tags.speed_kmh(tags),
                key=key,
                lanes=osm_tags.lanes(tags),
                oneway=osm_tags.oneway(tags),
                sidewalk=osm_tags.sidewalk(tags),
                level=osm_tags.level(tags),
                owner=osm_tags.owner(tags),
            )
        )

    def _uncrossed(self, points: tuple[Point, ...]) -> tuple[Point, ...]:
        """The outline itself, or, of one that crosses itself, that of its largest part."""
        area = Polygon(points)
        if area.is_valid:
            return points
        self._ground.skipped["crossed"] += 1
        whole = make_valid(area)
        parts = [part for part in getattr(whole, "geoms", [whole]) if part.geom_type == "Polygon"]
        largest = max(parts, key=lambda part: float(part.area), default=None)
        return tuple(largest.exterior.coords) if largest is not None else ()


def _length(places: Floats) -> float:
    return float(np.hypot(*np.diff(places, axis=0).T).sum()) if len(places) > 1 else 0.0
