"""The post's two edges to a fraction of a pixel, from a first guess.

In an upright picture a post runs down the rows: its edges are x as a function of y. Lens bend makes
them curves of the second degree; taper and perspective let their distance change evenly. These five
figures are fitted to the edge seen in each band of rows, again and again from a nearer window.
"""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from grannsamverkan.imaging.looking.camera import Floats
from grannsamverkan.imaging.looking.post_pairs import Floats32
from grannsamverkan.imaging.looking.post_seed import Mask, Seed

Places = npt.NDArray[np.intp]

_BANDS = 60
_START_MM, _STEP_MM = 700.0, 250.0
"""How far below the plate the first fit reaches and by how much it is then made longer."""

_ROWS = 10
_STEPS_PER_PX = 2
_SIGMA_PX = 1.2


@dataclass(frozen=True)
class Search:
    """How an edge is looked for: half the window as a share of the post's width, and how steep, as
    a share of the steepest, the outermost line must be to go before lines inside."""

    window: float
    nearly: float = 1.0


_FIRST = Search(0.30), Search(0.20), Search(0.12), Search(0.08)
OUTLINE = Search(0.12, 0.6), Search(0.10, 0.6)
"""Inside its outline a round post is shaded, which draws lines as strong as its edges."""

_LEAST_WINDOW_PX = 3.0
_LOOSE_SHARE, _LOOSE_PX = 0.06, 1.5
"""An edge found farther than this from the fit is no part of it."""

_BEND_PX, _TAPER = 40.0, 0.25
"""Standard errors of the bend from top to bottom, and of the width's change as a share of it."""

_SETTLED_PX = 1e-3
"""A fit that moves by less from one round to the next is done."""

_LEAST_WIDTH_PX = 3.0
_LEAST_STEP = 4.0
"""Grey levels by which an edge must stand out."""


@dataclass(frozen=True)
class Course:
    """A post between the rows `top` and `bottom`, px.

    With t from 0 at `top` to 1 at `bottom`, its middle is m0 + m1 t + m2 t², its width w0 + w1 t,
    times `sleeve_ratio` from the row `sleeve_top` on.
    """

    top: float
    bottom: float
    middle: tuple[float, float, float]
    width: tuple[float, float]
    sleeve_top: float = math.inf
    sleeve_ratio: float = 1.0

    def middle_at(self, y: Floats) -> Floats:
        """x of the middle line at rows `y`."""
        t = self.share_at(y)
        return self.middle[0] + self.middle[1] * t + self.middle[2] * t * t

    def tube_at(self, y: Floats) -> Floats:
        """Width in px along the row at rows `y`, as if there were no sleeve."""
        return self.width[0] + self.width[1] * self.share_at(y)

    def outlined(self, left: float, right: float) -> "Course":
        """The course whose edges are where this one has `left` and `right` halves of its width."""
        shift, wider = (left + right) / 4, (right - left) / 2
        return replace(
            self,
            middle=(
                self.middle[0] + shift * self.width[0],
                self.middle[1] + shift * self.width[1],
                self.middle[2],
            ),
            width=(self.width[0] * wider, self.width[1] * wider),
        )

    def sleeved(self, y: Floats) -> Mask:
        """Whether the sleeve is there, at rows `y`."""
        return np.asarray(y) >= self.sleeve_top

    def width_at(self, y: Floats) -> Floats:
        """Width in px along the row at rows `y`."""
        return self.tube_at(y) * np.where(self.sleeved(y), self.sleeve_ratio, 1.0)

    def edge_at(self, y: Floats, side: int) -> Floats:
        """x of the left (-1) or right (1) edge at rows `y`."""
        return self.middle_at(y) + side * self.width_at(y) / 2

    def share_at(self, y: Floats) -> Floats:
        """t at rows `y`."""
        return (np.asarray(y, np.float64) - self.top) / (self.bottom - self.top)


