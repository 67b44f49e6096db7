"""How much of what should be covered is, and how much else: one picture, and many."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from grannsamverkan.imaging.evaluation import Figure
from grannsamverkan.imaging.looking import covering, privacy
from grannsamverkan.imaging.looking.boxes import Box, Picture, within
from grannsamverkan.imaging.looking.covering import Keep, Mask

COVERED = 0.5
"""Share of a face or a plate that must be under cover."""

MOST_ELSEWHERE = 0.10
_NORMAL_95 = 1.96


@dataclass(frozen=True)
class Case:
    """A picture: what must be covered in it, and where covering is no loss. Boxes in px."""

    image: Picture
    targets: tuple[Box, ...]
    allowed: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Result:
    """Which targets are covered, and the share of the picture covered outside what is allowed."""

    hits: tuple[bool, ...]
    elsewhere: float


def read(path: Path) -> Picture:
    """The picture in a file as RGB; its EXIF turns it. Raises ValueError if it is none."""
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError(f"no picture: {path}")
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)


def cover(image: Picture, keep: Keep = covering.NOTHING) -> Mask:
    """Where the real function covers a picture."""
    return covering.mask(image, privacy.regions(image, keep=keep), keep)


def result(case: Case) -> Result:
    """What the real function makes of a case."""
    mask = cover(case.image)
    hits = tuple(_share(mask, target) > COVERED for target in case.targets)
    height, width = mask.shape
    for box in case.allowed:
        left, top, right, bottom = within(box, width, height)
        mask[top:bottom, left:right] = 0
    return Result(hits, float(np.count_nonzero(mask)) / mask.size)


def covered(
    name: str, results: Sequence[Result], *, note: str, least: float | None, aim: float | None
) -> Figure:
    """The share of all targets that are covered."""
    hits = [hit for one in results for hit in one.hits]
    return share(name, sum(hits), len(hits), least=least, aim=aim, note=note)


def elsewhere(name: str, results: Sequence[Result], *, note: str) -> Figure:
    """The mean share of a picture that is covered outside what is allowed."""
    shares = [one.elsewhere for one in results]
    worst = max(shares, default=0.0)
    return Figure(
        name,
        value=float(np.mean(shares)) if shares else 0.0,
        n=len(shares),
        unit="share of picture",
        most=MOST_ELSEWHERE,
        note=f"{note}; mean, worst picture {worst:.3f}",
    )


def share(
    name: str,
    count: int,
    total: int,
    *,
    least: float | None = None,
    most: float | None = None,
    aim: float | None = None,
    note: str = "",
) -> Figure:
    """A share of `total` cases with Wilson's 95 % interval."""
    value = count / total if total else 0.0
    return Figure(name, value, total, "share", _wilson(count, total), least, most, aim, note)


def _share(mask: Mask, target: Box) -> float:
    """Share 0..1 of a box, as far as it lies in the picture, that is covered."""
    left, top, right, bottom = within(target, mask.shape[1], mask.shape[0])
    part = mask[top:bottom, left:right]
    return float(np.count_nonzero(part)) / part.size if part.size else 0.0


def _wilson(count: int, total: int) -> tuple[float, float] | None:
    if not total:
        return None
    value, z2 = count / total, _NORMAL_95**2
    middle = (value + z2 / (2 * total)) / (1 + z2 / total)
    half = _NORMAL_95 * math.sqrt(value * (1 - value) / total + z2 / (4 * total**2))
    return max(0.0, middle - half / (1 + z2 / total)), min(1.0, middle + half / (1 + z2 / total))
