"""Persons and vehicles: NanoDet (Apache-2.0), on the whole picture and on windows of it.

In the largest picture served, a car whose plate is 31 px wide is 110 px long: 20 px in the network
when the whole picture is pressed into its square, 80 px in a near window, where most are found.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grannsamverkan.imaging.looking import boxes, networks
from grannsamverkan.imaging.looking.boxes import Found, Numbers, Picture, Window

Chosen = np.ndarray[Any, np.dtype[np.bool_]]
Places = np.ndarray[Any, np.dtype[np.intp]]

PERSON = 0.3
"""Score from which a person counts. Published for photos of 640 px: with CenterFace at 0.2,
the heads of persons of at least 0.3 cover 353 of 356 faces of 16 px or more, with 4.7 boxes a photo
that are none; at 0.2 they cover 354, with 7.8."""

VEHICLE = 0.3
"""Score from which a vehicle counts, as for persons."""

SMALL_VEHICLE = 0.2
"""The same for one of less than `SMALL` px: of 24-80 px the network finds 21 of 28 at this score
(27 of 30 larger ones), and covering a small thing in vain costs little."""

SMALL = 208
"""Pixels of the longer side in the picture: a tenth of the width of the largest served."""

SIDE = 416
"""Pixels of the square the network was made for, and trained with pictures pressed into."""

WINDOWS = ((1056, 96), (560, 80))
"""Sides in px of the windows of each further look, and what neighbours share. Each sees things
about twice as large as the one before; the whole of what a border cuts is seen by the one before.
"""

_PERSON = 0
_VEHICLES = (2, 3, 5, 7)  # COCO's car, motorcycle, bus, truck
_KINDS = (_PERSON, *_VEHICLES)
_SAME = 0.6
_STRIDES = (8, 16, 32)
_DISTANCES = np.arange(11, dtype=np.float32)


@dataclass(frozen=True)
class Things:
    """What a picture shows of persons and of motor vehicles."""

    persons: tuple[Found, ...]
    vehicles: tuple[Found, ...]


def find(image: Picture) -> Things:
    """Persons and vehicles in an RGB picture, boxes in px."""
    height, width = image.shape[:2]
    looks = [_look(image, window) for window in _windows(width, height)]
    persons, vehicles = zip(*looks, strict=True)
    return Things(_best(persons), _best(vehicles))


def _best(looks: Iterable[Sequence[Found]]) -> tuple[Found, ...]:
    return tuple(boxes.best([thing for look in looks for thing in look], overlap=_SAME))


def _windows(width: int, height: int) -> list[Window]:
    """The whole picture and its parts, each once: a small picture has fewer."""
    parts = [
        window
        for side, overlap in WINDOWS
        for window in boxes.windows(width, height, side=side, overlap=overlap)
    ]
    return list(dict.fromkeys([(0, 0, width, height), *parts]))


def _look(image: Picture, window: Window) -> tuple[list[Found], list[Found]]:
    """Persons and vehicles in one window pressed into the square, in px of the picture."""
    part = boxes.cut(image, window)
    sides, scores = _decoded(boxes.resized(part, SIDE, SIDE), min(PERSON, VEHICLE, SMALL_VEHICLE))
    sides *= np.tile((part.shape[1] / SIDE, part.shape[0] / SIDE), 2).astype(np.float32)
    persons, vehicles = scores[:, 0], scores[:, 1:].max(axis=1)
    length = (sides[:, 2:] - sides[:, :2]).max(axis=1)
    # Of one who fills a window it may see the legs only; a look from farther sees all of them.
    most = math.inf if part.shape == image.shape else max(part.shape) / 2

    def seen(scores: Numbers, chosen: Chosen) -> list[Found]:
        return boxes.placed(boxes.found(sides[chosen], scores[chosen], overlap=_SAME), window)

    return (
        seen(persons, (persons >= PERSON) & (length < most)),
        seen(vehicles, vehicles >= np.where(length < SMALL, SMALL_VEHICLE, VEHICLE)),
    )


def _decoded(square: Picture, least: float) -> tuple[Numbers, Numbers]:
    """Boxes (n, 4) in px of the square and scores (n, person and vehicles) of the places where one
    of these has a score of `least`."""
    said = networks.run("nanodet", square)
    sides, scores = [], []
    for stride in _STRIDES:
        here = boxes.sound(said[f"scores_{stride}"][0][:, _KINDS])
        places = np.flatnonzero(here.max(axis=1) >= least)
        sides.append(_sides(said[f"sides_{stride}"][0][places], places, stride))
        scores.append(here[places])
    return np.concatenate(sides), np.concatenate(scores)


def _sides(weights: Numbers, places: Places, stride: int) -> Numbers:
    """Boxes (n, 4) in px from the weights (n, 4 * 11) of each distance at `places` (n,), by a
    softmax."""
    exponents = weights.reshape(len(weights), 4, len(_DISTANCES))
    likely = np.exp(exponents - exponents.max(axis=2, keepdims=True))
    distance = likely @ _DISTANCES / likely.sum(axis=2) * stride
    row, column = np.divmod(places, SIDE // stride)
    centre = np.stack([column, row, column, row], axis=1) * stride + stride / 2
    signs = np.asarray((-1, -1, 1, 1))
    return np.asarray(centre + signs * distance, np.float32)
