"""Upright boxes in px, as detectors give them, and the windows a large picture is looked at by."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

Picture = np.ndarray[Any, np.dtype[np.uint8]]
Numbers = np.ndarray[Any, np.dtype[np.float32]]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in px of the picture."""
Window = tuple[int, int, int, int]
"""The same in whole px: what is cut out."""


@dataclass(frozen=True)
class Found:
    """A thing a detector found, with its score 0..1."""

    box: Box
    score: float


def found(boxes: Numbers, scores: Numbers, *, overlap: float) -> list[Found]:
    """Detections from `boxes` (n, 4) and `scores` (n,), the best of each heap first.

    Those that share more than `overlap` (intersection over union) with a better one are dropped.
    """
    if not len(boxes):
        return []
    sized = np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], axis=1)
    kept = np.ravel(cv2.dnn.NMSBoxes(sized.tolist(), scores.tolist(), 0.0, overlap))
    return [Found(_plain(boxes[int(one)]), float(scores[int(one)])) for one in kept]


def sound(scores: Numbers) -> Numbers:
    """`scores` themselves. Raises FloatingPointError if any is not a number.

    None of those would reach a threshold: a broken detector would look like an empty street.
    """
    if not np.isfinite(scores).all():
        raise FloatingPointError("a detector's scores are not numbers")
    return scores


def best(things: Sequence[Found], *, overlap: float) -> list[Found]:
    """`things` of several looks, without those seen twice (as in `found`)."""
    boxes = np.asarray([thing.box for thing in things], np.float32).reshape(-1, 4)
    return found(boxes, np.asarray([thing.score for thing in things], np.float32), overlap=overlap)


def placed(things: Iterable[Found], window: Window, scale: float = 1.0) -> list[Found]:
    """`things` found in a window that was looked at at `scale`, in px of the whole picture."""
    left, top = window[:2]
    return [Found(_moved(thing.box, left, top, scale), thing.score) for thing in things]


def grown(box: Box, factor: float, least: float = 0.0) -> Box:
    """`box` about its centre, `factor` times as large, and each side by `least` px at least."""
    left, top, right, bottom = box
    across = max(least, (right - left) * (factor - 1) / 2)
    down = max(least, (bottom - top) * (factor - 1) / 2)
    return left - across, top - down, right + across, bottom + down


def inside(box: Box, outer: Box) -> bool:
    """Whether `box` lies wholly in `outer`."""
    return outer[0] <= box[0] and outer[1] <= box[1] and box[2] <= outer[2] and box[3] <= outer[3]


def touch(one: Box, other: Box) -> bool:
    """Whether two boxes share an area."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def merged(boxes: Iterable[Box]) -> list[Box]:
    """Boxes that touch, put together until none do."""
    done: list[Box] = []
    for box in boxes:
        joined = box
        while near := [other for other in done if touch(joined, other)]:
            done = [other for other in done if other not in near]
            joined = around([joined, *near])
        done.append(joined)
    return done


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box around `boxes`, of which there must be one."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def windows(width: int, height: int, *, side: int, overlap: int) -> list[Window]:
    """Equal windows of at most `side` px that cover a picture; neighbours share `overlap` px."""
    return [
        (left, top, right, bottom)
        for top, bottom in _spans(height, side, overlap)
        for left, right in _spans(width, side, overlap)
    ]


def within(box: Box, width: int, height: int) -> Window:
    """`box` in whole px, rounded outwards, as far as it lies in the picture."""
    return (
        max(0, math.floor(box[0])),
        max(0, math.floor(box[1])),
        min(width, math.ceil(box[2])),
        min(height, math.ceil(box[3])),
    )


def cut(image: Picture, window: Window) -> Picture:
    """The part of `image` in `window`."""
    left, top, right, bottom = window
    return image[top:bottom, left:right]


def resized(image: Picture, width: int, height: int) -> Picture:
    """`image` at another size: areas averaged when it shrinks, bilinear when it grows."""
    shrinks = width < image.shape[1]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (width, height), interpolation=how), np.uint8)


def scaled(image: Picture, scale: float) -> Picture:
    """`image` with both sides times `scale`."""
    height, width = image.shape[:2]
    if scale == 1:
        return image
    return resized(image, max(1, round(width * scale)), max(1, round(height * scale)))


def _spans(length: int, side: int, overlap: int) -> list[tuple[int, int]]:
    count = 1 if length <= side else math.ceil((length - overlap) / (side - overlap))
    step = (length - overlap) / count
    return [(round(step * n), round(step * (n + 1)) + overlap) for n in range(count)]


def _moved(box: Box, left: int, top: int, scale: float) -> Box:
    return (
        box[0] / scale + left,
        box[1] / scale + top,
        box[2] / scale + left,
        box[3] / scale + top,
    )


def _plain(row: Numbers) -> Box:
    left, top, right, bottom = (float(value) for value in row)
    return left, top, right, bottom
