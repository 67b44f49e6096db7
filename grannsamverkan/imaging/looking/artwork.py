"""A sign's printed face made ready to be looked for: what in it is fixed, and its key points.

Nothing here knows a particular design. What differs from plate to plate of one edition (the QR code
and the large number) is masked out, so that it neither helps nor disturbs.
"""

import hashlib
import io
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp
from PIL import Image

from grannsamverkan.imaging import evidence

Grey = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.uint8]
Picture = npt.NDArray[np.uint8]

FACE_SIDE = 1000
"""Long side in px of the kept face: 2.5 px per mm of a 400 mm plate, finer than photos show it."""

_VIEWS = ((600, 1.0), (300, 1.0), (300, 0.72), (150, 1.0))
"""Width in px and squeeze of the drawings whose key points are kept. SIFT finds its own scales, but
small print loses its corners when shrunk; a plate turned by 45 degrees is squeezed to 0.71."""

_KEY_POINTS, _CONTRAST = 500, 0.02
_CLIP = 3.0
_FEWEST_POINTS = 40
_MOST_PIXELS = 30_000_000
_PREPARED_AT_MOST = 16


@dataclass(frozen=True, eq=False)
class Prepared:
    """An artwork's fixed part.

    `face` (h, w) and `colours` (h, w, 3), float32 0..255, are the whole plate in grey and RGB;
    `fixed` (h, w) is 255 where the print is the same on every plate. `points` (n, 2) are key points
    in mm from the plate's upper left corner, `descriptors` (n, 128) their root-SIFT.
    """

    key: str
    width_mm: float
    height_mm: float
    number_box: evidence.Box | None
    face: Grey
    colours: Grey
    fixed: Mask
    points: Floats
    descriptors: Grey

    @property
    def corners_mm(self) -> Floats:
        """(4, 2): upper left, upper right, lower right, lower left."""
        width, height = self.width_mm, self.height_mm
        return np.asarray([(0, 0), (width, 0), (width, height), (0, height)], np.float64)


def prepare(artwork: evidence.Artwork) -> Prepared:
    """`artwork` made ready, once per process and edition.

    Raises `ValueError` for a picture that cannot be read, is too large, or has too little in it to
    be told from other things.
    """
    digest = hashlib.sha256(artwork.picture).digest()
    return _prepare(_Same(artwork, digest))


class _Same:
    """An artwork in the cache: its digest stands for its picture."""

    def __init__(self, artwork: evidence.Artwork, digest: bytes) -> None:
        self.artwork = artwork
        size = artwork.width_mm, artwork.height_mm, artwork.number_box
        self._identity = (artwork.key, digest, size)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)


@lru_cache(_PREPARED_AT_MOST)
def _prepare(same: _Same) -> Prepared:
    artwork = same.artwork
    colours, covered = _face(artwork)
    face = np.asarray(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY), np.uint8)
    fixed = _fixed(face, covered, artwork.number_box)
    points, descriptors = _key_points(face, fixed)
    if len(points) < _FEWEST_POINTS:
        raise ValueError(f"artwork {artwork.key!r} has too little in it to be found")
    height, width = face.shape
    scale = (artwork.width_mm / width, artwork.height_mm / height)
    return Prepared(
        key=artwork.key,
        width_mm=artwork.width_mm,
        height_mm=artwork.height_mm,
        number_box=artwork.number_box,
        face=face.astype(np.float32),
        colours=colours.astype(np.float32),
        fixed=fixed,
        points=points * scale,
        descriptors=descriptors,
    )


def _face(artwork: evidence.Artwork) -> tuple[Picture, Mask]:
    """The plate in RGB with its long side at `FACE_SIDE`, in the plate's own shape, and its alpha.

    Where it is transparent it keeps the colour it would have.
    """
    try:
        with Image.open(io.BytesIO(artwork.picture), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise ValueError(f"artwork {artwork.key!r} has too many pixels")
            drawn = picture.convert("RGBA")
    except OSError as error:
        raise ValueError(f"artwork {artwork.key!r} is no picture") from error
    scale = FACE_SIDE / max(artwork.width_mm, artwork.height_mm)
    size = round(artwork.width_mm * scale), round(artwork.height_mm * scale)
    small = drawn.resize(size, Image.Resampling.LANCZOS)
    return np.asarray(small.convert("RGB")), np.asarray(small.getchannel("A"))


def _fixed(face: Mask, covered: Mask, number_box: evidence.Box | None) -> Mask:
    """255 where the print is the same on every plate; 0 outside the plate and on its very edge.

    Beyond the edge lies whatever is behind the plate; a hundredth of the side keeps it away.
    """
    height, width = face.shape
    fixed = np.where(covered > 127, 255, 0).astype(np.uint8)
    fixed[0], fixed[-1], fixed[:, 0], fixed[:, -1] = 0, 0, 0, 0
    rim = 2 * (FACE_SIDE // 100) + 1
    fixed = cv2.erode(fixed, np.ones((rim, rim), np.uint8), borderValue=0).astype(np.uint8)
    if number_box is not None:
        left, top, right, bottom = number_box
        corners = (round(left * width), round(top * height))
        cv2.rectangle(fixed, corners, (round(right * width), round(bottom * height)), 0, -1)
    for code in _codes(face):
        cv2.fillConvexPoly(fixed, code, 0)
    return fixed


def _codes(face: Mask) -> list[npt.NDArray[np.int32]]:
    """The outlines of the QR codes in the face, with the quiet zone (4 of some 25 modules)."""
    codes = zxingcpp.read_barcodes(
        face, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    outlines = []
    for code in codes:
        at = code.position
        corners = [at.top_left, at.top_right, at.bottom_right, at.bottom_left]
        square = np.asarray([(corner.x, corner.y) for corner in corners], np.float64)
        middle = square.mean(0)
        outlines.append(np.rint(middle + (square - middle) * 1.3).astype(np.int32))
    return outlines


def _key_points(face: Mask, fixed: Mask) -> tuple[Floats, Grey]:
    """Key points in px of `face` and their descriptors, from drawings of several sizes."""
    points, descriptors = [], []
    for width, squeeze in _VIEWS:
        size = round(width * squeeze), round(width * face.shape[0] / face.shape[1])
        small = cv2.resize(face, size, interpolation=cv2.INTER_AREA)
        mask = cv2.resize(fixed, size, interpolation=cv2.INTER_NEAREST)
        at, described = describe(
            np.asarray(small, np.uint8), _KEY_POINTS, np.asarray(mask, np.uint8)
        )
        scale = (face.shape[1] / size[0], face.shape[0] / size[1])
        points.append((at + 0.5) * scale)
        descriptors.append(described)
    return np.concatenate(points), np.concatenate(descriptors)


def describe(grey: Mask, most: int, mask: Mask | None = None) -> tuple[Floats, Grey]:
    """At most `most` SIFT key points (n, 2) in px of `grey` and their root-SIFT (n, 128).

    Root-SIFT after Arandjelović and Zisserman (2012): the Euclidean distance of the roots compares
    descriptors as histograms and matches better at no cost.
    """
    sift = cv2.SIFT.create(most, contrastThreshold=_CONTRAST)
    even = cv2.createCLAHE(_CLIP, (8, 8)).apply(grey)
    found, described = sift.detectAndCompute(even, mask)
    if not found:
        return np.zeros((0, 2)), np.zeros((0, 128), np.float32)
    share = described / np.maximum(described.sum(1, keepdims=True), 1e-6)
    return np.asarray([point.pt for point in found], np.float64), np.sqrt(share).astype(np.float32)
