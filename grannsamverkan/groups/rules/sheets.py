"""Reads a spreadsheet that somebody hands in, and writes one that is safe to open. Pure.

Files from outside are hostile until shown otherwise: an `.xlsx` is a zip of XML, so it is measured
before it is unpacked, refused if it declares entities, and read row by row with an end.
"""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 200
MOST_ROWS = 2000
MOST_COLUMNS = 30
MOST_CELL = 1000
FARTHEST_ROW = 10 * MOST_ROWS
"""Rows looked at in all: some programs leave thousands of empty ones at the end."""

Fault = Literal["empty", "too_large", "too_many_rows", "unreadable", "old_format", "no_text"]
Row = tuple[str, ...]
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
# What makes a spreadsheet program calculate instead of show (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class SheetFault(ValueError):
    """A file that cannot be used as a list; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Sheet:
    """The rows of a list: `head` names the columns; each row has its number as people count.

    `formulas` holds the numbers of rows in which a cell is calculated: its text is the formula.
    """

    head: Row
    rows: tuple[tuple[int, Row], ...]
    formulas: frozenset[int]


def read_sheet(content: bytes) -> Sheet:
    """The first sheet of an `.xlsx`, or a `.csv` with comma, semicolon or tab, however encoded.

    Raises SheetFault.
    """
    if len(content) > MOST_BYTES:
        raise SheetFault("too_large")
    if content.startswith(_OLD_EXCEL):
        raise SheetFault("old_format")
    cells = _xlsx(content) if content.startswith(_ZIP) else _csv(content)
    return _sheet(cells)


def _sheet(cells: Iterator[tuple[int, Sequence[Any], bool]]) -> Sheet:
    head: Row | None = None
    rows: list[tuple[int, Row]] = []
    formulas: set[int] = set()
    for number, values, calculates in cells:
        row = _row(values)
        if not row:
            continue
        if head is None:
            head = row
            continue
        if len(rows) >= MOST_ROWS:
            raise SheetFault("too_many_rows")
        rows.append((number, row))
        if calculates:
            formulas.add(number)
    if head is None or not rows:
        raise SheetFault("empty")
    return Sheet(head, tuple(rows), frozenset(formulas))


def _row(values: Sequence[Any]) -> Row:
    """The cells as text, without the empty ones at the end."""
    row = [_text(value) for value in values[:MOST_COLUMNS]]
    while row and not row[-1]:
        row.pop()
    return tuple(row)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFC", str(value))[:MOST_CELL]
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(plain.split())


# .xlsx


def _xlsx(content: bytes) -> Iterator[tuple[int, Sequence[Any], bool]]:
    _refuse_bombs(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
            if number > FARTHEST_ROW:
                raise SheetFault("too_many_rows")
            yield number, [cell.value for cell in cells], any(c.data_type == "f" for c in cells)
    except SheetFault:
        raise
    except Exception as error:
        # openpyxl raises whatever its parsers raise; a broken file is a broken file.
        raise SheetFault("unreadable") from error


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise SheetFault("too_large")
            for part in parts:
                # Reading ends at the declared size, and the checksum tells if that was a lie.
                _refuse_entities(packed.read(part))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise SheetFault("unreadable") from error


def _refuse_entities(part: bytes) -> None:
    plain = part.replace(b"\0", b"").upper()
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise SheetFault("unreadable")


# .csv


def _csv(content: bytes) -> Iterator[tuple[int, Sequence[Any], bool]]:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = max(";\t,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for values in reader:
            plain = [_without_mark(value) for value in values]
            yield reader.line_num, plain, any(value.startswith("=") for value in plain)
    except csv.Error as error:
        raise SheetFault("unreadable") from error


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        # What Swedish Windows programs write when they do not write Unicode.
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise SheetFault("no_text")
    return text


def _without_mark(value: str) -> str:
    """Take away the apostrophe that our own CSV puts before what looks like a formula."""
    stripped = value.strip()
    return stripped[1:] if stripped[:1] == "'" and stripped[1:2] in _FORMULA_STARTS else stripped


# Writing


def csv_bytes(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A list as Excel in Sweden opens it: semicolons, UTF-8 with its mark, nothing calculates."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def xlsx_bytes(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The same as a workbook: every cell is text, however it begins."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in (head, *rows):
        sheet.append([_as_text(sheet, value) for value in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _harmless(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def _as_text(sheet: Any, value: str) -> Any:
    cell = WriteOnlyCell(sheet, value="".join(sign for sign in value if sign >= " "))
    cell.data_type = "s"
    return cell
