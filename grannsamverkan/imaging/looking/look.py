"""One look: everything that is found in a picture, and the pictures that may be shown."""

import cv2
import numpy as np

from grannsamverkan.imaging.evidence import Asked, Evidence, Looked

_QUALITY = 85
_THUMBNAIL_SIDE = 400


def look(master: bytes, asked: Asked) -> Looked:
    """Look at a clean, upright JPEG of the product's own making.

    Raises when the covering fails; another part that fails is named in `Evidence.faults`.
    """
    image = cv2.cvtColor(
        cv2.imdecode(np.frombuffer(master, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB
    )
    height, width = image.shape[:2]
    return Looked(Evidence(width, height), _jpeg(image), _jpeg(_shrunk(image)))


def _jpeg(image: np.ndarray) -> bytes:
    _done, data = cv2.imencode(
        ".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY]
    )
    return data.tobytes()


def _shrunk(image: np.ndarray) -> np.ndarray:
    height, width = image.shape[:2]
    factor = min(1.0, _THUMBNAIL_SIDE / max(height, width))
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA)
