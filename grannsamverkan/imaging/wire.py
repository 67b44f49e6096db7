"""How the decoder process answers: a JSON header with its length, then the two pictures.

Never pickle, and every value is checked on the way in: the process at the other end has decoded a
stranger's file, so its answer is believed no more than the file.
"""

import dataclasses
import json
import math
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from grannsamverkan.imaging import jpeg
from grannsamverkan.imaging.report import Claims, Intake, Measures, Refused, Sheet

ALL, ADVICE = b"a", b"q"
"""The kinds of work: everything, or only what somebody waits for."""

_LENGTH_BYTES = 4
_HEADER_MOST = 64 * 1024
_Raw = dict[str, Any]
_T = TypeVar("_T")


def pack(answer: Intake | Refused) -> bytes:
    """The answer as bytes: length of the header (4, big endian), header, master, thumbnail."""
    if isinstance(answer, Refused):
        return _frame({"refused": answer.code, "why": answer.why})
    header = {
        "format": answer.format,
        "width": answer.width,
        "height": answer.height,
        "claims": dataclasses.asdict(answer.claims),
        "measures": dataclasses.asdict(answer.measures),
        "master": len(answer.master),
    }
    return _frame(header) + answer.master + answer.thumbnail


def unpack(answer: bytes) -> Intake:
    """The report from `pack`'s bytes. Raises the `Refused` that was packed, and `Refused` with
    code decoder_failed for bytes that are no honest answer."""
    return _unpack(answer, _intake)


def pack_sheet(answer: Sheet | Refused) -> bytes:
    """The same for a drawn page: length of the header, header, picture."""
    if isinstance(answer, Refused):
        return pack(answer)
    return _frame({"pages": answer.pages}) + answer.picture


def unpack_sheet(answer: bytes) -> Sheet:
    """The drawn page from `pack_sheet`'s bytes; raises as `unpack` does."""
    return _unpack(answer, _sheet)


def _unpack(answer: bytes, read: Callable[[_Raw, bytes], _T]) -> _T:
    try:
        header, pictures = _unframe(answer)
        if "refused" in header:
            raise Refused(_text(header["refused"]), _text(header["why"])[:100])
        return read(header, pictures)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise Refused("decoder_failed", f"answer: {type(error).__name__}") from error


def _sheet(header: _Raw, picture: bytes) -> Sheet:
    return Sheet(pages=_whole(header["pages"]), picture=_picture(picture))


def _frame(header: _Raw) -> bytes:
    raw = json.dumps(header, default=datetime.isoformat).encode()
    return len(raw).to_bytes(_LENGTH_BYTES, "big") + raw


def _unframe(answer: bytes) -> tuple[_Raw, bytes]:
    length = int.from_bytes(answer[:_LENGTH_BYTES], "big")
    end = _LENGTH_BYTES + length
    if not 0 < length <= _HEADER_MOST or end > len(answer):
        raise ValueError("length of the header")
    header = json.loads(answer[_LENGTH_BYTES:end])
    if not isinstance(header, dict):
        raise TypeError("header")
    return header, answer[end:]


def _intake(header: _Raw, pictures: bytes) -> Intake:
    split = _whole(header["master"])
    return Intake(
        format=_text(header["format"]),
        width=_whole(header["width"]),
        height=_whole(header["height"]),
        claims=_claims(header["claims"]),
        master=_picture(pictures[:split]),
        thumbnail=_picture(pictures[split:]),
        measures=_measures(header["measures"]),
    )


def _claims(raw: _Raw) -> Claims:
    return Claims(
        taken_at=_maybe(_moment, raw["taken_at"]),
        offset_known=raw["offset_known"] is True,
        longitude=_maybe(_real, raw["longitude"]),
        latitude=_maybe(_real, raw["latitude"]),
        focal_length_35mm=_maybe(_real, raw["focal_length_35mm"]),
        camera=_maybe(_text, raw["camera"]),
        software=_maybe(_text, raw["software"]),
        orientation=_whole(raw["orientation"]),
        gravity=_maybe(_vector, raw["gravity"]),
    )


def _measures(raw: _Raw) -> Measures:
    dhash = _text(raw["dhash"])
    int(dhash, 16)
    return Measures(
        sharpness=_real(raw["sharpness"]),
        brightness=_real(raw["brightness"]),
        clipped_dark=_real(raw["clipped_dark"]),
        clipped_light=_real(raw["clipped_light"]),
        dhash=dhash,
        codes=tuple(_text(code) for code in raw["codes"]),
    )


def _maybe(read: Callable[[object], _T], value: object) -> _T | None:
    return None if value is None else read(value)


def _picture(raw: bytes) -> bytes:
    """The last look before anything is stored: picture segments and not one byte more."""
    if not jpeg.is_bare(raw):
        raise ValueError("not a bare JPEG")
    return raw


def _moment(value: object) -> datetime:
    return datetime.fromisoformat(_text(value))


def _vector(value: object) -> tuple[float, float, float]:
    if not isinstance(value, list):
        raise TypeError("vector")
    x, y, z = map(_real, value)
    return x, y, z


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise TypeError("whole number")
    return value


def _real(value: object) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("number")
    return float(value)
