"""The plate: which edition it is, where its corners are, how sharp it is seen.

A sweep with a small drawing proposes places, for large plates everywhere and for small ones around
lines of text; where none holds, key points do, around text and in the whole picture. Each proposal
is fitted, and only agreement of picture and artwork over the whole plate makes it a find.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from grannsamverkan.imaging import evidence
from grannsamverkan.imaging.looking import (
    boxes,
    registration,
    registration_features,
    registration_sweep,
)
from grannsamverkan.imaging.looking.artwork import Floats, Mask, Picture, Prepared, prepare
from grannsamverkan.imaging.looking.boxes import Box, Window
from grannsamverkan.imaging.looking.height import CORNER_ERROR
from grannsamverkan.imaging.looking.registration import Fit
from grannsamverkan.imaging.looking.registration_features import Described
from grannsamverkan.imaging.looking.shrinking import shift
from grannsamverkan.imaging.looking.texts import TextBox

LEAST_AGREEMENT = 0.7
"""Drawn plates, soiled, shaded and partly covered, agreed by 0.69 to 0.99 where the corners were
right; fits that had slipped by some percent of the width by at most 0.71."""

_SMALL_AGREEMENT = 0.9
"""The same for a small plate by the sweep, before key points are tried: of 230 drawn ones of 40 to
130 px those that lay right agreed by 0.92 and more, three that had slipped by 0.79 to 0.88."""

LEAST_LIKENESS = 0.58
"""In contrast and colour at some 30 px; the same plates had 0.64 and more."""

_ROUGH_AGREEMENT = 0.4
_SURE = 0.85
_SEEDS, _FITTED = 8, 3
_AROUND_TEXT, _MOST_REGIONS = 1.6, 3
_WELL, _MUCH_LARGER = 0.5, 2.0


@dataclass(frozen=True, eq=False)
class Found:
    """The plate. `homography` (3, 3) maps mm on it to px of the picture, in which (0, 0) is the
    middle of the upper left pixel; `artwork` is its edition made ready."""

    seen: evidence.SignSeen
    homography: Floats
    artwork: Prepared


class _KeyPoints:
    """Key points of parts of a picture, each described once for all artworks."""

    def __init__(self, grey: Mask, windows: Sequence[Window]) -> None:
        self._grey = grey
        self._windows = windows
        self._described: list[Described] = []

    def __iter__(self) -> Iterator[Described]:
        for number, window in enumerate(self._windows):
            if number == len(self._described):
                part = np.ascontiguousarray(boxes.cut(self._grey, window))
                self._described.append(registration_features.described(part, window[:2]))
            yield self._described[number]


@dataclass(frozen=True, eq=False)
class _Search:
    """One artwork looked for in one picture, which is at hand in RGB and in grey.

    `near` are the windows around its text.
    """

    image: Picture
    grey: Mask
    artwork: Prepared
    near: Sequence[Window]
    points: _KeyPoints


def find(
    image: Picture, artworks: Sequence[evidence.Artwork], texts: Sequence[TextBox]
) -> Found | None:
    """The plate in an RGB `image`, by the edition that agrees best; None where there is none.

    `texts` are the lines of text found in it. Raises `ValueError` for an unreadable artwork.
    """
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    near = list(_around_texts(image, texts))
    points = _KeyPoints(grey, [*near, (0, 0, image.shape[1], image.shape[0])])
    searches = (_Search(image, grey, prepare(artwork), near, points) for artwork in artworks)
    found = [(fit, one.artwork) for one in searches if (fit := _fitted(one)) is not None]
    if not found:
        return None
    fit, artwork = max(found, key=lambda one: one[0].agreement)
    return _as_found(image, grey, fit, artwork)


def pointed_out(
    image: Picture, artworks: Sequence[evidence.Artwork], corners: evidence.Corners
) -> Found | None:
    """The plate whose corners a person gave; the edition is the one that agrees best there.

    None without artworks.
    """
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    height, width = grey.shape
    places = np.asarray(corners) * (width, height) - 0.5
    laid = []
    for artwork in map(prepare, artworks):
        homography = _through(artwork, places)
        agreement = registration.agreement_at(grey, artwork, homography)
        laid.append((agreement, homography, artwork))
    if not laid:
        return None
    agreement, homography, artwork = max(laid, key=lambda one: one[0])
    seen = evidence.SignSeen(
        corners=corners,
        corner_error=CORNER_ERROR,
        artwork=artwork.key,
        agreement=agreement,
        edge_mm=registration.edge_width(grey, artwork, homography)
        if agreement >= LEAST_AGREEMENT
        else None,
        pointed_out=True,
    )
    return Found(seen, homography, artwork)


def _through(artwork: Prepared, corners: Floats) -> Floats:
    """The homography that lays the plate's corners on `corners` (4, 2) in px."""
    drawn = artwork.corners_mm.astype(np.float32)
    laid = cv2.getPerspectiveTransform(drawn, corners.astype(np.float32))
    return np.asarray(laid, np.float64)


