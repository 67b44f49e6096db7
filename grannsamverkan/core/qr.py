"""QR codes as SVG, and the addresses that go into them.

Only digits, upper case and a few marks fit a QR's alphanumeric mode, which makes its modules some
15 per cent larger than the same text in mixed case. Scheme and host may be written in upper case;
paths may not, so the app serves `/S/…` (label) and `/B/…` (letter) in upper case from the start.
"""

import base64
import io
from typing import Literal
from urllib.parse import urlsplit

from PIL import Image
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.main import QRCode

LABEL_PATH = "/S/"
QUIET_ZONE = 4
"""Empty modules around the code, as ISO/IEC 18004 asks."""
PNG_MODULE = 8
"""Px of a module in a picture: some 300 px for an address, read off a phone's screen."""

Level = Literal["M", "Q"]
_LEVELS = {"M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q}


def label_address(base_url: str, code: str) -> str:
    """Return the address on a sign's label: "HTTPS://HOST/S/K7Q4MR" for a normalised code."""
    return _upper_origin(base_url) + LABEL_PATH + code.upper()


def letter_address(base_url: str, token: str, room: str = "B") -> str:
    """Return the private address in a letter, "HTTPS://HOST/B/TOKEN"; `room` is its first part."""
    return f"{_upper_origin(base_url)}/{room}/{token.upper()}"


def label_qr(base_url: str, code: str) -> str:
    """Return a label's QR as SVG. Level Q (a quarter may be lost): it hangs out in the weather."""
    return qr_svg(label_address(base_url, code), level="Q")


def letter_qr(base_url: str, token: str, room: str = "B") -> str:
    """Return a letter's QR as SVG. Level M (15 per cent): paper stays clean, the text is longer."""
    return qr_svg(letter_address(base_url, token, room), level="M")


def qr_png(text: str, level: Level = "M") -> bytes:
    """Return the same code as a PNG picture, for mails: few mail programs show SVG."""
    rows = _matrix(text, level)
    side = len(rows)
    picture = Image.new("L", (side, side))
    picture.putdata([0 if dark else 255 for row in rows for dark in row])
    body = io.BytesIO()
    scaled = picture.resize((side * PNG_MODULE, side * PNG_MODULE), Image.Resampling.NEAREST)
    scaled.save(body, "PNG", optimize=True)
    return body.getvalue()


def qr_svg(text: str, level: Level = "Q", *, mask: int | None = None) -> str:
    """Return a QR of the text as an SVG image: black on white, quiet zone kept.

    One user unit is one module, so the view box tells the width in modules. Drawn here as one
    path without id or style, so that several may stand in one page under a strict
    Content-Security-Policy. `mask` (0 to 7) takes that pattern; without one all eight are tried for
    the calmest, which is most of the work: for hundreds of codes at once on clean paper.
    Raises `ValueError` if the text is longer than a QR holds.
    """
    rows = _matrix(text, level, mask)
    size = len(rows)
    path = "".join(_row_path(row, y) for y, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path d="{path}"/></svg>'
    )


def qr_picture(text: str, level: Level = "M") -> str:
    """Return the code as an address that stands in an `img` by itself."""
    packed = base64.b64encode(qr_svg(text, level).encode()).decode()
    return f"data:image/svg+xml;base64,{packed}"


def _matrix(text: str, level: Level, mask: int | None = None) -> list[list[bool]]:
    code = QRCode(error_correction=_LEVELS[level], border=QUIET_ZONE, mask_pattern=mask)
    code.add_data(text)
    rows: list[list[bool]] = code.get_matrix()
    return rows


def _row_path(row: list[bool], y: int) -> str:
    """Return one bar for each run of dark modules: fewer edges, no hairlines between modules."""
    edges = [x for x in range(len(row)) if row[x] != (x > 0 and row[x - 1])]
    # The quiet zone is light on both sides, so edges come in pairs: dark begins, dark ends.
    runs = zip(edges[::2], edges[1::2], strict=True)
    return "".join(f"M{start} {y}h{end - start}v1H{start}z" for start, end in runs)


def _upper_origin(base_url: str) -> str:
    """Return the base address with scheme and host in upper case; a path prefix stays as it is."""
    parts = urlsplit(base_url)
    if not parts.scheme or not parts.netloc:
        raise ValueError(f"not an absolute address: {base_url!r}")
    return f"{parts.scheme}://{parts.netloc}".upper() + parts.path.rstrip("/")
