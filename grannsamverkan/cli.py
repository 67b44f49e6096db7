"""The `grannsamverkan` command."""

import importlib.util
import logging
import os
import socket
from pathlib import Path
from types import ModuleType
from typing import Any

import click

from grannsamverkan import demo, imaging, overview
from grannsamverkan.accounts.cli import accounts
from grannsamverkan.app import FILM_PATH, MAX_BODY, MAX_FILM_BODY, create_app, make_runtime
from grannsamverkan.core import migrate, search, worker
from grannsamverkan.core.memory import give_back_large_buffers
from grannsamverkan.core.reseal import reseal
from grannsamverkan.core.serving import open_server
from grannsamverkan.core.settings import Settings
from grannsamverkan.core.supervisor import exit_on_signals, follow_parent, supervised
from grannsamverkan.core.work import Runtime
from grannsamverkan.demo import crowd
from grannsamverkan.places.cli import places
from grannsamverkan.signs.cli import signs
from grannsamverkan.signs.cli.photo import photo
from grannsamverkan.signs.cli.sight import sight
from grannsamverkan.signs.cli.training import train

PROJECT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
BAD_SETTINGS = 2
CAPTURED_MAIL = "/utveckling/post"
SERVER: dict[str, Any] = {
    "threads": 8,
    # Slow clients hold a connection, not a thread; select() could not count this far.
    "connection_limit": 1000,
    "asyncore_use_poll": True,
    # Above the app's own limit, so that a somewhat too large upload gets the app's kind answer.
    "max_request_body_size": 4 * MAX_BODY,
    "roomy_paths": FILM_PATH,
    "roomy_bytes": MAX_FILM_BODY,
    # TRUSTED_PROXIES decides in the app whose forwarded headers are believed.
    "clear_untrusted_proxy_headers": False,
    "ident": "",
}


@click.group()
@click.pass_context
def main(context: click.Context) -> None:
    """Neighbourhood watch: from the first registration to an approved sign."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    runtime = make_runtime(load_settings())
    context.obj = runtime
    context.call_on_close(runtime.database.engine.dispose)


main.add_command(accounts)
main.add_command(places)
main.add_command(signs)
main.add_command(photo)
main.add_command(sight)
photo.add_command(train)


@main.command()
@click.option("--port", envvar="PORT", default=5000, type=click.IntRange(1, 65535))
@click.pass_obj
def run(runtime: Runtime, port: int) -> None:
    """Web server and worker on this machine, until Ctrl-C."""
    exit_on_signals()
    give_back_large_buffers()
    with _listen(port) as listening:
        migrate.upgrade(runtime.database)
        if runtime.settings.in_development:
            click.echo("Looking after the demo town; the first time it is built, house by house.")
            demo.seed_if_empty(runtime)
        imaging.prepare()
        server = open_server(create_app(runtime.settings, runtime), sockets=[listening], **SERVER)
        with supervised("grannsamverkan", "worker", "--parent", str(os.getpid())):
            _greet(runtime)
            server.run()


@main.command("worker")
@click.option("--parent", type=int, help="End when this process is no longer the parent.")
@click.pass_obj
def work(runtime: Runtime, parent: int | None) -> None:
    """Send mail and look at photos, until stopped."""
    if parent is not None:
        follow_parent(parent)
    if not migrate.is_current(runtime.database):
        raise click.ClickException("The database is not up to date: grannsamverkan migrate")
    imaging.prepare()
    worker.run_forever(runtime)


@main.command("migrate")
@click.pass_obj
def bring_up_to_date(runtime: Runtime) -> None:
    """Bring the database to the shape this version needs."""
    migrate.upgrade(runtime.database)
    click.echo("The database is up to date.")


@main.command("demo")
@click.pass_obj
def fill_with_demo(runtime: Runtime) -> None:
    """Fill an empty database with an invented town, its groups and its signs."""
    if not runtime.settings.in_development:
        raise click.ClickException("Demo data do not belong in production.")
    migrate.upgrade(runtime.database)
    demo.seed_if_empty(runtime)
    _show_sign_ins(runtime)


@main.command("seed")
@click.option("--groups", default=20, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--signs", default=200, show_default=True, type=click.IntRange(1, 1_000_000))
@click.pass_obj
def fill_with_crowd(runtime: Runtime, groups: int, signs: int) -> None:
    """Lay a municipality with many groups and signs into an empty database, for measuring."""
    if not runtime.settings.in_development:
        raise click.ClickException("Measuring data do not belong in production.")
    migrate.upgrade(runtime.database)
    crowd.fill(runtime, groups=groups, signs=signs)
    click.echo(f"{groups} groups, {signs} signs. Sign in as reviewer@example.org and the like.")


@main.command("search")
@click.pass_obj
def mend_search(runtime: Runtime) -> None:
    """Write anew what the search looks in: after a bulk load, say. It is done each night too."""
    click.echo(f"{search.mend(runtime)} words put right.")


@main.command("reseal")
@click.pass_obj
def seal_anew(runtime: Runtime) -> None:
    """Seal every sealed value with the newest of DATA_KEYS, so that older keys can be removed."""
    for place, count in reseal(runtime).items():
        click.echo(f"{place}: {count}")


@main.command("overview")
@click.pass_obj
def show_overview(runtime: Runtime) -> None:
    """Rooms with tables, states, use cases, routes, jobs and mails, read off the running app."""
    click.echo(overview.describe(create_app(runtime.settings, runtime)))


def load_settings() -> Settings:
    """Read config.py by its path (GRANNSAMVERKAN_CONFIG or the project's); faults end with 2."""
    file = Path(os.environ.get("GRANNSAMVERKAN_CONFIG", PROJECT / "config.py"))
    try:
        settings = _module_at(file).load()
    except (OSError, ValueError) as error:
        click.echo(error, err=True)
        raise SystemExit(BAD_SETTINGS) from error
    assert isinstance(settings, Settings)
    return settings


def _module_at(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("config", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port), backlog=128)
    except OSError as error:
        raise click.ClickException(
            f"Port {port} cannot be used ({os.strerror(error.errno or 0)}). Is it running already? "
            f"Another port: make run PORT={port % 65535 + 1}"
        ) from error


def _greet(runtime: Runtime) -> None:
    address = runtime.settings.base_url
    click.echo(f"\nGrannsamverkan runs at {address}")
    if runtime.settings.in_development:
        click.echo(f"Captured mail is read at {address}{CAPTURED_MAIL}")
        _show_sign_ins(runtime)
    click.echo("Stop with Ctrl-C.\n")


def _show_sign_ins(runtime: Runtime) -> None:
    click.echo("Sign in as:")
    for who, how in demo.sign_ins(runtime):
        click.echo(f"  {who:<34} {how}")
