"""What every test can ask for. `tests/README.md` shows how the fixtures are used."""

import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from grannsamverkan.accounts.models import User
from grannsamverkan.accounts.usecases import sessions
from grannsamverkan.app import REACTIONS, create_app
from grannsamverkan.core.actor import SYSTEM
from grannsamverkan.core.db import Database
from grannsamverkan.core.queue import open_bell
from grannsamverkan.core.secrets import Vault
from grannsamverkan.core.settings import Settings
from grannsamverkan.core.storage import open_storage
from grannsamverkan.core.work import Reaction, Runtime, Work
from grannsamverkan.imaging.looker import Look
from tests.support.clock import FixedClock
from tests.support.lacks import REQUIRE_ALL, TESTDATA, lacking, lacks
from tests.support.looking import remembered
from tests.support.mailbox import Mailbox
from tests.support.provider import ProviderProcess
from tests.support.smtp import SmtpServer
from tests.support.sockets import keep_at_home
from tests.support.web import CheckedClient

pytest_plugins = ["tests.support.databases", "tests.support.browser", "tests.support.door"]

IN_MEMORY = Path("/dev/shm")  # noqa: S108  # a folder with a random name is made in it
ROOM_BYTES = 2 * 1024**3
"""Far more than the tests keep at one time: a store whose disk is nearly full refuses photos."""
DATA_KEY = Fernet.generate_key().decode()
Given = Callable[[], AbstractContextManager[Work]]


def pytest_configure(config: pytest.Config) -> None:
    # The tests' files live in memory where that can be had: a test waits for many a sync to disk.
    has_room = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free >= ROOM_BYTES
    if has_room and config.option.basetemp is None:
        folder = tempfile.mkdtemp(prefix="grannsamverkan-", dir=IN_MEMORY)
        config.option.basetemp = Path(folder) / "tests"
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_sessionstart() -> None:
    keep_at_home()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if REQUIRE_ALL and lacks() and not hasattr(session.config, "workerinput"):
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config: pytest.Config) -> None:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter and not hasattr(config, "workerinput"):
        missing = lacks()
        words = f"this machine lacked: {', '.join(missing)}" if missing else "nothing was missing"
        reporter.write_line(f"Needed for a complete run: {words}")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    # Compressed bytes carry the time they were made; a test must have the same name everywhere.
    return f"{argname}-{len(val)}-bytes" if isinstance(val, bytes) and len(val) > 20 else None


@pytest.fixture(scope="session")
def testdata() -> Path:
    """The folder with the real photos, maps, strings and mails (TESTDATA)."""
    if not TESTDATA.is_dir():
        lacking(f"the test data ({TESTDATA})")
    return TESTDATA


@pytest.fixture
def clock() -> FixedClock:
    """The runtime's clock: stands at 2026-11-23 09:00 UTC until `clock.forward(days=3)`."""
    return FixedClock()


@pytest.fixture
def base_url(request: pytest.FixtureRequest) -> str:
    """The installation's own address: that of the live server in tests that have one."""
    if "live_server" not in request.fixturenames:
        return "http://localhost"
    live: socket.socket = request.getfixturevalue("live_socket")
    return f"http://127.0.0.1:{live.getsockname()[1]}"


@pytest.fixture
def mail_url(tmp_path: Path) -> str:
    """Where mail goes: files, unless a test module overrides this."""
    return f"capture://{tmp_path / 'mail'}"


@pytest.fixture
def settings(tmp_path: Path, database_url: str, base_url: str, mail_url: str) -> Settings:
    """Everything in the test's own folder."""
    return Settings(
        environment="testing",
        secret_key="only for tests, and long enough to be one",
        data_keys=(DATA_KEY,),
        base_url=base_url,
        trusted_proxies=0,
        database_url=database_url,
        storage_url=f"file://{tmp_path / 'objects'}",
        queue_url=f"sqlite:///{tmp_path / 'queue.sqlite'}",
        mail_url=mail_url,
        instance=tmp_path,
    )


@pytest.fixture
def reactions() -> Mapping[str, Sequence[Reaction]]:
    """What upper rooms do at events in lower ones: as in the real app (core's tests have none)."""
    return REACTIONS


@pytest.fixture
def eyes() -> Look:
    """How photos are looked at: really, each distinct look once."""
    return remembered


@pytest.fixture
def runtime(
    settings: Settings, clock: FixedClock, eyes: Look, reactions: Mapping[str, Sequence[Reaction]]
) -> Iterator[Runtime]:
    """One installation with an empty database; tests using it run on both databases."""
    made = Runtime(
        settings=settings,
        database=Database(settings.database_url),
        storage=open_storage(settings.storage_url),
        bell=open_bell(settings.queue_url),
        vault=Vault(settings.data_keys),
        clock=clock,
        look=eyes,
        reactions=reactions,
    )
    yield made
    made.database.engine.dispose()


@pytest.fixture
def given(runtime: Runtime) -> Given:
    """Sets the scene: `with given() as work: work.session.add(…)` writes rows as the system."""

    @contextmanager
    def setting_the_scene() -> Iterator[Work]:
        with runtime.work(SYSTEM) as work:
            work.require(lambda actor: actor.is_system)
            yield work

    return setting_the_scene


@pytest.fixture
def sent_mail(runtime: Runtime, tmp_path: Path) -> Mailbox:
    """Call it: the worker does all due jobs, and the mails since the last call come back."""
    return Mailbox(runtime, tmp_path / "mail")


@pytest.fixture
def smtp_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmtpServer]:
    """A real mail server in another process, whose certificate this process trusts."""
    folder = tmp_path / "smtp"
    folder.mkdir()
    server = SmtpServer(folder)
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Each test has an app of its own, but the templates are compiled once for all of them."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(settings: Settings, runtime: Runtime, compiled_templates: FileSystemBytecodeCache) -> Flask:
    """The whole web application over `runtime`."""
    made = create_app(settings, runtime)
    made.config["ADVICE_WAIT_S"] = 60.0  # a machine that is busy with tests is no fault
    made.jinja_env.bytecode_cache = compiled_templates
    made.test_client_class = CheckedClient
    return made


@pytest.fixture
def client(app: Flask) -> CheckedClient:
    """Somebody with a browser and no account; every page it opens is checked."""
    return app.test_client()  # type: ignore[return-value]  # the class stands in `app`


@pytest.fixture
def new_client(app: Flask) -> Callable[..., Any]:
    """More people with browsers of their own: `police, resident = new_client(), new_client()`."""
    return app.test_client


@pytest.fixture
def signed_in(app: Flask, given: Given) -> Callable[[User], CheckedClient]:
    """Gives a browser in which a user is signed in: `maja = signed_in(user)`."""

    def sign_in(user: User) -> CheckedClient:
        with given() as work:
            entry = sessions.enter(work, work.get(User, user.id), "test", "")
        browser: Any = app.test_client()
        with browser.session_transaction() as session:
            session["_user_id"] = entry.token
            session["_fresh"] = True
        return browser  # type: ignore[no-any-return]

    return sign_in


@pytest.fixture(scope="module")
def provider() -> Iterator[ProviderProcess]:
    """A real OpenID Connect provider; `provider.as_setting(domain)` goes into the settings."""
    running = ProviderProcess()
    yield running
    running.stop()
