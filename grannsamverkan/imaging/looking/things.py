"""Persons and vehicles: NanoDet (Apache-2.0), on the whole picture and on windows of it."""

from dataclasses import dataclass

import numpy as np

from grannsamverkan.imaging.looking import boxes, networks
from grannsamverkan.imaging.looking.boxes import Found, Numbers, Picture

PERSON = 0.3
"""Score from which a person counts. Published for photos of 640 px: with CenterFace at 0.2,
the heads of persons of at least 0.3 cover 353 of 356 faces of 16 px or more, with 4.7 boxes a photo
that are none; at 0.2 they cover 354, with 7.8."""

VEHICLE = 0.2
"""Score from which a vehicle counts: at 0.2 the network finds 27 of 30 of at least 80 px and 21 of
28 smaller ones. Lower than for persons, since a whole vehicle is what covers its plate."""

SIDE = 416
"""Pixels of the square the network was made for, and trained with pictures pressed into."""

WINDOW, SHARED = 2 * SIDE, 120
"""A window is seen at half its size: a person of 50 px in the network, where nearly all are found,
is 100 px high. A person cut by a window's border is seen whole by another or in the whole
picture."""

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
    persons, vehicles = (
        boxes.best([thing for look in looks for thing in look[kind]], overlap=_SAME)
        for kind in (0, 1)
    )
    return Things(tuple(persons), tuple(vehicles))


def _windows(width: int, height: int) -> list[boxes.Window]:
    """The whole picture, and parts of it unless it is small."""
    parts = boxes.windows(width, height, side=WINDOW, overlap=SHARED)
    whole = (0, 0, width, height)
    return [whole] if len(parts) == 1 else [whole, *parts]


def _look(image: Picture, window: boxes.Window) -> tuple[list[Found], list[Found]]:
    """Persons and vehicles in one window, in px of the picture."""
    part = boxes.cut(image, window)
    sides, scores = _decoded(boxes.resized(part, SIDE, SIDE))
    sides *= np.tile((part.shape[1] / SIDE, part.shape[0] / SIDE), 2).astype(np.float32)
    persons, vehicles = scores[:, 0], scores[:, 1:].max(axis=1)
    return _seen(sides, persons, PERSON, window), _seen(sides, vehicles, VEHICLE, window)


def _seen(sides: Numbers, scores: Numbers, least_score: float, window: boxes.Window) -> list[Found]:
    likely = scores >= least_score
    return boxes.placed(boxes.found(sides[likely], scores[likely], overlap=_SAME), window)


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
