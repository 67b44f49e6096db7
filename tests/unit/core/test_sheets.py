"""Files for a spreadsheet program: nothing in them is reckoned, and nothing is lost."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from grannsamverkan.core.sheets import MARK, csv_parts, xlsx_parts

STARTERS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
NAUGHTY = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1",
    "\u00a0=1",
    "＝1",
    "\ufeff=1",
    '=HYPERLINK("http://x","y")',
)


def read_csv(head, rows):
    text = b"".join(csv_parts(head, rows)).decode()
    assert text.startswith(MARK)
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))


def read_xlsx(head, rows):
    file = io.BytesIO(b"".join(xlsx_parts("Grupper", head, rows)))
    return load_workbook(file).active


@pytest.mark.parametrize("text", NAUGHTY)
def test_what_could_be_a_formula_is_a_text_in_both_files(text):
    ((cell,),) = read_csv(["Namn"], [[text]])[1:]
    assert cell.startswith("'")
    assert cell[1:] == text

    shown = read_xlsx(["Namn"], [[text]])["A2"]
    assert shown.data_type == "s"


@pytest.mark.parametrize("text", ["0701740600", "0046 70 174 06 00", " 08\u00a0123", "0012"])
def test_a_number_that_would_lose_its_first_0_is_a_text_in_both_files(text):
    ((cell,),) = read_csv(["Telefon"], [[text]])[1:]
    assert cell == f"'{text}"

    shown = read_xlsx(["Telefon"], [[text]])["A2"]
    assert (shown.value, shown.data_type) == (text, "s")


@pytest.mark.parametrize("text", ["070-174 06 00", "12", "0", "0A1", "Storgatan 05"])
def test_what_no_program_takes_for_another_number_stays_as_it_is(text):
    assert read_csv(["Plats"], [[text]])[1:] == [[text]]


def test_every_known_attack_is_harmless(testdata):
    texts = json.loads((testdata / "strings" / "csv-injection.json").read_text())

    rows = read_csv(["Namn"], [[text] for text in texts])[1:]
    sheet = read_xlsx(["Namn"], [[text] for text in texts])

    assert len(rows) == len(texts)
    assert not [row for row in rows if row[0].lstrip()[:1] in STARTERS]
    assert {cell.data_type for (cell,) in sheet.iter_rows(min_row=2)} <= {"s", "n"}


@given(st.text(max_size=40))
def test_no_text_at_all_begins_as_a_formula(text):
    ((cell,),) = read_csv(["x"], [[text + "."]])[1:]

    assert not cell.startswith(STARTERS)


def test_numbers_days_and_moments_keep_their_kind():
    row = [-3, 0.25, date(2026, 12, 1), datetime(2026, 12, 1, 9, tzinfo=UTC), None, "Åsa; ”Ö”\nx"]

    sheet = read_xlsx(["a"] * 6, [row])
    cells = [cell.value for cell in sheet[2]]

    assert read_csv(["a"] * 6, [row])[1] == [
        "-3",
        "0,25",
        "2026-12-01",
        "2026-12-01 10:00:00",
        "",
        "Åsa; ”Ö”\nx",
    ]
    assert cells[:2] == [-3, 0.25]
    assert cells[3].isoformat() == "2026-12-01T10:00:00"
    assert cells[5] == "Åsa; ”Ö”\nx"


def test_what_xml_cannot_hold_is_left_out():
    assert read_xlsx(["a"], [["a\x00b\x0bc\ud800"]])["A2"].value == "abc"


def test_a_long_file_comes_in_parts():
    rows = ([f"rad {number}"] for number in range(20_000))

    parts = list(csv_parts(["a"], rows))

    assert len(parts) > 2
    assert max(map(len, parts)) < 100_000
