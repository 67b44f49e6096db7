"""Where in a picture an artwork may be: key points matched to key points, and one homography."""

import cv2
import numpy as np

from grannsamverkan.imaging.looking.artwork import Floats, Grey, Mask, Prepared, describe
from grannsamverkan.imaging.looking.registration import mapped

_RATIO = 0.85
_FEWEST = 7
_REACH = 4.0
"""Px a match may be off: key points of small print are some px wide."""

_LONG_SIDE, _MOST_ENLARGED, _MOST_POINTS = 1000, 3.0, 2500

_LEAST_SQUEEZE = 0.3
_LEAST_SIDE, _MOST_SIDE_RATIO = 24.0, 6.0


def propose(part: Mask, artwork: Prepared) -> list[Floats]:
    """At most one homography from mm to px of `part`, a grey picture or a piece of one."""
    scale = min(_LONG_SIDE / max(part.shape), _MOST_ENLARGED)
    size = max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    seen, descriptors = describe(
        np.asarray(cv2.resize(part, size, interpolation=way)), _MOST_POINTS
    )
    pairs = _matches(artwork.descriptors, descriptors)
    if len(pairs) < _FEWEST:
        return []
    ratio = part.shape[1] / size[0], part.shape[0] / size[1]
    places = (seen[pairs[:, 1]] + 0.5) * ratio - 0.5
    homography, inliers = cv2.findHomography(
        artwork.points[pairs[:, 0]], places, cv2.USAC_MAGSAC, _REACH / scale, maxIters=5000
    )
    if homography is None:
        return []
    count = len({tuple(at) for at in np.rint(places[inliers.ravel() > 0])})
    return [homography] if count >= _FEWEST and plausible(homography, artwork) else []


def _matches(drawn: Grey, seen: Grey) -> np.ndarray:
    """(n, 2) pairs of indices whose second best match is clearly worse."""
    if len(seen) < 2:
        return np.zeros((0, 2), int)
    likeness = drawn @ seen.T
    best = np.argpartition(-likeness, 1, axis=1)[:, :2]
    rows = np.arange(len(drawn))[:, None]
    distance = np.sqrt(np.maximum(0, 2 - 2 * likeness[rows, best]))
    swap = distance[:, 0] > distance[:, 1]
    best[swap], distance[swap] = best[swap][:, ::-1], distance[swap][:, ::-1]
    kept = distance[:, 0] < _RATIO * distance[:, 1]
    return np.column_stack([np.flatnonzero(kept), best[kept, 0]])


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
