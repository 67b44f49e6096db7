"""What a reader of map files hands on: features, addresses and posts, positions in metres."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Feature:
    """A line or an area; `points` are (x, y) in metres, an area's first point is its last too."""

    kind: str
    subtype: str
    name: str
    points: tuple[tuple[float, float], ...]
    is_area: bool = False
    width: float | None = None
    speed: int | None = None


@dataclass(frozen=True)
class AddressPoint:
    """A house number at its place."""

    street: str
    number: str
    x: float
    y: float


@dataclass(frozen=True)
class PostPoint:
    """A post at its place; `number` as on the post, "" if it has none."""

    number: str
    x: float
    y: float
    kind: str = "lamp_post"
    galvanised: bool | None = None
    owner: str = ""


@dataclass
class Ground:
    """Everything one source says, and how many things were passed over, by reason."""

    attribution: str = ""
    features: list[Feature] = field(default_factory=list)
    addresses: list[AddressPoint] = field(default_factory=list)
    posts: list[PostPoint] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


class FileFault(ValueError):
    """A file that cannot be read: a code, and the line (from 1) where that is known."""

    def __init__(self, code: str, line: int | None = None, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.detail = detail
