"""Nothing in the sources opens a door that the pages' rules have closed."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGE, project_files

LETTERS = sorted((PACKAGE / "templates" / "mail").rglob("*.html"))
PAGES = sorted({*(PACKAGE / "templates").rglob("*.html")} - {*LETTERS})
SCRIPTS = sorted((PACKAGE / "static" / "js").rglob("*.js"))
IN_TEMPLATES = {
    "unescaped output": re.compile(r"\|\s*safe\b|autoescape\s+false|Markup\("),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*json)", re.IGNORECASE),
    "inline style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"\s(on[a-z]+|hx-on[^=\s]*)\s*=", re.IGNORECASE),
    # A link that a reader follows is no door; what a page loads or posts to would be.
    "another host": re.compile(
        r"(?:(?:src|action)|<link[^>]*\shref)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE
    ),
}
IN_SCRIPTS = {
    "HTML from text": re.compile(
        r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment)\b"
    ),
    "text as code": re.compile(r"\beval\(|new Function\(|setTimeout\(\s*[\"']"),
    "another host": re.compile(r"[\"'`]https?://(?!www\.w3\.org/)"),
    "inline style": re.compile(r"setAttribute\(\s*[\"']style"),
}
IN_PYTHON = {
    "unescaped output": re.compile(r"\bMarkup\("),
    "SQL from text": re.compile(r"\btext\(\s*f[\"']"),
    "text as code": re.compile(r"(?<![\w.])(eval|exec)\("),
    "pickled data": re.compile(r"\bpickle\.loads?\("),
}
# Put together here, so that this very file does not name them.
HOSTS = [".".join(parts) for parts in (
    ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"),
    ("deb.debian", "org"), ("unpkg", "com"), ("jsdelivr", "net"),
)]  # fmt: skip
MACHINE_PATHS = ["/".join(("", name, "")) for name in ("work", "root", "home")]


def found(files, patterns):
    return [
        f"{file.name}: {what}: {match.group().strip()}"
        for file in files
        for what, pattern in patterns.items()
        for match in pattern.finditer(file.read_text())
    ]


def test_templates_escape_everything_and_hold_no_code():
    assert len(PAGES) > 10
    assert found(PAGES, IN_TEMPLATES) == []
    # Mail readers know inline styles only, and obey no policy of ours.
    rules = {what: IN_TEMPLATES[what] for what in IN_TEMPLATES if what != "inline style"}
    assert found(LETTERS, rules) == []


def test_scripts_build_pages_from_elements_and_never_from_text():
    assert found(SCRIPTS, IN_SCRIPTS) == []


def test_the_package_neither_runs_text_nor_trusts_it():
    assert found(sorted(PACKAGE.rglob("*.py")), IN_PYTHON) == []


@pytest.mark.parametrize(("patterns", "text"), [
    (IN_TEMPLATES, "{{ name|safe }}"),
    (IN_TEMPLATES, "<script>x()</script>"),
    (IN_TEMPLATES, '<p style="color: red">'),
    (IN_TEMPLATES, '<a onclick="x()">'),
    (IN_TEMPLATES, '<img src="//elsewhere.example/x.png">'),
    (IN_SCRIPTS, "box.innerHTML = text"),
    (IN_SCRIPTS, "eval(text)"),
    (IN_PYTHON, 'text(f"SELECT {name}")'),
])  # fmt: skip
def test_what_must_not_be_there_would_be_seen(tmp_path, patterns, text):
    file = tmp_path / "planted"
    file.write_text(text)

    assert len(found([file], patterns)) == 1


def test_no_file_names_a_registry_or_a_path_of_one_machine():
    unwanted = re.compile("|".join(re.escape(word) for word in (*HOSTS, *MACHINE_PATHS)))

    named = [
        f"{file.name}: {match.group()}"
        for file in project_files()
        for match in unwanted.finditer(_text(file))
    ]

    assert named == []


def _text(file: Path) -> str:
    raw = file.read_bytes()
    return "" if b"\x00" in raw[:1000] else raw.decode(errors="replace")
