"""Number plates: on cars as they are, small in a large picture, mirrored, tilted, and Swedish ones.

The set has no Swedish plates and no boxes of vehicles. Swedish-like plates are drawn over the real
ones. Outside vehicles means: outside a car of 1.8 x 1.5 m seen straight on, placed by its plate of
520 mm, and outside what another network takes for vehicles; or outside the pasted photo.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import cv2
import numpy as np

from grannsamverkan.imaging.drawn import put_on
from grannsamverkan.imaging.evaluation import Figure, second_opinion, swedish
from grannsamverkan.imaging.evaluation.coverage import (
    Case,
    Result,
    covered,
    elsewhere,
    read,
    result,
)
from grannsamverkan.imaging.looking.boxes import Box, Picture, resized, scaled

LARGE = 2016
"""Pixels of the long side of the phone photos that others are pasted into."""

SMALL = ((66, 0.95, 0.98), (31, 0.90, 0.97))
"""Width in px of a small plate, the share that must be covered, and the share that should."""

LONE, LONE_PLATES = 120, 40
"""Width in px of plates without a car, and how many."""

_SEED = 7


@dataclass(frozen=True)
class Plate:
    """A photo and the box of the plate in it, in px."""

    image: Picture
    box: Box


def figures(photos: Path, every: int = 1) -> Iterator[Figure]:
    """Yield the shares of plates covered, and what is covered besides."""
    plates = [plate for path in _labels(photos)[::every] for plate in _plates(path)]
    grounds = [_large(read(path)) for path in sorted((photos / "phones").glob("*.jpg"))]
    as_they_are = [result(_case(plate)) for plate in plates]
    yield covered("plates covered", as_they_are, least=0.97, aim=0.995, note="number-plates")
    yield elsewhere("covered outside vehicles, plates", as_they_are, note="by plate and CenterNet")
    for width, least, aim in SMALL:
        yield from _small(plates, grounds, width, least, aim)
    for name, change in _CHANGES.items():
        changed = [result(_case(change(plate, number))) for number, plate in enumerate(plates)]
        yield covered(f"plates covered, {name}", changed, least=None, aim=None, note="on the cars")
    lone = [result(_lone(number, ground)) for number, ground in _numbered(grounds, every)]
    yield covered(
        f"plates of {LONE} px covered without a car",
        lone,
        least=None,
        aim=None,
        note="Swedish-like, turned by up to 30 degrees, every other one mirrored, in phone photos",
    )


def _small(
    plates: Sequence[Plate], grounds: Sequence[Picture], width: int, least: float, aim: float
) -> Iterator[Figure]:
    shrunk = [_shrunk(plate, width) for plate in plates]
    pasted = [*map(result, _pasted(shrunk, grounds))]
    alone: list[Result] = [result(_case(plate)) for plate in shrunk]
    yield covered(
        f"plates of {width} px covered",
        pasted,
        least=least,
        aim=aim,
        note="photos shrunk and pasted into phone photos of 2016 px",
    )
    yield elsewhere(f"covered outside the pasted photo, {width} px", pasted, note="phone photos")
    yield covered(
        f"plates of {width} px covered, alone", alone, least=least, aim=aim, note="photos shrunk"
    )


def _labels(photos: Path) -> list[Path]:
    return sorted((photos / "number-plates").glob("*.txt"))


def _plates(labels: Path) -> Iterator[Plate]:
    """The first plate of a photo; its line says file, left, top, width, height, text."""
    _, x, y, across, down, *_ = labels.read_text().splitlines()[0].split("\t")
    left, top = float(x), float(y)
    yield Plate(read(labels.with_suffix(".jpg")), (left, top, left + int(across), top + int(down)))


def _case(plate: Plate) -> Case:
    left, top, right, bottom = plate.box
    middle, width = (left + right) / 2, right - left
    car = (middle - 1.75 * width, top - 2.0 * width, middle + 1.75 * width, bottom + width)
    return Case(plate.image, (plate.box,), (car, *second_opinion.vehicles(plate.image)))


def _shrunk(plate: Plate, width: int) -> Plate:
    """The photo in the size at which its plate is `width` px wide."""
    scale = width / (plate.box[2] - plate.box[0])
    left, top, right, bottom = (side * scale for side in plate.box)
    return Plate(scaled(plate.image, scale), (left, top, right, bottom))


def _pasted(plates: Sequence[Plate], grounds: Sequence[Picture]) -> Iterator[Case]:
    """Each photo at a place by chance in a large one, as far as it has room."""
    rng = np.random.default_rng(_SEED)
    for plate, ground in zip(plates, cycle(grounds), strict=False):
        under = ground.copy()
        left, top, right, bottom = plate.box
        x, y = (
            _place(rng, have, need, (start + end) / 2)
            for have, need, start, end in zip(
                under.shape[1::-1],
                plate.image.shape[1::-1],
                (left, top),
                (right, bottom),
                strict=True,
            )
        )
        part = _put(under, plate.image, x, y)
        yield Case(under, ((left + x, top + y, right + x, bottom + y),), (part,))


def _place(rng: np.random.Generator, have: int, need: int, middle: float) -> int:
    """Where a photo of `need` px starts on `have` px; a larger one with the plate in the middle."""
    if need < have:
        return int(rng.integers(0, have - need))
    return max(have - need, min(0, round(have / 2 - middle)))


def _put(under: Picture, image: Picture, x: int, y: int) -> Box:
    """Paste `image` at x, y as far as it has room; the box it fills."""
    left, top = max(0, x), max(0, y)
    right, bottom = min(under.shape[1], x + image.shape[1]), min(under.shape[0], y + image.shape[0])
    under[top:bottom, left:right] = image[top - y : bottom - y, left - x : right - x]
    return left, top, right, bottom


def _large(image: Picture) -> Picture:
    return scaled(image, LARGE / max(image.shape[:2]))


def _numbered(grounds: Sequence[Picture], every: int) -> Iterator[tuple[int, Picture]]:
    yield from list(zip(range(LONE_PLATES), cycle(grounds), strict=False))[::every]


def _lone(number: int, ground: Picture) -> Case:
    """A plate with no car around it: only its text gives it away."""
    drawn = swedish.plate(number)
    seen, corners = put_on(
        ground,
        drawn[:, ::-1] if number % 2 else drawn,
        width_px=LONE,
        tilt=number % 4 * 10,
        roll=number % 5 * 10 - 20,
        blur=0.7,
        seed=number,
        width_mm=swedish.WIDTH_MM,
    )
    left, top = corners.min(axis=0).tolist()
    right, bottom = corners.max(axis=0).tolist()
    return Case(seen, ((left, top, right, bottom),))


def _mirrored(plate: Plate, _number: int) -> Plate:
    width = plate.image.shape[1]
    left, top, right, bottom = plate.box
    return Plate(
        np.ascontiguousarray(plate.image[:, ::-1]), (width - right, top, width - left, bottom)
    )


def _tilted(plate: Plate, number: int) -> Plate:
    """Turned by 20 degrees to one side or the other, the plate in the middle."""
    height, width = plate.image.shape[:2]
    left, top, right, bottom = plate.box
    middle = (left + right) / 2, (top + bottom) / 2
    degrees = 20 if number % 2 else -20
    turn = cv2.getRotationMatrix2D(middle, degrees, 1.0)
    turned = cv2.warpAffine(plate.image, turn, (width, height), borderMode=cv2.BORDER_REFLECT)
    sine = math.sin(math.radians(20)) * (right - left) / 2
    box = (left, middle[1] - sine, right, middle[1] + sine)
    return Plate(np.asarray(turned, np.uint8), box)


def _swedish(plate: Plate, number: int) -> Plate:
    """A Swedish-like plate over the real one."""
    left, top, right, bottom = (round(side) for side in plate.box)
    image = plate.image.copy()
    image[top:bottom, left:right] = resized(swedish.plate(number), right - left, bottom - top)
    return Plate(image, plate.box)


def _swedish_mirrored(plate: Plate, number: int) -> Plate:
    return _mirrored(_swedish(plate, number), number)


_CHANGES: dict[str, Callable[[Plate, int], Plate]] = {
    "mirrored": _mirrored,
    "tilted by 20 degrees": _tilted,
    "Swedish-like, drawn": _swedish,
    "Swedish-like, mirrored": _swedish_mirrored,
}
