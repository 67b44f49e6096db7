"""What bringing in a list of posts costs: python -m bench.imports (the rows), or `run()` for them.

Each size is imported by a process of its own into an empty database, and then once more, so that
memory is that of the import alone. The posts are drawn by chance.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bench.sets import empty
from grannsamverkan.places import usecases
from grannsamverkan.places.usecases import imports

ROOT = Path(__file__).resolve().parents[1]
FEW, MANY = 100_000, 1_000_000
LINES_AT_ONCE = 50_000
# Of the whole list only digests stay in memory: 24 bytes a post that is known already.
MOST_MB_MORE = 120
# The indexes deepen as they grow; own choice.
MOST_TIMES_PER_POST = 1.5


class Cost(NamedTuple):
    """Seconds of processor for the first and the second import, and the most memory (MB) held."""

    first: float
    again: float
    peak_mb: float


def run() -> Iterator[dict[str, Any]]:
    """Rows of the bench: `name`, `ratio`, `limit`, `figures` (words)."""
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".bench-") as scratch:
        few, many = (_cost(Path(scratch), count) for count in (FEW, MANY))
    yield {
        "name": "import of 1,000,000 posts, a post / of 100,000",
        "ratio": (many.first / MANY) / (few.first / FEW),
        "limit": MOST_TIMES_PER_POST,
        "figures": f"{many.first:.0f} s, the same again {many.again:.0f} s;"
        f" {MANY / many.first:.0f} posts a second",
    }
    yield {
        "name": f"memory of that import beyond 100,000 posts / {MOST_MB_MORE} MB",
        "ratio": (many.peak_mb - few.peak_mb) / MOST_MB_MORE,
        "limit": 1.0,
        "figures": f"{many.peak_mb:.0f} MB at its peak, {few.peak_mb:.0f} MB with 100,000",
    }


def _cost(folder: Path, count: int) -> Cost:
    path = folder / f"posts-{count}.csv"
    _write(path, count)
    command = [sys.executable, "-m", "bench.imports", str(path)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return Cost(*map(float, told.split()))


def _write(path: Path, count: int) -> None:
    random = np.random.default_rng(1)
    with path.open("w") as file:
        file.write("nummer;norr;öst;ägare\n")
        for start in range(0, count, LINES_AT_ONCE):
            north = random.uniform(6_450_000, 6_500_000, LINES_AT_ONCE)
            east = random.uniform(320_000, 360_000, LINES_AT_ONCE)
            for number, place in enumerate(zip(north, east, strict=True), start=start):
                file.write(f"P{number};{place[0]:.2f};{place[1]:.2f};Alby Energi\n")


def _import_twice(path: Path) -> Cost:
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        runtime = empty(Path(folder))
        with runtime.work() as work:
            here = usecases.add_municipality(work, slug="alby", name="Alby", short_name="Alby")
        taken = []
        for _time in range(2):
            start = time.process_time()
            with runtime.work() as work:
                imports.import_file(work, here, path)
            taken.append(time.process_time() - start)
        runtime.database.engine.dispose()
    return Cost(*taken, _peak_mb())


def _peak_mb() -> float:
    line = next(
        line
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("VmHWM")
    )
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(*_import_twice(Path(sys.argv[1])))
    else:
        for row in run():
            print(row)
