"""Migrating keeps every row, is undone as a whole, and happens once however many ask."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from grannsamverkan.core import migrate
from grannsamverkan.core.migrate import BrokenReferences
from tests.support.lacks import ROOT

FOLDER = ROOT / "tests" / "support" / "migrations"
MIGRATE = """
import sys; from pathlib import Path
from grannsamverkan.core import migrate; from grannsamverkan.core.db import Database
migrate.upgrade(Database(sys.argv[1]), "0002", Path(sys.argv[2]))
"""


@pytest.fixture
def town(empty_database):
    """Three streets with a house each, in the first shape of the tables."""
    migrate.upgrade(empty_database, "0001", FOLDER)
    with empty_database.engine.begin() as connection:
        for number in (1, 2, 3):
            connection.execute(text(f"INSERT INTO street VALUES ({number}, 'Storgatan')"))
            connection.execute(text(f"INSERT INTO house VALUES ({number}, {number})"))
    return empty_database


def counts(database):
    with database.engine.connect() as connection:
        return tuple(
            connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in ("street", "house")
        )


def version(database):
    with database.engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()


def test_changing_a_table_keeps_the_rows_that_hang_on_it(town):
    migrate.upgrade(town, "0002", FOLDER)

    assert counts(town) == (3, 3)
    assert version(town) == ["0002"]


def test_up_down_up_keeps_every_row(town):
    migrate.upgrade(town, "0002", FOLDER)
    migrate.downgrade(town, "0001", FOLDER)
    migrate.upgrade(town, "0002", FOLDER)

    assert counts(town) == (3, 3)
    columns = {column["name"] for column in inspect(town.engine).get_columns("street")}
    assert columns == {"id", "name", "length_m"}


@pytest.mark.sqlite_only
def test_a_migration_that_leaves_loose_ends_is_undone(town):
    with pytest.raises(BrokenReferences, match=r"3 rows .* house → street"):
        migrate.upgrade(town, "0003", FOLDER)

    assert counts(town) == (3, 3)
    assert version(town) == ["0001"], "0002 belonged to the same transaction"


def test_foreign_keys_are_watched_again_afterwards(town):
    migrate.upgrade(town, "0002", FOLDER)

    with town.engine.begin() as connection:
        connection.execute(text("DELETE FROM street WHERE id = 1"))

    assert counts(town) == (2, 2)


def test_several_processes_that_start_at_once_migrate_once(empty_database):
    url = empty_database.engine.url.render_as_string(hide_password=False)

    def start(_):
        command = [sys.executable, "-c", MIGRATE, url, str(FOLDER)]
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)

    with ThreadPoolExecutor(4) as threads:
        ended = list(threads.map(start, range(4)))

    assert [(done.returncode, done.stderr[-500:]) for done in ended] == [(0, "")] * 4
    assert version(empty_database) == ["0002"]


def test_a_database_knows_whether_it_is_up_to_date(empty_database):
    before = migrate.is_current(empty_database)
    migrate.upgrade(empty_database)

    assert not before or not list(Path(migrate.FOLDER, "versions").glob("0*.py"))
    assert migrate.is_current(empty_database)
