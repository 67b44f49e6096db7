"""Seals every sealed value anew with the newest key, so that older keys can be put away.

A column holds sealed values if its name is `sealed` or ends with `_sealed`: that is how the tables
of every room name theirs.
"""

from collections.abc import Iterator

from sqlalchemy import Column, Table, select, update
from sqlalchemy.orm import Session

from grannsamverkan.core.db import Base
from grannsamverkan.core.work import Runtime

BATCH = 200


def sealed_columns() -> Iterator[tuple[Table, Column[str]]]:
    """Every column that holds sealed values, by table."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name == "sealed" or column.name.endswith("_sealed"):
                yield table, column


def reseal(runtime: Runtime) -> dict[str, int]:
    """Seal everything anew; returns how many values there were by "table.column".

    Each batch is a transaction of its own, so that nobody waits for long; broken off, it is
    simply run again. Raises ValueError for a value that no key opens, and changes nothing of it.
    """
    return {
        f"{table.name}.{column.name}": sum(_batches(runtime, table, column))
        for table, column in sealed_columns()
    }


def _batches(runtime: Runtime, table: Table, column: Column[str]) -> Iterator[int]:
    last = 0
    while True:
        with runtime.database.session(writes=True) as session:
            done, last = _batch(runtime, session, table, column, last)
            session.commit()
        yield done
        if done < BATCH:
            return


def _batch(
    runtime: Runtime, session: Session, table: Table, column: Column[str], after: int
) -> tuple[int, int]:
    rows = session.execute(
        select(table.c.id, column)
        .where(table.c.id > after, column.is_not(None), column != "")
        .order_by(table.c.id)
        .limit(BATCH)
        .with_for_update()
    ).all()
    for row_id, sealed in rows:
        fresh = runtime.vault.seal(runtime.vault.open(sealed))
        # Still what was read: a value that somebody replaced meanwhile is the newer one.
        session.execute(
            update(table).where(table.c.id == row_id, column == sealed).values({column: fresh})
        )
    return len(rows), rows[-1][0] if rows else after
