"""Tables as files for a spreadsheet program: CSV and XLSX in which no cell can act as a formula.

Measured dangers (OWASP, "CSV injection"): a cell that begins with = + - @, a tab or a carriage
return is reckoned by Excel and LibreOffice when the file is opened. In CSV such a text gets an
apostrophe before it, and so does a text of digits that begins with 0, which would lose it; in XLSX
every text is stored as a text.
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from grannsamverkan.core.i18n import local

Cell = str | int | float | date | datetime | None
Rows = Iterable[Sequence[Cell]]

# Full-width signs are turned into plain ones by some programs before they are read.
_DANGEROUS = re.compile(r"^[\s\u00a0\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|]|^[\t\r\n]")
# What a spreadsheet program takes for a number and shows without its first 0: phones, post numbers.
_LEADING_ZERO = re.compile(r"^\s*0[\d\s\u00a0]+$")
# What XML 1.0 cannot hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}
# Swedish Excel takes a semicolon for the end of a cell, and knows UTF-8 by its mark.
DELIMITER = ";"
MARK = "\ufeff"
LONGEST_CELL = 32_000
CHUNK = 64 * 1024


def harmless(value: Cell) -> Cell:
    """The value as a CSV cell may hold it: a text that could be a formula gets an apostrophe, and
    one that would be read as a number and lose its first 0."""
    if isinstance(value, str):
        text = _UNWRITABLE.sub("", value)[:LONGEST_CELL]
        marked = _DANGEROUS.match(text) or _LEADING_ZERO.match(text)
        return f"'{text}" if marked else text
    return _plain(value)


def parts(kind: str, title: str, head: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """A file of one of the kinds in `TYPES`, in parts."""
    return csv_parts(head, rows) if kind == "csv" else xlsx_parts(title, head, rows)


def csv_parts(head: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """A CSV file in parts of some 64 kB, so that a long one needs little memory."""
    buffer = io.StringIO()
    buffer.write(MARK)
    writer = csv.writer(buffer, delimiter=DELIMITER, lineterminator="\r\n")
    writer.writerow([harmless(title) for title in head])
    for row in rows:
        writer.writerow([_swedish(harmless(value)) for value in row])
        if buffer.tell() > CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def xlsx_parts(title: str, head: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """An XLSX file with one sheet, in parts; row by row through a file on disk."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, text) for text in head])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while part := file.read(CHUNK):
            yield part


def _cell(sheet: Any, value: Cell) -> Any:
    if not isinstance(value, str):
        return _plain(value)
    cell = WriteOnlyCell(sheet, value="")
    cell.value = _UNWRITABLE.sub("", value)[:LONGEST_CELL]
    # openpyxl takes a text that begins with "=" for a formula unless told what it is.
    cell.data_type = "s"
    return cell


def _plain(value: Cell) -> Cell:
    """A moment as the clock on the wall in Sweden shows it: spreadsheets know no time zones."""
    if isinstance(value, datetime):
        return local(value).replace(tzinfo=None, microsecond=0)
    return value


def _swedish(value: Cell) -> Cell:
    # With a semicolon between cells, a comma stands in the number.
    return str(value).replace(".", ",") if isinstance(value, float) else value