@dataclass(frozen=True)
class Traced:
    """A course fitted down to the row `limit`; by bands whether each edge lies on it.

    `rows` are the bands' levels, px, `seen` (n, 2) is for the left and the right edge.
    """

    course: Course
    rows: Floats
    seen: Mask
    limit: float

    def holds(self, start: float) -> bool:
        """Whether most bands from the row `start` to the limit show both edges."""
        new = (self.rows >= start) & (self.rows < self.limit)
        return bool(self.seen[new].all(axis=1).mean() > 0.5) if new.any() else True


@dataclass(frozen=True)
class View:
    """A softened RGB picture (h, w, 3) from its column `left` on, rows `gap` that the plate hides,
    and its scale there."""

    soft: Floats32
    left: int
    top: float
    gap: tuple[float, float]
    px_per_mm: float

    @property
    def deep(self) -> float:
        """Height of a band, px."""
        return (len(self.soft) - self.top) / _BANDS

    @property
    def rows(self) -> Floats:
        """Levels of the bands that the plate leaves free."""
        rows = self.top + np.arange(0.5, _BANDS, dtype=np.float64) * self.deep
        free: Floats = rows[(rows < self.gap[0]) | (rows > self.gap[1])]
        return free


def started(view: View, seed: Seed) -> Traced | None:
    """The course of the seed's edges above the plate and some way below it."""
    limit = view.gap[1] + _START_MM * view.px_per_mm
    return fitted(view, _from_seed(seed, view.top, float(len(view.soft))), limit, _FIRST)


def fitted(view: View, course: Course, limit: float, searches: tuple[Search, ...]) -> Traced | None:
    """The course fitted anew down to the row `limit`, search by search."""
    traced = None
    for search in searches:
        traced = _fit(view, course, limit, search)
        if traced is None:
            return None
        course = traced.course
    return traced


def grown(view: View, traced: Traced) -> Traced:
    """The course fitted farther down, piece by piece while both edges hold.

    It stops where they do not, as at the foot or where a wider sleeve begins, so that nothing below
    bends the course.
    """
    while traced.limit < len(view.soft):
        longer = _fit(view, traced.course, traced.limit + _STEP_MM * view.px_per_mm, OUTLINE[-1])
        if longer is None or not longer.holds(traced.limit):
            break
        traced = longer
    return traced


def _fit(view: View, course: Course, limit: float, search: Search) -> Traced | None:
    rows = view.rows
    found, strong = _edges(view, course, search)
    use = strong & (rows < limit)[:, None]
    fit = _fitted(course, rows, found, use)
    if fit is None or fit[0].tube_at(np.array([view.top, limit])).min() < _LEAST_WIDTH_PX:
        return None
    return Traced(fit[0], rows, fit[1] & strong, limit)


def _from_seed(seed: Seed, top: float, bottom: float) -> Course:
    tall = bottom - top
    left, right = (
        (edge[0] + edge[1] * (top - seed.level), edge[1] * tall) for edge in (seed.left, seed.right)
    )
    return Course(
        top,
        bottom,
        ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2, 0.0),
        (right[0] - left[0], right[1] - left[1]),
    )


def _edges(view: View, course: Course, search: Search) -> tuple[Floats, Mask]:
    """x of the edge near both sides of the course, by bands (n, 2), and whether it stands out."""
    rows = view.rows
    width = np.maximum(course.width_at(rows), 4)
    # Never past the middle, where the other edge would be taken for this one.
    half = np.minimum(np.maximum(search.window * width, _LEAST_WINDOW_PX), 0.4 * width)
    reach = float(half.max()) + 3
    outward = np.arange(-reach, reach, 1 / _STEPS_PER_PX)
    lines = rows[:, None] + np.linspace(-0.5, 0.5, _ROWS) * view.deep
    places, strengths = [], []
    for side in (-1, 1):
        x = course.edge_at(lines, side)[..., None] + side * outward
        tones = _tones(view.soft, x - view.left, lines[..., None])
        offset, strength = _edge(tones, outward, half, search.nearly)
        places.append(course.edge_at(rows, side) + side * offset)
        strengths.append(strength)
    return np.stack(places, axis=1), np.stack(strengths, axis=1) > _LEAST_STEP


