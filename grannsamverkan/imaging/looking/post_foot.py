"""How far down a traced post goes: its wider sleeve, if it has one, and its foot.

The post is unrolled into a strip: rows down the post, columns u across it, -1 on the left edge
and 1 on the right one.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from grannsamverkan.imaging.looking.boxes import Picture
from grannsamverkan.imaging.looking.camera import Floats
from grannsamverkan.imaging.looking.post_pairs import Floats32
from grannsamverkan.imaging.looking.post_trace import Course

_COLUMNS = 40
"""Columns of the strip for each post's width."""

_OUT = 2.0
_ROW_SHARE = 1 / 16
"""Distance of the strip's rows as a share of the post's width."""

_SIGMAS = 4
"""Deviations within which a Gaussian is not yet nothing."""

_SIDE, _ALONG = 3, 11
"""Columns and rows over which tones are averaged: a thirteenth of the width, two thirds of it."""

_NEAR = 0.08
_BESIDE = 1.5
"""From here on, in halves of the width, the strip shows what is behind the post."""

_LONG, _STRONG, _EVEN = 17, 0.85, 0.5
_INNERMOST, _OUTERMOST = 0.6, 1.8
_LEAST = 0.4
_WEAKEST, _NOISE = 2.0, 1.5
"""An edge counts half where it steps by twice what is usual there and 1.5 tones more: the noise of
a dim photo after averaging."""

_BEFORE, _AFTER, _MODEL = 120, 120, 40
"""Rows before and after the edges' end in which the foot is looked for, and rows above them that
tell what the post looks like: 8 and 2.5 post widths."""

_INSIDE, _OUTSIDE, _FARTHEST = 0.8, 1.25, 1.8
"""Halves of the width within which a row shows the post, and beyond which the ground."""

_STANDS_OUT = 0.55
_SLEEVES = tuple(float(ratio) for ratio in np.arange(1.12, 1.81, 0.04))
_SLEEVE_GAIN = 8.0
"""Evidence, in rows, that a sleeve must bring beyond the bare post: most of a post's width."""


