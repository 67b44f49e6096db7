"""What the sight engine is given and what it answers: plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from grannsamverkan.geometry.plane import Floats

Verdict = Literal["ok", "person_looks", "not_ok"]
WORST_FIRST: tuple[Verdict, ...] = ("not_ok", "person_looks", "ok")
WayKind = Literal["road", "path"]
ThingKind = Literal["sign", "signal", "give_way", "stop", "crossing"]
# Two angles are tried for a plate whose direction nobody has stated: facing along the nearest
# road, and facing across it.
Point3 = tuple[float, float, float]


@dataclass(frozen=True)
class Way:
    """A carriageway's or path's centre line; `points` is (n, 2) metres, n >= 2, drawn forward.

    None and "" are what the source does not say. `oneway` is 1 along the points, -1 against them,
    0 both ways. `sidewalk` is "both", "left", "right", "no" or "". `level` tells bridges (1 …) and
    tunnels (-1 …) from the ground (0).
    """

    key: str
    kind: WayKind
    subtype: str
    points: Floats
    name: str = ""
    width: float | None = None
    lanes: int | None = None
    speed: int | None = None
    oneway: int = 0
    sidewalk: str = ""
    level: int = 0
    owner: str = ""


@dataclass(frozen=True)
class Thing:
    """A road sign, signal, give-way line or crossing at a place.

    `code` is as the source writes it ("SE:C31", "FI:361"). `facing` is where its face looks, in
    degrees, or None. `along` says which traffic it is meant for where it lies on a way: 1 for who
    drives along the way's points, -1 against them, 0 unknown.
    """

    key: str
    kind: ThingKind
    x: float
    y: float
    code: str = ""
    facing: float | None = None
    along: int = 0


@dataclass(frozen=True)
class Plate:
    """A plate on a post at (x, y).

    `azimuth` is where the plate's face looks, None for unknown. `error` is how far the position
    may be wrong; `radius` is half the post's thickness, which is the plate's distance from its
    middle; `owner` the post's owner where known. `kerb` is the measured distance from the post's
    middle to the carriageway, None for what the map says.
    """

    x: float
    y: float
    width: float
    height: float
    lower_edge: float
    azimuth: float | None = None
    error: float = 2.0
    lower_error: float = 0.1
    radius: float = 0.07
    kerb: float | None = None
    owner: str = ""
    number: str = ""


@dataclass(frozen=True)
class Shape:
    """Something to draw: a line, a polygon or a point, in metres with height.

    `what` is "triangle", "ray", "hidden", "sign", "surface", "plate" or "eye".
    """

    what: str
    points: tuple[Point3, ...]


@dataclass(frozen=True)
class Found:
    """One rule's answer for a plate.

    `code` names the sentence; `words` are its parts (street names, codes) and `figures` its
    numbers. `settings` are the fields of Rules that the answer rests on: their sources are the
    answer's. `value` and `limit` are in `unit`; `low` and `high` are the least and the largest
    value over all positions and heights that the plate may have.
    """

    rule: str
    verdict: Verdict
    code: str
    value: float | None = None
    limit: float | None = None
    unit: str = "m"
    low: float | None = None
    high: float | None = None
    settings: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)
    shapes: tuple[Shape, ...] = ()


@dataclass(frozen=True)
class Missing:
    """A fact that nobody has given: `code`, what it is about, and whether it alone makes a person
    look (`binds`)."""

    code: str
    about: str = ""
    binds: bool = False


@dataclass(frozen=True)
class Answer:
    """All that is known of a plate at its place; `verdict` is the worst of all.

    `ok_from` is the lowest lower edge from which all rules are ok at every tried height, as high as
    the plate may reach; None if there is none.
    """

    plate: Plate
    verdict: Verdict
    found: tuple[Found, ...]
    missing: tuple[Missing, ...] = ()
    ok_from: float | None = None


def worst(verdicts: "list[Verdict] | tuple[Verdict, ...]") -> Verdict:
    """The worst of some verdicts; ok if there are none."""
    return min(verdicts, key=WORST_FIRST.index, default="ok")
