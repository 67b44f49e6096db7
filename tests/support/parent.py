"""A parent process for tests of the supervisor: python -m tests.support.parent FOLDER."""

import os
import sys
import time

from grannsamverkan.core.supervisor import exit_on_signals, supervised

if __name__ == "__main__":
    exit_on_signals()
    with supervised("tests.support.child", "patient", sys.argv[1], str(os.getpid())):
        time.sleep(60)
