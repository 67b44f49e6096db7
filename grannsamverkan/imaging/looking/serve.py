"""The looker process: `python -m grannsamverkan.imaging.looking.serve`, frames in, frames out.

It decodes only pictures that the product has painted itself. It ends when its input ends, when it
has not been asked anything for a while, or with the look it did not survive.
"""

import gc
import os
import selectors
import sys

import cv2

from grannsamverkan.imaging import looker
from grannsamverkan.imaging.looking import look, networks

IDLE_SECONDS = 900
"""Then its memory, some hundreds of MB, is worth more than the second it takes to start anew."""


def main() -> None:
    """Answer one request after another."""
    gc.freeze()
    cv2.setNumThreads(networks.threads())
    while (parts := _next_request(sys.stdin.fileno())) is not None:
        looker.write_parts(sys.stdout.buffer, _answer(parts))


def _answer(parts: list[bytes]) -> list[bytes]:
    try:
        return looker.answer_parts(look.look(*looker.read_request(parts)))
    except Exception as error:
        # Whatever went wrong, nothing is shown; the process goes on with the next photo.
        return looker.failure_parts(f"{type(error).__name__}: {error}")


def _next_request(source: int) -> list[bytes] | None:
    data = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(source, selectors.EVENT_READ)
        while (parts := looker.split_parts(data)) is None:
            chunk = os.read(source, 1 << 20) if selector.select(IDLE_SECONDS) else b""
            if not chunk:
                return None
            data += chunk
    return parts


if __name__ == "__main__":
    main()
