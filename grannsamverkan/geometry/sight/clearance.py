"""Clear height and side distance over what is driven and walked on, and the plate's own size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.lines import Bools, foot_on, ground_segments, segment_distances
from grannsamverkan.geometry.sight.model import Found, Missing, Plate, Way
from grannsamverkan.geometry.sight.poses import Ints, Judged, Poses, judged
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.geometry.sight.ways import half_width, users, width_is_stated

CODES = (
    "over_carriageway",
    "over_cycle",
    "over_footway",
    "over_nothing",
    "side_distance",
    "side_measured",
    "side_none",
    "plate_area",
    "top_height",
)
SIDEWALK_M = 2.0
"""How wide a pavement beside the carriageway is taken to be (mounting rules 4.4)."""
TINY_M = 1e-6
"""What is as large as a limit keeps it, however it was reckoned."""
FARTHEST_M = 25.0
"""A road farther away than this says nothing of the side distance."""


@dataclass(frozen=True)
class Near:
    """A way near a plate; `gaps` (p, a) metres from the plate to its centre line; `half` half its
    width at its least and at its most."""

    way: Way
    gaps: Floats
    half: tuple[float, float]


class Surfaces:
    """What is driven and walked on, by place. Bridges count, tunnels do not."""

    def __init__(self, ways: Sequence[Way], rules: Rules) -> None:
        self.rules = rules
        self.ways = [way for way in ways if way.level >= 0]
        self._lines = [shapely.linestrings(way.points) for way in self.ways]
        self._tree = shapely.STRtree(self._lines)
        self._widest = max((half_width(way, rules) for way in self.ways), default=0.0)

    def near(self, x: float, y: float, within: float) -> list[Way]:
        """The ways whose edge lies within so many metres of a place, the nearest first."""
        reach = within + self._widest * (1 + self.rules.width_doubt) + SIDEWALK_M
        here = shapely.points(x, y)
        found = sorted(int(i) for i in self._tree.query(here, "dwithin", reach))
        gaps = {i: float(shapely.distance(self._lines[i], here)) for i in found}
        found = [i for i in found if gaps[i] - self._most(self.ways[i]) <= within]
        return [self.ways[i] for i in sorted(found, key=gaps.__getitem__)]

    def _most(self, way: Way) -> float:
        strip = SIDEWALK_M if way.sidewalk not in ("", "no") else 0.0
        return self.spread(way)[1] + strip

    def spread(self, way: Way) -> tuple[float, float]:
        """Half a way's width at its least and at its most: a guessed width is doubted."""
        half = half_width(way, self.rules)
        doubt = 0.0 if width_is_stated(way) else self.rules.width_doubt
        return half * (1 - doubt), half * (1 + doubt)

    def nearest_road(self, x: float, y: float, within: float = FARTHEST_M) -> Way | None:
        """The carriageway nearest to a place, None if none is near."""
        return next((way for way in self.near(x, y, within) if way.kind == "road"), None)

    def beside_carriageways(self, places: Floats) -> Bools:
        """Which of (p, 2) places are certainly not in the middle of a carriageway."""
        held = np.ones(len(places), dtype=bool)
        reach = float(np.hypot(*(places - places[0]).T).max())
        for way in self.near(places[0, 0], places[0, 1], reach):
            if way.kind == "road":
                held &= foot_on(way.points, places).distance > self.spread(way)[0]
        return held


