"""A worker with every room's jobs: python -m tests.support.distribution_process FILE.

FILE holds the settings, pickled by the test. Works until nothing is left, or until it is killed.
"""

import pickle
import sys
from pathlib import Path

from grannsamverkan.app import make_runtime
from grannsamverkan.core import worker

MOST = 1_000_000

if __name__ == "__main__":
    worker.run_all(make_runtime(pickle.loads(Path(sys.argv[1]).read_bytes())), MOST)
