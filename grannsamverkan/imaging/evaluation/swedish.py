"""Number plates that look like Swedish ones, drawn."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from grannsamverkan.imaging.looking.boxes import Picture

WIDTH_MM, HEIGHT_MM = 520, 110
_TEXTS = ("ABC 123", "ABC 12D", "MLB 08A", "XRT 470", "JKE 915", "TUR 66K")
_BAND = 44


def plate(number: int) -> Picture:
    """The plate with the text of that number: white, a blue band, black letters; 1 px per mm."""
    picture = Image.new("RGB", (WIDTH_MM, HEIGHT_MM), "#f4f4ef")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, _BAND, HEIGHT_MM), fill="#003399")
    draw.text((_BAND / 2, 84), "S", fill="white", font=ImageFont.load_default(32), anchor="mm")
    draw.rectangle((0, 0, WIDTH_MM - 1, HEIGHT_MM - 1), outline="#202020", width=3)
    draw.text(
        ((WIDTH_MM + _BAND) / 2, HEIGHT_MM / 2),
        _TEXTS[number % len(_TEXTS)],
        fill="#101010",
        font=ImageFont.load_default(104),
        anchor="mm",
        stroke_width=2,
    )
    return np.asarray(picture, np.uint8)
