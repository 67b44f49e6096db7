"""What a reader of map files hands on: features, addresses, posts, things; positions in metres."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

Tell = Callable[[float], object]
"""Hears which share (0..1) of a file has been read."""


def silent(_share: float) -> None:
    """For who does not want to know."""


@dataclass(frozen=True)
class Feature:
    """A line or an area; `points` are (x, y) in metres, an area's first point is its last too.

    `key` is the source's own id ("way/123"). `oneway` is 1 along the points, -1 against them, 0
    both ways; `sidewalk` is "both", "left", "right", "no" or "" where nobody says; `level` tells
    bridges (1 …) and tunnels (-1 …) from the ground. `width` is in metres, `speed` in km/h.
    """

    kind: str
    subtype: str
    name: str
    points: tuple[tuple[float, float], ...]
    is_area: bool = False
    width: float | None = None
    speed: int | None = None
    key: str = ""
    lanes: int | None = None
    oneway: int = 0
    sidewalk: str = ""
    level: int = 0
    owner: str = ""


@dataclass(frozen=True)
class AddressPoint:
    """A house number at its place."""

    street: str
    number: str
    x: float
    y: float


@dataclass(frozen=True)
class ThingPoint:
    """A road sign, signal, give-way line or crossing at its place.

    `kind` is "sign", "signal", "give_way", "stop" or "crossing"; `code` as the source writes it
    ("SE:C31"). `facing` is where the face looks, in degrees from north. `along` tells whom it is
    meant for where it lies on a way: 1 for who moves along the way's points, -1 against them, 0
    where nobody says.
    """

    key: str
    kind: str
    x: float
    y: float
    code: str = ""
    facing: float | None = None
    along: int = 0


@dataclass(frozen=True)
class PostPoint:
    """A post at its place; `number` as on the post, "" if it has none.

    `key` is the source's own id; `error_m` how far the position may be wrong, None where the
    source does not say.
    """

    number: str
    x: float
    y: float
    kind: str = "lamp_post"
    galvanised: bool | None = None
    owner: str = ""
    key: str = ""
    error_m: float | None = None


@dataclass
class Ground:
    """Everything one source says, and how many things were passed over, by reason."""

    attribution: str = ""
    features: list[Feature] = field(default_factory=list)
    addresses: list[AddressPoint] = field(default_factory=list)
    posts: list[PostPoint] = field(default_factory=list)
    things: list[ThingPoint] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def merged(parts: Iterable[Ground]) -> Ground:
    """The parts of one source as one."""
    whole = Ground()
    for part in parts:
        whole.attribution = part.attribution
        whole.features += part.features
        whole.addresses += part.addresses
        whole.posts += part.posts
        whole.things += part.things
        whole.skipped += part.skipped
    return whole


class FileFault(ValueError):
    """A file that cannot be read: a code, and the line (from 1) where that is known."""

    def __init__(self, code: str, line: int | None = None, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.detail = detail


class ColumnsUnclear(FileFault):
    """Nobody can tell which columns of a file hold what: `missing` meanings, `columns` there are.

    Each of `missing` is what is to be said, in the words that `--column MEANING=NAME` takes:
    "lat+lon|north+east" for either of two pairs.
    """

    def __init__(self, missing: Sequence[str], columns: Sequence[str]) -> None:
        super().__init__("no_columns", detail=", ".join(columns))
        self.missing, self.columns = tuple(missing), tuple(columns)
