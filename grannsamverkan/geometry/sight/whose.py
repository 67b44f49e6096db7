"""Rule (iv): whose road it is, and whose post."""

from grannsamverkan.geometry.sight.clearance import FARTHEST_M, Surfaces
from grannsamverkan.geometry.sight.model import Found, Missing, Plate, Verdict, Way

CODES = ("post_owner", "post_owner_unknown", "road_owner", "road_owner_unknown", "no_road")
RULES = frozenset({"whose_post", "whose_road"})
"""These rules say whom to ask. They take no part in whether a plate hides anything."""
STATE_ROADS = frozenset({"motorway", "trunk", "primary", "secondary"})
"""Classes of which many Swedish roads are the state's (own judgement): then somebody asks."""


def whose(plate: Plate, surfaces: Surfaces) -> list[Found]:
    """Whose post and whose road; unknown owners are for a person."""
    return [_post(plate), _road(surfaces.nearest_road(plate.x, plate.y))]


def missing(plate: Plate, surfaces: Surfaces) -> list[Missing]:
    """Owners that nobody has stated; a plate off the map, or with its post in a carriageway."""
    lacks = [] if plate.owner else [Missing("post_owner")]
    if not surfaces.near(plate.x, plate.y, 4 * FARTHEST_M):
        return [*lacks, Missing("no_roads", binds=True)]
    road = surfaces.nearest_road(plate.x, plate.y)
    return lacks if road is None or road.owner else [*lacks, Missing("road_owner", road.name)]


def _post(plate: Plate) -> Found:
    if not plate.owner:
        return Found("whose_post", "person_looks", "post_owner_unknown")
    return Found("whose_post", "ok", "post_owner", words={"owner": plate.owner})


def _road(road: Way | None) -> Found:
    if road is None:
        return Found("whose_road", "ok", "no_road")
    words = {"road": road.name, "owner": road.owner}
    if road.owner:
        return Found("whose_road", "ok", "road_owner", words=words)
    verdict: Verdict = "person_looks" if road.subtype in STATE_ROADS else "ok"
    return Found("whose_road", verdict, "road_owner_unknown", words=words)
