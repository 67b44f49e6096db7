"""The sample sign: the product's own artwork, its QR label and its printed number.

The artwork is invented here: three houses under the lids of an open eye. It is not the mark of any
existing organisation.
"""

import io
from collections.abc import Sequence
from functools import cache, lru_cache

import qrcode
from PIL import Image, ImageDraw, ImageFont

from grannsamverkan.imaging.evidence import Artwork, Box

WIDTH_MM, HEIGHT_MM, PX_PER_MM = 300, 400, 4
SPRUCE, YELLOW, PAPER, INK = "#1f4d3a", "#f4c430", "#fdfbf4", "#20302a"
# Third parts of a millimetre: what the design is laid out in.
_WIDTH, _HEIGHT = 900, 1200
_UNIT = WIDTH_MM * PX_PER_MM / _WIDTH
_OVER = 2
_RIM, _ROUND = 26, 70
_LABEL = (70, 768, 830, 1136)
_NUMBER, _LONE_NUMBER = (446, 846, 812, 956), (90, 852, 810, 1052)


@lru_cache(maxsize=4)
def sample(number: str, code_url: str | None = None) -> Artwork:
    """The product's own sign, 300 x 400 mm, as a PNG of 4 px per mm, round corners cut out.

    `number` is printed large; `code_url` (or nothing) is the QR label's text. Where transparency is
    left out of account, the corners have the rim's colour. The same arguments give the same bytes.
    """
    out = io.BytesIO()
    face(number, code_url).save(out, "PNG", compress_level=1)
    box = _share(_LONE_NUMBER if code_url is None else _NUMBER)
    return Artwork(f"sample {number} {code_url}", out.getvalue(), WIDTH_MM, HEIGHT_MM, box)


def face(number: str, code_url: str | None) -> Image.Image:
    """The sign seen straight on, RGBA, 4 px per mm."""
    sign = _unlabelled().copy()
    draw = ImageDraw.Draw(sign)
    if code_url is None:
        _written(draw, number, _LONE_NUMBER, INK)
        return sign
    code = _code(code_url, round(336 * _UNIT))
    middle = (_LABEL[1] + _LABEL[3]) / 2 * _UNIT
    sign.paste(code, (round(86 * _UNIT), round(middle - code.height / 2)))
    _written(draw, number, _NUMBER, INK)
    _written(draw, "SKANNA KODEN", (450, 980, 806, 1040), SPRUCE)
    return sign