@dataclass(frozen=True)
class Strip:
    """`tones` (n, columns, 3) of the unrolled post at the rows `rows` (n,) px of the picture."""

    rows: Floats
    tones: Floats32

    @cached_property
    def steps(self) -> Floats32:
        """Step of tone across each column (n, columns), in the colour that steps most.

        Means over a part of the post's width and of its length: a texture has none, an edge has.
        """
        soft = cv2.blur(self.tones, (_SIDE, _ALONG))
        ahead, behind = (
            np.roll(soft, shift, axis=1) for shift in (-(_SIDE // 2 + 1), _SIDE // 2 + 1)
        )
        across: Floats32 = np.abs(ahead - behind).max(axis=2)
        across[:, :_SIDE] = across[:, -_SIDE:] = 0
        return across

    @cached_property
    def usual(self) -> Floats32:
        """The usual step (n,) beside the post."""
        beside: Floats32 = np.median(self.steps[:, np.abs(_across(self)) > _BESIDE], axis=1)
        return beside


def unrolled(image: Picture, course: Course, start: float, end: float) -> Strip:
    """The strip of an RGB picture from the row `start` to the row `end`; rows may be none."""
    wide = float(course.width_at(np.array(start)))
    step = max(1.0, _ROW_SHARE * wide)
    rows = np.arange(start, min(end, image.shape[0] - 1), step)
    across = np.linspace(-_OUT, _OUT, round(_OUT * _COLUMNS) + 1)
    half = course.tube_at(rows)[:, None] / 2
    x = course.middle_at(rows)[:, None] + half * across
    y = np.repeat(rows[:, None], len(across), axis=1)
    return Strip(rows, _soft_tones(image, x, y, max(0.6, wide / 2 / _COLUMNS)))


def _soft_tones(image: Picture, x: Floats, y: Floats, sigma: float) -> Floats32:
    """Colours (rows, columns, 3) of the picture, softened by `sigma` px, at places x, y."""
    if not x.size:
        return np.zeros((*x.shape, 3), np.float32)
    room = math.ceil(_SIGMAS * sigma) + 1
    left, right = _span(x, room, image.shape[1])
    top, bottom = _span(y, room, image.shape[0])
    soft = cv2.GaussianBlur(image[top:bottom, left:right], (0, 0), sigma)
    tones = cv2.remap(
        soft.astype(np.float32),
        (x - left).astype(np.float32),
        (y - top).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(tones, np.float32)


def _span(places: Floats, room: int, length: int) -> tuple[int, int]:
    """The px that hold `places` with `room` around them, one at least, inside the picture."""
    first = int(np.clip(np.floor(places.min()) - room, 0, length - 1))
    return first, int(np.clip(np.ceil(places.max()) + room + 1, first + 1, length))


def outline(strip: Strip, hidden: tuple[float, float]) -> tuple[float, float]:
    """Where the post's outline is, in halves of the course's width: left (about -1) and right.

    Inside, a round post is shaded from edge to edge and each line of the shade can be taken for
    its edge; outside, the background's lines cross it. So the outermost strong line is the edge.
    """
    free = (strip.rows < hidden[0]) | (strip.rows > hidden[1])
    soft = cv2.blur(strip.tones, (1, _LONG))[free]
    step = np.abs(np.gradient(soft, axis=1)).max(axis=2)
    line = np.median(step / (step + 1), axis=0)
    across = np.linspace(-_OUT, _OUT, len(line))
    peak = np.r_[False, (line[1:-1] >= line[:-2]) & (line[1:-1] >= line[2:]), False]
    edges = []
    for side in (-1, 1):
        outward = across * side
        highest = line[(outward > _INNERMOST) & (outward < _OUTERMOST)].max()
        # Shade goes on to the outline; what lies beyond an even stretch is the background's.
        even = outward[(outward > 1) & (line < _EVEN * highest)]
        near = (outward > _INNERMOST) & (outward < min([*even, _OUTERMOST]))
        strong = outward[near & peak & (line >= _STRONG * highest)]
        edges.append(side * float(strong.max() if len(strong) else 1))
    return edges[0], edges[1]


def sleeve(strip: Strip) -> tuple[float, float] | None:
    """The row where a wider sleeve begins and how many times as wide as the post it is."""
    if len(strip.rows) <= _ALONG:
        return None
    bare = np.cumsum(_both(strip, 1.0) - _LEAST)
    best = (float(bare.max()) + _SLEEVE_GAIN, 0, 1.0)
    for ratio in _SLEEVES:
        wider = np.cumsum(_both(strip, ratio) - _LEAST)
        # From each row on, the best that the wider edges can still add.
        onward = np.maximum.accumulate(wider[::-1])[::-1] - wider
        total = bare + onward
        row = int(total.argmax())
        if total[row] > best[0]:
            best = (float(total[row]), row, ratio)
    return (float(strip.rows[best[1]]), best[2]) if best[1] else None


def _both(strip: Strip, ratio: float) -> Floats32:
    """Evidence 0..1 (n,) that there is an edge at `ratio` on either side."""
    across = _across(strip)
    sides = [strip.steps[:, np.abs(across - side * ratio) < _NEAR].max(axis=1) for side in (-1, 1)]
    weaker = np.minimum(*sides)
    evidence: Floats32 = weaker / (weaker + _WEAKEST * strip.usual + _NOISE)
    return evidence


def foot(strip: Strip, course: Course) -> float | None:
    """The row where the post goes out of sight; None where it leaves the picture.

    First by where both edges lose trace; around there, each row looks either like the post above or
    like the ground beside it, and the foot is where that changes best.
    """
    if len(strip.rows) <= _MODEL + _ALONG:
        return None
    ratios = np.where(course.sleeved(strip.rows), course.sleeve_ratio, 1.0)
    seen = _evidence(strip, course)
    end = int(np.cumsum(seen - _LEAST).argmax())
    first, last = max(_MODEL, end - _BEFORE), min(len(strip.rows), end + _AFTER)
    if last - first < _ALONG:
        return None
    ratio = float(ratios[min(end, len(ratios) - 1)])
    unlike_post = _unlike_post(strip, first, last, ratio)
    unlike_ground = _unlike_ground(strip, first, last, ratio)
    like_post = (unlike_ground - unlike_post) / (unlike_ground + unlike_post + 1)
    row = first + int(np.cumsum(like_post + seen[first:last] - _LEAST).argmax())
    return None if row >= len(strip.rows) - _ALONG else float(strip.rows[row])


def support(strip: Strip, course: Course, hidden: tuple[float, float]) -> float:
    """Share 0..1 of the rows outside `hidden` in which both edges stand out from what is around.

    Lines that are drawn through noise find an edge near them everywhere, but none that stands out.
    """
    seen = _evidence(strip, course)[(strip.rows < hidden[0]) | (strip.rows > hidden[1])]
    return float((seen > _STANDS_OUT).mean()) if len(seen) else 0.0


def _evidence(strip: Strip, course: Course) -> Floats32:
    """Evidence 0..1 (n,) of both edges, of the sleeve where it is."""
    sleeved = course.sleeved(strip.rows)
    bare = _both(strip, 1.0)
    return np.where(sleeved, _both(strip, course.sleeve_ratio), bare) if sleeved.any() else bare


def _unlike_post(strip: Strip, first: int, last: int, ratio: float) -> Floats:
    """How far each row (n,) is from what the post looks like above, in tones."""
    inside = np.abs(_across(strip)) < _INSIDE * ratio
    usual = strip.tones[first - _MODEL : first, inside].mean(axis=0)
    off: Floats = np.abs(strip.tones[first:last, inside] - usual).mean(axis=(1, 2))
    return off


def _unlike_ground(strip: Strip, first: int, last: int, ratio: float) -> Floats:
    """How far each row (n,) is from the ground to its left or right, the nearer of both."""
    across = _across(strip)
    tones = cv2.blur(strip.tones, (1, _ALONG))[first:last]
    inside = tones[:, np.abs(across) < _INSIDE * ratio]
    sides = [
        tones[:, across * side > min(_OUTSIDE * ratio, _FARTHEST)].mean(axis=1) for side in (-1, 1)
    ]
    off: Floats = np.min(
        [np.abs(inside - side[:, None]).mean(axis=(1, 2)) for side in sides], axis=0
    )
    return off


def _across(strip: Strip) -> Floats:
    return np.linspace(-_OUT, _OUT, strip.tones.shape[1])
