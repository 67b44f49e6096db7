"""Rule (i): a plate in the sight triangle of a corner, and whether it hides anybody there.

A plate outside a corner's zone, or above or below the band of heights, hides nothing. For one that
is in both, eyes on the road where one waits look along the lane on the other (`looks`, `shadows`).
Half widths that the map does not state are tried narrower and wider: where the answer depends on
it, a person looks.
"""

import numpy as np

from grannsamverkan.geometry.sight.caught import Assumed, Caught, Ray, caught, in_band, worst_of
from grannsamverkan.geometry.sight.corners import Corner, Zones, corners_of
from grannsamverkan.geometry.sight.graph import Graph
from grannsamverkan.geometry.sight.junctions import Arm, junctions
from grannsamverkan.geometry.sight.looks import importance, looks_at
from grannsamverkan.geometry.sight.model import Found, Missing, Plate, Shape
from grannsamverkan.geometry.sight.poses import Ints, Judged, Poses, combined, judged
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.geometry.sight.ways import width_is_stated

RULE = "triangle"
CODES = (
    "no_triangle",
    "triangle_beside_band",
    "triangle_free",
    "triangle_some",
    "triangle_maybe",
    "triangle_hidden",
    "triangle_nobody",
)
"""What the answers are called. In a corner's zone: above or below the band of heights; hiding
nothing; hiding something, but not for long; perhaps for long, by how exactly it hangs; for long;
where the map lets nobody come.

All but the first have the words `first` and `second`, the roads' names ("" for none), the larger
road first, and `pair`, who uses them ("car_driveway"); and the figures `distance` from the post to
the corner of the kerbs, `first` and `second`, metres that must be clear along each, `inside`, the
share of the plate's possible places that stand in the triangle, and `hidden`, the largest hidden
width in metres. Their value is the seconds for which somebody who comes is hidden."""
_BAND = ("band_low", "band_lorry")
_RAYS = (
    *("wait_near", "wait_far", "object_low", "object_high", "reaction_s", "braking_ms2"),
    *("hidden_width", "hidden_s", "band_high"),
)
FASTEST_KMH = 50
"""Above this the tables of the road's owner hold, which are not at hand (mounting rules 1.1)."""
MOST_KEPT = 5_000
_USERS = ("car", "driveway", "cycle", "foot")


