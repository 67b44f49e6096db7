"""Brings the database to the newest shape, once, whoever asks and however many ask at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from grannsamverkan.core.db import Database

FOLDER = Path(__file__).parent.parent / "migrations"
NEWEST = "head"
OLDEST = "base"
# Any number will do as long as nothing else uses it: "grannsam" in ASCII, as a signed 64-bit value.
ADVISORY_LOCK = int.from_bytes(b"grannsam")
PATIENCE_MS = 10 * 60 * 1000


class BrokenReferences(RuntimeError):
    """A migration left rows that point to nothing; it was undone."""


def upgrade(database: Database, target: str = NEWEST, folder: Path = FOLDER) -> None:
    """Run all migrations up to `target` in one transaction; does nothing when there are none."""
    with _migrating(database) as connection:
        command.upgrade(config_for(connection, folder), target)


def downgrade(database: Database, target: str, folder: Path = FOLDER) -> None:
    """Undo migrations down to `target` ("base" undoes all) in one transaction."""
    with _migrating(database) as connection:
        command.downgrade(config_for(connection, folder), target)


def is_current(database: Database) -> bool:
    """True if the database has the shape this program was written for."""
    newest = ScriptDirectory.from_config(config_for()).get_current_head()
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest


def config_for(connection: Connection | None = None, folder: Path = FOLDER) -> Config:
    """Alembic's settings, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _migrating(database: Database) -> Iterator[Connection]:
    """A connection in a transaction that no second migrator can enter."""
    with database.engine.execution_options(writes=True).connect() as connection:
        if database.is_sqlite:
            with _without_foreign_keys(connection), connection.begin():
                yield connection
                _check_references(connection)
        else:
            with connection.begin():
                lock = text("SELECT pg_advisory_xact_lock(:key)")
                connection.execute(lock, {"key": ADVISORY_LOCK})
                yield connection


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    # A batch step copies a table and drops the old one: with foreign keys on, ON DELETE CASCADE
    # would take all child rows along. SQLite ignores the setting inside a transaction.
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    driver.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
    try:
        yield
    finally:
        # The next user of a pooled connection must find it as every other one.
        connection.invalidate()


def _check_references(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        tables = sorted({f"{row[0]} → {row[2]}" for row in broken})
        raise BrokenReferences(f"{len(broken)} rows point to nothing: {', '.join(tables)}")
