"""Reading QR codes with zxing-cpp, the only reader that did well here (see `read_codes`)."""

import zxingcpp
from PIL import Image

MOST_CODES = 5
MOST_CHARACTERS = 300


def read_codes(image: Image.Image) -> tuple[str, ...]:
    """The texts of the QR codes in `image`, each once, in the order they were found.

    At most five texts of at most 300 characters; a code whose text is not printable throughout
    (binary, control characters, direction overrides) is left out, not cleaned. A code needs about
    2.7 px a module, so pass the picture at full size (measured: zxing-cpp read 37 of 39 sample
    photos, OpenCV 7, and OpenCV took up to 11 s).
    """
    found = zxingcpp.read_barcodes(
        image.convert("L"),
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        text_mode=zxingcpp.TextMode.Plain,
    )
    texts = dict.fromkeys(code.text for code in found if code.valid and code.text.isprintable())
    return tuple(text[:MOST_CHARACTERS] for text in texts if text)[:MOST_CODES]
