"""Spreadsheets from outside: what is read, what is guessed, and what is refused and why."""

import io
import time
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from grannsamverkan.groups.rules import sheets
from grannsamverkan.groups.rules.households import NO_DETAILS, Details
from grannsamverkan.groups.rules.imports import Listed, guess_columns, plan
from grannsamverkan.groups.rules.sheets import MOST_ROWS, SheetFault, read_sheet

TEXT = "Adress;Svar;Namn\nBjörkvägen 1;Med;Åsa Öhman\n"


def xlsx(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def fault_of(content):
    with pytest.raises(SheetFault) as refused:
        read_sheet(content)
    return refused.value.fault


def planned(*lines, listed=None):
    sheet = read_sheet("\n".join(lines).encode())
    return plan(sheet, guess_columns(sheet.head), listed or {})


# --- reading ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_however_it_is_encoded(encoding):
    sheet = read_sheet(TEXT.encode(encoding))

    assert sheet.rows == ((2, ("Björkvägen 1", "Med", "Åsa Öhman")),)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_csv_is_read_with_whatever_stands_between(mark):
    sheet = read_sheet(TEXT.replace(";", mark).encode())

    assert sheet.head == ("Adress", "Svar", "Namn")


def test_a_workbook_gives_the_same_rows():
    sheet = read_sheet(xlsx(["Adress", "Nr"], ["Björkvägen", 12], [None, None], ["Åvägen", 3.0]))

    assert sheet.rows == ((2, ("Björkvägen", "12")), (4, ("Åvägen", "3")))


def test_decomposed_letters_are_put_together():
    assert read_sheet("Adress\nA\u030avägen 1\n".encode()).rows[0][1] == ("Åvägen 1",)


# --- hostile files ---


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (sheets.MOST_UNPACKED + 1))
    assert len(bomb.getvalue()) < 100_000

    assert fault_of(bomb.getvalue()) == "too_large"


def test_a_bomb_that_lies_about_its_size_is_refused():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 1_000_000)
    lying = bomb.getvalue().replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    assert fault_of(lying) == "unreadable"


def test_entities_are_refused():
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    good = io.BytesIO(xlsx(["Adress"], ["Björkvägen 1"]))
    made = io.BytesIO()
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            new.writestr(name, evil if is_sheet else old.read(name))

    assert fault_of(made.getvalue()) == "unreadable"


def test_a_million_rows_are_refused_soon():
    begun = time.monotonic()

    assert fault_of(b"Adress\n" + b"a\n" * 900_000) == "too_many_rows"
    assert fault_of(xlsx(["Adress"], *([f"Vägen {n}"] for n in range(MOST_ROWS + 1)))) == (
        "too_many_rows"
    )
    assert time.monotonic() - begun < 20


def test_a_row_far_away_ends_the_reading():
    book = Workbook()
    book.active["A1"], book.active["A2"] = "Adress", "Björkvägen 1"
    book.active["A1000000"] = "långt bort"
    written = io.BytesIO()
    book.save(written)

    assert fault_of(written.getvalue()) == "too_many_rows"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "empty"),
        (b"Adress\n", "empty"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 100, "old_format"),
        (b"PK\x03\x04 no zip at all", "unreadable"),
        (b"%PDF-1.7\0\0\0", "no_text"),
        (b"0" * (sheets.MOST_BYTES + 1), "too_large"),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(content, fault):
    assert fault_of(content) == fault


@given(st.binary(max_size=400), st.booleans())
def test_no_bytes_break_the_reader(content, looks_like_zip):
    with suppress(SheetFault):
        assert read_sheet((b"PK\x03\x04" if looks_like_zip else b"") + content).rows


# --- meaning ---


@pytest.mark.parametrize(
    ("head", "meanings"),
    [
        (("Adress", "Namn", "Tel", "E-post"), {"address": 0, "names": 1, "phone": 2, "email": 3}),
        (("Namn:", "GATUADRESS", "Mobilnummer"), {"names": 0, "address": 1, "phone": 2}),
        (("Gata", "Nr", "Svar"), {"address": 0, "number": 1, "status": 2}),
        (("Telefon hem", "Adress"), {"phone": 0, "address": 1}),
        (("X", "Y"), {}),
    ],
)  # fmt: skip
def test_columns_are_guessed_by_their_headings(head, meanings):
    assert guess_columns(head) == meanings


def test_each_row_is_told_what_is_wrong_with_it():
    rows = planned(
        "Adress;Svar;Namn;E-post",
        ";Med;Ali;",
        "Björkvägen 1;Kanske;Ali;",
        "Björkvägen 2;Med;Ali;ali(at)exempel.se",
        "Björkvägen 3;Med;Ali;",
        "björkvägen  3;Med;Eva;",
        "Björkvägen 4;Med;=HYPERLINK(1);",
        "Björkvägen 5;Med;Skyddade personuppgifter;",
        f"{'x' * 121};Med;Ali;",
    )

    assert [(row.number, row.problems) for row in rows] == [
        (2, ("no_address",)),
        (3, ("unknown_answer",)),
        (4, ("bad_mail",)),
        (5, ("twice",)),
        (6, ("twice",)),
        (7, ("formula",)),
        (8, ("protected",)),
        (9, ("long_address",)),
    ]
    assert {row.deed for row in rows} == {"skip"}


def test_a_protected_household_is_not_even_shown():
    (row,) = planned("Adress;Namn;Anteckning", "Björkvägen 5;Ali;skyddad identitet")

    assert (row.address, row.details) == ("", NO_DETAILS)


def test_details_of_who_declines_are_never_taken_in():
    (row,) = planned("Adress;Svar;Namn", "Björkvägen 1;Tackar nej;Ali")

    assert (row.deed, row.status, row.details) == ("add", "declined", NO_DETAILS)


def test_without_a_column_for_the_answer_who_is_named_is_with():
    rows = planned("Adress;Namn", "Björkvägen 1;Ali", "Björkvägen 2;")

    assert [row.status for row in rows] == ["joined", "unanswered"]


def test_what_the_list_holds_decides_what_a_row_does():
    ali = Details("Ali")
    listed = {
        "björkvägen 1": Listed(1, "joined", ali),
        "björkvägen 2": Listed(2, "unanswered", NO_DETAILS),
        "björkvägen 3": Listed(3, "joined", ali),
        "björkvägen 4": Listed(4, "joined", ali),
    }
    rows = planned(
        "Adress;Svar;Namn",
        "Björkvägen 1;Med;Ali",
        "Björkvägen 2;Med;Eva",
        "Björkvägen 3;Tackar nej;",
        "Björkvägen 4;;",
        "Björkvägen 5;Med;",
        listed=listed,
    )

    assert [row.deed for row in rows] == ["same", "change", "erase", "same", "add"]


# --- writing ---

NASTY = ["=1+1", "+46 70", "-x", "@SUM(A1)", "\tx", 'a;"b', "Åsa"]


def test_nothing_calculates_in_a_csv_and_it_is_read_back_as_it_was():
    content = sheets.csv_bytes(["Adress"] * 7, [NASTY])

    assert "'=1+1" in content.decode("utf-8-sig")
    assert read_sheet(content).rows[0][1][:4] == ("=1+1", "+46 70", "-x", "@SUM(A1)")


def test_nothing_calculates_in_a_workbook():
    content = sheets.xlsx_bytes("Hushåll", ["Adress"] * 7, [NASTY])

    cells = list(load_workbook(io.BytesIO(content)).active.iter_rows())[1]
    assert {cell.data_type for cell in cells} == {"s"}
    assert cells[0].value == "=1+1"
    assert read_sheet(content).formulas == frozenset()