def _tones(soft: Floats32, x: Floats, y: Floats) -> Floats32:
    """Colours (bands, steps, 3) at places (bands, rows, steps), mean over the rows of a band."""
    flat = (x.shape[0] * x.shape[1], x.shape[2])
    columns = x.reshape(flat).astype(np.float32)
    levels = np.broadcast_to(y, x.shape).reshape(flat).astype(np.float32)
    tones = cv2.remap(soft, columns, levels, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mean: Floats32 = np.asarray(tones, np.float32).reshape(*x.shape, 3).mean(axis=1)
    return mean


def _edge(tones: Floats32, outward: Floats, half: Floats, nearly: float) -> tuple[Floats, Floats]:
    """How far out (n,) px each profile's edge is, and by how many tones it steps.

    The edge is the outermost steepest place that is `nearly` as steep as the steepest.
    """
    sigma = _SIGMA_PX * _STEPS_PER_PX
    soft = cv2.GaussianBlur(tones, (0, 0), sigmaX=sigma, sigmaY=1e-3)
    change = np.abs(np.gradient(soft, axis=1)).max(axis=2)
    near = np.exp(-0.5 * (outward / half[:, None]) ** 2) * (np.abs(outward) <= half[:, None])
    weighed = change * near
    best = np.clip(_last_peak(weighed, nearly), 1, len(outward) - 2)
    index = np.arange(len(change))
    before, peak, after = (change[index, best + shift] for shift in (-1, 0, 1))
    bend = before - 2 * peak + after
    part = np.where(bend < 0, (before - after) / (2 * np.minimum(bend, -1e-6)), 0.0)
    offset = outward[best] + np.clip(part, -0.5, 0.5) / _STEPS_PER_PX
    return offset, peak * sigma * np.sqrt(2 * np.pi)


def _last_peak(profiles: Floats, nearly: float) -> Places:
    """Index (n,) of the last local maximum that is `nearly` as high as the highest."""
    inner = profiles[:, 1:-1]
    peaks = (inner >= profiles[:, :-2]) & (inner >= profiles[:, 2:])
    high = peaks & (inner >= nearly * profiles.max(axis=1, keepdims=True))
    last: Places = inner.shape[1] - np.argmax(high[:, ::-1], axis=1)
    return last


def _fitted(
    course: Course, rows: Floats, found: Floats, use: np.ndarray
) -> tuple[Course, np.ndarray] | None:
    """The course nearest to what was found, and which edges (n, 2) lie on it."""
    t = course.share_at(rows)
    one = np.ones_like(t)
    half = np.where(course.sleeved(rows), course.sleeve_ratio, 1.0) / 2
    sides = [np.stack([one, t, t * t, side * half, side * half * t], axis=1) for side in (-1, 1)]
    design, target = np.concatenate(sides), found.T.ravel()
    weight = use.T.ravel().astype(np.float64)
    if weight.sum() < 8 or use.any(axis=0).sum() < 2:
        return None
    loose = max(_LOOSE_PX, _LOOSE_SHARE * float(np.median(course.width_at(rows))))
    # What is usual of bend and taper keeps short traces from running wild.
    usual = np.array([_BEND_PX, _TAPER * float(np.median(course.tube_at(rows)))])
    pull = np.diag([0, 0, *(loose / usual[:1]) ** 2, 0, *(loose / usual[1:]) ** 2])
    share, off, solution = weight, target, np.zeros(5)
    for _ in range(8):
        weighted = design * share[:, None]
        normal = design.T @ weighted + pull + 1e-9 * np.eye(5)
        before = solution
        solution = np.asarray(np.linalg.solve(normal, weighted.T @ target), np.float64)
        off = design @ solution - target
        if np.abs(solution - before).max() < _SETTLED_PX:
            break
        share = weight / (1 + (off / loose) ** 2) ** 2
    near = (np.abs(off) < loose).reshape(2, -1).T
    middle = (float(solution[0]), float(solution[1]), float(solution[2]))
    return replace(course, middle=middle, width=(float(solution[3]), float(solution[4]))), near
