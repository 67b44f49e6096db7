"""The one way in for photos: bytes of a stranger's file in, report and clean pictures out.

Nothing decodes in the calling process. Each photo gets a process of its own, forked from a clean
one that was started from nothing (no fork of the web process, so threads and secrets do not come
along). It lives behind `limits.confine_this_process`, answers through a file of limited size, and
is gone afterwards, so that a crash or a leak ends with its photo.
"""

import atexit
import os
import signal
from typing import Literal

from grannsamverkan.imaging import wire
from grannsamverkan.imaging.decoders import Answer, Decoders, Gone
from grannsamverkan.imaging.limits import MAX_BYTES, WALL_SECONDS, check_bytes
from grannsamverkan.imaging.report import Claims, Intake, Measures, Refused
from grannsamverkan.imaging.sniffing import sniff

__all__ = [
    "MAX_BYTES",
    "Claims",
    "Intake",
    "Measures",
    "Refused",
    "examine",
    "examine_with",
    "prepare",
    "report_of",
    "sniff",
]

Want = Literal["all", "advice"]
_KINDS = {"all": wire.ALL, "advice": wire.ADVICE}

_decoders = Decoders()
atexit.register(_decoders.stop)
os.register_at_fork(after_in_child=_decoders.forget)


def examine(data: bytes, *, timeout_s: float = WALL_SECONDS, want: Want = "all") -> Intake:
    """Examine a photo: sniff, decode apart, measure, and paint clean copies.

    `timeout_s` is wall clock time in seconds; the decoder has its own limit of CPU time. With
    `want="advice"`, for somebody who waits, only large codes are read, as a close-up shows them;
    the search for fine ones takes longer than all else together. Raises `Refused`, and nothing
    else, for anything that is not a whole photo of an allowed kind or that the decoder does not
    survive.
    """
    return examine_with(_decoders, data, timeout_s=timeout_s, want=want)


def prepare() -> None:
    """Start the decoding process now, so that the first photo does not wait for it."""
    _decoders.start()


def examine_with(
    decoders: Decoders, data: bytes, *, timeout_s: float = WALL_SECONDS, want: Want = "all"
) -> Intake:
    """`examine` by other decoders than this process's own."""
    check_bytes(len(data))
    try:
        answer = decoders.ask(data, _KINDS[want], timeout_s)
    except TimeoutError as error:
        raise Refused("too_slow", f"{timeout_s} s") from error
    except (OSError, Gone) as error:
        raise Refused("decoder_failed", type(error).__name__) from error
    return report_of(answer)


def report_of(answer: Answer) -> Intake:
    """The report in an answer. Raises `Refused`, and tells the CPU limit from all other ends."""
    if answer.end.code == -signal.SIGXCPU:
        raise Refused("too_slow", "cpu")
    if answer.end.code != 0:
        raise Refused("decoder_failed", f"exit {answer.end.code}")
    return wire.unpack(answer.raw)
