"""What a look found, as lines, areas and words to be drawn over the picture. Pure.

The same drawing stands on the reviewer's page and in the letter. Places are shares of the picture,
as in `imaging.evidence`; a drawing says nothing of colours or of line widths.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import hypot
from typing import Literal

from grannsamverkan.imaging.evidence import (
    Box,
    Corners,
    Covered,
    HeightSeen,
    Place,
    PostSeen,
    RustSeen,
    SignSeen,
)

Stroke = Literal["main", "thin", "range", "limit"]
Side = Literal["left", "right", "below", "below_left"]
TICK_M = 0.5
_ASIDE = 0.022
"""Own choice: how far beside the post the ruler stands, as a share of the width, at least."""
_CROWDED = 0.75
"""Own choice: farther right than this, words begin on the left of what they are about."""
_CROWDED_M = 0.3
"""Own choice: a tick nearer the lower edge than this keeps its number to itself."""
_MOST_BEND = 0.5
"""Own choice: stronger perspective along a post than this comes from a corner that is wrong."""


@dataclass(frozen=True)
class Line:
    """A line through places. `range` is an uncertainty, `limit` where something ought to be."""

    places: tuple[Place, ...]
    stroke: Stroke = "main"
    closed: bool = False


@dataclass(frozen=True)
class Area:
    """A box that is filled by its `strength` 0..1; 0 is an outline alone."""

    box: Box
    strength: float = 0.0


@dataclass(frozen=True)
class Words:
    """Words beside a place; `below` begins there and stands under it, `below_left` ends there."""

    at: Place
    said: str
    side: Side = "right"


@dataclass(frozen=True)
class Drawing:
    """What is drawn of one layer."""

    lines: tuple[Line, ...] = ()
    areas: tuple[Area, ...] = ()
    words: tuple[Words, ...] = ()


def outline(sign: SignSeen) -> Drawing:
    """The plate's four corners."""
    return Drawing(lines=(Line(sign.corners, closed=True),))


def strip(post: PostSeen, foot_word: str) -> Drawing:
    """The post's two edges, and a bar at its foot where that is known."""
    edges = tuple(Line(edge) for edge in post.edges)
    if post.foot is None:
        return Drawing(lines=edges)
    x, y = post.foot
    reach = max(post.width, _ASIDE)
    bar = Line(((x - reach, y), (x + reach, y)))
    return Drawing((*edges, bar), words=(Words((x - reach, y), foot_word, "left"),))


def heat(rust: RustSeen, say: Callable[[float], str]) -> Drawing:
    """Patches that look like rust, filled by their probability; `say` tells that of the worst."""
    worst = max(rust.patches, key=lambda one: one[1], default=None)
    if worst is None:
        return Drawing()
    (left, top, right, _bottom), probability = worst
    beside = Words((left, top), "", "left") if right > _CROWDED else Words((right, top), "")
    return Drawing(
        areas=tuple(Area(box, strength) for box, strength in rust.patches),
        words=(replace(beside, said=say(probability)),),
    )


def covers(covered: tuple[Covered, ...], kinds: Mapping[str, str]) -> Drawing:
    """What was made unrecognisable, each with the word of its kind."""
    return Drawing(
        areas=tuple(Area(one.box) for one in covered),
        words=tuple(_inside(one.box, kinds[one.kind]) for one in covered),
    )


def _inside(box: Box, said: str) -> Words:
    left, top, right, _bottom = box
    if left > _CROWDED:
        return Words((right, top), said, "below_left")
    return Words((left, top), said, "below")


@dataclass(frozen=True)
class Scale:
    """Where heights above the foot lie in the picture.

    `foot` and `edge` (the middle of the plate's lower edge, `edge_m` above the foot) are px.
    Between them and beyond heights foreshorten as `bend` says; 0 is even. `plate` is half the
    plate's width in px.
    """

    foot: Place
    edge: Place
    edge_m: float
    bend: float
    plate: float

    def at(self, metres: float) -> Place:
        """Px of the place so many metres above the foot."""
        share = metres / self.edge_m * (1 + self.bend * self.edge_m) / (1 + self.bend * metres)
        return (
            self.foot[0] + share * (self.edge[0] - self.foot[0]),
            self.foot[1] + share * (self.edge[1] - self.foot[1]),
        )


