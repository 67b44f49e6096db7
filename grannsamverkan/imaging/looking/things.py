"""Persons and vehicles: NanoDet (Apache-2.0), on the whole picture and on windows of it.

Where a small vehicle may stand, the window is looked at once more at twice the size: at the first
look a car whose plate is 31 px wide is but 50 px long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grannsamverkan.imaging.looking import boxes, networks
from grannsamverkan.imaging.looking.boxes import Found, Numbers, Picture, Window

Chosen = np.ndarray[Any, np.dtype[np.bool_]]

PERSON = 0.3
"""Score from which a person counts. Published for photos of 640 px: with CenterFace at 0.2,
the heads of persons of at least 0.3 cover 353 of 356 faces of 16 px or more, with 4.7 boxes a photo
that are none; at 0.2 they cover 354, with 7.8."""

VEHICLE = 0.3
"""Score from which a vehicle counts, as for persons."""

SMALL_VEHICLE = 0.2
"""The same for one of less than `SMALL` px: of 24-80 px the network finds 21 of 28 at this score
(27 of 30 larger ones), and covering a small thing in vain costs little."""

MAYBE = 0.1
"""Score from which a small vehicle gets the second look; alone it covers nothing."""

SMALL = 104
"""Pixels in the network of the longer side: a quarter of the square."""

SIDE = 416
"""Pixels of the square the network was made for, and trained with pictures pressed into."""

WINDOW, SHARED = 2 * SIDE, 120
"""A window is seen at half its size: a person of 50 px in the network, where nearly all are found,
is 100 px high. A person cut by a window's border is seen whole by another or in the whole
picture."""

CLOSE, CLOSE_SHARED = SIDE, 80
"""A window of the second look is seen as it is."""

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


@dataclass(frozen=True)
class _Look:
    """What one window shows, in px of the picture."""

    persons: list[Found]
    vehicles: list[Found]
    maybe: list[Found]


def find(image: Picture) -> Things:
    """Persons and vehicles in an RGB picture, boxes in px."""
    height, width = image.shape[:2]
    windows = _windows(width, height)
    first = [_look(image, window) for window in windows]
    unsure = [thing for look in first for thing in look.maybe]
    closer = [window for window in _close(width, height, unsure) if window not in windows]
    looks = [*first, *(_look(image, window) for window in closer)]
    persons = boxes.best([thing for look in looks for thing in look.persons], overlap=_SAME)
    vehicles = boxes.best([thing for look in looks for thing in look.vehicles], overlap=_SAME)
    return Things(tuple(persons), tuple(vehicles))


def _windows(width: int, height: int) -> list[Window]:
    """The whole picture, and parts of it unless it is small."""
    parts = boxes.windows(width, height, side=WINDOW, overlap=SHARED)
    whole = (0, 0, width, height)
    return [whole] if len(parts) == 1 else [whole, *parts]


def _close(width: int, height: int, unsure: Sequence[Found]) -> list[Window]:
    """Small windows with the middle of something unsure in them."""
    return [
        window
        for window in boxes.windows(width, height, side=CLOSE, overlap=CLOSE_SHARED)
        if any(boxes.holds_middle(window, thing.box) for thing in unsure)
    ]


def _look(image: Picture, window: Window) -> _Look:
    """One window pressed into the network's square."""
    part = boxes.cut(image, window)
    sides, scores = _decoded(boxes.resized(part, SIDE, SIDE))
    persons, vehicles = scores[:, 0], scores[:, 1:].max(axis=1)
    small = (sides[:, 2:] - sides[:, :2]).max(axis=1) < SMALL
    sides *= np.tile((part.shape[1] / SIDE, part.shape[0] / SIDE), 2).astype(np.float32)

    def seen(scores: Numbers, chosen: Chosen) -> list[Found]:
        return boxes.placed(boxes.found(sides[chosen], scores[chosen], overlap=_SAME), window)

    return _Look(
        persons=seen(persons, persons >= PERSON),
        vehicles=seen(vehicles, vehicles >= np.where(small, SMALL_VEHICLE, VEHICLE)),
        maybe=seen(vehicles, small & (vehicles >= MAYBE)),
    )


def _decoded(square: Picture) -> tuple[Numbers, Numbers]:
    """All places' boxes (n, 4) in px of the square, and scores (n, person and vehicles)."""
    said = networks.run("nanodet", square)
    sides = [_sides(said[f"sides_{stride}"][0], stride) for stride in _STRIDES]
    scores = [said[f"scores_{stride}"][0][:, _KINDS] for stride in _STRIDES]
    return np.concatenate(sides), boxes.sound(np.concatenate(scores))


def _sides(weights: Numbers, stride: int) -> Numbers:
    """Boxes (n, 4) in px from the weights (n, 4 * 11) of each distance, by a softmax."""
    exponents = weights.reshape(len(weights), 4, len(_DISTANCES))
    likely = np.exp(exponents - exponents.max(axis=2, keepdims=True))
    distance = likely @ _DISTANCES / likely.sum(axis=2) * stride
    row, column = np.divmod(np.arange(len(weights)), SIDE // stride)
    centre = np.stack([column, row, column, row], axis=1) * stride + stride / 2
    signs = np.asarray((-1, -1, 1, 1))
    return np.asarray(centre + signs * distance, np.float32)
