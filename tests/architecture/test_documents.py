"""What the documents say is what the code does."""

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_list_of_states_is_what_the_step_tables_say():
    spec = importlib.util.spec_from_file_location("states", ROOT / "scripts" / "states.py")
    states = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(states)

    assert (ROOT / "docs" / "states.md").read_text() == states.text()


def test_every_file_that_a_document_names_is_there():
    documents = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

    missing = [
        f"{document.name}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text())
        if "://" not in target and not (document.parent / target).exists()
    ]

    assert missing == []


def test_the_architecture_names_every_room_there_is():
    told = (ROOT / "docs" / "architecture.md").read_text()
    rooms = [p.parent.name for p in (ROOT / "grannsamverkan").glob("*/__init__.py")]

    assert [room for room in rooms if room not in told and room != "migrations"] == []
