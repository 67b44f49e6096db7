"""Learning the rust model: from drawn and licensed examples, or again from reviewers' own marks.

The model is a logistic regression on the standardised features of squares, then two calibrations,
of a square's score and of a post's, each fitted on scores of strips the regression had not seen.
Strips of one group (a picture, a sign) never stand on both sides. Only what trains imports this
module: it needs scikit-learn and the SciPy under it, which looking does not.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold

from grannsamverkan.imaging.evidence import Corners, Place, PostSeen
from grannsamverkan.imaging.looking import features, rust
from grannsamverkan.imaging.looking.features import Floats, Picture, Strip
from grannsamverkan.imaging.looking.rust import Model, Slope, Truths

FOLDS = 5
RUSTY, CLEAN = 0.5, 0.02
"""Shares of a square that is rust from which on it is learnt as rust, or below which as clean.

Strips whose rust lies between the two in all are neither: no post is measured or calibrated by
them.
"""

PER_STRIP = 25
"""Squares of either kind learnt of one strip, so that no large picture outweighs others."""

STRICTNESS = 0.01
"""Inverse of the penalty (scikit-learn calls it C). Between 0.001 and 0.01 nothing
changes on drawn strips and pictures of rust held back; the larger learns small spots better."""

STEPS = 1000
"""Steps at most until the weights stand still; some 100 are needed."""

BINS = 10
_SEED = 1


class TooFewLabels(ValueError):
    """There are not enough signs with and without rust to learn from and to measure on."""


@dataclass(frozen=True)
class Labelled:
    """A strip's squares: their features (down, across, …), their share of rust, which ones count.

    `group` is what it shares with others: the picture, the sign.
    """

    numbers: Floats
    rust: Floats
    judged: Truths
    group: str

    @property
    def rusty(self) -> bool:
        """Whether there is rust of half a square or more on the squares that count."""
        return float(self.rust[self.judged].sum()) >= RUSTY

    @property
    def clear(self) -> bool:
        """Whether the strip is rusty, or else free of rust but for a trace."""
        return self.rusty or float(self.rust[self.judged].sum()) < CLEAN


@dataclass(frozen=True)
class Marked:
    """A photo as a reviewer marked it: `marks` are outlines of rust, in places; none means clean.

    `picture` is the clean, upright RGB picture (h, w, 3); `group` is the sign's key.
    """

    picture: Picture
    post: PostSeen
    marks: tuple[tuple[Place, ...], ...]
    group: str
    corners: Corners | None = None
    fastening: Place | None = None
    mm_per_pixel: float | None = None


@dataclass(frozen=True)
class Figures:
    """How a model did on strips of signs it had not learnt from.

    `auc` is the chance that a rusty post scores above a clean one; `calibration_error` how far
    probabilities and shares are apart, on average.
    """

    auc: float
    calibration_error: float
    strips: int
    rusty: int
    signs: int


@dataclass(frozen=True)
class Learnt:
    """New weights beside the present ones: both measured on the same posts, held back in turn."""

    figures_new: Figures
    figures_present: Figures
    weights: bytes


def learn(samples: Sequence[Marked], present: Model) -> Learnt:
    """Learn on from the present model with what reviewers marked, split by sign.

    Photos whose post is too small to judge, or with less rust than half a square, are left out.
    Raises TooFewLabels with fewer than five signs with rust or five without.
    """
    strips = [strip for sample in samples for strip in labelled(sample) if strip.clear]
    enough(strips)
    new, old = np.zeros(len(strips)), np.zeros(len(strips))
    for known, held in folds(strips):
        model = fit([strips[index] for index in known], present)
        for index in held:
            new[index] = model.probability(strips[index].numbers, strips[index].judged)
            old[index] = present.probability(strips[index].numbers, strips[index].judged)
    weights = named(fit(strips, present)).write()
    return Learnt(measured(strips, new), measured(strips, old), weights)


def labelled(sample: Marked) -> Iterator[Labelled]:
    """Yield the sample's strip, as `rust.look` would see it; nothing where it would not judge."""
    if rust.pixels_wide(sample.picture, sample.post) < rust.LEAST_WIDTH:
        return
    found = rust.near(
        sample.picture, sample.post, sample.corners, sample.fastening, sample.mm_per_pixel
    )
    if found is not None:
        strip, judged = found
        share = features.squares(brushed(strip, sample)).mean(axis=-1)
        yield Labelled(features.of(strip.pixels), share, judged, sample.group)


