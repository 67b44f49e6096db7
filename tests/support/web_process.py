"""The web server for tests that kill it: python -m tests.support.web_process SETTINGS PORT.

SETTINGS is a file, pickled by the test. The server works from the first moment it can be reached.
"""

import pickle
import sys
from pathlib import Path

from grannsamverkan.app import create_app, make_runtime
from grannsamverkan.cli import SERVER
from grannsamverkan.core.serving import open_server


def main(settings: Path, port: int) -> None:
    """Serve until killed."""
    read = pickle.loads(settings.read_bytes())
    app = create_app(read, make_runtime(read))
    open_server(app, host="127.0.0.1", port=port, **SERVER).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
