"""Does a plate hide a road sign or signal from those who drive towards it? (mounting rules 4.3)"""

import math
from collections.abc import Sequence

import numpy as np
from shapely import MultiPoint, Point, STRtree
from shapely.geometry.base import BaseGeometry

from grannsamverkan.geometry.sight.approach import Approach, Approaches, want_of
from grannsamverkan.geometry.sight.graph import SAME_POINT_M, Graph
from grannsamverkan.geometry.sight.hidden import codes_of, hidden_found
from grannsamverkan.geometry.sight.mapped import Mapped
from grannsamverkan.geometry.sight.model import Found, Missing, Plate, Thing
from grannsamverkan.geometry.sight.poses import Ints, Judged, Poses, judged
from grannsamverkan.geometry.sight.rays import ends_of, severities, stopped
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.geometry.sight.ways import speed

CODES = ("hides_nothing", "own_post", *codes_of("sign"), *codes_of("signal"))
"""`hides_nothing` has no words or figures. `own_post` has the words code, kind and the figure
distance. The others have the words code, road, kind, told, and the figures of hidden.FIGURES."""

SIGNS = ("sign", "signal", "give_way", "stop")


class Signs:
    """The signs and signals of a piece of ground with their traffic, found by where they are."""

    def __init__(self, graph: Graph, things: Sequence[Thing], rules: Rules) -> None:
        self._graph = graph
        self._rules = rules
        self.things = [thing for thing in things if thing.kind in SIGNS]
        self._finder = Approaches(graph, rules)
        self.approaches = [each for thing in self.things for each in self._finder.of(thing)]
        self._corridors = STRtree([_corridor(each) for each in self.approaches])
        self._places = STRtree([Point(thing.x, thing.y) for thing in self.things])
        self._mapped = self._distances()

    def judge(self, plate: Plate, poses: Poses) -> list[Judged]:
        """One answer for each sign that some pose hides or hangs on the post of, or else one that
        nothing is hidden."""
        said = [
            *self._own_posts(plate, poses),
            *(
                self._hiding(each, poses)
                for each in self._seen_past(plate, poses.reach)
                # On its own post a plate does not stand in front of a sign, whatever the error.
                if not _is_there(each.thing, poses)
            ),
        ]
        found = [each for each in said if each is not None]
        return found or [judged(poses, _nothing(poses), Found("hides_sign", "ok", "hides_nothing"))]

    def missing(self, plate: Plate) -> list[Missing]:
        """What the map does not say of the signs whose sight lines pass the plate, and whether it
        says nothing of signs here at all."""
        reach = plate.error + plate.radius + plate.width / 2
        near = self._seen_past(plate, reach)
        said = [
            *(Missing("facing_inferred", each.thing.code) for each in near if each.inferred),
            *(Missing("sign_place_guessed", each.thing.code) for each in near if not each.placed),
            *(Missing("speed_guessed", each.way.name) for each in near if _speed_unknown(each)),
            *(Missing("width_guessed", each.way.name) for each in near if _width_unknown(each)),
        ]
        if self._unmapped(plate, reach):
            said.append(Missing("no_signs_mapped", binds=not self._rules.signs_complete))
        return list(dict.fromkeys(said))

    def _seen_past(self, plate: Plate, reach: float) -> list[Approach]:
        """The approaches with a sight line that passes within `reach` of the post."""
        here = Point(plate.x, plate.y)
        near = self._corridors.query(here, predicate="dwithin", distance=reach)
        return [self.approaches[at] for at in sorted(near.tolist())]

    def _hiding(self, approach: Approach, poses: Poses) -> Judged | None:
        found = stopped(approach, poses)
        if found is None:
            return None
        levels = severities(approach, poses, found, self._rules)
        if not approach.placed:
            # Where its post stands is our guess: enough for asking, not for saying no.
            levels = np.minimum(levels, 1)
        if not levels.any():
            return None
        return judged(poses, levels, hidden_found(approach, poses, found, levels, self._rules))

    def _own_posts(self, plate: Plate, poses: Poses) -> list[Judged]:
        within = self._rules.same_post + float(np.hypot(*(poses.posts - poses.posts[0]).T).max())
        here = Point(plate.x, plate.y)
        near = self._places.query(here, predicate="dwithin", distance=within)
        things = [self.things[at] for at in sorted(near.tolist())]
        found = (self._own_post(thing, poses) for thing in things)
        return [each for each in found if each is not None]

    def _own_post(self, thing: Thing, poses: Poses) -> Judged | None:
        """On the sign's own post, or nearer to it than a plate may hang. What the source puts at
        the very same point is one post, however wrong the point may be; what it puts on the
        carriageway stands elsewhere."""
        away = np.hypot(*(poses.posts - (thing.x, thing.y)).T)
        near = away <= self._rules.same_post
        if _is_there(thing, poses):
            near[:] = True
        elif not near.any() or self._finder.on_way(thing):
            return None
        levels = _nothing(poses) + 2 * near[:, None, None]
        return judged(poses, levels, self._own_post_found(thing, away.tolist()))

    def _own_post_found(self, thing: Thing, away: list[float]) -> Found:
        return Found(
            "own_post",
            "not_ok",
            "own_post",
            value=away[0],
            limit=self._rules.same_post,
            low=min(away),
            high=max(away),
            settings=("same_post",),
            words={"code": thing.code, "kind": thing.kind},
            figures={"distance": away[0]},
        )

    def _distances(self) -> Mapped:
        far = self._rules.sign_far_from_road
        places = [np.array([thing.x, thing.y]) for thing in self.things]
        feet = [self._finder.roads.near(place, far)[:1] for place in places]
        return Mapped(
            self._graph, [foot for found in feet for foot in found], self._rules.want_over
        )

    def _unmapped(self, plate: Plate, reach: float) -> bool:
        """Is there a road by the plate, and no sign on it as far as a sign should be seen?"""
        within = self._rules.sign_far_from_road + reach
        feet = self._finder.roads.near(np.array([plate.x, plate.y]), within)
        if not feet:
            return False
        way = self._graph.ways[feet[0].way]
        want: float = getattr(self._rules, want_of(speed(way, self._rules)))
        return self._mapped.metres(feet[0]) > want


def _corridor(approach: Approach) -> BaseGeometry:
    """The ground under all sight lines to a face."""
    return MultiPoint(np.vstack([approach.eyes, ends_of(approach.face)])).convex_hull


def _is_there(thing: Thing, poses: Poses) -> bool:
    """Does the source put the sign at the very place of the post?"""
    return math.dist((thing.x, thing.y), poses.posts[0]) <= SAME_POINT_M


def _nothing(poses: Poses) -> Ints:
    return np.zeros((*poses.centres.shape[:2], len(poses.lowers)), dtype=np.int_)


def _speed_unknown(approach: Approach) -> bool:
    return approach.way.kind == "road" and not approach.way.speed


def _width_unknown(approach: Approach) -> bool:
    way = approach.way
    return not (way.width or (way.kind == "road" and way.lanes))
