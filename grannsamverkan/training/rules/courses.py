"""Courses: what counts as the same module in several editions, and what is left to read. Pure."""

from collections.abc import Iterable, Sequence

Replaced = Sequence[tuple[int, int]]
"""Pairs of editions: the later one's id, and that of the one whose place it took."""


def kin(edition_id: int, replaced: Replaced) -> list[int]:
    """The edition with all that came before and after it in its place, oldest first."""
    found, left = {edition_id}, [edition_id]
    while left:
        one = left.pop()
        beside = {new for new, old in replaced if old == one}
        beside |= {old for new, old in replaced if new == one}
        left.extend(beside - found)
        found |= beside
    return sorted(found)


def total_minutes(minutes: Iterable[int | None]) -> tuple[int, bool]:
    """(how many minutes the modules take, whether all of them say how many)."""
    known = list(minutes)
    return sum(one or 0 for one in known), all(known)


def moved(order: Sequence[int], place: int, by: int) -> list[int]:
    """The order after the one at `place` has gone `by` steps down; at an end it stays."""
    changed = list(order)
    to = place + by
    if 0 <= to < len(changed):
        changed[place], changed[to] = changed[to], changed[place]
    return changed
