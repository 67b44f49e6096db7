"""The first page of a PDF as a small picture, and the number of its pages.

A PDF is a stranger's file as a photo is, and gets the same walls: a fork of a clean process
(`paper_child`), limits on memory, processor time and answer, no files, no network. Papers are few,
so the process is started for each and ends with it.
"""

import signal
import sys

from grannsamverkan.imaging import wire
from grannsamverkan.imaging.decoders import Answer, Decoders, Gone
from grannsamverkan.imaging.limits import WALL_SECONDS, check_bytes
from grannsamverkan.imaging.report import Refused, Sheet

COMMAND = (sys.executable, "-P", "-s", "-m", "grannsamverkan.imaging.paper_child")


def first_page(data: bytes, *, timeout_s: float = WALL_SECONDS) -> Sheet:
    """Draw the first page of a PDF. Raises `Refused`, and nothing else, if that cannot be done."""
    check_bytes(len(data))
    decoders = Decoders(COMMAND)
    try:
        return _sheet_of(decoders.ask(data, wire.ALL, timeout_s))
    except TimeoutError as error:
        raise Refused("too_slow", f"{timeout_s} s") from error
    except (OSError, Gone) as error:
        raise Refused("decoder_failed", type(error).__name__) from error
    finally:
        decoders.stop()


def _sheet_of(answer: Answer) -> Sheet:
    if answer.end.code == -signal.SIGXCPU:
        raise Refused("too_slow", "cpu")
    if answer.end.code != 0:
        raise Refused("decoder_failed", f"exit {answer.end.code}")
    return wire.unpack_sheet(answer.raw)
