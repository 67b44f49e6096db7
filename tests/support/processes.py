"""Processes of a test's own that work on its database, and are gone when it ends."""

import pickle
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def started(module, settings, folder):
    """What starts one more process of `module`; it reads its settings from a file in `folder`."""
    file = folder / "settings.pickle"
    file.write_bytes(pickle.dumps(settings))
    running = []

    def start_one():
        process = subprocess.Popen([sys.executable, "-m", module, str(file)], cwd=ROOT)
        running.append(process)
        return process

    yield start_one
    for process in running:
        process.kill()
        process.wait()
