"""The post that carries the plate: its two edges and its foot, found from the plate outward."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from grannsamverkan.imaging.evidence import Corners, Place, PostSeen
from grannsamverkan.imaging.looking import post_foot
from grannsamverkan.imaging.looking.boxes import Picture
from grannsamverkan.imaging.looking.camera import Floats
from grannsamverkan.imaging.looking.post_pairs import Floats32
from grannsamverkan.imaging.looking.post_seed import Guide, Seed, seed
from grannsamverkan.imaging.looking.post_trace import (
    OUTLINE,
    Course,
    Traced,
    View,
    fitted,
    grown,
    started,
)

_USUAL_PLATE_MM = (300.0, 400.0)
_MIDDLE = 0.5
"""Shares count from the edge of the first pixel, px here from its middle."""

_ABOVE = 1.5
"""How far above the plate the post is followed, in plate heights."""

_MARGIN_MM = 15.0
"""Clamps and shadows close to the plate hide the post's edges."""

_BESIDE, _BESIDE_PX = 2.0, 80.0
"""How far beside the first guess the post's edges are followed, in its widths and px more: a lens
bends a post by some 40 px."""

_SLEEVE_MM = 400.0
"""How much of a sleeve is fitted at first together with the post above it."""


def find(
    image: Picture,
    sign_corners: Corners,
    foot: Place | None = None,
    fastening: Place | None = None,
    plate_mm: tuple[float, float] = _USUAL_PLATE_MM,
) -> PostSeen | None:
    """The post behind the plate in an RGB picture, or None.

    `foot` and `fastening` were pointed out by a person. `plate_mm` is the plate's width and height.
    `score` is the share of the post, plate left out, along which both edges stand out.
    """
    guide = guide_of(image, sign_corners, plate_mm, [foot, fastening])
    followed = follow(image, guide, foot)
    return None if followed is None else _seen(image, followed, guide, foot)


_GREEN, _WHITE = 0.06, 0.7
"""Excess of green as a share of all light, and share of the brightest tone in the picture, from
which ground is taken as grass or as snow: snow gives back 0.8 of the light, dry concrete half."""


@dataclass(frozen=True)
class Followed:
    """A post's course, where its edges are seen, and the row `foot` where it ends, px, or None.

    `score` is the share of its length, above and below the plate, along which both edges stand out.
    """

    traced: Traced
    foot: float | None
    score: float

    @property
    def bottom(self) -> float:
        """The last row of the post in the picture."""
        return self.traced.course.bottom - 1 if self.foot is None else self.foot


def follow(image: Picture, guide: Guide, foot: Place | None = None) -> Followed | None:
    """The post from above the plate to its foot, as curves in px; None without a post."""
    first = seed(image, guide)
    if first is None:
        return None
    top = max(0.0, guide.corners[:, 1].min() - _ABOVE * np.ptp(guide.corners[:, 1]))
    left, right = _columns(image, first, top)
    view = View(_soft(image[:, left:right]), left, float(top), _gap(guide), guide.px_per_mm)
    traced = started(view, first)
    if traced is None:
        return None
    traced = _with_sleeve(image, view, grown(view, _outlined(image, view, traced)))
    strip = post_foot.unrolled(image, traced.course, view.gap[1], float(len(image)))
    end = foot[1] * len(image) - _MIDDLE if foot else post_foot.foot(strip, traced.course)
    bottom = float(len(image)) if end is None else end
    whole = post_foot.unrolled(image, traced.course, view.top, bottom)
    score = post_foot.support(whole, traced.course, view.gap)
    if end is not None:
        # Once more over its whole length, so that the course is right at the foot as well.
        traced = fitted(view, traced.course, end, OUTLINE[-1:]) or traced
    return Followed(traced, end, score)


def _columns(image: Picture, seed: Seed, top: float) -> tuple[int, int]:
    """The columns in which the post and what is beside it lie, from the row `top` on."""
    rows = np.array([top, len(image)]) - seed.level
    ends = np.array([x + slope * rows for x, slope in (seed.left, seed.right)])
    room = _BESIDE * (seed.right[0] - seed.left[0]) + _BESIDE_PX
    left = int(np.clip(ends.min() - room, 0, image.shape[1] - 1))
    return left, int(np.clip(ends.max() + room, left + 1, image.shape[1]))


