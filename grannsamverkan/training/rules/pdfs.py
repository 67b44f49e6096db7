"""Which PDFs are taken: whole ones without anything that acts by itself. Pure."""

import re
import zlib
from collections.abc import Iterator

from grannsamverkan.training.errors import PdfFault

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes. Our own choice: some 200 illustrated pages, and still quick on a phone."""

# The header stands first and the end mark last: a file that is two formats at once fails one.
_HEADER = b"%PDF-"
_END = b"%%EOF"
_END_WITHIN = 1024
_ACTIVE = (
    b"/JavaScript",
    b"/Launch",
    b"/EmbeddedFile",
    b"/RichMedia",
    b"/SubmitForm",
    b"/ImportData",
)
# A form in XFA is a program in XML, with scripts of its own.
_SHORT_ACTIVE = re.compile(rb"/(?:JS|XFA)(?![A-Za-z0-9])")
_STREAM_BEGINS = re.compile(rb"stream\r?\n")
_STREAM_ENDS = b"endstream"
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_DICTIONARY_REACH = 400
_MOST_UNPACKED = 32 * 1024 * 1024


def pdf_fault(body: bytes) -> PdfFault | None:
    """Why these bytes are not taken as a PDF, or None.

    Looks for scripts, programs to start, files inside files, and forms that run or send themselves,
    by their names, with #xx written out, in the raw bytes and in object streams packed by Flate.
    Not seen: names in object streams with another filter or a predictor, and whatever a reader
    makes of a damaged file. Therefore the file is only ever opened in a process of its own
    (`imaging.papers`), and goes out as an attachment in a sandbox.
    """
    if not body:
        return "empty"
    if len(body) > LARGEST_FILE:
        return "too_large"
    if not body.startswith(_HEADER):
        return "not_pdf"
    if _END not in body[-_END_WITHIN:]:
        return "cut_off"
    return _content_fault(body)


def _content_fault(body: bytes) -> PdfFault | None:
    plain = _written_out(body)
    if b"/Encrypt" in plain:
        return "encrypted"
    unpacked = _unpacked_objects(body)
    if unpacked is None:
        return "swelling"
    long_names = any(name in place for place in (plain, unpacked) for name in _ACTIVE)
    # Three letters turn up by chance in packed pictures, so these are left out for them.
    short_name = _SHORT_ACTIVE.search(_outside_streams(plain) + unpacked)
    return "active" if long_names or short_name else None


def _written_out(part: bytes) -> bytes:
    return _HEX.sub(lambda hit: bytes([int(hit[1], 16)]), part)


def _outside_streams(body: bytes) -> bytes:
    # Split instead of one expression over all: that takes hours on a file made for it.
    *before, last = body.split(_STREAM_ENDS)
    return b" ".join([*(_STREAM_BEGINS.split(part, 1)[0] for part in before), last])


def _unpacked_objects(body: bytes) -> bytes | None:
    """The object streams of a PDF, unpacked; None if they swell beyond all reason."""
    found: list[bytes] = []
    left = _MOST_UNPACKED
    for packed in _object_streams(body):
        unpacker = zlib.decompressobj()
        try:
            part = unpacker.decompress(packed, left)
        except zlib.error:
            continue
        left -= len(part)
        if left <= 0:
            return None
        found.append(_written_out(part))
    return b" ".join(found)


def _object_streams(body: bytes) -> Iterator[bytes]:
    for part in body.split(_STREAM_ENDS)[:-1]:
        begin = _STREAM_BEGINS.search(part)
        if begin is None:
            continue
        dictionary = part[max(0, begin.start() - _DICTIONARY_REACH) : begin.start()]
        if b"/ObjStm" in _written_out(dictionary):
            yield part[begin.end() :]
