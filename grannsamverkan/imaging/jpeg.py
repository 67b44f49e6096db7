"""Walking a JPEG by its markers without decoding it.

The walk finds markers as libjpeg does (skip to 0xFF, skip fill bytes), so that both agree on where
the scans are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from grannsamverkan.imaging.report import Content

SOI, EOI, SOS, COM = 0xD8, 0xD9, 0xDA, 0xFE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SEQUENTIAL_FRAMES = frozenset({0xC0, 0xC1})
_PICTURE_ONLY = frozenset({SOI, 0xE0, 0xDB, 0xC4, 0xDD, SOS, EOI}) | _FRAMES

_MARKER = re.compile(rb"\xff[^\x00\x01\xff\xd0-\xd7]")
"""A marker with a length or an end: not stuffing, fill, TEM or a restart. One 0xFF only, so that a
file of nothing but 0xFF is passed in linear time."""

MAX_SEGMENTS = 10_000
"""Tables come again before each scan and ICC or XMP come in up to 255 pieces: far below this."""


class Segment(NamedTuple):
    """A marker and where its segment starts (at 0xFF) and ends, in bytes from the start."""

    marker: int
    start: int
    end: int


@dataclass(frozen=True)
class Layout:
    """What the markers tell. `end` is the offset after the end marker, None when it is missing."""

    width: int
    height: int
    sequential: bool
    scans: int
    end: int | None
    comments: tuple[bytes, ...]
    broken: bool


def segments(data: Content) -> Iterator[Segment]:
    """The segments of the first picture in `data`, up to and with its end marker if it has one."""
    position = 0
    while found := _MARKER.search(data, position):
        marker, start, body = data[found.start() + 1], found.start(), found.end()
        if marker in (SOI, EOI):
            yield Segment(marker, start, body)
            if marker == EOI:
                return
            position = body
            continue
        position = body + int.from_bytes(data[body : body + 2], "big")
        if position < body + 2:
            return
        yield Segment(marker, start, position)


def layout(data: Content) -> Layout:
    """Read size, kind, scans, end and comments of the first picture in `data`."""
    found = list(islice(segments(data), MAX_SEGMENTS + 1))
    frames = [part for part in found if part.marker in _FRAMES]
    scans = sum(part.marker == SOS for part in found)
    width, height = _size(data, frames[0]) if frames else (0, 0)
    last = found[-1] if found else None
    return Layout(
        width=width,
        height=height,
        # Components in scans of their own make the decoder buffer the whole picture.
        sequential=scans <= 1 and all(part.marker in _SEQUENTIAL_FRAMES for part in frames),
        scans=scans,
        end=last.end if last and last.marker == EOI else None,
        comments=tuple(data[p.start + 4 : p.end] for p in found if p.marker == COM),
        broken=len(found) > MAX_SEGMENTS,
    )


def is_bare(data: bytes) -> bool:
    """Whether `data` is one JPEG of picture segments alone, with not one byte behind its end.

    APP0 may only be the 16-byte JFIF header without a thumbnail.
    """
    found = list(islice(segments(data), MAX_SEGMENTS))
    return (
        data[:2] == b"\xff\xd8"
        and all(part.marker in _PICTURE_ONLY for part in found)
        and all(part.end - part.start == 18 for part in found if part.marker == 0xE0)
        and bool(found)
        and found[-1] == (EOI, len(data) - 2, len(data))
    )


def _size(data: Content, frame: Segment) -> tuple[int, int]:
    """Width and height in pixels from a frame header: precision, height, width."""
    body = data[frame.start + 5 : frame.start + 9]
    return int.from_bytes(body[2:4], "big"), int.from_bytes(body[0:2], "big")
