"""Small films made on the spot, and files that only look like films."""

import struct
import tempfile
from functools import cache
from pathlib import Path

import cv2
import numpy as np

PER_SECOND = 5
SMALL = 64
_CODES = {"webm": "VP80", "mp4": "vp09"}


@cache
def film(ending="webm", seconds=4, width=64, height=48):
    """The bytes of a film in which a bar grows from left to right.

    A large one has a flickering ground, so that it takes tens of kilobytes a second.
    """
    chance = np.random.default_rng(seconds)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"film.{ending}"
        code = cv2.VideoWriter_fourcc(*_CODES[ending])
        writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, code, PER_SECOND, (width, height))
        for number in range(seconds * PER_SECOND):
            coarse = chance.integers(0, 255, (60, 80, 3), np.uint8) * (width > SMALL)
            picture = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_NEAREST)
            picture[:, : 1 + number * (width - 1) // (seconds * PER_SECOND)] = (60, 180, 90)
            writer.write(picture)
        writer.release()
        return path.read_bytes()


def box(name, *held):
    """A box of an MP4."""
    body = b"".join(held)
    return struct.pack(">I4s", 8 + len(body), name) + body


def track(kind=b"vide", codec=b"avc1"):
    """A track of a kind, with one codec."""
    handler = box(b"hdlr", bytes(8) + kind + bytes(13))
    table = box(b"stsd", bytes(4) + struct.pack(">I", 1), box(codec, bytes(78)))
    return box(b"trak", box(b"mdia", handler, box(b"minf", box(b"stbl", table))))


def mp4(*tracks, brand=b"isom", more=(), data=b"\0" * 64):
    """The skeleton of an MP4 with these tracks."""
    return b"".join(
        [
            box(b"ftyp", brand + bytes(4) + brand),
            box(b"moov", box(b"mvhd", bytes(100)), *(tracks or (track(),))),
            *more,
            box(b"mdat", data),
        ]
    )


def element(number, *held):
    """An element of a WebM; its length takes eight bytes."""
    body = b"".join(held)
    name = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return name + (len(body) | 1 << 56).to_bytes(8, "big") + body


def webm(*parts, doctype=b"webm", kind=b"\1", codec=b"V_VP8"):
    """The skeleton of a WebM; `parts` lie in its segment beside one track and one cluster."""
    entry = element(0xAE, element(0x83, kind), element(0x86, codec))
    return element(0x1A45DFA3, element(0x4282, doctype)) + element(
        0x18538067, element(0x1654AE6B, entry), *parts, element(0x1F43B675, bytes(64))
    )
