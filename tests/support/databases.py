"""Fixtures: an empty database for each test, on SQLite and on PostgreSQL, with real commits."""

import importlib
import os
import pkgutil
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

import grannsamverkan
from grannsamverkan.core.db import Base, Database, make_engine
from tests.support.lacks import REQUIRE_ALL, lacking, postgres_programs
from tests.support.postgres import PostgresServer

KINDS = ("sqlite", "postgresql")
SERVER_VARIABLE = "GRANNSAMVERKAN_TEST_POSTGRES"
"""Holds the address of a running server with {database} in it: handed on to xdist's workers."""

# The audit log refuses to be emptied; as a replica the server does not ask its triggers.
EMPTY_ALL_TABLES = """
DO $$
DECLARE name text; has_rows boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO has_rows;
        IF has_rows THEN EXECUTE 'DELETE FROM ' || name; END IF;
    END LOOP;
    FOR name IN SELECT format('%I', sequencename) FROM pg_sequences
                WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
        EXECUTE 'ALTER SEQUENCE ' || name || ' RESTART';
    END LOOP;
END $$
"""


def load_models() -> None:
    """Import the tables of every room, so that `Base.metadata` is complete."""
    for room in pkgutil.iter_modules(grannsamverkan.__path__):
        folder = Path(grannsamverkan.__path__[0]) / room.name
        if (folder / "models.py").exists():
            importlib.import_module(f"grannsamverkan.{room.name}.models")
    for name in ("audit", "jobs", "mail", "search"):
        importlib.import_module(f"grannsamverkan.core.{name}")


def wanted_kinds(config: pytest.Config) -> tuple[str, ...]:
    """The databases this run is about."""
    choice = config.getoption("--database")
    if choice != "both":
        return (str(choice),)
    return KINDS if postgres_programs() or REQUIRE_ALL else KINDS[:1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=[*KINDS, "both"], default="both")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite_only: says nothing new on another database")
    config.addinivalue_line("markers", "postgresql_only: is about PostgreSQL itself")
    is_controller = not hasattr(config, "workerinput")
    spreads = getattr(config.option, "dist", "no") != "no"
    if is_controller and spreads and "postgresql" in wanted_kinds(config) and postgres_programs():
        _start_server(config)


def _start_server(config: pytest.Config) -> None:
    if SERVER_VARIABLE in os.environ:
        return
    programs = postgres_programs()
    if programs is None:
        lacking("a PostgreSQL server")
    server = PostgresServer(programs)
    config.add_cleanup(server.stop)
    server.start()
    os.environ[SERVER_VARIABLE] = server.url("{database}")
    config.add_cleanup(lambda: os.environ.pop(SERVER_VARIABLE, None))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" not in metafunc.fixturenames:
        return
    kinds = wanted_kinds(metafunc.config)
    for kind in KINDS:
        if metafunc.definition.get_closest_marker(f"{kind}_only"):
            kinds = tuple(k for k in kinds if k == kind)
    metafunc.parametrize("database_kind", kinds, scope="session")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and no rows, to be copied."""
    load_models()
    file = tmp_path_factory.mktemp("template") / "empty.sqlite"
    engine = make_engine(f"sqlite:///{file}")
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def new_postgres_database(pytestconfig: pytest.Config, worker_id: str) -> Iterator["MakeDatabase"]:
    """Gives functions of a name: an empty database on the server of this run, as its address."""
    _start_server(pytestconfig)
    pattern = os.environ[SERVER_VARIABLE]
    admin = create_engine(
        pattern.replace("{database}", "postgres"), isolation_level="AUTOCOMMIT", pool_size=1
    )
    yield MakeDatabase(admin, pattern, worker_id)
    admin.dispose()


class MakeDatabase:
    """Makes databases that no other worker of the run uses."""

    def __init__(self, admin: Engine, pattern: str, worker: str) -> None:
        self._admin, self._pattern, self._worker = admin, pattern, worker

    def __call__(self, name: str) -> str:
        """Create `name` anew, empty, and return its address."""
        full = f"{name}_{self._worker}"
        with self._admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{full}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{full}"'))
        return self._pattern.replace("{database}", full)


@pytest.fixture(scope="session")
def postgres_template(new_postgres_database: MakeDatabase) -> Iterator[Engine]:
    """A PostgreSQL database with all tables, emptied before each test that uses it."""
    load_models()
    engine = create_engine(new_postgres_database("suite"))
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> str:
    """The address of a database with all tables and no rows, for this test alone."""
    if database_kind == "sqlite":
        file = tmp_path / "test.sqlite"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        return f"sqlite:///{file}"
    engine: Engine = request.getfixturevalue("postgres_template")
    with engine.begin() as connection:
        connection.execute(text(EMPTY_ALL_TABLES))
    return engine.url.render_as_string(hide_password=False)


@pytest.fixture
def empty_database(
    request: pytest.FixtureRequest, database_kind: str, tmp_path: Path
) -> Iterator[Database]:
    """A database without any tables, for tests of migrations."""
    url = f"sqlite:///{tmp_path / 'fresh.sqlite'}"
    if database_kind == "postgresql":
        url = request.getfixturevalue("new_postgres_database")("fresh")
    database = Database(url)
    yield database
    database.engine.dispose()