class Triangles:
    """Rule (i) for a piece of ground. Preparing it is quick: what a corner's eyes see is worked out
    when a plate first comes near it."""

    def __init__(self, graph: Graph, rules: Rules) -> None:
        self.rules = rules
        self._graph = graph
        corners = [c for junction in junctions(graph, rules) for c in corners_of(junction)]
        self.zones = Zones(corners, rules)
        self._kept: dict[int, list[Assumed]] = {}

    def judge(self, plate: Plate, poses: Poses) -> list[Judged]:
        """One answer for each corner whose zone the plate may hang in; one that is ok if none."""
        x, y = poses.posts[0]
        near = self.zones.near(x, y, poses.reach)
        said = [judged for index in near if (judged := self._judge(index, poses)) is not None]
        return said or [_outside(poses)]

    def missing(self, plate: Plate) -> list[Missing]:
        """What had to be guessed of the roads at the corners near a plate. Nothing of it binds: the
        answers hold for all widths that may be."""
        within = plate.error + plate.radius + plate.width / 2
        corners = [self.zones.corners[i] for i in self.zones.near(plate.x, plate.y, within)]
        found = [
            missing
            for corner in corners
            for arm in (corner.first, corner.second)
            for missing in _guessed(arm)
        ]
        return list(dict.fromkeys(found))

    def _judge(self, index: int, poses: Poses) -> Judged | None:
        assumed = self._assumed(index)
        found = caught(assumed, poses, self.rules)
        if not found.inside.any():
            return None
        least, most = found.severities.min(axis=0), found.severities.max(axis=0)
        severities = np.where(least == most, least, 1)
        code = _code(poses, found, severities, nobody=not assumed[0].looks, rules=self.rules)
        seconds = found.seconds[..., : poses.spread].max(axis=2)
        answer = Found(
            RULE,
            "ok",
            code,
            value=float(seconds[0, 0, 0]),
            limit=self.rules.hidden_s,
            unit="s",
            low=float(seconds.min()),
            high=float(seconds.max()),
            settings=self._settings(index, code),
            words=_words(self.zones.corners[index]),
            figures=self._figures(index, poses, found),
            shapes=self._shapes(index, worst_of(assumed, poses, found, self.rules)),
        )
        return judged(poses, severities, answer)

    def _assumed(self, index: int) -> list[Assumed]:
        """The corner as its widths may be, as stated or taken first."""
        if index not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            corner = self.zones.corners[index]
            # Between streets the other half of a one-way road may lie farther off than was seen.
            unseen = 0 if corner.has_path else 1
            self._kept[index] = [
                Assumed(
                    self.zones.zone(index, signs),
                    looks_at(self._graph, self.zones, index, signs),
                    unseen,
                )
                for signs in corner.doubts
            ]
        return self._kept[index]

    def _settings(self, index: int, code: str) -> tuple[str, ...]:
        corner = self.zones.corners[index]
        names = [*corner.along, *_BAND]
        if code != "triangle_beside_band":
            names += [name for look in self._assumed(index)[0].looks for name, _ in look.heights]
            names += _RAYS
        if not corner.widths_stated:
            names.append("width_doubt")
        return tuple(dict.fromkeys(names))

    def _figures(self, index: int, poses: Poses, found: Caught) -> dict[str, float]:
        corner = self.zones.triangle(index)[0]
        first, second = (self.zones.clear(index, i) for i in _order(self.zones.corners[index]))
        return {
            "distance": float(np.hypot(*(poses.posts[0] - corner))),
            "first": first,
            "second": second,
            "inside": float(found.inside.mean()),
            "hidden": float(found.widths[..., : poses.spread].max()),
        }

    def _shapes(self, index: int, ray: Ray | None) -> tuple[Shape, ...]:
        triangle = tuple((float(x), float(y), 0.0) for x, y in self.zones.triangle(index))
        seen = () if ray is None else (Shape("ray", ray), Shape("eye", ray[:1]))
        return (Shape("triangle", triangle), *seen)


def _outside(poses: Poses) -> Judged:
    severities = np.zeros((*poses.centres.shape[:2], len(poses.lowers)), dtype=int)
    return judged(poses, severities, Found(RULE, "ok", "no_triangle"))


def _code(poses: Poses, found: Caught, severities: Ints, *, nobody: bool, rules: Rules) -> str:
    if not in_band(poses.lowers[: poses.spread], poses.height, rules).any():
        return "triangle_beside_band"
    if nobody:
        return "triangle_nobody"
    verdict = combined(severities, poses.spread)[0]
    if verdict == "ok":
        return "triangle_free"
    if verdict == "not_ok":
        return "triangle_hidden"
    at_worst = found.severities[..., : poses.spread].max()
    return "triangle_maybe" if at_worst > 1 else "triangle_some"


def _order(corner: Corner) -> tuple[int, int]:
    """Its sides with the larger road first; of equal ones by name."""
    first, second = (
        (_USERS.index(arm.users), -importance(arm.way), arm.way.name)
        for arm in (corner.first, corner.second)
    )
    return (0, 1) if first <= second else (1, 0)


def _words(corner: Corner) -> dict[str, str]:
    arms = (corner.first, corner.second)
    first, second = (arms[side] for side in _order(corner))
    return {
        "first": first.way.name,
        "second": second.way.name,
        "pair": f"{first.users}_{second.users}",
    }


def _guessed(arm: Arm) -> list[Missing]:
    about = arm.way.name or arm.way.subtype
    found = [] if width_is_stated(arm.way) else [Missing("width_guessed", about)]
    if arm.way.kind == "road":
        if not arm.way.speed:
            found.append(Missing("speed_guessed", about))
        elif arm.way.speed > FASTEST_KMH:
            found.append(Missing("road_office", about))
    return found
