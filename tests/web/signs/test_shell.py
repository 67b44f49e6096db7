"""Pages that work without a network keep every script that they need, and what these ask for."""

import re
from pathlib import PurePosixPath

import pytest

from grannsamverkan.core.web import STATIC
from grannsamverkan.signs.views.shell import (
    EVERYWHERE_BY_CONTENT,
    EVERYWHERE_BY_NAME,
    LETTER,
    ROUND,
)

IMPORT = re.compile(r'^(?:import|export)\b[^;]*?from "(\.[^"]+)"', re.MULTILINE)


def imported(path: str) -> set[str]:
    """The scripts that a script asks for as soon as it is read."""
    folder = PurePosixPath(path).parent
    found = IMPORT.findall((STATIC / path).read_text("utf-8"))
    return {str(PurePosixPath(*resolved(folder / name))) for name in found}


def resolved(path: PurePosixPath) -> list[str]:
    """The path's parts, with those that ".." takes back taken back."""
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return parts


@pytest.mark.parametrize("shell", [LETTER, ROUND], ids=["letter", "round"])
def test_no_script_of_a_page_without_network_asks_for_one_that_is_not_kept(shell):
    # given
    kept = {*EVERYWHERE_BY_CONTENT, *EVERYWHERE_BY_NAME, *shell.by_content, *shell.by_name}
    scripts = [path for path in kept if path.endswith(".js") and not path.startswith("vendor/")]

    # when
    asked = {path: imported(path) for path in scripts}

    # then
    assert any(asked.values())
    assert {path: names - kept for path, names in asked.items() if names - kept} == {}
