"""The browser's arithmetic, tested by Node where there is one: the product itself needs none."""

import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent / "js"


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
def test_the_scripts_own_tests_pass():
    files = sorted(TESTS.glob("*.test.mjs"))

    result = subprocess.run(
        ["node", "--test", *files], capture_output=True, text=True, timeout=60, check=False
    )

    assert files
    assert result.returncode == 0, result.stdout + result.stderr
