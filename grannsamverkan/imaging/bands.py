"""Finding fingerprints that nearly agree, by an index instead of by looking at all of them.

A fingerprint is cut into seven bands. Two that differ in at most thirteen bits have a band that
differs in at most one (seven bands with two differences each would make fourteen): so whoever looks
for each band's value, and for those one bit beside it, misses none of them.
"""

from collections.abc import Iterator
from itertools import pairwise

BANDS = 7
MOST_BITS = 2 * BANDS - 1
_ROOM = 24
"""Bits kept for a band's value beside its number: a fingerprint of up to 168 bits."""


def bands(dhash: str) -> list[int]:
    """The bands of a fingerprint (hexadecimal digits), each as one number to be kept."""
    return [number << _ROOM | value for number, value, _width in _cut(dhash)]


def near_bands(dhash: str) -> list[int]:
    """The bands that a fingerprint at most MOST_BITS away has at least one of."""
    return [
        number << _ROOM | near
        for number, value, width in _cut(dhash)
        for near in (value, *(value ^ 1 << bit for bit in range(width)))
    ]


def _cut(dhash: str) -> Iterator[tuple[int, int, int]]:
    """(number, value, width in bits) of each band."""
    bits, whole = 4 * len(dhash), int(dhash, 16)
    edges = [bits * number // BANDS for number in range(BANDS + 1)]
    for number, (low, high) in enumerate(pairwise(edges)):
        yield number, whole >> low & (1 << high - low) - 1, high - low
