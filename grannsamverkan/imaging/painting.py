"""Paints what `layers` draws into a picture, for a letter: white under every line and word."""

from collections.abc import Sequence
from math import hypot

from PIL import ImageDraw, ImageFont

from grannsamverkan.imaging.evidence import Place
from grannsamverkan.imaging.layers import Area, Drawing, Line, Stroke, Words

Colour = tuple[int, int, int]
Size = tuple[int, int]
WHITE: Colour = (255, 255, 255)
INK: Colour = (20, 33, 27)
BLUE: Colour = (11, 79, 158)
BRICK: Colour = (176, 42, 30)
RUST: Colour = (163, 60, 0)
COLOURS: dict[str, Colour] = {"outline": BLUE, "ruler": INK, "rust": RUST}
"""The colours of the page's layers (`layers.css`), for those that letters show."""

_WIDTHS: dict[Stroke, float] = {"main": 1.0, "thin": 0.7, "limit": 1.0, "range": 2.4}
_ANCHORS = {"left": "rm", "right": "lm", "below": "la", "below_left": "ra"}
_LINE, _WORDS = 170, 23
"""Lines and words are so many times smaller than the picture is wide: 8 points at 65 mm."""


def paint(draw: ImageDraw.ImageDraw, size: Size, drawing: Drawing, colour: Colour) -> None:
    """Paint one layer over a picture of `size` px."""
    line = max(2.0, size[0] / _LINE)
    for area in drawing.areas:
        _outline(draw, size, area, colour, line)
    for white in (True, False):
        for one in drawing.lines:
            _line(draw, size, one, colour, line, white=white)
    for words in drawing.words:
        _words(draw, size, words)


def _line(
    draw: ImageDraw.ImageDraw, size: Size, one: Line, colour: Colour, line: float, *, white: bool
) -> None:
    places = [_px(place, size) for place in one.places]
    if one.closed:
        places = [*places, places[0]]
    width = line * _WIDTHS[one.stroke]
    if white:
        draw.line(places, fill=WHITE, width=round(width + 1.4 * line), joint="curve")
    elif one.stroke == "limit":
        for dash in _dashes(places[0], places[-1], 4 * line):
            draw.line(dash, fill=BRICK, width=round(width))
    else:
        draw.line(places, fill=colour, width=round(width), joint="curve")


def _dashes(start: Place, end: Place, length: float) -> list[tuple[Place, Place]]:
    whole = hypot(end[0] - start[0], end[1] - start[1])
    number = max(1, round(whole / length / 2))
    return [
        (_along(start, end, part / number), _along(start, end, (part + 0.6) / number))
        for part in range(number)
    ]


def _along(start: Place, end: Place, share: float) -> Place:
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _outline(
    draw: ImageDraw.ImageDraw, size: Size, area: Area, colour: Colour, line: float
) -> None:
    box = [*_px(area.box[:2], size), *_px(area.box[2:], size)]
    draw.rectangle(box, outline=WHITE, width=round(2.4 * line))
    inner = 0.7 * line
    box = [box[0] + inner, box[1] + inner, box[2] - inner, box[3] - inner]
    if box[0] < box[2] and box[1] < box[3]:
        draw.rectangle(box, outline=colour, width=round(line))


def _words(draw: ImageDraw.ImageDraw, size: Size, words: Words) -> None:
    font = ImageFont.load_default(max(12.0, size[0] / _WORDS))
    draw.text(
        _px(words.at, size),
        words.said.replace("\N{NO-BREAK SPACE}", " "),
        fill=INK,
        font=font,
        anchor=_ANCHORS[words.side],
        stroke_width=max(2, size[0] // 360),
        stroke_fill=WHITE,
    )


def _px(place: Sequence[float], size: Size) -> Place:
    return place[0] * size[0], place[1] * size[1]
