"""Two installations to compare: a small municipality and a large one, with a database each."""

import logging
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from grannsamverkan.accounts.models import User
from grannsamverkan.accounts.usecases import sessions
from grannsamverkan.app import create_app, make_runtime
from grannsamverkan.core import migrate
from grannsamverkan.core.actor import SYSTEM
from grannsamverkan.core.settings import Settings
from grannsamverkan.core.work import Runtime
from grannsamverkan.demo import crowd

SMALL = {"groups": 20, "signs": 200}
LARGE = {"groups": 2_000, "signs": 20_000}
ADDRESS = "http://localhost"
Sent = tuple[str, tuple[Any, ...]]
"""A statement with its values."""


@dataclass
class Installation:
    """A filled installation with its app."""

    app: Flask
    runtime: Runtime

    def browser(self, email: str | None) -> FlaskClient:
        """A browser in which the person with this address is signed in; nobody without one."""
        browser = self.app.test_client()
        if email is not None:
            with self.runtime.work(SYSTEM) as work:
                work.require(lambda actor: actor.is_system)
                person = work.session.scalars(select(User).where(User.email == email)).one()
                entry = sessions.enter(work, person, "bench", "")
            with browser.session_transaction() as session:
                session["_user_id"] = entry.token
                session["_fresh"] = True
        return browser

    def first(self, column: Any, *conditions: Any) -> Any:
        """The first value of a column by id, for addresses of cases."""
        with self.runtime.reading() as work:
            key = column.class_.id
            return work.session.scalars(select(column).where(*conditions).order_by(key)).first()

    @contextmanager
    def counted(self) -> Iterator[list[Sent]]:
        """The SQL statements sent within the block, each with its values."""
        statements: list[Sent] = []

        def note(_c: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
            if not statement.startswith("BEGIN"):
                statements.append((statement, values))

        event.listen(self.runtime.database.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(self.runtime.database.engine, "before_cursor_execute", note)


def install(folder: Path, *, groups: int, signs: int) -> Installation:
    """A migrated, filled SQLite installation in `folder`."""
    runtime = empty(folder)
    crowd.fill(runtime, groups=groups, signs=signs)
    return Installation(create_app(runtime.settings, runtime), runtime)


def empty(folder: Path) -> Runtime:
    """A migrated SQLite database in `folder` with nothing in it."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    settings = Settings(
        environment="testing",
        secret_key="only for measuring, and long enough to be one",
        data_keys=(Fernet.generate_key().decode(),),
        base_url=ADDRESS,
        trusted_proxies=0,
        database_url=f"sqlite:///{folder / 'base.sqlite'}",
        storage_url=f"file://{folder / 'objects'}",
        queue_url=f"sqlite:///{folder / 'queue.sqlite'}",
        mail_url=f"capture://{folder / 'mail'}",
        instance=folder,
    )
    runtime = make_runtime(settings)
    migrate.upgrade(runtime.database)
    return runtime


def compared(one: Callable[[], object], other: Callable[[], object], rounds: int) -> float:
    """How many times longer `other` takes than `one`: medians of rounds taken in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + 1):
        for taken, action in zip(times, (one, other), strict=True):
            start = time.process_time()
            action()
            if turn:  # the first round warms caches
                taken.append(time.process_time() - start)
    return statistics.median(times[1]) / statistics.median(times[0])
