"""A throwaway PostgreSQL server in a temporary folder, reached by a Unix socket alone."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

START_LIMIT_S = 30
# Nothing here needs to survive a power cut; the rest is PostgreSQL as it comes.
OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")


class PostgresServer:
    """Started once per run. Dies with the process that started it, also by `kill -9`."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="gs-pg-"))
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        """The address of `database` on this server."""
        return f"postgresql+psycopg://postgres@/{database}?host={self._folder}"

    def start(self) -> None:
        """Make a fresh cluster and serve it; RuntimeError with the log if it does not come up."""
        data = self._folder / "data"
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres", "postgres")
        make = ["initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        self._run([*make, "--locale=C.UTF-8", "--no-sync"])
        settings = [part for option in OPTIONS for part in ("-c", option)]
        serve = ["postgres", "-D", str(data), "-k", str(self._folder), *settings]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                self._command(serve), stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        self._wait_until_it_answers()

    def stop(self) -> None:
        """Stop at once and remove every trace."""
        if self._process:
            # PostgreSQL's immediate shutdown, which ends its own children too.
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=START_LIMIT_S)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _command(self, arguments: list[str]) -> list[str]:
        program, *rest = arguments
        command = [str(self._programs / program), *rest]
        drop = ["--reuid=postgres", "--regid=postgres", "--init-groups"]
        who = drop if os.geteuid() == 0 else []
        return ["setpriv", *who, "--pdeathsig", "QUIT", *command]

    def _run(self, arguments: list[str]) -> None:
        done = subprocess.run(
            self._command(arguments), capture_output=True, text=True, cwd="/", check=False
        )
        if done.returncode:
            raise RuntimeError(f"{arguments[0]} failed:\n{done.stdout}{done.stderr}")

    def _wait_until_it_answers(self) -> None:
        engine = create_engine(self.url("postgres"))
        deadline = time.monotonic() + START_LIMIT_S
        while True:
            try:
                with engine.connect() as connection:
                    connection.execute(text("select 1"))
                break
            except OperationalError as error:
                if time.monotonic() > deadline:
                    log = (self._folder / "log").read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start:\n{log}") from error
                time.sleep(0.05)
        engine.dispose()