def _outlined(image: Picture, view: View, traced: Traced) -> Traced:
    """`traced`, moved from lines of shade inside the post to its outline."""
    strip = post_foot.unrolled(image, traced.course, view.top, traced.limit)
    course = traced.course.outlined(*post_foot.outline(strip, view.gap))
    return fitted(view, course, traced.limit, OUTLINE) or traced


def _gap(guide: Guide) -> tuple[float, float]:
    """The rows that the plate hides."""
    margin = _MARGIN_MM * guide.px_per_mm
    return float(guide.corners[:, 1].min()) - margin, float(guide.corners[:, 1].max()) + margin


def guide_of(
    image: Picture, corners: Corners, plate_mm: tuple[float, float], pointed: list[Place | None]
) -> Guide:
    """What plate and persons say, in px."""
    size = np.array(image.shape[1::-1], np.float64)
    px = np.array(corners) * size - _MIDDLE
    sides = np.linalg.norm(px - np.roll(px, -1, axis=0), axis=1)
    # Turned about the post a plate seems narrower, never lower.
    scale = max((sides[1] + sides[3]) / plate_mm[1], (sides[0] + sides[2]) / plate_mm[0]) / 2
    through = [(float(x), float(y)) for x, y in (np.array(one) * size for one in pointed if one)]
    return Guide(px, float(scale), tuple(through))


def _soft(image: Picture) -> Floats32:
    return cv2.GaussianBlur(image, (0, 0), 0.7).astype(np.float32)


def _with_sleeve(image: Picture, view: View, traced: Traced) -> Traced:
    """`traced`, followed on along the wider sleeve if there is one."""
    strip = post_foot.unrolled(image, traced.course, view.gap[1], float(len(image)))
    found = post_foot.sleeve(strip)
    if found is None:
        return traced
    course = replace(traced.course, sleeve_top=found[0], sleeve_ratio=found[1])
    start = found[0] + _SLEEVE_MM * view.px_per_mm
    again = fitted(view, course, start, OUTLINE)
    return traced if again is None else grown(view, again)


def _seen(
    image: Picture, followed: Followed, guide: Guide, pointed_out: Place | None
) -> PostSeen | None:
    traced, gap = followed.traced, _gap(guide)
    course, both = traced.course, traced.seen[:, 0] & traced.seen[:, 1]
    below = (traced.rows > gap[1]) & (traced.rows < followed.bottom)
    if not below.any():
        return None
    above = traced.rows[both & (traced.rows < gap[0])]
    ends = np.array([float(above.min()) if len(above) else gap[0], followed.bottom])
    foot = pointed_out
    if foot is None and followed.foot is not None:
        foot = _place(image, float(course.middle_at(ends[1])), followed.foot)
    return PostSeen(
        edges=(_edge(image, course, ends, -1), _edge(image, course, ends, 1)),
        width=float(course.tube_at(ends).mean()) / image.shape[1],
        score=followed.score,
        foot=foot,
        foot_from="person" if pointed_out is not None else "picture" if foot else None,
    )


def _edge(image: Picture, course: Course, ends: Floats, side: int) -> tuple[Place, Place]:
    top, bottom = (_place(image, float(course.edge_at(y, side)), float(y)) for y in ends)
    return top, bottom


def _place(image: Picture, x: float, y: float) -> Place:
    return (x + _MIDDLE) / image.shape[1], (y + _MIDDLE) / image.shape[0]


def overgrown(image: Picture, foot: Place, width: float) -> bool:
    """Whether what is around the foot of a post can hide some of it: grass (green) or snow (white).

    `width` is the post's, as a share of the picture's.
    """
    px = width * image.shape[1]
    x, y = foot[0] * image.shape[1], foot[1] * image.shape[0]
    left, right = round(max(0.0, x - 1.5 * px)), round(x + 1.5 * px)
    around = image[round(max(0.0, y - px / 3)) : round(y + px / 2), left:right]
    if not around.size:
        return True
    usual = np.median(around.reshape(-1, 3), axis=0)
    red, green, blue = usual
    grass = 2 * green - red - blue > _GREEN * (red + green + blue)
    brightest = np.quantile(image[::8, ::8].reshape(-1, 3), 0.99, axis=0)
    snow = np.all(usual > _WHITE * brightest)
    return bool(grass or snow)
