"""The skeleton of a WebM: elements in elements (EBML, RFC 8794; Matroska, RFC 9559). Pure."""

from collections.abc import Iterator
from typing import NamedTuple

from grannsamverkan.core.storage import Content
from grannsamverkan.training.errors import FilmFault

MOST_ELEMENTS = 50_000
"""In the film. Our own choice: a cluster holds some seconds."""
MOST_INSIDE = 500
"""In any other element. Our own choice: a track has a handful, a film some tracks."""
_LONGEST_TEXT = 32
CODECS = frozenset({b"V_VP8", b"V_VP9", b"V_AV1"})
_HEADER, _SEGMENT, _DOCTYPE = 0x1A45DFA3, 0x18538067, 0x4282
_TRACKS, _TRACK, _TYPE, _CODEC = 0x1654AE6B, 0xAE, 0x83, 0x86
_CLUSTER = 0x1F43B675
_SEGMENT_PARTS = frozenset(
    # SeekHead, Info, Tracks, Chapters, Cluster, Cues, Tags, Void, CRC-32. No attached files.
    (
        0x114D9B74,
        0x1549A966,
        _TRACKS,
        0x1043A770,
        _CLUSTER,
        0x1C53BB6B,
        0x1254C367,
        0xEC,
        0xBF,
    )
)
_LONGEST_ID, _LONGEST_SIZE = 4, 8
_PICTURES = 1


class _Broken(ValueError):
    """An element does not lie within the one around it."""


class _Element(NamedTuple):
    """An element's id, and where what it holds begins and ends."""

    id: int
    begin: int
    end: int


def begins(content: Content) -> bool:
    """True for a file that begins as one of this family does, Matroska's other kinds too."""
    return content[:4] == _HEADER.to_bytes(4, "big")


def fault(content: Content) -> FilmFault | None:
    """Why it is not taken, or None."""
    try:
        header, *rest = _elements(content, 0, len(content))
        return _fault(content, header, rest)
    except _Broken:
        return "cut_off"


def _fault(content: Content, header: _Element, rest: list[_Element]) -> FilmFault | None:
    if _text(content, header, _DOCTYPE) != b"webm":
        return "not_film"
    if not rest:
        return "cut_off"
    if [element.id for element in rest] != [_SEGMENT]:
        return "not_film"
    parts = list(_elements(content, rest[0].begin, rest[0].end, MOST_ELEMENTS))
    ids = {part.id for part in parts}
    if ids - _SEGMENT_PARTS:
        return "not_film"
    if not {_TRACKS, _CLUSTER} <= ids:
        return "cut_off"
    return _tracks_fault(content, next(part for part in parts if part.id == _TRACKS))


def _tracks_fault(content: Content, tracks: _Element) -> FilmFault | None:
    shown = [
        _text(content, track, _CODEC)
        for track in _elements(content, tracks.begin, tracks.end)
        if track.id == _TRACK and _number(_text(content, track, _TYPE)) == _PICTURES
    ]
    if not shown:
        return "no_picture"
    return None if set(shown) <= CODECS else "codec"


def _elements(
    content: Content, begin: int, end: int, most: int = MOST_INSIDE
) -> Iterator[_Element]:
    """The elements that fill the place from `begin` to `end`, exactly; `most` at the most.

    One whose length was not told (a film recorded as it went) is the last one.
    """
    for _count in range(most):
        if begin == end:
            return
        element = _element(content, begin, end)
        yield element
        begin = element.end
    raise _Broken("too many elements")


def _element(content: Content, begin: int, end: int) -> _Element:
    id_length = _length(content, begin, end, _LONGEST_ID)
    place = begin + id_length
    size_length = _length(content, place, end, _LONGEST_SIZE)
    held = place + size_length
    told = _number(content[place:held]) & ~(1 << 7 * size_length)
    is_untold = told == (1 << 7 * size_length) - 1
    size = end - held if is_untold else told
    if size > end - held:
        raise _Broken("an element is cut off")
    return _Element(_number(content[begin:place]), held, held + size)


def _length(content: Content, begin: int, end: int, most: int) -> int:
    """How many bytes the number at `begin` takes: as many as its first set bit says."""
    if begin >= end:
        raise _Broken("no room for an element")
    length = 9 - content[begin].bit_length()
    if length > min(most, end - begin):
        raise _Broken("no number")
    return length


def _text(content: Content, parent: _Element, wanted: int) -> bytes:
    """What the first child with that id holds, empty if there is none."""
    for child in _elements(content, parent.begin, parent.end):
        if child.id == wanted:
            end = min(child.end, child.begin + _LONGEST_TEXT)
            return content[child.begin : end].rstrip(b"\0")
    return b""


def _number(raw: bytes) -> int:
    return int.from_bytes(raw, "big")
