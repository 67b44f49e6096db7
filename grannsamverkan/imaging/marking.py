"""Paints rings and arrows into a picture, for a letter, over what a look found."""

import io
from collections.abc import Iterable, Mapping
from math import cos, radians, sin
from typing import Protocol

from PIL import Image, ImageDraw, ImageFont

from grannsamverkan.imaging.layers import Drawing
from grannsamverkan.imaging.painting import BRICK, COLOURS, WHITE, paint

_QUALITY = 82


class Mark(Protocol):
    """Shares of the picture, as `signs.models.review.PhotoMark` describes them."""

    @property
    def kind(self) -> str: ...
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def size(self) -> float: ...
    @property
    def angle(self) -> float: ...


def painted(
    picture: bytes,
    marks: Iterable[Mark],
    layers: Mapping[str, Drawing] | None = None,
    longest: int = 1100,
) -> bytes:
    """The JPEG with its marks, numbered from 1, its long side at most `longest` px.

    `layers` (by a name in `painting.COLOURS`) lie under the marks.
    For the product's own clean pictures only: nothing here is on guard against a stranger's file.
    """
    with Image.open(io.BytesIO(picture)) as opened:
        image = opened.convert("RGB")
    image.thumbnail((longest, longest))
    draw = ImageDraw.Draw(image)
    for name, drawing in (layers or {}).items():
        paint(draw, image.size, drawing, COLOURS[name])
    for number, mark in enumerate(marks, start=1):
        _paint(draw, image.size, mark, number)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _paint(draw: ImageDraw.ImageDraw, size: tuple[int, int], mark: Mark, number: int) -> None:
    width, height = size
    x, y, reach = mark.x * width, mark.y * height, mark.size * width
    line = max(4, round(width / 150))
    # White under red: seen on light zinc and on dark leaves alike.
    for colour, thick in ((WHITE, line * 2), (BRICK, line)):
        if mark.kind == "arrow":
            _arrow(draw, (x, y), reach, mark.angle, colour, thick)
        else:
            box = (x - reach, y - reach, x + reach, y + reach)
            draw.ellipse(_grown(box, (thick - line) / 2), outline=colour, width=thick)
    _number(draw, size, _tail(mark, x, y, reach), str(number))


def _arrow(
    draw: ImageDraw.ImageDraw,
    tip: tuple[float, float],
    length: float,
    angle: float,
    colour: tuple[int, int, int],
    thick: int,
) -> None:
    turn = radians(angle)
    tail = (tip[0] - length * cos(turn), tip[1] - length * sin(turn))
    draw.line([tail, tip], fill=colour, width=thick)
    for side in (-0.5, 0.5):
        barb = (
            tip[0] - length * 0.35 * cos(turn + side),
            tip[1] - length * 0.35 * sin(turn + side),
        )
        draw.line([barb, tip], fill=colour, width=thick)


def _tail(mark: Mark, x: float, y: float, reach: float) -> tuple[float, float]:
    """Where the number stands: at the arrow's tail, on the ring's upper right."""
    if mark.kind == "arrow":
        return x - reach * cos(radians(mark.angle)), y - reach * sin(radians(mark.angle))
    return x + reach * cos(radians(45)), y - reach * sin(radians(45))


def _number(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], at: tuple[float, float], text: str
) -> None:
    radius = max(11, size[0] / 45)
    x = min(max(at[0], radius), size[0] - radius)
    y = min(max(at[1], radius), size[1] - radius)
    box = (x - radius, y - radius, x + radius, y + radius)
    draw.ellipse(box, fill=BRICK, outline=WHITE, width=2)
    font = ImageFont.load_default(radius * 1.3)
    draw.text((x, y), text, fill=WHITE, font=font, anchor="mm")


def _grown(box: tuple[float, float, float, float], by: float) -> tuple[float, float, float, float]:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by
