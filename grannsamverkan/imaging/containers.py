"""Walking PNG, WebP and HEIF by chunks and boxes without decoding them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from grannsamverkan.imaging.report import Content, Refused

MAX_PARTS = 50_000
"""A 25 MB PNG with 4 kB chunks has some 6000; a file of empty chunks must not keep us busy."""

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_GENERIC_BRANDS = frozenset({b"mif1", b"msf1", b"mif2"})
_EXTENT = re.compile(rb"ispe\x00\x00\x00\x00(.{4})(.{4})", re.DOTALL)


@dataclass(frozen=True)
class Layout:
    """What the structure tells; sizes in pixels, 0 when it does not say.

    `end` is the offset after the picture's last part, None when the file stops before it.
    """

    width: int
    height: int
    end: int | None
    texts: tuple[bytes, ...] = ()


def png(data: Content) -> Layout:
    """Size, end and uncompressed texts of a PNG; `data` starts with its signature.

    Raises `Refused` for more chunks than any picture needs.
    """
    texts: list[bytes] = []
    end = None
    for kind, start, stop in _png_chunks(data):
        if kind in (b"tEXt", b"iTXt"):
            texts.append(data[start:stop])
        if kind == b"IEND":
            end = stop + 4
    header = data[16:24] if data[12:16] == b"IHDR" else b""
    return Layout(_big(header[:4]), _big(header[4:8]), end, tuple(texts))


def _png_chunks(data: Content) -> Iterator[tuple[bytes, int, int]]:
    """Kind and extent of the payload of each whole chunk, IEND being the last."""
    position = 8
    for _ in range(MAX_PARTS):
        kind, start = data[position + 4 : position + 8], position + 8
        stop = start + _big(data[position : position + 4])
        if stop + 4 > len(data):
            return
        yield kind, start, stop
        if kind == b"IEND":
            return
        position = stop + 4
    raise Refused("not_an_image", "chunks without end")


def webp(data: Content) -> Layout:
    """Size and end of a WebP; `data` starts with RIFF....WEBP."""
    length = 8 + int.from_bytes(data[4:8], "little")
    # RIFF pads to even bytes, and some writers leave the padding byte away.
    end = length if length <= len(data) + 1 else None
    body = data[20:30]
    width, height = _webp_size(data[12:16], body) if len(body) == 10 else (0, 0)
    return Layout(width, height, end)


def _webp_size(kind: bytes, body: bytes) -> tuple[int, int]:
    if kind == b"VP8X":
        return _little(body[4:7]) + 1, _little(body[7:10]) + 1
    if kind == b"VP8L":
        bits = _little(body[1:5])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return _little(body[6:8]) & 0x3FFF, _little(body[8:10]) & 0x3FFF
    return 0, 0


def is_heic(data: Content) -> bool:
    """Whether the file type box names HEVC stills (and not AVIF or a film)."""
    if data[4:8] != b"ftyp":
        return False
    brands = data[16 : min(_big(data[:4]), 256)]
    compatible = {brands[i : i + 4] for i in range(0, len(brands), 4)}
    major = data[8:12]
    return major in _HEIC_BRANDS or (major in _GENERIC_BRANDS and bool(compatible & _HEIC_BRANDS))


def heif(data: Content) -> Layout:
    """Largest declared extent and end of a HEIF.

    The extents are found by their box name anywhere in the file: too large a one refuses early,
    and one that hides itself meets the same limit again after opening.
    """
    sizes = [(_big(w), _big(h)) for w, h in _EXTENT.findall(data)]
    width, height = max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    return Layout(width, height, _boxes_end(data))


def _boxes_end(data: Content) -> int | None:
    """Offset after the last top-level box, None when a box reaches beyond the data."""
    position = 0
    for _ in range(MAX_PARTS):
        kind = data[position + 4 : position + 8]
        if len(kind) < 4 or not kind.isalnum():
            return position
        size = _big(data[position : position + 4])
        if size == 0:
            return len(data)
        if size == 1:
            size = _big(data[position + 8 : position + 16])
        position += max(size, 8)
        if position > len(data):
            return None
    return position


def _big(raw: bytes) -> int:
    return int.from_bytes(raw, "big")


def _little(raw: bytes) -> int:
    return int.from_bytes(raw, "little")
