"""A worker for tests: python -m tests.support.worker_process SETTINGS (pickled by the test)."""

import pickle
import sys
import time
from pathlib import Path

from grannsamverkan.core import jobs, worker
from grannsamverkan.core.db import Database
from grannsamverkan.core.queue import open_bell
from grannsamverkan.core.secrets import Vault
from grannsamverkan.core.settings import Settings
from grannsamverkan.core.storage import open_storage
from grannsamverkan.core.work import Runtime


@jobs.handles("test_touch")
def touch(runtime: Runtime, name: str, seconds: float) -> None:
    """Leave `name.started`, take a while, leave `name.done`."""
    (runtime.settings.instance / f"{name}.started").touch()
    time.sleep(seconds)
    (runtime.settings.instance / f"{name}.done").touch()


def main(settings: Settings) -> None:
    """Work until told to stop."""
    runtime = Runtime(
        settings=settings,
        database=Database(settings.database_url),
        storage=open_storage(settings.storage_url),
        bell=open_bell(settings.queue_url),
        vault=Vault(settings.data_keys),
    )
    worker.run_forever(runtime)


if __name__ == "__main__":
    main(pickle.loads(Path(sys.argv[1]).read_bytes()))
