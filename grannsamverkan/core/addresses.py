"""Addresses of which a page has many: what differs is a number, so that their pattern is kept."""

from functools import lru_cache
from itertools import count
from typing import Any

from flask import url_for

HIGHEST = 2**31 - 1
"""The largest number in an address. It, and those just below, stand for the numbers to come."""


def address(endpoint: str, **values: str | int | None) -> str:
    """As `url_for` within a request, in a fifth of its time, for what has few words.

    Every choice of words keeps a pattern, so that what is asked for by a token or by what somebody
    wrote is left to `url_for`.
    """
    words: list[tuple[str, str]] = []
    numbers: dict[str, int] = {}
    for name, value in values.items():
        if type(value) is int:
            numbers[name] = value
        elif value is not None:
            words.append((name, str(value)))
    return _pattern(endpoint, tuple(words), tuple(numbers)).format_map(numbers)


@lru_cache(maxsize=1_000)
def _pattern(endpoint: str, words: tuple[tuple[str, str], ...], numbers: tuple[str, ...]) -> str:
    """The address with `{name}` for each number. Nothing else in an address is a brace."""
    unused = (number for number in count(HIGHEST, -1) if str(number) not in repr(words))
    stand_ins = dict(zip(numbers, unused, strict=False))
    values: dict[str, Any] = {**dict(words), **stand_ins}
    made = url_for(endpoint, **values)
    for name, number in stand_ins.items():
        made = made.replace(str(number), f"{{{name}}}")
    return made
