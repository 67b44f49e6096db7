"""What this machine lacks for a complete run, said once at the end and never passed over.

With REQUIRE_ALL=1 each lack is a failure; otherwise the tests that need it are left out.
"""

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTDATA = Path(os.environ.get("TESTDATA", ROOT.parent / "shared" / "data")).resolve()
REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


@cache
def postgres_programs() -> Path | None:
    """The folder of the newest installed PostgreSQL server's programs, if there is one."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda folder: int(folder.parent.name), default=None)


@cache
def chromium() -> str | None:
    """The path of an installed Chromium, if there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@cache
def dovecot() -> str | None:
    """The path of an installed Dovecot with IMAP, if there is one."""
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    return program if program and Path("/usr/lib/dovecot/imap").exists() else None


@cache
def node() -> str | None:
    """The path of an installed Node.js 18 or newer, if there is one: older ones test nothing."""
    program = shutil.which("node")
    if program is None:
        return None
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.", said.stdout)
    return program if found and int(found[1]) >= 18 else None


def lacks() -> list[str]:
    """Everything a complete run needs and this machine does not have."""
    have = {
        f"test data ({TESTDATA})": TESTDATA.is_dir(),
        "PostgreSQL server": postgres_programs() is not None,
        "Chromium": chromium() is not None,
        "Node.js": node() is not None,
        "Dovecot": dovecot() is not None,
    }
    return [name for name, is_here in have.items() if not is_here]


def lacking(what: str) -> NoReturn:
    """End the present test because `what` is not on this machine."""
    if REQUIRE_ALL:
        pytest.fail(f"this machine lacks {what}, and REQUIRE_ALL=1 asks for everything")
    pytest.skip(f"this machine lacks {what}")