def scale_of(
    corners: Corners,
    foot: Place,
    edge_m: float,
    plate_m: float | None,
    size: tuple[int, int],
) -> Scale:
    """The scale along a post in a picture of `size` px.

    Foot, lower edge and upper edge of a plate `plate_m` high are three known heights on one line,
    and three places of a line tell how perspective foreshortens it. Without the plate's height the
    scale is even.
    """
    high, low = (_middle(a, b, size) for a, b in ((corners[0], corners[1]), corners[2:]))
    foot_px = foot[0] * size[0], foot[1] * size[1]
    whole = hypot(low[0] - foot_px[0], low[1] - foot_px[1])
    seen = hypot(high[0] - low[0], high[1] - low[1])
    bend = 0.0
    if plate_m and whole and seen:
        bend = (plate_m / edge_m - seen / whole) / ((edge_m + plate_m) * seen / whole)
    most = _MOST_BEND / edge_m
    wide = abs(corners[2][0] - corners[3][0]) * size[0]
    return Scale(foot_px, low, edge_m, min(max(bend, -most), most), wide / 2)


@dataclass(frozen=True)
class RulerWords:
    """What stands along the ruler: the height itself, what is asked for, and a tick's number."""

    height: str
    limit: str
    tick: Callable[[float], str]


def ruler(
    scale: Scale,
    seen: HeightSeen,
    size: tuple[int, int],
    words: RulerWords,
    *,
    post_width: float = 0.0,
    limit_m: float | None = None,
) -> Drawing:
    """A ruler beside the post from its foot to the plate's lower edge, a tick each half metre.

    The uncertainty stands at its upper end, and the height that is asked for (`limit_m`) on the
    other side. `post_width` is a share of the width of a picture of `size` px.
    """
    distance = max(_ASIDE, 1.1 * post_width) * size[0]
    beside = _Beside.of(scale, size, distance)
    ticks = _ticks(seen.lower_edge_m)
    lines = [
        beside.along(0, seen.lower_edge_m, "main"),
        *(beside.across(end, 0, 1.4, "thin") for end in (0, seen.lower_edge_m)),
        *(beside.across(m, 1, 1.25 if m % 1 else 1.5, "thin") for m in ticks),
        beside.along(seen.lower_edge_m - seen.error_m, seen.lower_edge_m + seen.error_m, "range"),
    ]
    said = [Words(beside.place(seen.lower_edge_m, 1.8), words.height, beside.near)]
    said += [
        Words(beside.place(m, 1.8), words.tick(m), beside.near)
        for m in ticks
        if m % 1 == 0 and m < seen.lower_edge_m - _CROWDED_M
    ]
    if limit_m is not None:
        # Past the plate, over which it may lie.
        out = -scale.plate / distance - 1.2
        lines.append(beside.across(limit_m, out, 0.6, "limit"))
        said.append(Words(beside.place(limit_m, out - 0.3), words.limit, beside.far))
    return Drawing(tuple(lines), words=tuple(said))


def _ticks(top: float) -> list[float]:
    return [number * TICK_M for number in range(1, int(top / TICK_M) + 1)]


@dataclass(frozen=True)
class _Beside:
    """Places by height in metres and distance from the post in `unit`s, which lead to the ruler.

    Words on the ruler's side stand `near`, those on the other side `far`.
    """

    scale: Scale
    size: tuple[int, int]
    unit: Place
    near: Side
    far: Side

    @classmethod
    def of(cls, scale: Scale, size: tuple[int, int], distance: float) -> "_Beside":
        (fx, fy), (ex, ey) = scale.foot, scale.edge
        long = hypot(ex - fx, ey - fy) or 1.0
        # To the right of a post that leads upwards, unless there is little room.
        on_right = fx < 0.55 * size[0]
        turn = distance / long * (1 if on_right else -1)
        unit = (fy - ey) * turn, (ex - fx) * turn
        near: Side = "right" if on_right else "left"
        return cls(scale, size, unit, near, "left" if on_right else "right")

    def place(self, metres: float, units: float) -> Place:
        x, y = self.scale.at(metres)
        return (
            (x + units * self.unit[0]) / self.size[0],
            (y + units * self.unit[1]) / self.size[1],
        )

    def along(self, low: float, high: float, stroke: Stroke) -> Line:
        return Line((self.place(low, 1), self.place(high, 1)), stroke)

    def across(self, metres: float, start: float, end: float, stroke: Stroke) -> Line:
        return Line((self.place(metres, start), self.place(metres, end)), stroke)


def _middle(a: Place, b: Place, size: tuple[int, int]) -> Place:
    return (a[0] + b[0]) / 2 * size[0], (a[1] + b[1]) / 2 * size[1]
