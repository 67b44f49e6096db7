"""How large, deep and slow a photo may be, and the walls around the process that decodes it."""

import resource

from grannsamverkan.imaging import syscalls
from grannsamverkan.imaging.report import Refused

MAX_BYTES = 25 * 1024 * 1024

MAX_PIXELS = 50_000_000
"""Formats that must be decoded whole: 48-megapixel phones pass; HEIC of that size takes some
440 MB (measured)."""

MAX_PIXELS_SEQUENTIAL = 110_000_000
"""One-scan JPEG, which the decoder shrinks while reading: 108-megapixel phones pass at 140 MB."""

MAX_PIXELS_WEBP = 33_000_000
"""Its decoder keeps two canvases of 4 bytes a pixel beside the copies Pillow makes: 39 megapixels
do not fit into the decoder's memory (measured). No phone's camera writes it."""

MAX_SCANS = 100
"""A progressive photo has about 10 scans; 8000 scans in 136 kB cost 18.7 s of CPU (measured)."""

MIN_SIDE = 16
"""Pixels of the short side under which nothing can be seen; keeps 65000 x 1 out of the scaler."""

CPU_SECONDS = 5
WALL_SECONDS = 20.0
"""Generous against `CPU_SECONDS`, because a shared machine may give a quarter of a core."""

ADDRESS_SPACE = 768 * 1024 * 1024
ANSWER_BYTES = 16 * 1024 * 1024
"""The most the decoder may answer: a 2048 x 2048 px JPEG of pure noise is some 4 MB."""

OPEN_FILES = 4
"""Those the decoder has from its start; without a free number it can open and connect nothing."""


def check_bytes(length: int) -> None:
    """Refuse a file of no bytes or of too many."""
    if not length:
        raise Refused("empty")
    if length > MAX_BYTES:
        raise Refused("too_large", f"{length} bytes")


def check_size(format_: str, width: int, height: int, *, sequential: bool) -> None:
    """Refuse a picture of `width` x `height` pixels that is empty, a thread, or too much."""
    if width <= 0 or height <= 0:
        raise Refused("not_an_image", "no pixels")
    most = MAX_PIXELS_SEQUENTIAL if sequential else MAX_PIXELS
    if format_ == "WEBP":
        most = MAX_PIXELS_WEBP
    if width * height > most:
        raise Refused("too_many_pixels", f"{width}x{height}")
    if min(width, height) < MIN_SIDE:
        raise Refused("too_small", f"{width}x{height}")


def confine_this_process() -> None:
    """Put the walls up, for good: memory, CPU, file size, open files, no core dump, few calls.

    The soft CPU limit ends the process by SIGXCPU, which the parent can tell from a crash. All that
    is to be loaded must be loaded before.
    """
    syscalls.die_with_parent()
    _limit(resource.RLIMIT_AS, ADDRESS_SPACE)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS, CPU_SECONDS + 1)
    _limit(resource.RLIMIT_FSIZE, ANSWER_BYTES)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)
    syscalls.deny_the_rest()


def _limit(what: int, soft: int, hard: int | None = None) -> None:
    """Lower a limit; one that is already lower (a stricter host) stays as it is."""
    _, ceiling = resource.getrlimit(what)
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard or soft, ceiling)
    resource.setrlimit(what, (soft, hard or soft))
