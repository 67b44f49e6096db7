"""Rust and stain on the post near the fastening: a hint with a probability, for a person to judge.

The post is set upright (`features`) around the plate, the plate itself is left out, and each small
square gets a probability of its own. The post's probability rests on its most suspicious squares.
Zinc that is scratched, bare or sound is never judged here.
"""

import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from grannsamverkan.imaging import weights
from grannsamverkan.imaging.evidence import Box, Corners, Place, PostSeen, RustSeen
from grannsamverkan.imaging.looking import features
from grannsamverkan.imaging.looking.features import PATCH, WIDTH, Floats, Picture, Strip

SHIPPED = "rust-1"

LEAST_WIDTH = 60
"""Pixels a post must be wide. Below, a square of a sixth of it has fewer than 10 x 10 pixels of its
own, and a spot of 5 mm on a post of 76 mm fewer than 4: colour blends with its surroundings."""

NEAR_MM = 150.0
"""How far above and below the plate is looked, in mm: where clamps sit and what runs down of them
shows. Plates of Swedish neighbourhood watch are 200 to 300 mm high, so `NEAR_SHARE` of the plate's
height comes to the same where no scale is known."""

NEAR_SHARE = 0.6
NEAR_WIDTHS = 2.5
"""As far, in widths of the post, around a fastening pointed out where no plate is known."""

RIM = 4
"""Pixels of the strip around the plate that are left out too: its edge and its shadow."""

SUSPICIOUS = 3
"""Squares the post's score is the mean of. One would follow every speck, many would miss spots."""

SHOWN = 0.5
"""Probability from which on a square is shown and counted into the area."""

SUREST = 0.99
"""No probability is shown beyond this or below 1 minus this: so few examples cannot tell."""

Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Slope:
    """A calibration: the probability of a score is the logistic of `factor` * score + `shift`."""

    factor: float
    shift: float

    def probability(self, score: Floats) -> Floats:
        """Return probabilities of scores."""
        return np.asarray(1 / (1 + np.exp(-(self.factor * score + self.shift))))


@dataclass(frozen=True)
class Model:
    """Weights: plain numbers, as many as `features.COUNT`, to be applied to standardised features.

    `square` calibrates the score of a square, `strip` that of a whole post.
    """

    name: str
    mean: tuple[float, ...]
    spread: tuple[float, ...]
    weight: tuple[float, ...]
    bias: float
    square: Slope
    strip: Slope

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Return the model of a weights file; raise ValueError if it is none."""
        try:
            told = json.loads(content)
            mean, spread, weight = (
                tuple(map(float, told[key])) for key in ("mean", "spread", "weight")
            )
            square, strip = (Slope(**told[key]) for key in ("square", "strip"))
            model = cls(str(told["name"]), mean, spread, weight, float(told["bias"]), square, strip)
        except (KeyError, TypeError, UnicodeDecodeError, json.JSONDecodeError) as problem:
            raise ValueError(f"no weights of a rust model: {problem}") from problem
        model.check()
        return model

    @classmethod
    def shipped(cls) -> Self:
        """Return the model that comes with the product."""
        return cls.read(_shipped())

    def check(self) -> None:
        """Raise ValueError unless every list is as long as a square has features, and finite."""
        lists = (self.mean, self.spread, self.weight)
        if any(len(each) != features.COUNT for each in lists):
            raise ValueError(f"the weights are not for {features.COUNT} features")
        slopes = (self.square.factor, self.square.shift, self.strip.factor, self.strip.shift)
        if not np.isfinite([*np.concatenate(lists), self.bias, *slopes]).all():
            raise ValueError("the weights are not all finite")
        if min(self.spread) <= 0:
            raise ValueError("a feature's spread must be above 0")

    def write(self) -> bytes:
        """Return the weights file, which `read` reads."""
        return (json.dumps(asdict(self), indent=1) + "\n").encode()

    def scores(self, numbers: Floats) -> Floats:
        """Return the score of each square whose features stand in the last axis of `numbers`."""
        standard = (numbers - np.array(self.mean)) / np.array(self.spread)
        return np.asarray(standard @ np.array(self.weight) + self.bias, np.float32)

    def squares(self, numbers: Floats) -> Floats:
        """Return the probability of each square."""
        return self.square.probability(self.scores(numbers))

    def probability(self, numbers: Floats, judged: Truths) -> float:
        """Return the probability that the post is rusty, from features (down, across, …).

        `judged` (down, across) says which squares count; one at least must.
        """
        return float(self.strip.probability(worst(self.scores(numbers)[judged])))


@cache
def _shipped() -> bytes:
    return files(weights).joinpath(f"{SHIPPED}.json").read_bytes()


def worst(scores: Floats) -> Floats:
    """Return the score of a post: the mean of its most suspicious squares' (n,)."""
    return np.asarray(np.sort(scores)[-SUSPICIOUS:].mean())


