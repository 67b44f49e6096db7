"""The skeleton of an MP4: boxes in boxes (ISO/IEC 14496-12). Pure."""

from collections.abc import Iterator
from typing import NamedTuple

from grannsamverkan.core.storage import Content
from grannsamverkan.training.errors import FilmFault

MOST_BOXES = 50_000
"""In the file. Our own choice: a film cut into pieces of a second has two boxes a second."""
MOST_INSIDE = 500
"""In any other box. Our own choice: a track has a handful, a movie some tracks."""
LONGEST_BRANDS = 400
"""Bytes. Our own choice: a hundred brands."""
BRANDS = frozenset(
    b"isom iso2 iso3 iso4 iso5 iso6 iso7 iso8 iso9 mp41 mp42 avc1 av01 dash M4VP MSNV".split()
) | {b"M4V "}
CODECS = frozenset({b"avc1", b"avc3", b"vp08", b"vp09", b"av01"})
"""Those that browsers show everywhere: H.264, VP8, VP9, AV1. HEVC is left out: many cannot."""
_FRAME = 8
_WIDE_FRAME = 16
_TO_HANDLER = (b"mdia", b"hdlr")
_TO_CODECS = (b"mdia", b"minf", b"stbl", b"stsd")
_HANDLER_AT = 8
_STSD_HEAD = 8


class _Broken(ValueError):
    """A box does not lie within the one around it."""


class _Box(NamedTuple):
    """A box's four letters, and where what it holds begins and ends."""

    name: bytes
    begin: int
    end: int


def begins(content: Content) -> bool:
    """True for a file that begins as one of this family does, pictures of it too."""
    return content[4:8] == b"ftyp"


def fault(content: Content) -> FilmFault | None:
    """Why it is not taken, or None."""
    try:
        boxes = list(_boxes(content, 0, len(content), MOST_BOXES))
        return _fault(content, boxes)
    except _Broken:
        return "cut_off"


def _fault(content: Content, boxes: list[_Box]) -> FilmFault | None:
    if not _brands(content, boxes[0]) & BRANDS:
        return "not_film"
    names = {box.name for box in boxes}
    if b"moov" not in names or not names & {b"mdat", b"moof"}:
        return "cut_off"
    movie = next(box for box in boxes if box.name == b"moov")
    codecs = [_codec(content, track) for track in _inside(content, movie, b"trak")]
    shown = [codec for codec in codecs if codec is not None]
    if not shown:
        return "no_picture"
    return None if set(shown) <= CODECS else "codec"


def _boxes(content: Content, begin: int, end: int, most: int = MOST_INSIDE) -> Iterator[_Box]:
    """The boxes that fill the place from `begin` to `end`, exactly; `most` at the most."""
    for _number in range(most):
        if begin == end:
            return
        box = _box(content, begin, end)
        yield box
        begin = box.end
    raise _Broken("too many boxes")


def _box(content: Content, begin: int, end: int) -> _Box:
    if end - begin < _FRAME:
        raise _Broken("no room for a box")
    size, name = int.from_bytes(content[begin : begin + 4], "big"), content[begin + 4 : begin + 8]
    head = _FRAME
    if size == 1:
        head = _WIDE_FRAME
        size = int.from_bytes(content[begin + 8 : begin + 16], "big")
    elif size == 0:
        size = end - begin
    if not head <= size <= end - begin:
        raise _Broken("a box is cut off")
    return _Box(name, begin + head, begin + size)


def _brands(content: Content, first: _Box) -> set[bytes]:
    """What the file says to be readable as: its own brand, then (after a version) the others."""
    held = content[first.begin : min(first.end, first.begin + LONGEST_BRANDS)]
    return {held[:4], *(held[place : place + 4] for place in range(8, len(held), 4))}


def _inside(content: Content, box: _Box, name: bytes) -> Iterator[_Box]:
    return (one for one in _boxes(content, box.begin, box.end) if one.name == name)


def _at(content: Content, box: _Box, path: tuple[bytes, ...]) -> _Box | None:
    """The first box at the end of the path, or None."""
    for name in path:
        found = next(_inside(content, box, name), None)
        if found is None:
            return None
        box = found
    return box


def _codec(content: Content, track: _Box) -> bytes | None:
    """The four letters of a track's codec, empty if it has none; None for one without pictures."""
    handler = _at(content, track, _TO_HANDLER)
    kind = handler and content[handler.begin + _HANDLER_AT : handler.begin + _HANDLER_AT + 4]
    if kind != b"vide":
        return None
    table = _at(content, track, _TO_CODECS)
    if table is None or table.end - table.begin < _STSD_HEAD:
        return b""
    entry = next(_boxes(content, table.begin + _STSD_HEAD, table.end), None)
    return entry.name if entry else b""