class Clearance:
    """Rule (iii): clear height and side distance per surface, the plate's area, its top."""

    def __init__(self, surfaces: Surfaces, rules: Rules) -> None:
        self.surfaces = surfaces
        self.rules = rules

    def judge(self, plate: Plate, poses: Poses) -> list[Judged]:
        """Every answer of the rule, those that are ok too."""
        near = self._near(plate, poses)
        over = [self._over(kind, near, plate, poses) for kind in _SURFACES]
        met = [one for one in over if one is not None] or [_over_nothing(plate, poses)]
        return [*met, self._side(near, plate, poses), *self._size(plate, poses)]

    def missing(self, plate: Plate) -> list[Missing]:
        """Widths that had to be guessed near the plate."""
        ways = self.surfaces.near(
            plate.x, plate.y, plate.error + plate.width + self.rules.side_wanted
        )
        names = {way.name or way.subtype: None for way in ways if not width_is_stated(way)}
        return [Missing("width_guessed", name) for name in names]

    def _near(self, plate: Plate, poses: Poses) -> list[Near]:
        segments = ground_segments(poses)
        return [
            Near(way, segment_distances(segments, way.points), self.surfaces.spread(way))
            for way in self.surfaces.near(plate.x, plate.y, poses.reach + FARTHEST_M)
        ]

    def _over(self, kind: str, near: Sequence[Near], plate: Plate, poses: Poses) -> Judged | None:
        surely = np.zeros(poses.centres.shape[:2], dtype=bool)
        maybe = surely.copy()
        for one in near:
            for least, most in _bands(kind, one, poses, self.rules):
                surely |= least
                maybe |= most
        if not maybe.any() or (kind == "carriageway" and plate.kerb is not None):
            return None
        least, wanted = (getattr(self.rules, f"{kind}_{word}") for word in ("least", "wanted"))
        lowers = poses.lowers + TINY_M
        low = np.where(lowers >= wanted, 0, np.where(lowers >= least, 1, 2))
        severities = _agreed(surely[..., None] * low, maybe[..., None] * low)
        stated = poses.lowers[: poses.spread]
        found = Found(
            "clear_height",
            "ok",
            f"over_{kind}",
            value=plate.lower_edge,
            limit=wanted,
            low=float(stated.min()),
            high=float(stated.max()),
            settings=(f"{kind}_least", f"{kind}_wanted", "over_margin"),
            figures={"least": least},
        )
        return judged(poses, severities, found)

    def _side(self, near: Sequence[Near], plate: Plate, poses: Poses) -> Judged:
        roads = [one for one in near if one.way.kind == "road"]
        if plate.kerb is not None:
            return self._measured(plate, poses, roads)
        if not roads:
            return judged(poses, _none(poses), Found("side_distance", "ok", "side_none"))
        least = np.min([one.gaps - one.half[1] for one in roads], axis=0)
        most = np.min([one.gaps - one.half[0] for one in roads], axis=0)
        likely = np.min([one.gaps - sum(one.half) / 2 for one in roads], axis=0)
        nearest = min(roads, key=lambda one: float(one.gaps[0].min() - one.half[1]))
        severities = _agreed(self._of_side(least), self._of_side(most))
        figures = (likely[0].min(), least.min(), most.max())
        return self._side_found("side_distance", severities, figures, nearest.way, poses)

    def _measured(self, plate: Plate, poses: Poses, roads: Sequence[Near]) -> Judged:
        kerb = plate.kerb or 0.0
        ends = ground_segments(poses) - poses.posts[:, None, None]
        way = roads[0].way if roads else None
        if way is None:
            towards = np.full(ends.shape[:2], poses.width / 2)
        else:
            foot = foot_on(way.points, poses.posts)
            there = foot.places - poses.posts
            there /= np.maximum(np.hypot(*there.T), 1e-9)[:, None]
            towards = np.maximum(0.0, (ends * there[:, None, None]).sum(axis=3).max(axis=2))
        gaps = kerb - towards
        figures = (gaps[0].min(), gaps.min(), gaps.max())
        return self._side_found("side_measured", self._of_side(gaps), figures, way, poses)

    def _of_side(self, gaps: Floats) -> Ints:
        wanted, least = self.rules.side_wanted - TINY_M, self.rules.side_least - TINY_M
        return np.where(gaps >= wanted, 0, np.where(gaps >= least, 1, 2))

    def _side_found(
        self,
        code: str,
        by_place: Ints,
        figures: tuple[float, float, float],
        way: Way | None,
        poses: Poses,
    ) -> Judged:
        # High enough over a carriageway nothing is hit, however near it hangs.
        free = poses.lowers >= self.rules.carriageway_least
        value, low, high = (round(float(one), 2) for one in figures)
        found = Found(
            "side_distance",
            "ok",
            code,
            value=value,
            limit=self.rules.side_wanted,
            low=low,
            high=high,
            settings=("side_least", "side_wanted"),
            words={"road": way.name if way else ""},
            figures={"least": self.rules.side_least},
        )
        return judged(poses, np.where(free, 0, by_place[..., None]), found)

    def _size(self, plate: Plate, poses: Poses) -> Iterator[Judged]:
        rules = self.rules
        area = plate.width * plate.height
        limits = (rules.area_ok + TINY_M, rules.area_most + TINY_M)
        grade = 0 if area <= limits[0] else 1 if area <= limits[1] else 2
        yield judged(
            poses,
            _none(poses) + grade,
            Found(
                "plate_area",
                "ok",
                "plate_area",
                value=round(area, 3),
                limit=rules.area_ok,
                unit="m²",
                settings=("area_ok", "area_most"),
                figures={"most": rules.area_most},
            ),
        )
        tops = poses.lowers + plate.height
        yield judged(
            poses,
            _none(poses) + np.where(tops <= rules.top_most + TINY_M, 0, 2),
            Found(
                "top_height",
                "ok",
                "top_height",
                value=round(float(tops[0]), 2),
                limit=rules.top_most,
                low=float(tops[: poses.spread].min()),
                high=float(tops[: poses.spread].max()),
                settings=("top_most",),
            ),
        )


_USERS = {"car": "carriageway", "driveway": "carriageway", "cycle": "cycle", "foot": "footway"}
_SURFACES = ("carriageway", "cycle", "footway")


def _bands(kind: str, near: Near, poses: Poses, rules: Rules) -> Iterator[tuple[Bools, Bools]]:
    """(surely, maybe) over a surface of that kind, (p, a), for the way and for its pavement."""
    # How near a carriageway it may come is the side distance; it must not hang above it.
    margin = 0.0 if kind == "carriageway" else rules.over_margin
    if _USERS[users(near.way)] == kind:
        yield near.gaps < near.half[0] + margin, near.gaps < near.half[1] + margin
    if kind == "footway" and near.way.kind == "road" and near.way.sidewalk not in ("", "no"):
        here = _on_pavement_side(near.way, poses)
        low, high = near.half
        beside = [
            here & (near.gaps > half - margin) & (near.gaps < half + SIDEWALK_M + margin)
            for half in (low, high)
        ]
        yield beside[0] & beside[1], beside[0] | beside[1]


def _on_pavement_side(way: Way, poses: Poses) -> Bools:
    if way.sidewalk == "both":
        return np.ones(poses.centres.shape[:2], dtype=bool)
    flat = foot_on(way.points, poses.centres.reshape(-1, 2)).left
    left = flat.reshape(poses.centres.shape[:2])
    return left if way.sidewalk == "left" else ~left


def _agreed(one: Ints, other: Ints) -> Ints:
    """Where two readings of a doubtful map agree, that; else a person looks."""
    return np.where(one == other, one, 1)


def _none(poses: Poses) -> Ints:
    return np.zeros((*poses.centres.shape[:2], len(poses.lowers)), dtype=int)


def _over_nothing(plate: Plate, poses: Poses) -> Judged:
    found = Found("clear_height", "ok", "over_nothing", value=plate.lower_edge)
    return judged(poses, _none(poses), found)