class _Pen:
    """Draws in the design's units, enlarged by `_OVER` so that edges become smooth."""

    def __init__(self, picture: Image.Image) -> None:
        self._draw = ImageDraw.Draw(picture)

    def rounded(self, box: Sequence[float], radius: float, colour: str) -> None:
        self._draw.rounded_rectangle(_large(box), radius * _UNIT * _OVER, fill=colour)

    def rectangle(self, box: Sequence[float], colour: str) -> None:
        self._draw.rectangle(_large(box), fill=colour)

    def polygon(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        self._draw.polygon([value for point in points for value in _large(point)], fill=colour)

    def circle(self, centre: tuple[float, float], radius: float, colour: str) -> None:
        x, y = centre
        self._draw.ellipse(_large((x - radius, y - radius, x + radius, y + radius)), fill=colour)

    def arc(self, box: Sequence[float], start: float, end: float, width: float) -> None:
        thick = round(width * _UNIT * _OVER)
        self._draw.arc(_large(box), start, end, fill=SPRUCE, width=thick)

    def chord(self, box: Sequence[float], start: float, end: float) -> None:
        self._draw.chord(_large(box), start, end, fill=SPRUCE)


def _large(values: Sequence[float]) -> list[float]:
    return [value * _UNIT * _OVER for value in values]


@cache
def _unlabelled() -> Image.Image:
    """All that is the same on every sign."""
    final = (WIDTH_MM * PX_PER_MM, HEIGHT_MM * PX_PER_MM)
    size = (final[0] * _OVER, final[1] * _OVER)
    large = Image.new("RGB", size, SPRUCE)
    pen = _Pen(large)
    inner = (_RIM, _RIM, _WIDTH - _RIM, _HEIGHT - _RIM)
    pen.rounded(inner, _ROUND - 22, YELLOW)
    _eye(pen)
    pen.rectangle((_RIM, 600, _WIDTH - _RIM, 730), SPRUCE)
    pen.rounded(_LABEL, 24, PAPER)
    outline = Image.new("L", size, 0)
    edge = (0, 0, size[0] - 1, size[1] - 1)
    ImageDraw.Draw(outline).rounded_rectangle(edge, _ROUND * _UNIT * _OVER, fill=255)
    sign = large.reduce(_OVER)
    sign.putalpha(outline.reduce(_OVER))
    _written(ImageDraw.Draw(sign), "GRANNSAMVERKAN", (44, 610, 856, 720), PAPER)
    return sign


def _eye(pen: _Pen) -> None:
    """An open eye with lashes; its iris is a round window on three houses."""
    for angle in (222, 246, 270, 294, 318):
        pen.arc((75, 52, 825, 802), angle - 2.2, angle + 2.2, 44)
    pen.polygon(_almond(360, 262), SPRUCE)
    pen.polygon(_almond(318, 222), PAPER)
    pen.circle((450, 345), 196, SPRUCE)
    pen.circle((450, 345), 174, YELLOW)
    for left, width, base in ((318, 92, 430), (490, 92, 430), (391, 118, 442)):
        _house(pen, left, width, base)
    pen.chord((276, 171, 624, 519), 30, 150)


def _almond(half_width: float, half_height: float) -> list[tuple[float, float]]:
    """The outline between two lids, around the iris."""
    steps = [step / 80 * 2 - 1 for step in range(81)]
    upper = [(450 + half_width * x, 345 - half_height * (1 - x * x)) for x in steps]
    return upper + [(x, 690 - y) for x, y in reversed(upper)]


def _house(pen: _Pen, left: float, width: float, base: float) -> None:
    """A gable with a window of light, in front of its neighbours."""
    top, right = base - round(width * 0.9), left + width
    eaves, line = round(width * 0.14), 6
    peak = (left + width / 2, top - width * 0.62)
    around = [
        (left - eaves - line * 1.6, top + 4 + line * 0.5),
        (peak[0], peak[1] - line * 1.2),
        (right + eaves + line * 1.6, top + 4 + line * 0.5),
    ]
    pen.polygon(around, YELLOW)
    pen.rectangle((left - 5, top, right + 5, base), YELLOW)
    pen.rectangle((left, top, right, base), SPRUCE)
    pen.polygon([(left - eaves, top + 4), peak, (right + eaves, top + 4)], SPRUCE)
    side = width * 0.3
    x, y = left + (width - side) / 2, top + side * 0.7
    pen.rectangle((x, y, x + side, y + side), YELLOW)


def _code(text: str, most: int) -> Image.Image:
    """A QR with its quiet zone, whole pixels a module, at most `most` px wide."""
    code = qrcode.QRCode(border=3, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    small = Image.new("L", (len(rows), len(rows)))
    small.putdata([0 if dark else 255 for row in rows for dark in row])
    side = max(1, most // len(rows)) * len(rows)
    return small.resize((side, side), Image.Resampling.NEAREST).convert("RGB")


def _written(draw: ImageDraw.ImageDraw, text: str, box: Sequence[float], colour: str) -> None:
    """Bold text, as large as fits into `box`, in its middle."""
    left, top, right, bottom = (value * _UNIT for value in box)
    size = round((bottom - top) * 0.96)
    while size > 12 and draw.textlength(text, ImageFont.load_default(size)) * 1.02 > right - left:
        size -= 2
    draw.text(
        ((left + right) / 2, (top + bottom) / 2),
        text,
        colour,
        ImageFont.load_default(size),
        anchor="mm",
        stroke_width=size / 28,
        stroke_fill=colour,
    )


def _share(box: Sequence[float]) -> Box:
    left, top, right, bottom = box
    return left / _WIDTH, top / _HEIGHT, right / _WIDTH, bottom / _HEIGHT
