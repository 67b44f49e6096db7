"""Sizes to look at, never enforced: python scripts/sizes.py. Lengths in lines, with docstrings."""

import ast
import statistics
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LONG_FILE = 400
LONG_FUNCTION = 25


def main() -> None:
    """Print the median and the tail of functions and files of the package."""
    files = sorted((ROOT / "grannsamverkan").rglob("*.py"))
    files = [file for file in files if "versions" not in file.parts]
    functions = [found for file in files for found in _functions(file)]
    lengths = sorted(length for length, _ in functions)
    lines = {file: len(file.read_text().splitlines()) for file in files}
    comments = sum(_comments(file) for file in files)
    print(f"{len(files)} files, {sum(lines.values())} lines, {len(functions)} functions")
    print(
        f"function: median {statistics.median(lengths):.0f}, p90 {lengths[len(lengths) * 9 // 10]}"
    )
    print(f"comments: {100 * comments / sum(lines.values()):.1f} for 100 lines")
    for file, count in lines.items():
        if count > LONG_FILE:
            print(f"long file: {file.relative_to(ROOT)} {count}")
    for length, name in sorted(functions, reverse=True)[:10]:
        if length > LONG_FUNCTION:
            print(f"long function: {name} {length}")


def _functions(file: Path) -> list[tuple[int, str]]:
    return [
        (
            (node.end_lineno or node.lineno) - node.lineno + 1,
            f"{file.relative_to(ROOT)}:{node.name}",
        )
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef)
    ]


def _comments(file: Path) -> int:
    with file.open("rb") as source:
        return sum(token.type == tokenize.COMMENT for token in tokenize.tokenize(source.readline))


if __name__ == "__main__":
    main()
