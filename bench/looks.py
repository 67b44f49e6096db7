"""What looks at photos cost: python -m bench.looks, or `run()` for the rows.

A whole look against the networks in it alone, its memory, and two processes against one.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path
from statistics import median
from typing import Any

import cv2
import onnxruntime

from grannsamverkan.imaging import examine, scene
from grannsamverkan.imaging.drawn import artwork
from grannsamverkan.imaging.evidence import Asked
from grannsamverkan.imaging.looker import Lookers
from grannsamverkan.imaging.looking import look

MOST_TIMES_NETWORKS = 1.3
MOST_BYTES = 1024**3
MOST_UNEVEN = 1.25
"""Times an even half that two processes take: the machine's two cores share memory and cache."""
ROUNDS = 3
MANY = 8
VIEWS: Sequence[scene.View] = ("fastening", "post", "road")
SIZE = (2000, 1500)


def run() -> list[dict[str, Any]]:
    """Rows of the bench: `name`, `ratio`, `limit`, `figures` (words)."""
    asked = Asked((artwork.sample(""),), focal_length_35mm=26.0)
    masters = [_master(view) for view in VIEWS]
    return [_against_networks(masters, asked), *_in_processes(masters, asked)]


def _master(view: scene.View) -> bytes:
    drawn = scene.paint(view, seed=4, code_url="HTTPS://EXEMPEL.SE/S/ABC123", number="7", size=SIZE)
    return examine(drawn).master


def _against_networks(masters: Sequence[bytes], asked: Asked) -> dict[str, Any]:
    """Processor time of looks against that of the networks' own runs within them."""
    networks = _Timed()
    cv2.setNumThreads(1)  # as in the processes that look
    for master in masters:
        look.look(master, asked)  # loads what is loaded once
    with networks:
        ratios, shares = [], []
        for _ in range(ROUNDS):
            networks.spent, start = 0.0, time.process_time()
            for master in masters:
                look.look(master, asked)
            whole = time.process_time() - start
            ratios.append(whole / networks.spent)
            shares.append(whole / len(masters))
    return {
        "name": "a look / its networks alone",
        "ratio": median(ratios),
        "limit": MOST_TIMES_NETWORKS,
        "figures": f"{1000 * median(shares):.0f} ms a look of {SIZE[0]} x {SIZE[1]} px",
    }


class _Timed:
    """Within it, the time that networks run is added up."""

    def __init__(self) -> None:
        self.spent = 0.0
        self._run = onnxruntime.InferenceSession.run

    def __enter__(self) -> None:
        def timed(session: Any, *args: Any, **kwargs: Any) -> Any:
            start = time.process_time()
            try:
                return self._run(session, *args, **kwargs)
            finally:
                self.spent += time.process_time() - start

        onnxruntime.InferenceSession.run = timed

    def __exit__(self, *_: object) -> None:
        onnxruntime.InferenceSession.run = self._run


def _in_processes(masters: Sequence[bytes], asked: Asked) -> Iterator[dict[str, Any]]:
    """Memory of a process that looks, and how the work of many looks is shared by two."""
    photos = [masters[number % len(masters)] for number in range(MANY)]
    taken, memory = {}, 0
    for processes in (1, 2):
        lookers = Lookers(processes)
        with ThreadPoolExecutor(processes) as pool:
            list(pool.map(lookers, photos[: 2 * processes], repeat(asked)))
            start = time.perf_counter()
            list(pool.map(lookers, photos, repeat(asked)))
            taken[processes] = time.perf_counter() - start
        memory = max(memory, *map(_peak, lookers.process_ids()))
        lookers.close()
    yield {
        "name": "memory of a process that looks / 1 GB",
        "ratio": memory / MOST_BYTES,
        "limit": 1.0,
        "figures": f"{memory / 1024**2:.0f} MB at its peak",
    }
    yield {
        "name": f"{MANY} looks by two processes / half of what one takes",
        "ratio": taken[2] / (taken[1] / 2),
        "limit": MOST_UNEVEN,
        "figures": f"{taken[1]:.1f} s by one, {taken[2]:.1f} s by two",
    }


def _peak(process: int) -> int:
    """Most memory a process has held, in bytes."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    for row in run():
        print(row)
