"""Much work in small transactions: whoever is killed in the middle is followed by the next."""

from collections.abc import Callable, Iterable
from typing import Any

from grannsamverkan.core.work import Runtime, Work


def until_done(runtime: Runtime, some: Callable[[Work, int], int], thing_id: int) -> None:
    """Let `some` do a part in each transaction, until it says that it found nothing (0)."""
    left = True
    while left:
        with runtime.work() as work:
            left = some(work, thing_id) > 0


def each(
    runtime: Runtime, find: Callable[[Work], Iterable[Any]], do: Callable[[Work, Any], None]
) -> None:
    """Do it to each key that is found, in a transaction of its own."""
    with runtime.reading() as work:
        found = list(find(work))
    for key in found:
        with runtime.work() as work:
            do(work, key)
