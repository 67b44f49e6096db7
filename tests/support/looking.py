"""Looks at photos in tests: real ones, each distinct look done once and then remembered.

A look takes seconds and gives the same for the same picture; hundreds of tests send the same few.
What is remembered is named by the question and by the program and weights that answered it, so
that nothing old is ever taken for new; it is shared by all tests of this machine.
"""

import hashlib
import os
import pickle
import tempfile
from functools import cache
from pathlib import Path

import grannsamverkan.imaging
from grannsamverkan.imaging.evidence import Asked, Evidence, Looked, RustSeen, SignSeen, Tilt
from grannsamverkan.imaging.looker import Lookers

ROOM = Path(grannsamverkan.imaging.__file__).parent
PROGRAM = ("*.py", "looking/*.py", "drawn/*.py", "weights/*")
FOLDER = Path(tempfile.gettempdir()) / f"grannsamverkan-looks-{os.getuid()}"

lookers = Lookers(processes=1)


def remembered(master: bytes, asked: Asked) -> Looked:
    """What a look at `master` gives; looks only if nobody has before. Raises `LookFailed`."""
    question = hashlib.sha256(_program() + pickle.dumps((master, asked))).hexdigest()
    file = FOLDER / question
    if file.is_file():
        return pickle.loads(file.read_bytes())
    looked = lookers(master, asked)
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    fresh = file.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(pickle.dumps(looked))
    fresh.replace(file)
    return looked


def passed_on(master: bytes, _asked: Asked) -> Looked:
    """Finds nothing and covers nothing: for tests whose photos nobody needs to look at."""
    return Looked(Evidence(1600, 1200), master, master[:-1] or master)


def good_look() -> Evidence:
    """A look that found the sign upright on its post, with no rust."""
    return Evidence(
        width=1600,
        height=1200,
        sign=SignSeen(((0.4, 0.2), (0.6, 0.2), (0.6, 0.5), (0.4, 0.5)), 0.0005, "1", 0.9),
        tilt=Tilt(0.4, 0.8, "post"),
        rust=RustSeen("judged", "rust-1", 0.04),
    )


@cache
def _program() -> bytes:
    found = {file for pattern in PROGRAM for file in ROOM.glob(pattern) if file.is_file()}
    return b"".join(hashlib.sha256(file.read_bytes()).digest() for file in sorted(found))
