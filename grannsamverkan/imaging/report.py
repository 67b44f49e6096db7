"""What an examined photo is: the report's data classes and the one way an examination says no.

Nothing here decodes anything, so every other module of the room, and its callers, may import it.
"""

import mmap
from dataclasses import dataclass
from datetime import datetime

Content = bytes | mmap.mmap
"""A whole file: in memory, or mapped so that it does not fill it."""

REFUSAL_CODES = frozenset(
    {
        "empty",
        "too_large",
        "unknown_format",
        "not_an_image",
        "cut_off",
        "too_many_pixels",
        "too_many_scans",
        "two_formats",
        "decoder_failed",
        "too_slow",
        "too_small",
    }
)


class Refused(Exception):
    """The bytes are not accepted as a photo.

    `code` is one of `REFUSAL_CODES`; the caller owns the words a person reads. `why` is a short
    technical note for the log (a class name or a signal number) and never holds file content.
    """

    def __init__(self, code: str, why: str = "") -> None:
        if code not in REFUSAL_CODES:
            raise ValueError(f"unknown refusal code {code!r}")
        super().__init__(f"{code}: {why}" if why else code)
        self.code = code
        self.why = why


@dataclass(frozen=True)
class Claims:
    """What the file says about itself. Claims, never facts: anybody can write EXIF.

    `taken_at` is aware when the file gave its offset from UTC, else naive local time of an unknown
    place. `longitude` and `latitude` are degrees in WGS 84, both or none. `focal_length_35mm` is
    millimetres. `camera` and `software` are printable text of at most 100 characters.
    `orientation` is the EXIF code 1..8; a missing or invalid code is 1. `gravity` is the phone's
    down in the upright picture (x to the right, y down, z into the scene, of length 1).
    """

    taken_at: datetime | None = None
    offset_known: bool = False
    longitude: float | None = None
    latitude: float | None = None
    focal_length_35mm: float | None = None
    camera: str | None = None
    software: str | None = None
    orientation: int = 1
    gravity: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Measures:
    """What the pixels say.

    `sharpness`: re-blur sharpness 0..1 at a fixed scale, higher is sharper (`measure.sharpness`).
    `brightness`: median luma 0..1. `clipped_dark`, `clipped_light`: share 0..1 of the pixels with a
    luma of at most 5 and at least 250 of 255. `dhash`: 128 bits as 32 hexadecimal digits
    (`measure.dhash`). `codes`: the texts of the QR codes read, at most five.
    """

    sharpness: float
    brightness: float
    clipped_dark: float
    clipped_light: float
    dhash: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Intake:
    """One accepted photo.

    `format` is JPEG, PNG, WEBP or HEIF. `width` and `height` are pixels of the original when held
    upright. `master` (long side at most 2048 px) and `thumbnail` (at most 400 px) are JPEG bytes,
    upright and painted anew: no EXIF, XMP, ICC profile, comment, trailer or embedded picture.
    """

    format: str
    width: int
    height: int
    claims: Claims
    master: bytes
    thumbnail: bytes
    measures: Measures


@dataclass(frozen=True)
class Sheet:
    """The first page of a PDF, as a small JPEG without metadata, and how many pages there are."""

    pages: int
    picture: bytes
