"""Posts without rust: strips of real street photos, for measuring only.

A post is looked for from each picture's largest labelled sign outward, as in the product, and the
sign is left out; where none is found, the thin strip straight below the sign stands for it. Photos
without signs give strips at even distances. All are set to 96 pixels of width, though most are but
a few pixels wide: the product itself would say that they are too small.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from grannsamverkan.imaging.evaluation.rust_drawn import ROWS
from grannsamverkan.imaging.evaluation.rust_photos import opened
from grannsamverkan.imaging.evidence import Box, Corners
from grannsamverkan.imaging.looking import features, post, rust
from grannsamverkan.imaging.looking.features import Edges, Picture
from grannsamverkan.imaging.looking.rust import Truths

SIGNS = "photos/street-signs"
PHONES = "photos/phones"
SIDES = re.compile(
    r"<xmin>(\d+)</xmin>\s*<ymin>(\d+)</ymin>\s*<xmax>(\d+)</xmax>\s*<ymax>(\d+)</ymax>"
)

PLATE_MM = (600.0, 600.0)
"""The usual side of the traffic signs in the set: it tells the finder how wide a post can be."""

THIN = 0.12
"""Width of the strip below a sign, as a share of the sign's: a post of 76 mm under 600 mm."""

PER_PHONE = 4
PHONE_SIDE = 1600
PHONE_WIDTH = 96


@dataclass(frozen=True)
class Clean:
    """A strip taken to be free of rust, which of its squares count, and what it was cut from.

    `source` is `post` (found), `below` (no post found) or `phone`.
    """

    pixels: Picture
    judged: Truths
    picture: str
    source: str


def read(data: Path, every: int = 1) -> Iterator[Clean]:
    """Yield the strips of every n-th picture of both sets below `data`."""
    for path in sorted((data / SIGNS).glob("*.png"))[::every]:
        yield from below_a_sign(path)
    for path in sorted((data / PHONES).glob("*.jpg"))[::every]:
        yield from across(path)


def below_a_sign(path: Path) -> Iterator[Clean]:
    """Yield the post under the picture's largest labelled sign, if any part of it is in sight."""
    picture = opened(path)
    sides = SIDES.findall(path.with_suffix(".xml").read_text("utf-8"))
    boxes = [tuple(map(int, each)) for each in sides]
    left, top, right, bottom = max(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    height, width = picture.shape[:2]
    sign = (left / width, top / height, right / width, bottom / height)
    found = post.find(picture, corners_of(sign), plate_mm=PLATE_MM)
    if found is not None:
        seen = rust.near(picture, found, corners_of(sign), None, None)
        if seen is not None:
            yield Clean(seen[0].pixels, seen[1], path.name, "post")
            return
    if bottom < height - 1:
        yield from whole(picture, thin(sign), path.name, "below")


def corners_of(box: Box) -> Corners:
    """Return the four corners of a box."""
    left, top, right, bottom = box
    return (left, top), (right, top), (right, bottom), (left, bottom)


def thin(sign: Box) -> Edges:
    """Return the edges of the thin strip straight below a sign, down to the picture's end."""
    left, _, right, bottom = sign
    middle, half = (left + right) / 2, (right - left) * THIN / 2
    return ((middle - half, bottom), (middle - half, 1)), (
        (middle + half, bottom),
        (middle + half, 1),
    )


def across(path: Path) -> Iterator[Clean]:
    """Yield upright strips of a photo at even distances."""
    picture = opened(path)
    shrink = PHONE_SIDE / max(picture.shape[:2])
    picture = np.asarray(cv2.resize(picture, None, fx=shrink, fy=shrink), np.uint8)
    half = PHONE_WIDTH / picture.shape[1] / 2
    for index in range(PER_PHONE):
        middle = (index + 0.5) / PER_PHONE
        edges: Edges = (
            ((middle - half, 0.0), (middle - half, 1.0)),
            ((middle + half, 0.0), (middle + half, 1.0)),
        )
        yield from whole(picture, edges, path.name, "phone")


def whole(picture: Picture, edges: Edges, name: str, source: str) -> Iterator[Clean]:
    """Yield the first rows of a strip, as many as learnt strips have; none if it is too short."""
    strip = features.straightened(picture, edges, (0, ROWS))
    judged = np.full((len(strip.pixels) // features.PATCH, features.ACROSS), True)
    yield Clean(strip.pixels, judged, name, source)
