"""Figures about taking photos in: nothing of the file is left, nothing hostile gets through, real
photos come out upright, and blur is told from sharpness. All through the whole chain.

Uprightness is compared with Pillow's full decode and its own turning; what is left in a picture is
looked for in two ways that are not the product's.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pi_heif
from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat

from grannsamverkan.imaging import honesty, wire
from grannsamverkan.imaging.decoders import Answer, Decoders, Gone
from grannsamverkan.imaging.evaluation import Figure
from grannsamverkan.imaging.evaluation.damage import damaged
from grannsamverkan.imaging.evaluation.ranking import ranked
from grannsamverkan.imaging.intake import report_of
from grannsamverkan.imaging.limits import ADDRESS_SPACE, CPU_SECONDS, WALL_SECONDS
from grannsamverkan.imaging.report import Intake, Refused

REAL, HOSTILE, OWN, PHOTOS = "images-real", "images-hostile", "images-own", "photos"
NOT_PHOTOS = frozenset({".csv", ".md", ".txt", ".json", ".xml"})
TRACES = (b"Exif\0", b"ns.adobe.com", b"ICC_PROFILE", b"Photoshop 3.0", b"MPF\0", b"GSTEST-CANARY")
_KEPT_INFO = frozenset({"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"})

LOOKED_AT = ("phones", "people", "faces", "number-plates")
"""The folders of photos for blur, beside the real ones: photos as cameras made them."""
SHARP_SIDE, BLUR_SIDE, BLUR_PX, MOTION_PX = 600, 1600, 3.0, 9
DAMAGES_EACH = 2
_TONES_APART = 6.0


@dataclass(frozen=True)
class Examined:
    """One file's way through the chain; `intake` is None when it was refused."""

    sent: bytes
    intake: Intake | None
    answer: Answer | None

    @property
    def harmed(self) -> bool:
        """Whether the decoding process was gone, or the child died, or passed a limit."""
        if self.answer is None:
            return True
        end = self.answer.end
        return end.code != 0 or end.cpu_s > CPU_SECONDS or end.peak_bytes > ADDRESS_SPACE

    @property
    def served_as_sent(self) -> bool:
        """Whether a served picture is the file, or a piece of it."""
        return any(picture in self.sent for picture in _served(self.intake))


def figures(data: Path, every: int = 1) -> Iterator[Figure]:
    """Yield the figures about the sets in `data`; of each set every `every`-th file only."""
    with _decoders() as decoders:
        yield from _residue(decoders, data, every)
        yield from _hostile(decoders, data, every)
        yield _upright(decoders, data, every)
        yield from _blur(decoders, data, every)
        yield from _hints(decoders, data, every)


def examined(decoders: Decoders, sent: bytes) -> Examined:
    """Examine a file whose decoder's end is wanted too."""
    try:
        answer = decoders.ask(sent, wire.ALL, WALL_SECONDS)
    except (OSError, Gone):
        return Examined(sent, None, None)
    try:
        return Examined(sent, report_of(answer), answer)
    except Refused:
        return Examined(sent, None, answer)


@contextmanager
def _decoders() -> Iterator[Decoders]:
    decoders = Decoders()
    try:
        yield decoders
    finally:
        decoders.stop()


