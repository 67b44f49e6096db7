"""Strips cut out of pictures of rust whose outlines were drawn by hand (`rust-polygons`).

The set holds several altered copies of each picture (turned, darkened, on black): they share the
first part of their name and are one group. Strips are cut at any place, size and angle, so that a
wall, a screw and a tank are seen as a post would be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from grannsamverkan.imaging.evaluation.rust_drawn import ROWS, Chance, Example, poorly_seen
from grannsamverkan.imaging.looking.features import WIDTH, Floats, Picture, moved

FOLDER = "photos/rust-polygons"
MOST_BLACK = 0.01
"""Share of a strip that may lie on the black around a turned picture."""

RUSTY = 0.02
"""A strip is a rusty one when rust covers this share of it or more."""

TRIES = 60
WINDOW = 40
"""Side in pixels of a window of rust that is put on drawn posts."""


@dataclass(frozen=True)
class Photo:
    """A picture (h, w, 3), its rust (h, w) 0 or 1, what is black around it, and its group."""

    picture: Picture
    rust: Picture
    black: Picture
    group: str


def read(data: Path, every: int = 1) -> list[Photo]:
    """Return every n-th picture of the set below `data`, in name order."""
    return [photo(path) for path in sorted((data / FOLDER).glob("*.jpg"))[::every]]


def opened(path: Path) -> Picture:
    """Return a picture as RGB, upright; raise ValueError if it cannot be read."""
    found = cv2.imread(str(path))
    if found is None:
        raise ValueError(f"no picture: {path}")
    return np.asarray(cv2.cvtColor(found, cv2.COLOR_BGR2RGB), np.uint8)


def photo(path: Path) -> Photo:
    """Return one picture with its outlines, which stand beside it as shares of its sides."""
    picture = opened(path)
    rust = np.zeros(picture.shape[:2], np.uint8)
    for line in path.with_suffix(".txt").read_text("utf-8").splitlines():
        outline = np.array(line.split()[1:], np.float64).reshape(-1, 2)
        cv2.fillPoly(rust, [(outline * rust.shape[::-1]).astype(np.int32)], 1)
    return Photo(picture, rust, surrounding(picture), path.name.partition("_jpg")[0])


def surrounding(picture: Picture) -> Picture:
    """Return where (h, w) the picture is the black (or dark grey) that a turn left in its corners.

    The fill is of one colour but for its noise; what is as dark inside the picture is not joined
    to a corner.
    """
    filled = np.zeros((picture.shape[0] + 2, picture.shape[1] + 2), np.uint8)
    smooth = cv2.medianBlur(picture, 5)
    down, right = picture.shape[0] - 1, picture.shape[1] - 1
    for corner in ((0, 0), (right, 0), (0, down), (right, down)):
        if smooth[corner[1], corner[0]].max() < 80:
            flags = 4 | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE | (1 << 8)
            cv2.floodFill(smooth, filled, corner, 0, (9, 9, 9), (9, 9, 9), flags)
    return filled[1:-1, 1:-1]


def windows(photos: Sequence[Photo]) -> list[Picture]:
    """Return square windows that are all rust, side by side, of all the pictures."""
    return [
        each.picture[top : top + WINDOW, left : left + WINDOW]
        for each in photos
        for top in range(0, each.rust.shape[0] - WINDOW, WINDOW // 2)
        for left in range(0, each.rust.shape[1] - WINDOW, WINDOW // 2)
        if each.rust[top : top + WINDOW, left : left + WINDOW].mean() > 0.98
    ]


def strips(chance: Chance, source: Photo, count: int, *, rust: bool) -> Iterator[Example]:
    """Yield up to `count` strips of a picture, on its rust or wholly beside it."""
    wanted = np.argwhere((source.rust > 0) == rust)
    found = 0
    for _ in range(TRIES * count):
        if found == count or not len(wanted):
            return
        example = one(chance, source, wanted[chance.integers(len(wanted))][::-1])
        if example is not None and fits(example, rust=rust):
            found += 1
            yield example


def fits(example: Example, *, rust: bool) -> bool:
    """Return whether the strip is clearly a rusty one, or one without any outlined rust."""
    share = float(example.rust.mean())
    return share >= RUSTY if rust else share == 0


def one(chance: Chance, source: Photo, around: Floats) -> Example | None:
    """Return a strip through the point `around` (x, y); None where it would leave the picture."""
    width = float(np.exp(chance.uniform(np.log(60), np.log(190))))
    matrix = placed(chance, np.asarray(around, np.float32), width / WIDTH)
    ends = np.array([(0, 0), (WIDTH, 0), (WIDTH, ROWS), (0, ROWS)], np.float32)
    corners = moved(ends, matrix)
    if corners.min() < 0 or (corners.max(axis=0) >= source.rust.shape[::-1]).any():
        return None
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    pixels, rust, black = (
        cv2.warpPerspective(plane, matrix, (WIDTH, ROWS), flags=flags)
        for plane in (source.picture, source.rust.astype(np.float32), source.black)
    )
    if black.mean() > MOST_BLACK:
        return None
    seen = poorly_seen(chance, pixels.astype(np.float32) * chance.uniform(0.8, 1.15))
    return Example(seen, rust, source.group)


def placed(chance: Chance, around: Floats, zoom: float) -> Floats:
    """Return the matrix from a strip at any angle, `around` somewhere in it, to the picture."""
    turn = chance.uniform(0, 2 * np.pi)
    cosine, sine = zoom * np.cos(turn), zoom * np.sin(turn)
    linear = np.array([[cosine, -sine], [sine, cosine]])
    shift = around - linear @ chance.uniform((0, 0), (WIDTH, ROWS))
    return np.vstack([np.column_stack([linear, shift]), (0, 0, 1)])
