"""`grannsamverkan run` as a process: it serves, keeps its worker alive, and ends whole."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tests.support.lacks import ROOT
from tests.support.waiting import runs, until

pytestmark = pytest.mark.sqlite_only
START_LIMIT_S = 60


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def environment(tmp_path):
    """A production of its own: complete settings, no demo data."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        "GRANNSAMVERKAN_ENV": "production",
        "SECRET_KEY": "a secret of the tests that is long enough",
        "DATA_KEYS": Fernet.generate_key().decode(),
        "BASE_URL": "https://grannsamverkan.example.se",
        "TRUSTED_PROXIES": "0",
        "DATABASE_URL": f"sqlite:///{tmp_path}/database.sqlite",
        "STORAGE_URL": f"file://{tmp_path}/objects",
        "QUEUE_URL": f"sqlite:///{tmp_path}/queue.sqlite",
        "MAIL_URL": "smtp://127.0.0.1:9",
        "PORT": str(free_port()),
    }


def command(environment, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "grannsamverkan", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def product(environment, tmp_path):
    """A running product: its process, the address, and the log so far."""
    log = tmp_path / "log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "grannsamverkan", "run"],
            cwd=ROOT, env=environment, stdout=file, stderr=file,
        )  # fmt: skip
    started = until(lambda: "runs at" in log.read_text(), START_LIMIT_S)
    assert started, log.read_text()
    yield process
    process.kill()
    process.wait()


def children_of(process):
    """Its processes: the worker, and the one that decodes photos."""
    tasks = Path(f"/proc/{process.pid}/task")
    found = {int(child) for task in tasks.iterdir()
             for child in (task / "children").read_text().split()}  # fmt: skip
    return sorted(found)


def workers_of(process):
    return [child for child in children_of(process) if b"worker" in command_of(child)]


def command_of(process_id):
    try:
        return Path(f"/proc/{process_id}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""


def answer(environment, path="/"):
    request = urllib.request.Request(
        f"http://127.0.0.1:{environment['PORT']}{path}",
        headers={"Host": "grannsamverkan.example.se"},
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        return response.status, response.headers


def test_it_serves_pages_and_says_where(product, environment, tmp_path):
    status, headers = answer(environment)

    assert status == 200
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    said = (tmp_path / "log").read_text()
    assert "https://grannsamverkan.example.se" in said
    assert "Sign in as" not in said, "no demo in production"


def test_a_killed_worker_is_started_again(product):
    until(lambda: workers_of(product))
    [first] = workers_of(product)

    os.kill(first, signal.SIGKILL)

    assert until(lambda: set(workers_of(product)) - {first})


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_however_it_ends_no_worker_is_left(product, way):
    until(lambda: workers_of(product))
    time.sleep(1)
    children = children_of(product)
    assert workers_of(product)

    product.send_signal(way)

    assert product.wait(40) == (-signal.SIGKILL if way == signal.SIGKILL else 0)
    assert until(lambda: not any(map(runs, children)))


def test_a_port_that_is_taken_is_named_with_a_way_out(environment):
    with socket.create_server(("127.0.0.1", int(environment["PORT"]))):
        result = command(environment, "run")

    assert result.returncode == 1
    assert re.search(rf"Port {environment['PORT']} cannot be used .*PORT=\d+", result.stderr)
    assert "Traceback" not in result.stderr


def test_every_wrong_setting_is_named_at_once(environment):
    wrong = {**environment, "SECRET_KEY": "short", "BASE_URL": "http://x", "QUEUE_URL": ""}

    result = command(wrong, "run")

    assert result.returncode == 2
    assert all(f"- {name}:" in result.stderr for name in ("SECRET_KEY", "BASE_URL", "QUEUE_URL"))
    assert "Traceback" not in result.stderr


def test_a_worker_waits_for_nobody_to_migrate_and_says_so(environment):
    result = command(environment, "worker")

    assert result.returncode == 1
    assert "grannsamverkan migrate" in result.stderr


def test_demo_data_are_refused_in_production(environment):
    result = command(environment, "demo")

    assert result.returncode == 1
    assert "production" in result.stderr


def test_the_overview_shows_every_room(environment):
    result = command(environment, "overview")

    assert result.returncode == 0, result.stderr
    for word in ("tables (", "states (", "use cases (", "routes (", "jobs (", "mails ("):
        assert word in result.stdout
