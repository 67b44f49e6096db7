"""Reading QR codes with zxing-cpp, the only reader that did well here (see `read_codes`)."""

from collections.abc import Iterable

import zxingcpp
from PIL import Image, ImageFilter

MOST_CODES = 5
MOST_CHARACTERS = 300

_QUICK_SIDE = 1000
"""Px of the long side up to which there is but one attempt: the quick look at a shrunk picture."""

_SHARPENED = ImageFilter.UnsharpMask(1.5, 200, 0)
_ENLARGED, _LARGE_SHARPENED = 3, ImageFilter.UnsharpMask(4, 300, 0)
_MARGIN, _MOST_SIDE = 0.4, 500
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def read_codes(image: Image.Image) -> tuple[str, ...]:
    """The texts of the QR codes in `image`, each once, in the order they were found.

    At most five texts of at most 300 characters; a code whose text is not printable throughout
    (binary, control characters, direction overrides) is left out, not cleaned. A code needs about
    2.7 px a module, so pass the picture at full size (measured: zxing-cpp read 37 of 39 sample
    photos, OpenCV 7, and OpenCV took up to 11 s).
    """
    return _allowed(texts_in(image))


def texts_in(image: Image.Image) -> list[str]:
    """All that the codes in `image` say, whatever it is; for `read_codes` and for measuring it.

    Where a picture of more than 1000 px gives nothing, it is sharpened, and what then looks like a
    code but cannot be read is enlarged: of 45 drawn codes of 2.7 to 4 px a module with a blur of
    0.4 to 1.6 px, 32 were read at once, 38 when sharpened and 40 when enlarged as well. That costs
    0.2 s for 12 megapixels.
    """
    grey = image.convert("L")
    found = _valid(_read(grey))
    if found or max(grey.size) <= _QUICK_SIDE:
        return found
    sharp = grey.filter(_SHARPENED)
    seen = _read(sharp, errors=True)
    return _valid(seen) or _enlarged(grey, seen)


def _read(grey: Image.Image, *, errors: bool = False) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(
        grey, formats=_QR, text_mode=zxingcpp.TextMode.Plain, return_errors=errors
    )


def _valid(codes: Iterable[zxingcpp.Barcode]) -> list[str]:
    return [code.text for code in codes if code.valid]


def _enlarged(grey: Image.Image, seen: Iterable[zxingcpp.Barcode]) -> list[str]:
    """What the codes that were seen but not read say when they are enlarged and sharpened."""
    texts: list[str] = []
    for code in list(seen)[:MOST_CODES]:
        part = grey.crop(_around(code, grey.size))
        if 0 < max(part.size) <= _MOST_SIDE:
            size = part.width * _ENLARGED, part.height * _ENLARGED
            large = part.resize(size, Image.Resampling.BICUBIC).filter(_LARGE_SHARPENED)
            texts += _valid(_read(large))
    return texts


def _around(code: zxingcpp.Barcode, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The code's box with a margin, inside the picture."""
    at = code.position
    corners = [at.top_left, at.top_right, at.bottom_right, at.bottom_left]
    across, down = [corner.x for corner in corners], [corner.y for corner in corners]
    room = round(_MARGIN * max(max(across) - min(across), max(down) - min(down)))
    return (
        max(0, min(across) - room),
        max(0, min(down) - room),
        min(size[0], max(across) + room),
        min(size[1], max(down) + room),
    )


def _allowed(texts: Iterable[str]) -> tuple[str, ...]:
    """The first five different texts that can be printed, cut to length."""
    kept = dict.fromkeys(text for text in texts if text and text.isprintable())
    return tuple(text[:MOST_CHARACTERS] for text in kept)[:MOST_CODES]
