"""What people write when they tell an area by its streets: "Björkvägen 1–24, Almgränd". Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_STREETS = 40
_PART = re.compile(r"[\n,;]+")
# "Björkvägen 1–24", "Storgatan 12 B", "9–13", "Almgränd".
_STRETCH = re.compile(
    r"(?P<street>[^\d].*?)??\s*(?:(?P<low>\d{1,5})\s*[a-zåäö]?"
    r"(?:\s*[-–—]\s*(?P<high>\d{1,5})\s*[a-zåäö]?)?)?\s*\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Stretch:
    """A part of a street: house numbers `low` to `high`, or the whole street where both are 0."""

    street: str
    low: int = 0
    high: int = 0

    def holds(self, number: int) -> bool:
        """True for a house number on the stretch."""
        return not self.high or self.low <= number <= self.high


def stretches(text: str) -> list[Stretch]:
    """The stretches somebody wrote, at most MOST_STREETS; numbers alone belong to the street
    before them."""
    return list(dict.fromkeys(_read(text)))[:MOST_STREETS]


def _read(text: str) -> Iterator[Stretch]:
    street = ""
    for part in _PART.split(text):
        found = _STRETCH.fullmatch(part.strip())
        if not part.strip() or found is None:
            continue
        street = (found["street"] or street).strip(" .")
        low = int(found["low"] or 0)
        high = int(found["high"] or low)
        if street:
            yield Stretch(street, min(low, high), max(low, high))
