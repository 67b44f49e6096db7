"""The one way in for photos: bytes of a stranger's file in, report and clean pictures out.

Nothing decodes in the calling process. Each photo gets a process of its own that starts from
nothing (no fork of the web process, so threads and secrets do not come along), lives behind
`limits.confine_this_process`, answers through a file of limited size, and is gone afterwards.
Its start costs some 0.1 s, which buys that a crash or a leak ends with its photo.
"""

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from grannsamverkan.imaging import wire
from grannsamverkan.imaging.limits import ANSWER_BYTES, MAX_BYTES, WALL_SECONDS
from grannsamverkan.imaging.report import Claims, Intake, Measures, Refused
from grannsamverkan.imaging.sniffing import sniff

__all__ = ["MAX_BYTES", "Claims", "Intake", "Measures", "Refused", "examine", "sniff"]

_COMMAND = (sys.executable, "-P", "-s", "-m", "grannsamverkan.imaging.child")
_ENVIRONMENT = {
    "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    "LC_ALL": "C.UTF-8",
    # Each arena of glibc and each worker thread reserves address space, which is limited.
    "MALLOC_ARENA_MAX": "1",
    "OMP_NUM_THREADS": "1",
}


def examine(data: bytes, *, timeout_s: float = WALL_SECONDS) -> Intake:
    """Examine a photo: sniff, decode apart, measure, and paint clean copies.

    `timeout_s` is wall clock time in seconds; the decoder has its own limit of CPU time. Raises
    `Refused`, and nothing else, for anything that is not a whole photo of an allowed kind or that
    the decoder does not survive.
    """
    sniff(data)
    return wire.unpack(_ask_child(data, timeout_s))


def _ask_child(data: bytes, timeout_s: float) -> bytes:
    """The child's whole answer. Raises `Refused` when it dies, hangs or cannot start."""
    try:
        with tempfile.TemporaryFile() as answer:
            done = subprocess.run(
                _COMMAND,
                input=data,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT,
                cwd="/",
                timeout=timeout_s,
                check=False,
            )
            _check_end(done.returncode)
            answer.seek(0)
            return answer.read(ANSWER_BYTES)
    except subprocess.TimeoutExpired as error:
        raise Refused("too_slow", f"{timeout_s} s") from error
    except OSError as error:
        raise Refused("decoder_failed", type(error).__name__) from error


def _check_end(returncode: int) -> None:
    """Tell the CPU limit from every other end that was not good."""
    if returncode == -signal.SIGXCPU:
        raise Refused("too_slow", "cpu")
    if returncode != 0:
        raise Refused("decoder_failed", f"exit {returncode}")
