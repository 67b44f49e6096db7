"""One page of a list that may be long."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func

from grannsamverkan.core.work import Work

SIZE = 25
Row = TypeVar("Row")


@dataclass(frozen=True)
class Part(Generic[Row]):
    """The rows of page `number` (from 1) out of `total` rows in all."""

    rows: Sequence[Row]
    number: int
    total: int
    size: int = SIZE

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))


def part(
    work: Work, wanted: Select[Any], number: int, size: int = SIZE, total: int | None = None
) -> Part[Any]:
    """Page `number` of the things `wanted` selects, by two questions, or by one if the caller knows
    how many there are in all; past the end, the last page.

    `wanted` selects one kind of thing and is ordered to the last row: equal rows would wander.
    """
    if total is None:
        counted = wanted.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
        total = work.session.scalar(counted) or 0
    number = min(max(1, number), max(1, -(-total // size)))
    rows = work.session.scalars(wanted.limit(size).offset((number - 1) * size)).unique().all()
    return Part(rows, number, total, size)
