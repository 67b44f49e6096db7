"""How well a number tells two groups apart."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

_SIGMAS_95 = 1.96


def ranked(high: Sequence[float], low: Sequence[float]) -> tuple[float, tuple[float, float]]:
    """The area under the curve with its 95 % interval: how often one of `high` is the higher.

    Ties count half. The interval is Hanley's and McNeil's (1982). Raises `ValueError` for an empty
    group.
    """
    if not high or not low:
        raise ValueError("nothing to compare")
    ordered = sorted(low)
    below = [bisect_left(ordered, one) + bisect_right(ordered, one) for one in high]
    area = sum(below) / (2 * len(high) * len(low))
    one_low, one_high = area / (2 - area), 2 * area * area / (1 + area)
    variance = (
        area * (1 - area)
        + (len(high) - 1) * (one_low - area * area)
        + (len(low) - 1) * (one_high - area * area)
    ) / (len(high) * len(low))
    half = _SIGMAS_95 * math.sqrt(max(0.0, variance))
    return area, (max(0.0, area - half), min(1.0, area + half))
