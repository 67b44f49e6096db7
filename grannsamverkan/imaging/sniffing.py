"""The cheap look at a file before anything decodes it: allow-list, size, pixels, scans, one format.

Two formats in one file. Phones put honest things behind the picture: further pictures (MPF, gain
maps), films (motion photos), makers' own trailers. All of that is accepted, since the served copy
is painted anew and keeps none of it. Refused is a file that is *also* a web page, script, PDF or
ZIP archive: no camera makes one, and whoever keeps the original should not keep that. We look
where such content is put: in comments, in texts, behind the picture's end; not in EXIF or XMP,
whose texts any honest program may fill.
"""

import re
from dataclasses import dataclass

from grannsamverkan.imaging import containers, jpeg
from grannsamverkan.imaging.limits import MAX_SCANS, check_bytes, check_size
from grannsamverkan.imaging.report import Content, Refused

_MARKUP = re.compile(rb"<(?:!doctype\s+html|html[\s>]|script[\s>]|svg\s|\?php\s)", re.IGNORECASE)
_PDF = re.compile(rb"%pdf-\d", re.IGNORECASE)
"""Two expressions, as each then leaps to its first byte: seven times as fast as one for both."""
_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL = 22 + 0xFFFF


@dataclass(frozen=True)
class Header:
    """What is known before decoding: pixels as declared (0 x 0 when a HEIF does not say).

    `sequential` is true for a JPEG the decoder can shrink while it reads. `complete` is false when
    the file stops before the structure says it should.
    """

    format: str
    width: int
    height: int
    sequential: bool
    complete: bool


def sniff(data: Content) -> str:
    """Name the format of `data`: JPEG, PNG, WEBP or HEIF. Raises `Refused`. Decodes nothing."""
    return inspect(data).format


def inspect(data: Content) -> Header:
    """Check `data` as `sniff` does and say what its header tells. Raises `Refused`."""
    check_bytes(len(data))
    format_ = _format(data)
    header = _inspect_jpeg(data) if format_ == "JPEG" else _inspect_container(format_, data)
    if header.width or header.height or header.format != "HEIF":
        check_size(format_, header.width, header.height, sequential=header.sequential)
    return header


def _format(data: Content) -> str:
    if data[:3] == b"\xff\xd8\xff":
        return "JPEG"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if containers.is_heic(data):
        return "HEIF"
    raise Refused("unknown_format")


def _inspect_jpeg(data: Content) -> Header:
    found = jpeg.layout(data)
    complete = found.end is not None
    if found.scans > MAX_SCANS:
        raise Refused("too_many_scans", f"{found.scans} scans")
    if found.broken:
        raise Refused("not_an_image", "segments without end")
    if not found.scans or not found.width:
        raise Refused("not_an_image" if complete else "cut_off", "no picture before the end")
    _refuse_second_format(data, found.end, found.comments)
    return Header("JPEG", found.width, found.height, found.sequential, complete)


def _inspect_container(format_: str, data: Content) -> Header:
    read = {"PNG": containers.png, "WEBP": containers.webp, "HEIF": containers.heif}
    found = read[format_](data)
    if found.end is None and format_ != "HEIF" and not (found.width and found.height):
        raise Refused("cut_off", "no size before the end")
    _refuse_second_format(data, found.end, found.texts)
    return Header(format_, found.width, found.height, False, found.end is not None)


def _refuse_second_format(data: Content, end: int | None, texts: tuple[bytes, ...]) -> None:
    """Refuse a page, script or PDF in `texts` or behind `end`, or a ZIP closing the file."""
    if any(map(_is_document, texts)):
        raise Refused("two_formats", "document in a text")
    if end is not None and _is_document(data, end):
        raise Refused("two_formats", "document behind the picture")
    if _closes_as_zip(data):
        raise Refused("two_formats", "zip")


def _is_document(data: Content, start: int = 0) -> bool:
    return bool(_MARKUP.search(data, start) or _PDF.search(data, start))


def _closes_as_zip(data: Content) -> bool:
    """Whether a ZIP directory ends the file: its comment must reach exactly to the last byte."""
    at = data.rfind(_ZIP_END, max(0, len(data) - _ZIP_TAIL))
    if at < 0:
        return False
    return at + 22 + int.from_bytes(data[at + 20 : at + 22], "little") == len(data)
