"""Writes a bulletin's mails until it is killed: python -m tests.support.bulletin_process FILE ID.

FILE holds the settings, pickled by the test.
"""

import pickle
import sys
from pathlib import Path

from grannsamverkan.app import make_runtime
from grannsamverkan.messages.jobs import mail_bulletin

if __name__ == "__main__":
    mail_bulletin(make_runtime(pickle.loads(Path(sys.argv[1]).read_bytes())), int(sys.argv[2]))
