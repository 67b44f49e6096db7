"""Runs every measurement and prints one table; ends with 1 if a limit is broken."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import imports, looks, mailing, pages, photo, review, sight, training, upload
from bench.sets import LARGE, SMALL, install


def main() -> int:
    """Measure, print, judge."""
    broken = 0
    print(f"{'what':<58} {'ratio':>6} {'limit':>6}  figures")
    for row in rows():
        fault = row["ratio"] > row["limit"] or row.get("fault", False)
        broken += fault
        mark = "  TOO MUCH" if fault else ""
        print(f"{row['name']:<58} {row['ratio']:6.2f} {row['limit']:6.1f}  {row['figures']}{mark}")
    print(f"{broken} above their limit" if broken else "everything within its limit")
    return min(broken, 1)


def rows() -> Iterator[dict[str, Any]]:
    """The rows of all measurements."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = (
            install(_made(Path(folder) / name), **size)
            for name, size in (("small", SMALL), ("large", LARGE))
        )
        yield from pages.run(small, large)
        yield from review.run(small, large)
    yield from upload.run()
    yield from mailing.run()
    yield from training.run()
    yield from photo.run()
    yield from looks.run()
    yield from sight.run()
    yield from imports.run()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    sys.exit(main())