def files(folder: Path, every: int = 1) -> list[Path]:
    """The picture files of a set, in order of their names."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path for path in found if path.suffix not in NOT_PHOTOS][::every]


def _residue(decoders: Decoders, data: Path, every: int) -> Iterator[Figure]:
    """Of all sets: served pictures with anything in them but a picture."""
    paths = chain.from_iterable(files(data / name, every) for name in (REAL, HOSTILE, OWN, PHOTOS))
    served = [
        picture
        for path in paths
        for picture in _served(examined(decoders, path.read_bytes()).intake)
    ]
    left = sum(has_residue(picture) for picture in served)
    yield Figure(
        "served copies with metadata", left, len(served), most=0, aim=0, note="all image sets"
    )


def _served(intake: Intake | None) -> tuple[bytes, ...]:
    return () if intake is None else (intake.master, intake.thumbnail)


def has_residue(picture: bytes) -> bool:
    """Whether a JPEG holds a known trace, something Pillow reads beside pixels, or a trailer."""
    if any(trace in picture for trace in TRACES) or picture.find(b"\xff\xd9") != len(picture) - 2:
        return True
    with Image.open(io.BytesIO(picture)) as image:
        return bool(set(image.info) - _KEPT_INFO) or len(image.getexif()) > 0


def _hostile(decoders: Decoders, data: Path, every: int) -> Iterator[Figure]:
    paths = [*files(data / HOSTILE, every), *files(data / OWN, every)]
    yield _escapes(
        "hostile files that get through", decoders, (path.read_bytes() for path in paths)
    )
    samples = [path.read_bytes() for path in files(data / REAL, every)]
    copies = (damaged(one, seed) for seed in range(DAMAGES_EACH) for one in samples)
    yield _escapes("damaged copies of real photos that get through", decoders, copies)


def _escapes(name: str, decoders: Decoders, sent: Iterable[bytes]) -> Figure:
    """How many files kill a decoder, pass its CPU or memory, or come out as they went in."""
    ways = [examined(decoders, one) for one in sent]
    through = sum(way.harmed or way.served_as_sent for way in ways)
    slowest = max((way.answer.end.cpu_s for way in ways if way.answer), default=0.0)
    largest = max((way.answer.end.peak_bytes for way in ways if way.answer), default=0)
    note = f"at most {slowest:.2f} s CPU and {largest / 2**20:.0f} MB"
    return Figure(name, through, len(ways), most=0, aim=0, note=note)


def _upright(decoders: Decoders, data: Path, every: int) -> Figure:
    """Of the photos labelled as decodable: accepted, whole, and the right way up."""
    pi_heif.register_heif_opener()
    paths = list(decodable(data / REAL))[::every] + files(data / PHOTOS, every)
    good = sum(_is_upright(examined(decoders, path.read_bytes()).intake, path) for path in paths)
    share = good / len(paths) if paths else 0.0
    return Figure("real photos accepted and upright", share, len(paths), least=0.99, aim=1.0)


def decodable(folder: Path) -> Iterator[Path]:
    """The photos of a set that its labels call decodable within the allowed formats."""
    with (folder / "labels.csv").open(newline="") as labels:
        for row in csv.DictReader(labels):
            if row["allowlist"] == "ok":
                yield folder / row["file"]


def _is_upright(intake: Intake | None, path: Path) -> bool:
    if intake is None:
        return False
    with Image.open(path) as stored, Image.open(io.BytesIO(intake.master)) as served:
        whole = ImageOps.exif_transpose(stored)
        same_size = whole.size == (intake.width, intake.height)
        return same_size and _tones_apart(whole, served) <= _TONES_APART


def _tones_apart(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of 16 x 16 tones, on white where a picture is transparent."""
    return float(ImageStat.Stat(ImageChops.difference(_tones(one), _tones(other))).mean[0])


def _tones(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    white = Image.new("RGBA", image.size, "white")
    white.alpha_composite(image.convert("RGBA"))
    return white.convert("L").resize((16, 16), Image.Resampling.BOX)


def _blur(decoders: Decoders, data: Path, every: int) -> Iterator[Figure]:
    """How well sharpness, the ground of the blur advice, tells photos from their blurred copies."""
    folders = [data / REAL, *(data / PHOTOS / name for name in LOOKED_AT)]
    paths = chain.from_iterable(files(folder, every) for folder in folders)
    sharp: list[float] = []
    blurred: dict[str, list[float]] = {"Gaussian": [], "motion": []}
    for path in paths:
        intake = examined(decoders, path.read_bytes()).intake
        if intake is None or max(intake.width, intake.height) < SHARP_SIDE:
            continue
        sharp.append(intake.measures.sharpness)
        for kind, copy in _blurred(intake.master):
            report = examined(decoders, copy).intake
            blurred[kind].append(report.measures.sharpness if report else 1.0)
    for kind, values in blurred.items():
        area, interval = ranked(sharp, values)
        least, aim = (0.95, 0.98) if kind == "Gaussian" else (None, None)
        name = f"blur advice, {kind} blur"
        yield Figure(name, area, len(sharp), "AUC", interval, least=least, aim=aim)


def _blurred(master: bytes) -> Iterator[tuple[str, bytes]]:
    """Copies of a master blurred by a Gaussian, and by motion along the rows, as new files."""
    with Image.open(io.BytesIO(master)) as image:
        size = max(image.size) / BLUR_SIDE
        yield "Gaussian", _file(image.filter(ImageFilter.GaussianBlur(BLUR_PX * size)))
        radius = max(0.0, (MOTION_PX * size - 1) / 2)
        yield "motion", _file(image.filter(ImageFilter.BoxBlur((radius, 0))))


def _hints(decoders: Decoders, data: Path, every: int) -> Iterator[Figure]:
    """How many photos, none of which is a screenshot, are pointed out; some were edited indeed."""
    folders = [data / REAL, *(data / PHOTOS / name for name in (*LOOKED_AT, "street-signs"))]
    paths = chain.from_iterable(files(folder, every) for folder in folders)
    intakes = [examined(decoders, path.read_bytes()).intake for path in paths]
    results = [hint for intake in intakes if intake for hint in honesty.hints(intake)]
    for check in ("edited", "screenshot"):
        verdicts = [hint.verdict for hint in results if hint.check == check]
        raised = len(verdicts) - verdicts.count("ok")
        note = "false alarms" if check == "screenshot" else "by their own Software tag"
        yield Figure(f"photos called {check}", raised, len(verdicts), note=note)


def _file(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()
