"""The sight check of a plate: all rules over all its poses, put together to one answer."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from grannsamverkan.geometry.sight import whose
from grannsamverkan.geometry.sight.clearance import TINY_M, Clearance, Surfaces
from grannsamverkan.geometry.sight.graph import Graph
from grannsamverkan.geometry.sight.hiding import Signs
from grannsamverkan.geometry.sight.lines import foot_on
from grannsamverkan.geometry.sight.model import (
    WORST_FIRST,
    Answer,
    Found,
    Missing,
    Plate,
    Thing,
    Verdict,
    Way,
    worst,
)
from grannsamverkan.geometry.sight.poses import Judged, Poses, combined, poses_of
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.geometry.sight.triangles import Triangles

# A sign hung lower than a waist is not hung on a post to be read; higher than this nobody hangs it.
HEIGHTS = tuple(round(0.1 * tenth, 1) for tenth in range(10, 37))
REACH_M = 400.0
"""What lies farther from a plate than this changes nothing: the longest sight distance asked for
a road sign is 300 m, and the plate hangs before the sign."""


class Sight:
    """A piece of ground, made ready for checking plates on it."""

    def __init__(self, ways: Sequence[Way], things: Sequence[Thing], rules: Rules) -> None:
        self.rules = rules
        graph = Graph(ways)
        self.surfaces = Surfaces(ways, rules)
        self.clearance = Clearance(self.surfaces, rules)
        self.triangles = Triangles(graph, rules)
        self.signs = Signs(graph, things, rules)

    def answer(self, plate: Plate, heights: Sequence[float] = HEIGHTS) -> Answer:
        """All that the rules say of a plate. `heights` are tried for `ok_from`, rising."""
        poses, doubts = self._standing(plate, poses_of(plate, self._road_azimuth(plate), heights))
        said = [
            judged
            for rule in (self.triangles, self.signs, self.clearance)
            for judged in rule.judge(plate, poses)
        ]
        missing = _once([*doubts, *self._missing(plate)])
        verdicts = _verdicts(said, poses.spread, missing)
        return Answer(
            plate=plate,
            verdict=verdicts[0],
            found=self._found(said, plate),
            missing=missing,
            ok_from=self._ok_from(plate, heights, verdicts[1:]),
        )

    def _ok_from(
        self, plate: Plate, heights: Sequence[float], verdicts: Sequence[Verdict]
    ) -> float | None:
        """The lowest tried height from which all are ok, as high as the plate may reach."""
        highest = self.rules.top_most - plate.height - plate.lower_error + TINY_M
        found = None
        for height, verdict in reversed(list(zip(heights, verdicts, strict=True))):
            if height > highest:
                continue
            if verdict != "ok":
                break
            found = height
        return found

    def _found(self, said: Sequence[Judged], plate: Plate) -> tuple[Found, ...]:
        found = [*(one.found for one in said), *whose.whose(plate, self.surfaces)]
        return tuple(sorted(found, key=lambda one: WORST_FIRST.index(one.verdict)))

    def _missing(self, plate: Plate) -> list[Missing]:
        return [
            *self.triangles.missing(plate),
            *self.signs.missing(plate),
            *self.clearance.missing(plate),
            *whose.missing(plate, self.surfaces),
        ]

    def _road_azimuth(self, plate: Plate) -> float | None:
        road = self.surfaces.nearest_road(plate.x, plate.y)
        if road is None:
            return None
        along = foot_on(road.points, np.array([[plate.x, plate.y]])).along[0]
        return math.degrees(math.atan2(along[0], along[1]))

    def _standing(self, plate: Plate, poses: Poses) -> tuple[Poses, list[Missing]]:
        """The poses without those where the post would stand in a carriageway, which no post
        does; the stated place is kept, and doubted if it lies there."""
        doubts = [] if plate.azimuth is not None else [Missing("azimuth_unknown")]
        beside = self.surfaces.beside_carriageways(poses.posts)
        if not beside[0]:
            doubts.append(Missing("post_in_road", binds=True))
            beside[0] = True
        kept = replace(poses, posts=poses.posts[beside], centres=poses.centres[beside])
        return kept, doubts


def _verdicts(said: Sequence[Judged], spread: int, missing: Sequence[Missing]) -> list[Verdict]:
    """The worst verdict for each group of heights, the stated one first."""
    by_rule = [combined(one.severities, spread) for one in said]
    least: Verdict = "person_looks" if any(one.binds for one in missing) else "ok"
    return [worst([least, *group]) for group in zip(*by_rule, strict=True)]


def _once(missing: Sequence[Missing]) -> tuple[Missing, ...]:
    return tuple(dict.fromkeys(missing))
