"""The order of the house holds, and the checker that says so can see."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.lacks import ROOT

PLANTED = {
    "a lower room looks up": ("groups/usecases/__init__.py", "import grannsamverkan.signs.queries"),
    "core looks up": ("core/clock.py", "import grannsamverkan.places.models"),
    "siblings meet": ("signs/usecases/__init__.py", "import grannsamverkan.training.queries"),
    "a helper in a room": ("groups/helpers.py", "x = 1"),
    "a room nobody knows": ("extras/__init__.py", "x = 1"),
    "a rule knows the database": ("groups/rules.py", "import sqlalchemy"),
    "a policy knows the database by a detour": (
        "groups/policy.py",
        "import grannsamverkan.core.db",
    ),
    "geometry knows the web": ("geometry/area.py", "import flask"),
    "a use case knows the web": ("training/usecases/sending.py", "import flask"),
    "a query knows forms": ("places/queries.py", "import grannsamverkan.core.forms"),
    "a view writes SQL": ("training/views/people.py", "import sqlalchemy"),
    "a model calls a use case": ("groups/models.py", "import grannsamverkan.groups.usecases"),
    "another room's letters are used": (
        "desk/views/__init__.py",
        "import grannsamverkan.groups.mails",
    ),
    "the package reads the settings' file": ("core/settings.py", "import config"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--config", "setup.cfg", "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What the checker says about a copy of the house with every violation planted."""
    folder = tmp_path_factory.mktemp("house")
    ignored = shutil.ignore_patterns("__pycache__", "static", "templates", "translations")
    shutil.copytree(ROOT / "grannsamverkan", folder / "grannsamverkan", ignore=ignored)
    shutil.copy(ROOT / "setup.cfg", folder)
    for place, line in PLANTED.values():
        file = folder / "grannsamverkan" / place
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"{file.read_text() if file.exists() else ''}\n{line}\n")
    return " ".join(lint(folder).stdout.split())


def test_the_rooms_keep_their_order():
    result = lint(ROOT)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("violation", PLANTED)
def test_a_planted_violation_is_caught(said, violation):
    place, line = PLANTED[violation]
    module = "grannsamverkan." + place.removesuffix(".py").removesuffix("/__init__").replace(
        "/", "."
    )

    if line.startswith("import "):
        assert f"{module} -> {line.removeprefix('import ')}" in said
    else:
        assert re.search(rf"not listed as layers:( - [\w.]+)*? - {module}\b", said)


def test_every_room_is_held_to_the_order_of_its_modules():
    lines = (ROOT / "setup.cfg").read_text().splitlines()
    below = {"core", "geometry", "imaging"}

    rooms = {path.parent.name for path in ROOT.glob("grannsamverkan/*/__init__.py")} - below

    assert {room for room in rooms if f"    grannsamverkan.{room}" not in lines} == set()
