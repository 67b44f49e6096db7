"""A child for tests of the supervisor: python -m tests.support.child HOW FOLDER [PARENT]."""

import os
import signal
import sys
import time
from pathlib import Path

from grannsamverkan.core.supervisor import follow_parent


def main(how: str, folder: Path, parent: str | None) -> None:
    """Leave a file named by the own process id, then behave as told."""
    if how == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if parent:
        follow_parent(int(parent), look_every_s=0.1)
    (folder / str(os.getpid())).touch()
    if how == "short-lived":
        return
    time.sleep(60)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None)
