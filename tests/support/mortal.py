"""A web server that can be killed without warning and started again, over a test's database."""

import pickle
import socket
import subprocess
import sys
import time
from pathlib import Path

from grannsamverkan.core.settings import Settings
from tests.support.lacks import ROOT
from tests.support.wire import free_port

START_S = 60


class MortalServer:
    """The product's web server as a process of its own; always at the same port."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.port = free_port()
        self._settings = folder / "settings.pickle"
        self._settings.write_bytes(pickle.dumps(settings))
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it can be reached."""
        command = [sys.executable, "-m", "tests.support.web_process"]
        self._process = subprocess.Popen(
            [*command, str(self._settings), str(self.port)], cwd=ROOT, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + START_S
        while not self.answers():
            assert self._process.poll() is None, "the server does not start"
            assert time.monotonic() < until
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether somebody listens."""
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """Kill -9, in the middle of whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
