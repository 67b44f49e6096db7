"""Migrations lead to exactly the tables the models describe, up, down and up again."""

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from grannsamverkan.core import migrate
from grannsamverkan.core.db import Base, make_engine
from tests.support.databases import load_models

TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname",
}


def shape(engine):
    """Everything a database says about its tables, but the order things were made in."""
    seen = inspect(engine)
    tables = [name for name in seen.get_table_names() if name != "alembic_version"]
    with engine.connect() as connection:
        triggers = connection.execute(text(TRIGGERS[engine.dialect.name])).scalars().all()
    return {"triggers": triggers} | {name: _table(seen, name) for name in tables}


def _table(seen, name):
    return {
        "columns": {
            column["name"]: (str(column["type"]), column["nullable"], column["default"])
            for column in seen.get_columns(name)
        },
        "primary key": seen.get_pk_constraint(name)["constrained_columns"],
        "foreign keys": sorted(
            (tuple(key["constrained_columns"]), key["referred_table"], str(key["options"]))
            for key in seen.get_foreign_keys(name)
        ),
        "unique": sorted(tuple(key["column_names"]) for key in seen.get_unique_constraints(name)),
        "checks": sorted(
            " ".join(check["sqltext"].split()) for check in seen.get_check_constraints(name)
        ),
        "indexes": sorted(
            (index["name"], tuple(index["column_names"]), bool(index["unique"]))
            for index in seen.get_indexes(name)
        ),
    }


@pytest.fixture
def from_models(request, database_kind, tmp_path):
    load_models()
    if database_kind == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'models.sqlite'}")
    else:
        engine = create_engine(request.getfixturevalue("new_postgres_database")("models"))
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def test_migrations_and_models_describe_the_same_tables(empty_database, from_models):
    migrate.upgrade(empty_database)

    migrated, described = shape(empty_database.engine), shape(from_models)

    assert migrated.keys() == described.keys()
    for name, table in described.items():
        assert migrated[name] == table, name


def test_down_to_nothing_and_up_again(empty_database):
    migrate.upgrade(empty_database)
    first = shape(empty_database.engine)

    migrate.downgrade(empty_database, migrate.OLDEST)
    nothing = shape(empty_database.engine)
    migrate.upgrade(empty_database)

    assert nothing == {"triggers": []}
    assert shape(empty_database.engine) == first
    assert migrate.is_current(empty_database)


def test_the_log_is_guarded_after_migrating_too(empty_database):
    migrate.upgrade(empty_database)
    entry = (
        "INSERT INTO audit_entry (at, actor_kind, event, subject, details) "
        "VALUES ('2026-11-23 09:00:00', 'system', 'test', 'test', '{}')"
    )
    with empty_database.engine.begin() as connection:
        connection.execute(text(entry))

    with (
        pytest.raises(DBAPIError, match="cannot be changed"),
        empty_database.engine.begin() as connection,
    ):
        connection.execute(text("DELETE FROM audit_entry"))
