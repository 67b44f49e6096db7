"""The post that carries the plate: its two edges and its foot, found from the plate outward."""

from dataclasses import replace

import cv2
import numpy as np

from grannsamverkan.imaging.evidence import Corners, Place, PostSeen
from grannsamverkan.imaging.looking import post_foot
from grannsamverkan.imaging.looking.camera import Floats
from grannsamverkan.imaging.looking.post_seed import Floats32, Guide, Image, seed
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

_SLEEVE_MM = 400.0
"""How much of a sleeve is fitted at first together with the post above it."""


def find(
    image: Image,
    sign_corners: Corners,
    foot: Place | None = None,
    fastening: Place | None = None,
    plate_mm: tuple[float, float] = _USUAL_PLATE_MM,
) -> PostSeen | None:
    """The post behind the plate in an RGB picture, or None.

    `foot` and `fastening` were pointed out by a person. `plate_mm` is the plate's width and height.
    `score` is the share of the post, from the plate to its foot, along which both edges are seen.
    """
    guide = guide_of(image, sign_corners, plate_mm, [foot, fastening])
    traced = traced_post(image, guide)
    return None if traced is None else _seen(image, traced, guide, foot)


def traced_post(image: Image, guide: Guide) -> Traced | None:
    """The post's course, as curves, and where its edges are seen; None without a post."""
    first = seed(image, guide)
    if first is None:
        return None
    top = max(0.0, guide.corners[:, 1].min() - _ABOVE * np.ptp(guide.corners[:, 1]))
    view = View(_soft(image), float(top), _gap(guide), guide.px_per_mm)
    traced = started(view, first)
    if traced is None:
        return None
    strip = post_foot.unrolled(image, traced.course, view.top, traced.limit)
    course = traced.course.outlined(*post_foot.outline(strip, view.gap))
    traced = fitted(view, course, traced.limit, OUTLINE) or traced
    return _with_sleeve(image, view, grown(view, traced))


def _gap(guide: Guide) -> tuple[float, float]:
    """The rows that the plate hides."""
    margin = _MARGIN_MM * guide.px_per_mm
    return float(guide.corners[:, 1].min()) - margin, float(guide.corners[:, 1].max()) + margin


def guide_of(
    image: Image, corners: Corners, plate_mm: tuple[float, float], pointed: list[Place | None]
) -> Guide:
    """What plate and persons say, in px."""
    size = np.array(image.shape[1::-1], np.float64)
    px = np.array(corners) * size - _MIDDLE
    sides = np.linalg.norm(px - np.roll(px, -1, axis=0), axis=1)
    # Turned about the post a plate seems narrower, never lower.
    scale = max((sides[1] + sides[3]) / plate_mm[1], (sides[0] + sides[2]) / plate_mm[0]) / 2
    through = [(place[0] * size[0] - _MIDDLE, place[1] * size[1] - _MIDDLE) for place in pointed if place]
    return Guide(px, float(scale), tuple(through))


def _soft(image: Image) -> Floats32:
    return cv2.GaussianBlur(image, (0, 0), 0.7).astype(np.float32)


def _with_sleeve(image: Image, view: View, traced: Traced) -> Traced:
    """`traced`, followed on along the wider sleeve if there is one."""
    strip = post_foot.unrolled(image, traced.course, view.gap[1], float(len(image)))
    found = post_foot.sleeve(strip)
    if found is None:
        return traced
    course = replace(traced.course, sleeve_top=found[0], sleeve_ratio=found[1])
    start = found[0] + _SLEEVE_MM * view.px_per_mm
    again = fitted(view, course, start, OUTLINE)
    return traced if again is None else grown(view, again)


def _seen(image: Image, traced: Traced, guide: Guide, pointed_out: Place | None) -> PostSeen | None:
    course, height, gap = traced.course, image.shape[0], _gap(guide)
    end = post_foot.foot(post_foot.unrolled(image, course, gap[1], float(height)), course)
    bottom = height - 1.0
    if pointed_out is not None:
        bottom = pointed_out[1] * height - _MIDDLE
    elif end is not None:
        bottom = end
    below = (traced.rows > gap[1]) & (traced.rows < bottom)
    if not below.any():
        return None
    foot = pointed_out
    if foot is None and end is not None:
        foot = _place(image, float(course.middle_at(np.array(bottom))), bottom)
    both = traced.seen[:, 0] & traced.seen[:, 1]
    above = traced.rows[both & (traced.rows < gap[0])]
    top = float(above.min()) if len(above) else gap[0]
    ends = np.array([top, bottom])
    return PostSeen(
        edges=(_edge(image, course, ends, -1), _edge(image, course, ends, 1)),
        width=float(course.tube_at(ends).mean()) / image.shape[1],
        score=float(both[below].mean()),
        foot=foot,
        foot_from="person" if pointed_out is not None else "picture" if foot else None,
    )


def _edge(image: Image, course: Course, ends: Floats, side: int) -> tuple[Place, Place]:
    top, bottom = (_place(image, float(course.edge_at(y, side)), float(y)) for y in ends)
    return top, bottom


def _place(image: Image, x: float, y: float) -> Place:
    return (x + _MIDDLE) / image.shape[1], (y + _MIDDLE) / image.shape[0]
