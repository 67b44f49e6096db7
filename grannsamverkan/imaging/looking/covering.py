"""Making areas of a picture unrecognisable for good.

Each area becomes one flat colour, the mean of all it covers, with a soft, rounded rim outside it.
Pixelation and blur look alike but keep dozens of numbers about what they hide: of a face enough
for a network to tell whose it is among known ones, of a plate enough to try all its few letters
(McPherson and others, "Defeating image obfuscation with deep learning", 2016; Hill and others, "On
the (in)effectiveness of mosaicing and blurring", 2016). Three numbers tell a car's colour at most.
Areas that touch share one colour, so that no shape shows within, and a row of heads stays calm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from grannsamverkan.imaging.evidence import Covered, CoverKind
from grannsamverkan.imaging.looking.boxes import Box, Picture, within

Point = tuple[float, float]
Polygon = Sequence[Point]
Mask = np.ndarray[Any, np.dtype[np.uint8]]

_SOFT_SHARE = 1 / 250
_SOFT_LEAST = 2
_FARTHEST = 4
"""Widths of the rim beyond which nothing is changed, nor looked at to soften it."""

_FULL = 255


@dataclass(frozen=True)
class Region:
    """An area to be covered, in px. `wins`: also where it lies over the sign or the post."""

    kind: CoverKind
    box: Box
    score: float
    wins: bool = False

    def told(self, width: int, height: int) -> Covered:
        """The same as evidence about a picture of `width` x `height` px."""
        left, top, right, bottom = within(self.box, width, height)
        shares = left / width, top / height, right / width, bottom / height
        return Covered(self.kind, shares, self.score)


@dataclass(frozen=True)
class Keep:
    """What stays sharp, as outlines in px: the registered sign and the strip of its post."""

    sign: Polygon | None = None
    post: Polygon | None = None

    @property
    def outlines(self) -> tuple[Polygon, ...]:
        """Those that are known."""
        return tuple(outline for outline in (self.sign, self.post) if outline)


NOTHING = Keep()


def covered(image: Picture, regions: Sequence[Region], keep: Keep) -> Picture:
    """A copy of an RGB `image` in which nothing of `regions` can be seen, nor ever restored.

    `keep` stays as it is but for the regions that win over it.
    """
    core = mask(image, regions, keep)
    if not core.any():
        return image.copy()
    soft = max(_SOFT_LEAST, round(max(image.shape[:2]) * _SOFT_SHARE))
    touched = _around(core, _FARTHEST * soft)
    kept, core = _kept(image, keep)[touched], core[touched]
    near = _widened(core, soft)
    rim = np.asarray(cv2.GaussianBlur(near, (0, 0), soft / 2), np.uint8) & near
    result = image.copy()
    result[touched] = _filled(image[touched], core, near, np.maximum(core, rim & ~kept))
    return result


def _around(core: Mask, room: int) -> tuple[slice, slice]:
    """Rows and columns of all that is covered, with `room` px around."""
    left, top, width, height = cv2.boundingRect(core)
    rows = slice(max(0, top - room), top + height + room)
    return rows, slice(max(0, left - room), left + width + room)


def mask(image: Picture, regions: Sequence[Region], keep: Keep) -> Mask:
    """255 (h, w) where an RGB `image` is wholly covered, 0 elsewhere; the soft rim is not in it."""
    yielding = _drawn(image, [region for region in regions if not region.wins])
    winning = _drawn(image, [region for region in regions if region.wins])
    return np.asarray(yielding & ~_kept(image, keep) | winning, np.uint8)


def _filled(image: Picture, core: Mask, near: Mask, strength: Mask) -> Picture:
    """`image` under the mean colour of each coherent area of `core`, as strong as `strength`."""
    count, label = cv2.connectedComponents(near)
    hidden = core > 0
    colours = _means(image[hidden], label[hidden], count)
    touched = strength > 0
    share = strength[touched][:, None].astype(np.float32) / _FULL
    result = image.copy()
    result[touched] = np.rint(
        share * colours[label[touched]] + (1 - share) * image[touched]
    ).astype(np.uint8)
    return result


def _means(pixels: Picture, label: np.ndarray[Any, Any], count: int) -> np.ndarray[Any, Any]:
    """Mean colour (count, 3) of the `pixels` (n, 3) with each label."""
    amount = np.maximum(1, np.bincount(label, minlength=count))
    sums = [np.bincount(label, pixels[:, channel], count) for channel in range(3)]
    return np.asarray(np.stack(sums, axis=1) / amount[:, None], np.float32)


def _widened(core: Mask, by: int) -> Mask:
    """`core` and `by` px around it, its corners rounded."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by + 1, 2 * by + 1))
    return np.asarray(cv2.dilate(core, disc), np.uint8)


def _drawn(image: Picture, regions: Sequence[Region]) -> Mask:
    height, width = image.shape[:2]
    drawn = np.zeros((height, width), np.uint8)
    for region in regions:
        left, top, right, bottom = within(region.box, width, height)
        drawn[top:bottom, left:right] = _FULL
    return drawn


def _kept(image: Picture, keep: Keep) -> Mask:
    kept = np.zeros(image.shape[:2], np.uint8)
    for outline in keep.outlines:
        cv2.fillPoly(kept, [np.rint(np.asarray(outline)).astype(np.int32)], _FULL)
    return kept
