"""How much printed matter a group is proposed, and from where on it is asked why. Pure."""

import math
from dataclasses import dataclass

PER = ("dwelling", "entrance", "contact", "group")
OPENS = ("approved", "active")
UNITS = ("piece", "sheet", "set", "pack")
# Own choice, as no source gives a figure: half as much again covers spoilt sheets and newcomers.
MOST_TIMES = 1.5
# Own choice: so few are never worth a question.
ALWAYS_FINE = 5
LARGEST = 99_999
"""Longer numbers are slips of the finger."""


@dataclass(frozen=True)
class Ground:
    """What numbers are reckoned from; None is what nobody knows yet.

    `entrances` are stairwells with a door of their own; a group of houses has none.
    """

    dwellings: int | None
    entrances: int | None
    contacts: int

    def count(self, per: str) -> int | None:
        """How many there are of what a number is reckoned from; one group."""
        known = {
            "dwelling": self.dwellings,
            "entrance": self.entrances,
            "contact": self.contacts,
            "group": 1,
        }
        return known[per]


@dataclass(frozen=True)
class Had:
    """How many a group has got before, and how many are on their way."""

    got: int = 0
    coming: int = 0

    @property
    def all(self) -> int:
        """Both together."""
        return self.got + self.coming


def need(per: str, factor: float, ground: Ground) -> int | None:
    """How many a group needs in all, rounded up; None while its ground is not known."""
    count = ground.count(per)
    # What is a hair above a whole number is so by the arithmetic of fractions.
    return None if count is None else math.ceil(round(factor * count, 6))


def proposed(needed: int | None, had: Had) -> int | None:
    """How many are proposed now: what is needed and neither there nor on its way."""
    return None if needed is None else max(0, needed - had.all)


def most_unasked(needed: int | None, had: Had) -> int | None:
    """From more than this on a group is asked why; None where nobody knows what it needs."""
    if needed is None:
        return None
    return max(ALWAYS_FINE, math.ceil(needed * MOST_TIMES) - had.all)