def _fitted(search: _Search) -> Fit | None:
    """The artwork's best fit, from the cheapest way to propose one that leads there."""
    for starts, least in _proposed(search):
        fit = _best(search, starts)
        if fit is not None and fit.agreement >= least:
            return fit
    return None


def _proposed(search: _Search) -> Iterator[tuple[Sequence[Floats], float]]:
    """Where the artwork may be, by one way and part of the picture after the other, and how well
    it must agree there."""
    image, artwork = search.image, search.artwork
    yield registration_sweep.sweep(image, artwork, _SEEDS), LEAST_AGREEMENT
    for window in search.near:
        part = boxes.cut(image, window)
        small = registration_sweep.sweep(part, artwork, _SEEDS, registration_sweep.SMALL)
        yield [shift(*window[:2]) @ start for start in small], _SMALL_AGREEMENT
    for described in search.points:
        yield registration_features.propose(described, artwork), LEAST_AGREEMENT


def _best(search: _Search, starts: Sequence[Floats]) -> Fit | None:
    """The best fit from `starts` that agrees well enough."""
    begun = sorted(_begun(search, starts), key=lambda one: -one[1])
    best: Fit | None = None
    for homography, _ in begun[:_FITTED]:
        fit = _refined(search, homography)
        if fit is not None and (best is None or fit.agreement > best.agreement):
            best = fit
        if best is not None and best.agreement >= _SURE:
            break
    return best


def _begun(search: _Search, starts: Sequence[Floats]) -> Iterator[tuple[Floats, float]]:
    """Quick fits that may lead to the plate, until one surely does."""
    for start in starts:
        begun = registration.rough(search.grey, search.artwork, start)
        if begun is not None and begun[1] >= _ROUGH_AGREEMENT:
            yield begun
            if begun[1] >= _SURE:
                return


def _refined(search: _Search, homography: Floats) -> Fit | None:
    """A fit that agrees, in print and in colour, and that a plate can have."""
    artwork = search.artwork
    if not registration_features.plausible(homography, artwork):
        return None
    fit = registration.refine(search.grey, artwork, homography)
    if fit is None or fit.agreement < LEAST_AGREEMENT:
        return None
    if not registration_features.plausible(fit.homography, artwork):
        return None
    likeness = registration_sweep.likeness(search.image, artwork, fit.homography)
    return fit if likeness >= LEAST_LIKENESS else None


def _around_texts(image: Picture, texts: Sequence[TextBox]) -> Iterator[Window]:
    """Parts of the picture around its longest lines of text."""
    height, width = image.shape[:2]
    bounds = sorted((text.bounds for text in texts), key=lambda box: box[0] - box[2])
    done: list[Box] = []
    for left, top, right, bottom in bounds:
        reach = _AROUND_TEXT * max(right - left, bottom - top)
        x, y = (left + right) / 2, (top + bottom) / 2
        around = x - reach, y - reach, x + reach, y + reach
        # Lines of one plate lead to the same place.
        if len(done) < _MOST_REGIONS and not any(_seen_in(around, other) for other in done):
            done.append(around)
            yield boxes.within(around, width, height)


def _seen_in(region: Box, other: Box) -> bool:
    """Whether the middle of `region` lies well in `other`, which is not much larger."""
    x, y = (region[0] + region[2]) / 2, (region[1] + region[3]) / 2
    near = boxes.grown(other, _WELL)
    inside = boxes.inside((x, y, x, y), near)
    return inside and other[2] - other[0] <= _MUCH_LARGER * (region[2] - region[0])


def _as_found(image: Picture, grey: Mask, fit: Fit, artwork: Prepared) -> Found:
    height, width = image.shape[:2]
    shares = (fit.corners + 0.5) / (width, height)
    first, second, third, fourth = ((float(x), float(y)) for x, y in shares)
    seen = evidence.SignSeen(
        corners=(first, second, third, fourth),
        corner_error=fit.corner_error / width,
        artwork=artwork.key,
        agreement=fit.agreement,
        edge_mm=registration.edge_width(grey, artwork, fit.homography),
    )
    return Found(seen, fit.homography, artwork)