def look(
    picture: Picture,
    post: PostSeen | None,
    corners: Corners | None = None,
    *,
    fastening: Place | None = None,
    mm_per_pixel: float | None = None,
    model: Model | None = None,
) -> RustSeen:
    """Return what is to be seen of rust on the post in an upright RGB picture (h, w, 3).

    `corners` are the plate's, which is left out; `fastening` was pointed out by a person.
    `mm_per_pixel` is the scale at the plate. Without a post, or with none of it in sight near the
    plate, the state is `no_post`.
    """
    model = model or Model.shipped()
    if post is None:
        return RustSeen("no_post", model.name)
    if pixels_wide(picture, post) < LEAST_WIDTH:
        return RustSeen("too_small", model.name)
    found = near(picture, post, corners, fastening, mm_per_pixel)
    if found is None:
        return RustSeen("no_post", model.name)
    strip, judged = found
    numbers = features.of(strip.pixels)
    chances = np.where(judged, model.squares(numbers).clip(1 - SUREST, SUREST), 0)
    return RustSeen(
        state="judged",
        model=model.name,
        probability=min(max(model.probability(numbers, judged), 1 - SUREST), SUREST),
        area_mm2=area(chances, strip, mm_per_pixel),
        patches=shown(chances, strip, picture),
    )


def pixels_wide(picture: Picture, post: PostSeen) -> float:
    """Return the post's width in pixels of the picture, across its own direction."""
    edges = features.in_pixels((*post.edges[0], *post.edges[1]), picture)
    return features.width_of(edges.reshape(2, 2, 2))


def near(
    picture: Picture,
    post: PostSeen,
    corners: Corners | None,
    fastening: Place | None,
    mm_per_pixel: float | None,
) -> tuple[Strip, Truths] | None:
    """Return the part of the post near the fastening, and which of its squares count.

    None when that part lies outside of the picture or all of it is behind the plate.
    """
    try:
        matrix, zoom, _ = features.whole(picture, post.edges)
        between = band(picture, matrix, zoom, corners, fastening, mm_per_pixel)
        strip = features.straightened(picture, post.edges, between)
    except ValueError:
        return None
    judged = beside(strip, picture, corners)
    return (strip, judged) if judged.any() else None


def band(
    picture: Picture,
    matrix: Floats,
    zoom: float,
    corners: Corners | None,
    fastening: Place | None,
    mm_per_pixel: float | None,
) -> tuple[float, float] | None:
    """Return the rows of the whole strip that are near the fastening; None where nobody knows."""
    back = np.linalg.inv(matrix)
    if corners is not None:
        rows = features.moved(features.in_pixels(corners, picture), back)[:, 1]
        high = float(np.ptp(rows))
        around = NEAR_MM / mm_per_pixel / zoom if mm_per_pixel else NEAR_SHARE * high
        return float(rows.min()) - around, float(rows.max()) + around
    if fastening is not None:
        row = float(features.moved(features.in_pixels((fastening,), picture), back)[0, 1])
        return row - NEAR_WIDTHS * WIDTH, row + NEAR_WIDTHS * WIDTH
    return None


def beside(strip: Strip, picture: Picture, corners: Corners | None) -> Truths:
    """Return which squares (down, across) of the strip the plate leaves free."""
    hidden = np.zeros(strip.pixels.shape[:2], np.uint8)
    if corners is not None:
        outline = strip.inside(features.in_pixels(corners, picture)).round().astype(np.int32)
        cv2.fillPoly(hidden, [outline], 1)
        cv2.polylines(hidden, [outline], isClosed=True, color=1, thickness=2 * RIM)
    return np.asarray(features.squares(hidden).max(axis=-1) == 0)


def area(chances: Floats, strip: Strip, mm_per_pixel: float | None) -> float | None:
    """Return the area in mm² of the squares that look like rust, as seen; None without a scale."""
    if mm_per_pixel is None:
        return None
    side = PATCH * strip.zoom * mm_per_pixel
    return float((chances >= SHOWN).sum() * side**2)


def shown(chances: Floats, strip: Strip, picture: Picture) -> tuple[tuple[Box, float], ...]:
    """Return the squares that look like rust as boxes of the picture, likeliest first."""
    found = [(float(chances[place]), place) for place in map(tuple, np.argwhere(chances >= SHOWN))]
    return tuple(
        (box(place, strip, picture), round(chance, 3))
        for chance, place in sorted(found, reverse=True)
    )


def box(place: tuple[int, ...], strip: Strip, picture: Picture) -> Box:
    """Return the square at (down, across) of the strip as a box of the picture, in shares."""
    top, left = place[0] * PATCH, place[1] * PATCH
    ends = [(x, y) for x in (left, left + PATCH) for y in (top, top + PATCH)]
    points = strip.places(np.array(ends, np.float32)) / picture.shape[1::-1]
    (x0, y0), (x1, y1) = points.clip(0, 1).min(axis=0), points.clip(0, 1).max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)
