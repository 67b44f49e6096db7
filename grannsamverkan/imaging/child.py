"""The decoder process: `python -m grannsamverkan.imaging.child FORMAT`, photo in, answer out.

Its walls go up before a decoder is even imported. What gets past a decoder's bugs finds no secret
in the environment, no database, and seconds to live.
"""

import gc
import importlib
import sys

from grannsamverkan.imaging import limits, wire
from grannsamverkan.imaging.report import Intake, Refused
from grannsamverkan.imaging.sniffing import inspect


def main() -> None:
    """Read a photo from standard input and write `wire.pack` of its report to standard output."""
    limits.confine_this_process()
    gc.disable()
    data = sys.stdin.buffer.read(limits.MAX_BYTES + 1)
    sys.stdout.buffer.write(wire.pack(_answer(data)))


def _answer(data: bytes) -> Intake | Refused:
    try:
        # Not at the top of the file: the walls must stand before any decoder is loaded.
        decoder = importlib.import_module("grannsamverkan.imaging.decode")
        report: Intake = decoder.decode(data, inspect(data))
    except Refused as refusal:
        return refusal
    return report


if __name__ == "__main__":
    main()
