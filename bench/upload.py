"""What an upload costs: python -m bench.upload (the table), or `run()` for its rows.

Two servers of this machine take the same 4 MB photos in turn: the product, and a bare Flask view
that streams the body to a file and syncs it. Both run in waitress with the product's settings, in
processes of their own. The worker, which examines photos later, is not running.
"""

import http.client
import io
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from flask import Flask, request
from PIL import Image
from waitress.server import create_server

from grannsamverkan.accounts.models import User
from grannsamverkan.app import create_app, make_runtime
from grannsamverkan.cli import SERVER
from grannsamverkan.core import codes, migrate
from grannsamverkan.core.memory import give_back_large_buffers
from grannsamverkan.core.settings import Settings
from grannsamverkan.core.work import Runtime, Work
from grannsamverkan.groups.models import Group
from grannsamverkan.places.models import Municipality
from grannsamverkan.signs.models import Sign

ROOT = Path(__file__).resolve().parents[1]
SIZE = 4_000_000
TIMED = 40
ALL = 200
LETTERS = 20
WARM = 20
CHUNK = 64 * 1024
MOST_TIMES_BARE = 1.5
MOST_GROWTH = 1.1
START_S = 30


def run() -> list[dict[str, Any]]:
    """Rows of the bench: `name`, `ratio`, `limit`, `figures` (words)."""
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".bench-") as scratch:
        folder = Path(scratch)
        tokens = _seed(folder)
        with _serving("product", folder) as product, _serving("bare", folder) as bare:
            return _measure(product, bare, tokens)


def _measure(product: "Server", bare: "Server", tokens: list[str]) -> list[dict[str, Any]]:
    photo = _photo()
    times: dict[str, list[float]] = {"product": [], "bare": []}
    memory: dict[int, int] = {}
    for number in range(1, ALL + 1):
        taken = product.send(f"/B/{tokens[number % LETTERS]}/foton?vy=post", photo, 201)
        if WARM < number <= WARM + TIMED:
            times["product"].append(taken)
            times["bare"].append(bare.send("/", photo, 201))
        memory[number] = product.resident_kb()
    ours, theirs = (statistics.median(times[name]) for name in ("product", "bare"))
    before, after = memory[WARM], memory[ALL]
    return [
        {
            "name": "4 MB upload / bare view with fsync",
            "ratio": round(ours / theirs, 2),
            "limit": MOST_TIMES_BARE,
            "figures": f"{1000 * ours:.0f} ms / {1000 * theirs:.0f} ms, median of {TIMED}",
        },
        {
            "name": f"memory of the web process after {ALL} uploads / after {WARM}",
            "ratio": round(after / before, 2),
            "limit": MOST_GROWTH,
            "figures": f"{after / 1024:.0f} MB / {before / 1024:.0f} MB,"
            f" most {max(memory.values()) / 1024:.0f} MB",
        },
    ]


class Server:
    """One of the two, as its client sees it."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self._process = process
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def send(self, path: str, photo: bytes, expected: int) -> float:
        """Send a photo that was never sent before; seconds until the answer is read."""
        body = photo + secrets.token_bytes(16)
        headers = {
            "Content-Type": "application/octet-stream",
            "Idempotency-Key": str(uuid.uuid4()),
            "Accept": "application/json",
        }
        began = time.perf_counter()
        self._connection.request("POST", path, body, headers)
        answer = self._connection.getresponse()
        answer.read()
        taken = time.perf_counter() - began
        if answer.status != expected:
            raise RuntimeError(f"{path} answered {answer.status}")
        return taken

    def resident_kb(self) -> int:
        """Memory of the process that is in use."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1])


@contextmanager
def _serving(kind: str, folder: Path) -> Iterator[Server]:
    port = _free_port()
    command = [sys.executable, "-m", "bench.upload", kind, str(folder), str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(port)
        yield Server(process, port)
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _photo() -> bytes:
    """A JPEG of noise, and behind its picture as many zeros as make it 4 MB."""
    grain = Image.effect_noise((2400, 1800), 90).convert("RGB")
    output = io.BytesIO()
    grain.save(output, "JPEG", quality=92)
    return output.getvalue().ljust(SIZE, b"\0")


def _seed(folder: Path) -> list[str]:
    """A database with signs that wait for photos; returns the letters' tokens."""
    runtime = make_runtime(_settings(folder))
    migrate.upgrade(runtime.database)
    tokens = [codes.new_token() for _ in range(LETTERS)]
    with runtime.work() as work:
        work.require(lambda actor: actor.is_system)
        group = _group(work)
        work.session.add_all(_sign(work, group, token) for token in tokens)
    runtime.database.engine.dispose()
    return tokens


def _group(work: Work) -> Group:
    town = Municipality(slug="alby", name="Alby kommun", short_name="Alby")
    founder = User(kind="contact", email="maja@alby.example", name="Maja", created_at=work.now)
    work.session.add_all([town, founder])
    work.session.flush()
    group = Group(
        municipality_id=town.id,
        name="Björkvägen",
        housing="villa",
        state="active",
        founded_by=founder.id,
        created_at=work.now,
    )
    work.session.add(group)
    work.session.flush()
    return group


def _sign(work: Work, group: Group, token: str) -> Sign:
    return Sign(
        municipality_id=group.municipality_id,
        group_id=group.id,
        code=codes.new_code(),
        state="handed_out",
        support="lamp_post",
        letter_hash=codes.token_hash(token),
        letter_until=work.now + timedelta(days=1),
        created_at=work.now,
        handed_out_at=work.now,
    )


def _settings(folder: Path) -> Settings:
    return Settings(
        environment="testing",
        secret_key="of the bench, and long enough for one",
        data_keys=(Fernet.generate_key().decode(),),
        base_url="http://127.0.0.1",
        trusted_proxies=0,
        database_url=f"sqlite:///{folder / 'database.sqlite'}",
        storage_url=f"file://{folder / 'objects'}",
        queue_url=f"sqlite:///{folder / 'queue.sqlite'}",
        mail_url=f"capture://{folder / 'mail'}",
        instance=folder,
    )


def product_app(runtime: Runtime) -> Flask:
    """The product as it is."""
    return create_app(runtime.settings, runtime)


def bare_app(folder: Path) -> Flask:
    """The least that keeps a body: streamed to a file, synced, answered."""
    app = Flask("bare")
    kept = folder / "bare"
    kept.mkdir(exist_ok=True)

    @app.post("/")
    def keep() -> tuple[str, int]:
        with (kept / uuid.uuid4().hex).open("wb") as file:
            while chunk := request.stream.read(CHUNK):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        return "", 201

    return app


def serve(kind: str, folder: Path, port: int) -> None:
    """Be one of the two servers, until killed."""
    give_back_large_buffers()  # as the product's command does
    bare = kind == "bare"
    app = bare_app(folder) if bare else product_app(make_runtime(_settings(folder)))
    create_server(app, host="127.0.0.1", port=port, **SERVER).run()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    else:
        for row in run():
            print(row)
