"""Where in a picture an artwork may be: key points matched to key points, and one homography."""

from dataclasses import dataclass

import cv2
import numpy as np

from grannsamverkan.imaging.looking.artwork import Floats, Grey, Mask, Prepared, describe
from grannsamverkan.imaging.looking.registration import mapped

_RATIO = 0.85
_FEWEST = 7
_REACH = 4.0
"""Px a match may be off: key points of small print are some px wide."""

_MOST_SIDE, _ENLARGED_SIDE, _MOST_ENLARGED, _MOST_POINTS = 1000, 600, 3.0, 2500
"""SIFT doubles what it is given before it looks: more would look between the picture's px."""

_LEAST_SQUEEZE = 0.3
_LEAST_SIDE, _MOST_SIDE_RATIO = 24.0, 6.0


@dataclass(frozen=True, eq=False)
class Described:
    """Key points `places` (n, 2) in px of a picture and their descriptors (n, 128).

    `reach` is how many px of it a match may be off.
    """

    places: Floats
    descriptors: Grey
    reach: float


def described(part: Mask, at: tuple[int, int] = (0, 0)) -> Described:
    """Key points of a grey picture's `part`, whose upper left corner is `at` in px of it."""
    long_side = max(part.shape)
    scale = min(_MOST_ENLARGED, max(_ENLARGED_SIDE / long_side, min(1.0, _MOST_SIDE / long_side)))
    size = max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    seen, descriptors = describe(
        np.asarray(cv2.resize(part, size, interpolation=way)), _MOST_POINTS
    )
    ratio = part.shape[1] / size[0], part.shape[0] / size[1]
    return Described((seen + 0.5) * ratio - 0.5 + at, descriptors, _REACH / scale)


def propose(seen: Described, artwork: Prepared) -> list[Floats]:
    """At most one homography from mm to px of the picture."""
    pairs = _matches(artwork.descriptors, seen.descriptors)
    if len(pairs) < _FEWEST:
        return []
    places = seen.places[pairs[:, 1]]
    homography, inliers = cv2.findHomography(
        artwork.points[pairs[:, 0]], places, cv2.USAC_MAGSAC, seen.reach, maxIters=5000
    )
    if homography is None:
        return []
    count = len({tuple(place) for place in np.rint(places[inliers.ravel() > 0])})
    return [homography] if count >= _FEWEST and plausible(homography, artwork) else []


def _matches(drawn: Grey, seen: Grey) -> np.ndarray:
    """(n, 2) pairs of indices whose second best match is clearly worse."""
    if len(seen) < 2:
        return np.zeros((0, 2), int)
    likeness, rows = drawn @ seen.T, np.arange(len(drawn))
    best = likeness.argmax(axis=1)
    most = likeness[rows, best]
    likeness[rows, best] = -np.inf
    first, second = (np.sqrt(np.maximum(0, 2 - 2 * one)) for one in (most, likeness.max(axis=1)))
    kept = first < _RATIO * second
    return np.column_stack([np.flatnonzero(kept), best[kept]])


def plausible(homography: Floats, artwork: Prepared) -> bool:
    """Whether a plate could look so: convex, not mirrored, not too small or slanted."""
    ends = np.column_stack([artwork.corners_mm, np.ones(4)]) @ homography.T
    if (ends[:, 2] * ends[0, 2] <= 0).any():
        return False
    corners = mapped(homography, artwork.corners_mm)
    sides = np.roll(corners, -1, 0) - corners
    following = np.roll(sides, -1, 0)
    turns = sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0]
    lengths = np.linalg.norm(sides, axis=1)
    if (turns <= 0).any() or lengths.min() < _LEAST_SIDE:
        return False
    if lengths.max() > _MOST_SIDE_RATIO * lengths.min() * _proportion(artwork):
        return False
    return _squeeze(homography, artwork) >= _LEAST_SQUEEZE


def _proportion(artwork: Prepared) -> float:
    sides = artwork.width_mm, artwork.height_mm
    return max(sides) / min(sides)


def _squeeze(homography: Floats, artwork: Prepared) -> float:
    """How much the middle of the plate is foreshortened: 1 from the front, cosine of the turn."""
    middle = artwork.corners_mm.mean(0)
    nearby = mapped(homography, middle + np.asarray([(0, 0), (1, 0), (0, 1)]))
    spreads = np.linalg.svd((nearby[1:] - nearby[0]).T, compute_uv=False)
    return float(spreads[1] / spreads[0])
