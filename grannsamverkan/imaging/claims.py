"""Reading a photo's EXIF, and a word of its XMP, as claims.

EXIF is written by strangers: every value may be missing, of the wrong type, out of range or divided
by zero. A bad value becomes None; it never refuses a photo that can be decoded.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import SupportsFloat, TypeVar

from PIL import Image

from grannsamverkan.imaging.gravity import read_gravity
from grannsamverkan.imaging.report import Claims

_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_MAKE, _MODEL, _ORIENTATION, _SOFTWARE = 0x010F, 0x0110, 0x0112, 0x0131
_TAKEN, _DIGITISED, _TAKEN_OFFSET, _DIGITISED_OFFSET = 0x9003, 0x9004, 0x9011, 0x9012
_FOCAL_35MM, _MAKER_NOTE, _LENS = 0xA405, 0x927C, 0xA434
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 1, 2, 3, 4

_TEXT_MOST = 100
_FIRST_YEAR = 1995
"""EXIF was first published in 1995: an earlier year is a clock that was never set."""

_FOCAL_RANGE = (4, 3000)
"""Millimetres, 35 mm equivalent: from fisheye to the longest telephoto sold, with room."""

_ON_ITS_SIDE = frozenset({5, 6, 7, 8})

_CREATOR_TOOL = re.compile(rb"xmp:CreatorTool\s*(?:=\s*[\"']|>)([^\"'<>]{1,100})")

_T = TypeVar("_T")
_Tags = Mapping[int, object]


def read_claims(image: Image.Image) -> Claims:
    """The claims of an opened image; never raises for what the metadata holds."""
    base: _Tags = _tolerant(lambda: dict(image.getexif()), {})
    exif: _Tags = _tolerant(lambda: dict(image.getexif().get_ifd(_EXIF_IFD)), {})
    gps: _Tags = _tolerant(lambda: dict(image.getexif().get_ifd(_GPS_IFD)), {})
    taken_at = _taken_at(exif)
    longitude, latitude = _position(gps)
    orientation = _orientation(base.get(_ORIENTATION))
    return Claims(
        taken_at=taken_at,
        offset_known=taken_at is not None and taken_at.tzinfo is not None,
        longitude=longitude,
        latitude=latitude,
        focal_length_35mm=_focal_length(exif.get(_FOCAL_35MM)),
        camera=_camera(_text(base.get(_MAKE)), _text(base.get(_MODEL))),
        software=_text(base.get(_SOFTWARE)) or _creator_tool(image.info.get("xmp")),
        orientation=orientation,
        gravity=read_gravity(
            exif.get(_MAKER_NOTE), _text(exif.get(_LENS)), upright_size(image.size, orientation)
        ),
    )


def upright_size(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """Width and height of a picture stored in `size` once it is turned by its EXIF orientation."""
    width, height = size
    return (height, width) if orientation in _ON_ITS_SIDE else (width, height)


def _tolerant(read: Callable[[], _T], otherwise: _T) -> _T:
    """What `read` gives, or `otherwise` when the metadata makes it fail in any way."""
    try:
        return read()
    except Exception:
        return otherwise


def _taken_at(exif: _Tags) -> datetime | None:
    """Time of exposure, else of digitising; the file's change time says nothing and is not read."""
    for moment, offset in ((_TAKEN, _TAKEN_OFFSET), (_DIGITISED, _DIGITISED_OFFSET)):
        taken = _time(_text(exif.get(moment)), _text(exif.get(offset)))
        if taken is not None:
            return taken
    return None


def _time(moment: str | None, offset: str | None) -> datetime | None:
    """An aware time when the offset is good, else a naive one: local time of an unknown place."""
    taken = _parsed(moment, offset)
    if taken is None:
        in_utc = _parsed(moment, "+00:00")
        taken = in_utc and in_utc.replace(tzinfo=None)
    return taken if taken is not None and taken.year >= _FIRST_YEAR else None


def _parsed(moment: str | None, offset: str | None) -> datetime | None:
    try:
        return datetime.strptime(f"{moment} {offset}", "%Y:%m:%d %H:%M:%S %z")
    except ValueError:
        return None


def _position(gps: _Tags) -> tuple[float | None, float | None]:
    """Longitude and latitude in degrees, or two None: half a position is none, and so is (0, 0)."""
    latitude = _angle(gps.get(_LATITUDE), _text(gps.get(_LATITUDE_REF)), "NS", 90)
    longitude = _angle(gps.get(_LONGITUDE), _text(gps.get(_LONGITUDE_REF)), "EW", 180)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None, None
    return longitude, latitude


def _angle(parts: object, reference: str | None, sides: str, most: int) -> float | None:
    """Degrees from (degrees, minutes, seconds); west and south, the second of `sides`, negative."""
    side = (reference or "")[:1].upper()
    if not isinstance(parts, tuple) or not 1 <= len(parts) <= 3 or not side or side not in sides:
        return None
    numbers = [number for part in parts if (number := _number(part)) is not None and number >= 0]
    if len(numbers) < len(parts):
        return None
    size = math.fsum(number / 60.0**power for power, number in enumerate(numbers))
    if size > most:
        return None
    return round(-size if side == sides[1] else size, 7)


def _number(value: object) -> float | None:
    """A finite float; EXIF rationals are NaN when divided by zero."""
    if not isinstance(value, SupportsFloat):
        return None
    number = _tolerant(value.__float__, math.nan)
    return number if math.isfinite(number) else None


def _focal_length(value: object) -> float | None:
    number = _number(value)
    if number is None or not _FOCAL_RANGE[0] <= number <= _FOCAL_RANGE[1]:
        return None
    return number


def _camera(make: str | None, model: str | None) -> str | None:
    """Maker and model in one line; many models begin with the maker's name already."""
    if make and model and not model.lower().startswith(make.lower()):
        return f"{make} {model}"[:_TEXT_MOST]
    return model or make


def _text(value: object) -> str | None:
    """Printable text of at most 100 characters, None when nothing is left."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return None
    kept = "".join(char for char in value.partition("\0")[0] if char.isprintable())
    return kept.strip()[:_TEXT_MOST] or None


def _creator_tool(xmp: object) -> str | None:
    """The program XMP names: what saves for the web often leaves EXIF away and XMP in."""
    found = _CREATOR_TOOL.search(xmp) if isinstance(xmp, bytes) else None
    return _text(found[1]) if found else None


def _orientation(value: object) -> int:
    return value if isinstance(value, int) and 1 <= value <= 8 else 1
