"""What a drawing is made of: the plate, one rule's answer about it, and what is near by."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from shapely import LineString, Point

from grannsamverkan.geometry.sight.drawings.words import Words
from grannsamverkan.geometry.sight.model import (
    Found,
    Plate,
    Point3,
    Thing,
    Way,
)
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.geometry.sight.ways import half_width

Vector = tuple[float, float]
# What somebody on the road is drawn as where no sign is looked at: a cyclist's width.
SOMEBODY_M = 0.6
# Less than this between a plate's stated and its drawn place is nothing to tell of.
SEEN_M = 0.2
# Sources write several signs on one post in a row, and what stands on a sign in brackets.
_SEVERAL = re.compile(r"[;,\[]")


@dataclass(frozen=True)
class Scene:
    """A plate with one answer about it (None for a plate that hides nothing), the ways and the
    traffic's things near by, and the figures that the answer rests on."""

    plate: Plate
    found: Found | None = None
    ways: Sequence[Way] = ()
    things: Sequence[Thing] = ()
    rules: Rules = field(default_factory=Rules)

    def shapes(self, what: str) -> list[tuple[Point3, ...]]:
        """The answer's shapes of one sort."""
        shapes = self.found.shapes if self.found else ()
        return [shape.points for shape in shapes if shape.what == what and shape.points]

    @property
    def sight(self) -> "Sight | None":
        """The answer's ray, from the eye to what it looks at."""
        rays = [points for points in self.shapes("ray") if len(points) > 1]
        for points in rays:
            sight = Sight(points[0], points[-1])
            if sight.far > 0.1:
                return sight
        return None


@dataclass(frozen=True)
class Sight:
    """A ray from an eye to a target, both in metres with height."""

    eye: Point3
    target: Point3

    @property
    def far(self) -> float:
        """Metres over the ground from the eye to the target."""
        return math.dist(self.eye[:2], self.target[:2])

    @property
    def ahead(self) -> Vector:
        """Unit vector over the ground from the eye to the target."""
        dx, dy = self.target[0] - self.eye[0], self.target[1] - self.eye[1]
        return dx / self.far, dy / self.far

    @property
    def right(self) -> Vector:
        """Unit vector to the right of who looks ahead."""
        x, y = self.ahead
        return y, -x

    def depth(self, point: Iterable[float]) -> float:
        """Metres ahead of the eye."""
        return self._along(point, self.ahead)

    def aside(self, point: Iterable[float]) -> float:
        """Metres to the right of the line of sight."""
        return self._along(point, self.right)

    def height(self, depth: float) -> float:
        """The ray's height at `depth` metres ahead of the eye."""
        return self.eye[2] + (self.target[2] - self.eye[2]) * depth / self.far

    def _along(self, point: Iterable[float], unit: Vector) -> float:
        x, y, *_ = point
        return (x - self.eye[0]) * unit[0] + (y - self.eye[1]) * unit[1]


def who(height: float, rules: Rules, words: Words) -> str:
    """Whose eye is that high: a car driver's, a cyclist's or a lorry driver's."""
    eyes = {
        words.car: rules.eye_car,
        words.cyclist: rules.eye_cyclist,
        words.lorry: rules.eye_lorry,
    }
    return min(eyes, key=lambda name: abs(eyes[name] - height))


def thing_name(scene: Scene, words: Words) -> str:
    """What the ray looks at, in a word, with its code where the answer tells it."""
    if not scene.shapes("sign"):
        return words.somebody
    told = scene.found.words if scene.found else {}
    kind = words.signal if told.get("kind") == "signal" else words.sign
    code = _SEVERAL.split(told.get("code", ""), maxsplit=1)[0]
    return f"{kind} {code}" if code else kind


def capital(words: str) -> str:
    """The words as they begin a sentence."""
    return words[:1].upper() + words[1:]


def face_of(scene: Scene) -> list[Point3]:
    """The plate's four corners where the answer drew them: the worst place within the error."""
    drawn = scene.shapes("plate")
    if drawn and len(drawn[0]) == 4:
        return list(drawn[0])
    return _onto_ray(stated_face(scene), scene)


def _onto_ray(face: list[Point3], scene: Scene) -> list[Point3]:
    """A face moved aside onto the answer's ray, if its error allows: there it hinders the view."""
    sight = scene.sight
    if sight is None:
        return face
    aside = sight.aside(foot_of(face))
    if not scene.plate.width / 2 < abs(aside) <= scene.plate.error + scene.plate.radius:
        return face
    dx, dy = (-aside * part for part in sight.right)
    return [(x + dx, y + dy, height) for x, y, height in face]


