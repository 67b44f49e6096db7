"""What the interest list reckons. Pure."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

UNCONFIRMED_LASTS = timedelta(days=7)
"""How long a letter with a link waits for its answer; then the row is erased."""
ASKED_AGAIN_AFTER = timedelta(days=1)
"""Own choice: a mailbox gets one such letter a day, however often its address is typed."""
CELL_M = 250.0
"""Own choice: the map shows numbers for squares of this side, so that no house stands out."""


def squares(points: Iterable[tuple[float, float]]) -> dict[tuple[float, float], int]:
    """How many of the points (metres) lie in each square, by the square's middle."""
    return dict(
        Counter((CELL_M * (x // CELL_M + 0.5), CELL_M * (y // CELL_M + 0.5)) for x, y in points)
    )


def corners(middle: tuple[float, float]) -> list[tuple[float, float]]:
    """The corners of the square around a middle, in metres."""
    x, y, half = *middle, CELL_M / 2
    return [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
