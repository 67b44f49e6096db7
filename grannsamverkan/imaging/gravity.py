"""Which way is down in a photo by an iPhone, from the acceleration its maker's note keeps.

The note is a little TIFF directory of Apple's own; tag 8 holds three signed rationals in units of
g. They are in the phone's axes as its programs know them: x to the right and y up on the upright
screen, z out of the screen, and a phone that stands upright gives (0, -1, 0). Checked on the four
Apple samples that show it: a kitchen and a sign photographed upright, a flower seen from above
(z into the scene is positive), a hand turned by 6 degrees.
"""

import math
import struct

Vector = tuple[float, float, float]

_HEAD = b"Apple iOS\0\0\1MM"
_ENTRIES_MOST = 200
_ACCELERATION, _SIGNED_RATIONAL = 8, 10
_ENTRY = struct.Struct(">HHII")
_THREE_RATIONALS = struct.Struct(">6i")

NORM_SLACK = 0.1
"""A hand that moves adds to gravity: a sum this far from 1 g may point anywhere within 6 degrees.
One of nine Apple samples had 1.57 g."""

DOWN_LEAST = 0.5
"""The phone turns a picture by the same sensor, so that in an upright one gravity goes down. Where
it does so by less, the phone looked at the ground or the picture was turned by hand."""


def read_gravity(note: object, lens: str | None, size: tuple[int, int]) -> Vector | None:
    """The direction of gravity in the upright picture of `size` pixels (only its shape counts).

    x to the right, y down, z into the scene, of length 1. `note` is EXIF's MakerNote, `lens` its
    LensModel. None without a note of Apple's, without a credible vector in it, for the front
    camera, which looks the other way, and where picture and vector do not belong together.
    """
    measured = _acceleration(note) if isinstance(note, bytes) else None
    if measured is None or "front" in (lens or "").lower():
        return None
    norm = math.hypot(*measured)
    if abs(norm - 1) > NORM_SLACK:
        return None
    x, y, z = (part / norm for part in measured)
    right, down = max(_held(x, y, *size), key=lambda way: way[1])
    return (right, down, -z) if down >= DOWN_LEAST else None


def _held(x: float, y: float, width: int, height: int) -> list[tuple[float, float]]:
    """Gravity to the right and down in the picture, for each way to hold the phone.

    An upright picture may have been turned by a program that kept the note and not the turn, so
    that EXIF's orientation does not say which way it was; its shape and gravity do.
    """
    standing = [(x, -y), (-x, y)]
    lying = [(-y, -x), (y, x)]
    if width == height:
        return standing + lying
    return standing if height > width else lying


def _acceleration(note: bytes) -> Vector | None:
    """The vector as it is written, None where the note is not one of Apple's or is damaged."""
    if not note.startswith(_HEAD):
        return None
    start = len(_HEAD) + 2
    entries = min(int.from_bytes(note[len(_HEAD) : start], "big"), _ENTRIES_MOST)
    for at in range(start, min(start + entries * _ENTRY.size, len(note) - 11), _ENTRY.size):
        tag, kind, count, offset = _ENTRY.unpack_from(note, at)
        if tag == _ACCELERATION:
            known = (kind, count) == (_SIGNED_RATIONAL, 3)
            return _rationals(note[offset : offset + _THREE_RATIONALS.size]) if known else None
    return None


def _rationals(raw: bytes) -> Vector | None:
    if len(raw) < _THREE_RATIONALS.size:
        return None
    numbers = _THREE_RATIONALS.unpack(raw)
    if 0 in numbers[1::2]:
        return None
    x, y, z = (top / bottom for top, bottom in zip(numbers[::2], numbers[1::2], strict=True))
    return x, y, z