def stated_face(scene: Scene) -> list[Point3]:
    """The plate's four corners by its own position; of unknown azimuth, it faces as the answer
    drew it, or who looks at it, or else along the nearest road."""
    plate = scene.plate
    nx, ny = _normal(scene)
    x, y = plate.x + plate.radius * nx, plate.y + plate.radius * ny
    ex, ey = ny * plate.width / 2, -nx * plate.width / 2
    low, top = plate.lower_edge, plate.lower_edge + plate.height
    ends = ((x - ex, y - ey), (x + ex, y + ey))
    return [(*ends[0], low), (*ends[1], low), (*ends[1], top), (*ends[0], top)]


def foot_of(face: Sequence[Point3]) -> Point3:
    """The ground under the middle of a face."""
    count = len(face)
    return sum(x for x, _, _ in face) / count, sum(y for _, y, _ in face) / count, 0.0


def heights_of(face: Sequence[Point3]) -> tuple[float, float]:
    """A face's lower edge and its top."""
    heights = [height for _, _, height in face]
    return min(heights), max(heights)


def is_worst_case(scene: Scene) -> bool:
    """Is the plate drawn elsewhere than where it is said to be?"""
    drawn, stated = face_of(scene), stated_face(scene)
    moved = math.dist(foot_of(drawn), foot_of(stated)) > SEEN_M
    return moved or abs(heights_of(drawn)[0] - heights_of(stated)[0]) > SEEN_M


def target_face(scene: Scene, sight: Sight) -> list[Point3]:
    """The corners of the sign that is looked at, or of somebody on the road, facing the eye."""
    drawn = scene.shapes("sign")
    if drawn and len(drawn[0]) >= 3:
        return list(drawn[0])
    rx, ry = (part * SOMEBODY_M / 2 for part in sight.right)
    x, y, top = sight.target
    low = 0.0
    return [
        (x - rx, y - ry, low),
        (x + rx, y + ry, low),
        (x + rx, y + ry, top),
        (x - rx, y - ry, top),
    ]


def nearest_road(plate: Plate, ways: Sequence[Way]) -> Way | None:
    """The road whose centre line is nearest to the post."""
    roads = [way for way in ways if way.kind == "road" and drawable(way)]
    post = Point(plate.x, plate.y)
    return min(roads, key=lambda way: LineString(way.points).distance(post), default=None)


def drawable(way: Way) -> bool:
    """A line of finite points that leads somewhere, not in a tunnel."""
    points = np.asarray(way.points, dtype=float)
    return bool(
        way.level >= 0
        and len(points) > 1
        and np.isfinite(points).all()
        and np.ptp(points, axis=0).any()
    )


@dataclass(frozen=True)
class Kerb:
    """The nearest carriageway seen from the post.

    `foot` is the nearest point of its centre line, `along` its direction there, `out` the unit
    vector from the road to the post; `half` is half its width and `post` how far the post's middle
    stands from its edge, in metres."""

    way: Way
    foot: Vector
    along: Vector
    out: Vector
    half: float
    post: float


def kerb_of(scene: Scene) -> Kerb | None:
    """Where the nearest carriageway's edge is; a measured distance goes before the map's."""
    way = nearest_road(scene.plate, scene.ways)
    if way is None:
        return None
    line = LineString(way.points)
    at = line.project(Point(scene.plate.x, scene.plate.y))
    foot = line.interpolate(at)
    before, after = line.interpolate(max(0.0, at - 0.5)), line.interpolate(at + 0.5)
    along = _unit(after.x - before.x, after.y - before.y)
    dx, dy = scene.plate.x - foot.x, scene.plate.y - foot.y
    half = half_width(way, scene.rules)
    measured = scene.plate.kerb
    post = math.hypot(dx, dy) - half if measured is None else measured
    out = _unit(dx, dy) if math.hypot(dx, dy) > 0.01 else (along[1], -along[0])
    return Kerb(way, (foot.x, foot.y), along, out, half, post)


def _normal(scene: Scene) -> Vector:
    plate, drawn = scene.plate, scene.shapes("plate")
    if plate.azimuth is not None:
        turn = math.radians(plate.azimuth)
        return math.sin(turn), math.cos(turn)
    if drawn and len(drawn[0]) == 4:
        (x0, y0, _), (x1, y1, _) = drawn[0][:2]
        return _unit(y0 - y1, x1 - x0)
    if scene.sight:
        return _unit(scene.sight.eye[0] - plate.x, scene.sight.eye[1] - plate.y)
    kerb = kerb_of(scene)
    return kerb.along if kerb else (0.0, 1.0)


def _unit(dx: float, dy: float) -> Vector:
    size = math.hypot(dx, dy)
    return (dx / size, dy / size) if size else (0.0, 1.0)
