"""The database: base class, column types, engine and the care SQLite needs."""

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    Table,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import (
    DeclarativeBase,
    ORMExecuteState,
    Session,
    mapped_column,
    sessionmaker,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware UTC moment on both databases; SQLite alone would give it back naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Document = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
BigId = BigInteger().with_variant(Integer(), "sqlite")

Id = Annotated[int, mapped_column(BigId, primary_key=True)]


class Base(DeclarativeBase):
    """Parent of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UTCDateTime, dict[str, Any]: Document, list[Any]: Document}


@event.listens_for(Table, "after_parent_attach")
def _never_use_an_id_again(table: Table, _metadata: MetaData) -> None:
    # SQLite gives the id of a deleted last row to the next one; the log and jobs remember ids.
    table.dialect_kwargs["sqlite_autoincrement"] = True


def make_engine(url: str) -> Engine:
    """An engine for `url`; SQLite gets real transactions, WAL, foreign keys and patience."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": 15, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling loses updates silently (measured: 56 of 200 kept).
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=15000", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    # A deferred transaction that turns into a writer fails at once instead of waiting, so
    # writers say so from the start.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class _Watched(Session):
    """A session that knows whether something was written in it."""


@event.listens_for(_Watched, "after_flush")
def _note_write(session: Session, _flushed: Any) -> None:
    session.info["has_written"] = True


@event.listens_for(_Watched, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    if not state.is_select:
        state.session.info["has_written"] = True


def has_written(session: Session) -> bool:
    """Whether rows were changed in this session of a `Database`, in whatever way."""
    return "has_written" in session.info


class Database:
    """One engine and two kinds of sessions: for reading, and for writing from the first moment."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self._reading = sessionmaker(self.engine, class_=_Watched, expire_on_commit=False)
        self._writing = sessionmaker(
            self.engine.execution_options(writes=True), class_=_Watched, expire_on_commit=False
        )

    @property
    def is_sqlite(self) -> bool:
        """True on the embedded default."""
        return self.engine.dialect.name == "sqlite"

    def session(self, *, writes: bool) -> Session:
        """A new session; with `writes` it takes SQLite's write lock when it begins."""
        return self._writing() if writes else self._reading()
