"""Lists in text (CSV) as people export them, read as a stream.

Comma, semicolon or tab between; UTF-8 (with or without a byte-order mark) or Windows-1252. What the
rows mean is not known here.
"""

import codecs
import csv
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TextIO

from numpy.typing import NDArray

from grannsamverkan.geometry.ground import FileFault, Tell

ROWS_AT_ONCE = 20_000
LONGEST_LINE = 1_000_000
CHUNK = 1 << 20


class Batch(NamedTuple):
    """Some rows: their lines (or numbers, from 1), texts by column, and shapes if the file has."""

    lines: Sequence[int]
    cells: Mapping[str, list[str]]
    shapes: NDArray[Any] | None = None


class Table(Protocol):
    """A file of rows. `system` is what it says of its coordinates, None if nothing; `part` which of
    its layers this is, "" where a file is one table."""

    @property
    def columns(self) -> Sequence[str]: ...

    @property
    def system(self) -> str | None: ...

    @property
    def has_shapes(self) -> bool: ...

    @property
    def part(self) -> str: ...

    def batches(self, columns: Sequence[str], tell: Tell) -> Iterator[Batch]:
        """All rows with the texts of the named columns."""
        ...


@dataclass(frozen=True)
class TextTable:
    """A CSV file; see `open_text`."""

    path: Path
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    system: None = None
    has_shapes: bool = False
    part: str = ""

    def batches(self, columns: Sequence[str], tell: Tell) -> Iterator[Batch]:
        """All rows that are not blank; FileFault with the line of one that is no CSV."""
        places = {name: self.columns.index(name) for name in columns}
        size = max(1, self.path.stat().st_size)
        with self.path.open("rb") as raw:
            text = TextIOWrapper(raw, self.encoding, errors="replace", newline="")
            rows = _rows(text, self.delimiter)
            next(rows, None)
            while batch := _batch(rows, places):
                tell(raw.tell() / size)
                yield batch


def open_text(path: Path) -> TextTable:
    """A CSV file with its heading read. Raises FileFault or OSError."""
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = unicodedata.normalize("NFC", file.readline(LONGEST_LINE))
        delimiter = max(";\t,", key=first.count)
        file.seek(0)
        heading = next(_rows(file, delimiter), (1, []))[1]
    return TextTable(path, encoding, delimiter, tuple(cell.strip() for cell in heading))


def _encoding(path: Path) -> str:
    """How the file is written, found by reading it through once."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8-sig"
    with path.open("rb") as file:
        for chunk in chain(iter(lambda: file.read(CHUNK), b""), [b""]):
            if b"\0" in chunk:
                raise FileFault("not_text")
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError:
                # What Swedish Windows programs write when they do not write UTF-8.
                encoding = "cp1252"
    return encoding


def _rows(file: TextIO, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of each row that is not blank."""
    lines = (
        unicodedata.normalize("NFC", line) for line in iter(lambda: file.readline(LONGEST_LINE), "")
    )
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise FileFault("bad_row", reader.line_num, str(error)) from error


def _batch(rows: Iterator[tuple[int, list[str]]], places: Mapping[str, int]) -> Batch | None:
    lines: list[int] = []
    cells: dict[str, list[str]] = {name: [] for name in places}
    for line, row in rows:
        lines.append(line)
        for name, at in places.items():
            cells[name].append(row[at].strip() if at < len(row) else "")
        if len(lines) >= ROWS_AT_ONCE:
            break
    return Batch(lines, cells) if lines else None
