"""The large number on a plate, read where the edition has it printed."""

import re
from dataclasses import replace

import cv2
import numpy as np

from grannsamverkan.imaging.looking import texts
from grannsamverkan.imaging.looking.artwork import Floats, Picture
from grannsamverkan.imaging.looking.sign import Found

_LINE_HEIGHT = 64
"""Px; the recogniser itself works at 48."""

_MARGIN = 0.12
_LEAST_SCORE = 0.6
_WHOLE_SIDE = 900
_DIGIT = re.compile(r"\d")


def with_number(image: Picture, found: Found) -> Found:
    """`found` with the number read on its plate in the RGB `image`, if any can be read."""
    box = found.artwork.number_box
    text = _in_box(image, found, box) if box is not None else _anywhere(image, found)
    return replace(found, seen=replace(found.seen, number=text))


def _in_box(image: Picture, found: Found, box: tuple[float, float, float, float]) -> str | None:
    left, top, right, bottom = box
    across, down = _MARGIN * (right - left), _MARGIN * (bottom - top)
    part = (left - across, top - down, right + across, bottom + down)
    line = _laid_flat(image, found, part, _LINE_HEIGHT / (part[3] - part[1]))
    height, width = line.shape[:2]
    whole = texts.TextBox(((0, 0), (width, 0), (width, height), (0, height)), 1.0)
    [(text, score)] = texts.read(line, [whole])
    return text.strip() or None if score >= _LEAST_SCORE else None


def _anywhere(image: Picture, found: Found) -> str | None:
    """The tallest line with a digit in it."""
    plate = _laid_flat(image, found, (0, 0, 1, 1), _WHOLE_SIDE)
    boxes = texts.find(plate, long_side=_WHOLE_SIDE)
    lines = [
        (box.bounds[3] - box.bounds[1], text.strip())
        for box, (text, score) in zip(boxes, texts.read(plate, boxes), strict=True)
        if score >= _LEAST_SCORE and _DIGIT.search(text)
    ]
    return max(lines)[1] if lines else None


def _laid_flat(
    image: Picture, found: Found, box: tuple[float, float, float, float], plate_height: float
) -> Picture:
    """A piece of the plate (shares) seen straight on, as if the plate were so many px high."""
    artwork = found.artwork
    left, top, right, bottom = box
    scale = plate_height / artwork.height_mm
    size = (
        max(1, round((right - left) * artwork.width_mm * scale)),
        max(1, round((bottom - top) * artwork.height_mm * scale)),
    )
    to_mm: Floats = np.asarray(
        [
            [1 / scale, 0, left * artwork.width_mm + 0.5 / scale],
            [0, 1 / scale, top * artwork.height_mm + 0.5 / scale],
            [0, 0, 1],
        ]
    )
    flat = cv2.warpPerspective(
        image,
        found.homography @ to_mm,
        size,
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(flat, np.uint8)
