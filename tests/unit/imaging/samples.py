"""Where the sample photos are, what their labels say, and how the tests look inside a JPEG.

The JPEG reader here is written apart from the product's: a shared mistake would hide itself.
"""

import csv
import io
import statistics
from pathlib import Path

from PIL import Image

from grannsamverkan.imaging import Intake, Refused, wire
from grannsamverkan.imaging.decoders import Decoders
from grannsamverkan.imaging.intake import report_of
from grannsamverkan.imaging.limits import WALL_SECONDS
from grannsamverkan.imaging.zygote import End
from tests.support.lacks import TESTDATA

CANARY = b"GSTEST-CANARY"
NOT_PHOTOS = {".csv", ".md"}


def names(folder: str) -> list[str]:
    """All sample files of a folder, none when the test data are missing."""
    found = (TESTDATA / folder).glob("*")
    return sorted(path.name for path in found if path.suffix not in NOT_PHOTOS)


def labels(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "labels.csv").open(newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


def markers(jpeg: bytes) -> list[int]:
    """The marker codes of a JPEG, 0xD8 to 0xD9; raises when bytes lie outside segments or scans."""
    assert jpeg[:2] == b"\xff\xd8"
    found, at = [0xD8], 2
    while True:
        assert jpeg[at] == 0xFF, f"loose byte at {at}"
        found.append(jpeg[at + 1])
        if found[-1] == 0xD9:
            assert at + 2 == len(jpeg), "bytes behind the end"
            return found
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if found[-1] == 0xDA:
            while jpeg[at] != 0xFF or jpeg[at + 1] == 0 or 0xD0 <= jpeg[at + 1] <= 0xD7:
                at += 1


def grey_thumbnail(jpeg: bytes) -> list[int]:
    """16 x 16 tones for telling whether two pictures look alike."""
    small = Image.open(io.BytesIO(jpeg)).convert("L").resize((16, 16), Image.Resampling.BOX)
    return list(small.tobytes())


def likeness(first: bytes, second: bytes) -> float:
    """How alike two JPEG look, whatever their light: correlation of tones, 1 for the same."""
    return statistics.correlation(grey_thumbnail(first), grey_thumbnail(second))


def as_jpeg(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def cost(decoders: Decoders, photo: Path) -> tuple[Intake | str, End]:
    """The report of `photo`, or the code of its refusal, and what its decoder used."""
    answer = decoders.ask(photo.read_bytes(), wire.ALL, WALL_SECONDS)
    try:
        return report_of(answer), answer.end
    except Refused as refusal:
        return refusal.code, answer.end
