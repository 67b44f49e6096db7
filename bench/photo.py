"""What taking a photo in costs: python -m bench.photo (the table), or `run()` for its rows.

The product (decoding process and all, as for somebody who waits) against the least that could be
done and against what others do, in turn, in CPU seconds of all processes that take part.
"""

import io
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageFilter, ImageOps

from grannsamverkan.imaging import wire
from grannsamverkan.imaging.decode import MASTER_SIDE
from grannsamverkan.imaging.decoders import Decoders
from grannsamverkan.imaging.intake import report_of
from grannsamverkan.imaging.limits import WALL_SECONDS

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = Path("photos/phones/Samsung_SM-G935L__Galaxy_S7_Edge_.jpg")
SIZE = (4032, 3024)
ROUNDS = 15
MOST_TIMES_FLOOR = 2.2
MOST_OF_PLAIN_PILLOW = 0.5
MOST_OF_IMAGEMAGICK = 0.25


def run() -> list[dict[str, Any]]:
    """Rows of the bench: `name`, `ratio`, `limit`, `figures` (words)."""
    photo, origin = _photo()
    decoders = Decoders()
    try:
        ways = _ways(decoders, photo)
        times = _in_turn(ways)
    finally:
        decoders.stop()
    rows = [
        _row(times, "floor", "half decode + encode", MOST_TIMES_FLOOR, origin),
        _row(times, "pillow", "open, transpose, thumbnail, save", MOST_OF_PLAIN_PILLOW, origin),
    ]
    if "convert" in times:
        rows.append(_row(times, "convert", "ImageMagick's convert", MOST_OF_IMAGEMAGICK, origin))
    return rows


def _ways(decoders: Decoders, photo: bytes) -> dict[str, Callable[[], float]]:
    """Each does its work once and returns the CPU seconds it took."""
    ways: dict[str, Callable[[], float]] = {
        "ours": lambda: _ours(decoders, photo),
        # At its best: with the memory it has just given back.
        "floor": lambda: min(_timed(lambda: _floor(photo)) for _ in range(2)),
        "pillow": lambda: _timed(lambda: _plain_pillow(photo)),
    }
    # ImageMagick's own program, where another of the same name comes first.
    convert = shutil.which("convert-im6.q16") or shutil.which("convert")
    if convert is not None:
        ways["convert"] = lambda: _convert(convert, photo)
    return ways


def _in_turn(ways: dict[str, Callable[[], float]]) -> dict[str, float]:
    """The median of each way's rounds; the first round only warms up."""
    rounds = [{name: way() for name, way in ways.items()} for _ in range(ROUNDS + 1)][1:]
    return {name: statistics.median(one[name] for one in rounds) for name in ways}


def _row(
    times: dict[str, float], other: str, words: str, limit: float, origin: str
) -> dict[str, Any]:
    return {
        "name": f"photo taken in / {words}",
        "ratio": round(times["ours"] / times[other], 2),
        "limit": limit,
        "figures": f"{1000 * times['ours']:.0f} ms / {1000 * times[other]:.0f} ms of CPU,"
        f" median of {ROUNDS}, {origin}",
    }


def _ours(decoders: Decoders, photo: bytes) -> float:
    """Caller, zygote and child: sanitised master, thumbnail, claims, measures, large codes."""
    decoders.start()
    zygote, began = _cpu_of(decoders.pid()), time.process_time()
    answer = decoders.ask(photo, wire.ADVICE, WALL_SECONDS)
    report_of(answer)
    own = time.process_time() - began
    return own + answer.end.cpu_s + _cpu_of(decoders.pid()) - zygote


def _cpu_of(pid: int | None) -> float:
    """CPU seconds a process itself has used."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _floor(photo: bytes) -> None:
    image = Image.open(io.BytesIO(photo))
    image.draft("RGB", (image.width // 2, image.height // 2))
    image.save(io.BytesIO(), "JPEG", quality=85)


def _plain_pillow(photo: bytes) -> None:
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(photo)))
    image.thumbnail((MASTER_SIDE, MASTER_SIDE))
    image.save(io.BytesIO(), "JPEG", quality=85)


def _convert(program: str, photo: bytes) -> float:
    size = f"{MASTER_SIDE}x{MASTER_SIDE}"
    command = [program, "jpeg:-", "-auto-orient", "-strip", "-resize", size, "jpeg:-"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "MAGICK_THREAD_LIMIT": "1"}
    subprocess.run(command, input=photo, capture_output=True, check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _photo() -> tuple[bytes, str]:
    """The reference photo of the test data, else one of 12 megapixels drawn from noise."""
    reference = Path(os.environ.get("TESTDATA", ROOT.parent / "shared" / "data")) / REFERENCE
    if reference.is_file():
        return reference.read_bytes(), "a phone's photo"
    grain = Image.effect_noise(SIZE, 90).filter(ImageFilter.GaussianBlur(1.5)).convert("RGB")
    output = io.BytesIO()
    grain.save(output, "JPEG", quality=92)
    return output.getvalue(), "a drawn photo"


if __name__ == "__main__":
    sys.exit(print(*run(), sep="\n"))
