"""The project's own sources, for tests that read them."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.support.lacks import ROOT

PACKAGE = ROOT / "grannsamverkan"
THIRD_PARTY = PACKAGE / "static" / "vendor"


def modules(pattern: str) -> Iterator[tuple[str, ast.Module]]:
    """(path from the root, syntax tree) of the package's modules that fit, such as "*/views*"."""
    for file in sorted({*PACKAGE.glob(f"{pattern}.py"), *PACKAGE.glob(f"{pattern}/*.py")}):
        yield str(file.relative_to(ROOT)), ast.parse(file.read_text())


def project_files(*suffixes: str) -> list[Path]:
    """Every file that is or would be committed, other people's left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    files = [ROOT / name for name in listed if name]
    return [
        file
        for file in files
        if file.is_file()
        and THIRD_PARTY not in file.parents
        and (not suffixes or file.suffix in suffixes)
    ]


def calls(tree: ast.AST, method: str) -> Iterator[ast.Call]:
    """Calls of `<anything>.method(…)` and of `method(…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            if name == method:
                yield node
