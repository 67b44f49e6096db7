"""QR codes once more, where the plate is known to be: enlarged pieces of the picture."""

import cv2
import numpy as np
from PIL import Image

from grannsamverkan.imaging.evidence import Corners
from grannsamverkan.imaging.looking.artwork import Picture
from grannsamverkan.imaging.qr import read_codes

_MARGIN = 0.15
_LONG_SIDE = 1600
_SHARPEN = 1.0


def read_again(image: Picture, corners: Corners) -> tuple[str, ...]:
    """The texts of the QR codes on the plate at `corners` (shares) of an RGB `image`.

    The plate is cut out, enlarged up to three times and, where that gives nothing, sharpened.
    """
    height, width = image.shape[:2]
    places = np.asarray(corners) * (width, height)
    room = _MARGIN * np.ptp(places, axis=0)
    left, top = np.maximum(places.min(0) - room, 0).astype(int)
    right, bottom = np.ceil(places.max(0) + room).astype(int)
    part = cv2.cvtColor(image[top:bottom, left:right], cv2.COLOR_RGB2GRAY)
    if min(part.shape) < 2:
        return ()
    scale = float(np.clip(_LONG_SIDE / max(part.shape), 1, 3))
    large = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    codes = read_codes(Image.fromarray(np.asarray(large, np.uint8)))
    if codes:
        return codes
    soft = cv2.GaussianBlur(large, (0, 0), _SHARPEN * scale)
    sharp = cv2.addWeighted(large, 2.5, soft, -1.5, 0)
    return read_codes(Image.fromarray(np.asarray(sharp, np.uint8)))