def brushed(strip: Strip, sample: Marked) -> Floats:
    """Return where (rows, 96) the reviewer marked rust on the strip: 0 or 1."""
    mask = np.zeros(strip.pixels.shape[:2], np.float32)
    for outline in sample.marks:
        points = strip.inside(features.in_pixels(outline, sample.picture))
        cv2.fillPoly(mask, [points.round().astype(np.int32)], 1)
    return mask


def enough(strips: Sequence[Labelled]) -> None:
    """Raise TooFewLabels unless there are five signs with rust and five without."""
    rusty = {strip.group for strip in strips if strip.rusty}
    clean = {strip.group for strip in strips if not strip.rusty}
    if min(len(rusty), len(clean - rusty)) < FOLDS:
        raise TooFewLabels(f"{len(rusty)} signs with rust, {len(clean - rusty)} without")


def folds(strips: Sequence[Labelled]) -> Iterator[tuple[Any, Any]]:
    """Yield indices of strips to learn from and to hold back, split by group, kinds alike."""
    kinds = [strip.rusty for strip in strips]
    count = min(FOLDS, sum(kinds), len(kinds) - sum(kinds))
    split = StratifiedGroupKFold(count, shuffle=True, random_state=_SEED)
    return iter(split.split(kinds, kinds, [strip.group for strip in strips]))


def fit(
    strips: Sequence[Labelled], start: Model | None = None, unknown: Sequence[Labelled] = ()
) -> Model:
    """Return the model learnt from strips, calibrated on scores of strips held back in turn.

    With `start`, its weights are what is begun from: the fewer strips, the closer it stays. Posts
    are calibrated against `unknown` clean strips, of kinds that are not among `strips`, if there
    are any: what a phone meets is stranger than what was learnt from.
    """
    scores: list[Floats] = [np.zeros(0)] * len(strips)
    for known, held in folds(strips):
        partly = regression([strips[index] for index in known], start)
        for index in held:
            scores[index] = partly.scores(strips[index].numbers)
    model = regression(strips, start)
    clear = [
        (rust.worst(score[strip.judged]), strip.rusty)
        for strip, score in zip(strips, scores, strict=True)
        if strip.rusty or (strip.clear and not unknown)
    ]
    clear += [(rust.worst(model.scores(each.numbers)[each.judged]), False) for each in unknown]
    return replace(model, square=of_squares(strips, scores), strip=of_posts(clear))


def regression(strips: Sequence[Labelled], start: Model | None) -> Model:
    """Return the regression on squares, without calibration."""
    numbers, kinds = sampled(strips)
    if start is None:
        mean, spread = numbers.mean(axis=0), numbers.std(axis=0) + 1e-6
        begin = np.zeros(features.COUNT + 1)
    else:
        mean, spread = np.array(start.mean), np.array(start.spread)
        begin = np.array([*start.weight, start.bias])
    solved = solution((numbers - mean) / spread, kinds, begin)
    unknown = Slope(1.0, 0.0)
    weight, bias = rounded(solved[:-1]), rounded(solved[-1:])[0]
    return Model("", rounded(mean), rounded(spread), weight, bias, unknown, unknown)


