"""Layers as shapes for an SVG over the photo. Pure shaping: no request, no database."""

from collections.abc import Sequence
from dataclasses import dataclass

from grannsamverkan.imaging.evidence import Evidence, Place
from grannsamverkan.imaging.layers import Line, Side, Words
from grannsamverkan.signs.rules.layers import Layer
from grannsamverkan.signs.words.layers import LAYER_KEYS, LAYER_WORDS, drawn

ANCHORS: dict[Side, str] = {
    "left": "end",
    "right": "start",
    "below": "start",
    "below_left": "end",
}
Size = tuple[int, int]


@dataclass(frozen=True)
class Box:
    """A rectangle in px of the view box, and how much of it is filled (0 to 1)."""

    x: int
    y: int
    width: int
    height: int
    strength: float


@dataclass(frozen=True)
class Text:
    """A text at a place of the view box; `hangs` where it stands below the place."""

    x: int
    y: int
    anchor: str
    said: str
    hangs: bool


@dataclass(frozen=True)
class Shown:
    """A layer as the page shows it. `strokes` are (kind of line, path) pairs."""

    layer: Layer
    word: str
    key: str
    strokes: Sequence[tuple[str, str]]
    boxes: Sequence[Box]
    texts: Sequence[Text]


def shown(layers: Sequence[Layer], size: Size) -> list[Shown]:
    """The layers in px of a view box of `size`."""
    return [
        Shown(
            layer=one,
            word=str(LAYER_WORDS[one.name]),
            key=LAYER_KEYS[one.name],
            strokes=[(line.stroke, _path(line, size)) for line in one.drawing.lines],
            boxes=[_box(area.box, area.strength, size) for area in one.drawing.areas],
            texts=[_text(words, size) for words in one.drawing.words],
        )
        for one in layers
    ]


@dataclass(frozen=True)
class ShownPhoto:
    """What the page shows of one photo's evidence. `text` says what is drawn over it."""

    layers: Sequence[Shown]
    size: Size
    text: str
    starts: dict[str, Sequence[Place]]
    mm_per_pixel: float | None


def shown_photo(seen: Evidence, layers: Sequence[Layer]) -> ShownPhoto:
    """A photo's evidence and layers as the page shows them."""
    size = (seen.width, seen.height)
    found = shown(layers, size)
    scale = seen.fastening.mm_per_pixel if seen.fastening else None
    return ShownPhoto(found, size, alternative(found), starts(seen), scale)


def alternative(layers: Sequence[Shown]) -> str:
    """What is drawn before anybody has chosen, for whoever does not see it."""
    return drawn(one.layer.name for one in layers if one.layer.is_drawn and one.layer.is_shown)


def starts(seen: Evidence) -> dict[str, Sequence[Place]]:
    """Where pointing out begins: what was found; what was not is left out."""
    found: dict[str, Sequence[Place]] = {}
    if seen.sign is not None:
        found["corners"] = seen.sign.corners
    if seen.post is not None and seen.post.foot is not None:
        found["foot"] = (seen.post.foot,)
    if seen.fastening is not None:
        found["fastening"] = (_middle(seen.fastening.area),)
    return found


def _path(line: Line, size: Size) -> str:
    places = " ".join(f"{x} {y}" for x, y in (_px(place, size) for place in line.places))
    return f"M{places}{'Z' if line.closed else ''}"


def _box(box: tuple[float, float, float, float], strength: float, size: Size) -> Box:
    left, top = _px(box[:2], size)
    right, bottom = _px(box[2:], size)
    return Box(left, top, right - left, bottom - top, round(strength, 2))


def _text(words: Words, size: Size) -> Text:
    x, y = _px(words.at, size)
    return Text(x, y, ANCHORS[words.side], words.said, hangs=words.side in ("below", "below_left"))


def _px(place: Place, size: Size) -> tuple[int, int]:
    return round(place[0] * size[0]), round(place[1] * size[1])


def _middle(places: Sequence[Place]) -> Place:
    return (
        sum(x for x, _y in places) / len(places),
        sum(y for _x, y in places) / len(places),
    )
