"""The sign of the drawn scenes: the product's own artwork, its QR label and its printed number.

The artwork is invented here: three houses under the lids of an open eye. It is not the mark of any
existing organisation.
"""

import qrcode
from PIL import Image, ImageDraw, ImageFont

SPRUCE, YELLOW, PAPER, INK = "#1f4d3a", "#f4c430", "#fdfbf4", "#20302a"
ARTWORK_WIDTH, ARTWORK_HEIGHT = 900, 1200
_RIM = 26


def artwork(number: str, code_url: str | None) -> Image.Image:
    """The sign seen straight on, 900 x 1200 px, RGBA with its round corners cut out.

    `number` is printed large; `code_url` (or nothing) is the QR label's text.
    """
    sign = Image.new("RGBA", (ARTWORK_WIDTH, ARTWORK_HEIGHT), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sign)
    edge = (0, 0, ARTWORK_WIDTH - 1, ARTWORK_HEIGHT - 1)
    draw.rounded_rectangle(edge, radius=70, fill=SPRUCE)
    inner = (_RIM, _RIM, ARTWORK_WIDTH - 1 - _RIM, ARTWORK_HEIGHT - 1 - _RIM)
    draw.rounded_rectangle(inner, radius=48, fill=YELLOW)
    _eye(draw)
    draw.rectangle((_RIM, 600, ARTWORK_WIDTH - 1 - _RIM, 730), fill=SPRUCE)
    _centred(draw, "GRANNSAMVERKAN", (ARTWORK_WIDTH / 2, 665), 88, PAPER)
    _label(sign, number, code_url)
    return sign


def _eye(draw: ImageDraw.ImageDraw) -> None:
    """An open eye with lashes; its iris is a round window on three houses."""
    for angle in (222, 246, 270, 294, 318):
        draw.arc((75, 52, 825, 802), angle - 2.2, angle + 2.2, fill=SPRUCE, width=44)
    draw.polygon(_almond(360, 262), fill=SPRUCE)
    draw.polygon(_almond(318, 222), fill=PAPER)
    draw.circle((450, 345), 196, fill=SPRUCE)
    draw.circle((450, 345), 174, fill=YELLOW)
    for left, width, base in ((318, 92, 430), (490, 92, 430), (391, 118, 442)):
        _house(draw, left, width, base)
    draw.chord((276, 171, 624, 519), 30, 150, fill=SPRUCE)


def _almond(half_width: float, half_height: float) -> list[tuple[float, float]]:
    """The outline between two lids, around the iris."""
    steps = [step / 40 * 2 - 1 for step in range(41)]
    upper = [(450 + half_width * x, 345 - half_height * (1 - x * x)) for x in steps]
    return upper + [(x, 690 - y) for x, y in reversed(upper)]


def _house(draw: ImageDraw.ImageDraw, left: int, width: int, base: int) -> None:
    """A gable with a window of light, in front of its neighbours."""
    top, right = base - round(width * 0.9), left + width
    eaves = round(width * 0.14)
    peak = (left + width / 2, top - width * 0.62)
    roof = [(left - eaves, top + 4), peak, (right + eaves, top + 4)]
    draw.rectangle((left - 5, top, right + 5, base), fill=YELLOW)
    draw.polygon(roof, fill=SPRUCE, outline=YELLOW, width=6)
    draw.rectangle((left, top, right, base), fill=SPRUCE)
    size = round(width * 0.3)
    window = (left + (width - size) // 2, top + round(size * 0.7))
    draw.rectangle((*window, window[0] + size, window[1] + size), fill=YELLOW)


def _label(sign: Image.Image, number: str, code_url: str | None) -> None:
    """The white label: QR on the left, number on the right."""
    draw = ImageDraw.Draw(sign)
    draw.rounded_rectangle((70, 768, 830, 1136), radius=24, fill=PAPER)
    if code_url is None:
        _centred(draw, number, (450, 952), 120, INK)
        return
    code = _code(code_url, 336)
    sign.paste(code, (86, 768 + (368 - code.height) // 2))
    _centred(draw, number, (628, 905), 76, INK)
    _centred(draw, "SKANNA KODEN", (628, 1010), 42, SPRUCE)


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


def _centred(
    draw: ImageDraw.ImageDraw, text: str, centre: tuple[float, float], size: int, colour: str
) -> None:
    """Bold text, made smaller until it fits 94 % of the room around `centre`."""
    room = 2 * min(centre[0] - 40, ARTWORK_WIDTH - 40 - centre[0]) * 0.94
    font = ImageFont.load_default(size)
    stroke = max(1, size // 28)
    while size > 12 and draw.textlength(text, font) + 2 * stroke > room:
        size -= 2
        font = ImageFont.load_default(size)
    draw.text(centre, text, colour, font, anchor="mm", stroke_width=stroke, stroke_fill=colour)