def solution(numbers: Floats, kinds: Truths, begin: Floats) -> Floats:
    """Return weights and, last, the bias of a logistic regression on numbers (n, features).

    Both kinds weigh alike. Penalised is not how large the weights are but how far from `begin`
    they go, so that few examples change little; scikit-learn's regression knows no beginning.
    """
    inputs = np.column_stack([numbers, np.ones(len(numbers))])
    share = np.where(kinds, 0.5 / kinds.mean(), 0.5 / (1 - kinds.mean()))
    penalty = np.append(np.full(numbers.shape[1], 1 / STRICTNESS), 0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores, away = inputs @ weights, weights - begin
        wrong = share @ (np.logaddexp(0, scores) - kinds * scores)
        chance = 1 / (1 + np.exp(-scores.clip(-500, 500)))
        slope = inputs.T @ (share * (chance - kinds))
        return float(wrong + penalty @ away**2 / 2), slope + penalty * away

    found = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return np.asarray(found.x)


def rounded(values: Floats) -> tuple[float, ...]:
    """Return numbers with six digits: more would only lengthen the weights file."""
    return tuple(float(f"{value:.6g}") for value in values)


def sampled(strips: Sequence[Labelled]) -> tuple[Floats, Truths]:
    """Return features (n, …) and kinds (n,) of some squares of each strip, the same every time."""
    chance = np.random.default_rng(_SEED)
    numbers, kinds = [], []
    for strip in strips:
        for rusty in (True, False):
            wanted = strip.rust > RUSTY if rusty else strip.rust < CLEAN
            places = np.argwhere(wanted & strip.judged)
            some = chance.permutation(places)[:PER_STRIP]
            numbers.append(strip.numbers[some[:, 0], some[:, 1]])
            kinds.append(np.full(len(some), rusty))
    return np.concatenate(numbers).astype(np.float64), np.concatenate(kinds)


def of_squares(strips: Sequence[Labelled], scores: Sequence[Floats]) -> Slope:
    """Return the calibration of squares, as often rust as they are in the strips."""
    clear = [each.judged & ((each.rust > RUSTY) | (each.rust < CLEAN)) for each in strips]
    pairs = list(zip(strips, scores, clear, strict=True))
    values = np.concatenate([score[mask] for _, score, mask in pairs])
    kinds = np.concatenate([strip.rust[mask] > RUSTY for strip, _, mask in pairs])
    return calibrated(values, kinds, balance=None)


def of_posts(scored: Sequence[tuple[Floats, bool]]) -> Slope:
    """Return the calibration of whole posts, for as many rusty ones as clean ones."""
    values, kinds = zip(*scored, strict=True)
    return calibrated(np.array(values), np.array(kinds), balance="balanced")


def calibrated(values: Floats, kinds: Truths, balance: str | None) -> Slope:
    """Return Platt's calibration: a logistic curve through scores (n,) and kinds (n,)."""
    method = LogisticRegression(C=1e3, class_weight=balance)
    method.fit(values.reshape(-1, 1), kinds)
    return Slope(round(float(method.coef_[0, 0]), 6), round(float(method.intercept_[0]), 6))


def measured(strips: Sequence[Labelled], probabilities: Floats) -> Figures:
    """Return the figures of probabilities (n,) given to strips."""
    kinds = np.array([strip.rusty for strip in strips])
    return Figures(
        auc=float(roc_auc_score(kinds, probabilities)),
        calibration_error=calibration_error(kinds, probabilities),
        strips=len(strips),
        rusty=int(kinds.sum()),
        signs=len({strip.group for strip in strips}),
    )


def calibration_error(kinds: Truths, probabilities: Floats) -> float:
    """Return the expected calibration error over ten equal bins, both kinds weighing alike.

    In each bin the mean probability is compared with the share of rusty ones; the differences are
    averaged by what is in the bins (Naeini and others 2015).
    """
    weight = np.where(kinds, 0.5 / max(kinds.sum(), 1), 0.5 / max((~kinds).sum(), 1))
    which = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    apart = np.bincount(which, weight * (probabilities - kinds), minlength=BINS)
    return float(np.abs(apart).sum() / weight.sum())


def named(model: Model) -> Model:
    """Return the model with a name of its own, made of its numbers."""
    return replace(model, name=f"rust-{hashlib.sha256(model.write()).hexdigest()[:8]}")
