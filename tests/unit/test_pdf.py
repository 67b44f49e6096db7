"""Printed matter: it looks the same everywhere, is accessible, and what people wrote stays text."""

import io
import json
import re
import time
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import filterfalse

import pikepdf
import pytest
import typst
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import String
from PIL import Image

from grannsamverkan.core.codes import new_token
from grannsamverkan.core.pdf import MISSING_GLYPH, TEMPLATES, compile_pdf, compile_png, printable
from grannsamverkan.core.qr import label_address, letter_address
from tests.printed import BASE_URL, DOCUMENTS, Document, decision, labels, letter, photo
from tests.support.lacks import TESTDATA, lacking

CREATED = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MARKUP = [
    "#emoji.face",
    "#panic()",
    "*bold*",
    "_lutad_",
    "$x^2$",
    "<b>fet</b>",
    "= Rubrik",
    "C:\\skyltar\\ny",
    "`kod`",
    '#read("/etc/passwd")',
    "// ej kommentar",
    "@etikett",
    '"citat"',
    "https://example.invalid/#a",
]


# What the program itself writes: a user never does.
PROGRAM_KEYS = {"lang", "qr_svg", "drawing", "kind", "token", "code"}
# Never empty: the program puts its own words before what a user wrote.
NAMES = {"title", "alt", "qr_alt"}


def with_text(name: str, text: str) -> Document:
    """Return a document in which the text stands wherever a user's text could."""
    return {key: replaced(value, text, key) for key, value in DOCUMENTS[name].items()}


def replaced(value: object, text: str, key: str = "") -> object:
    if key in PROGRAM_KEYS or not isinstance(value, str | dict | list):
        return value
    if isinstance(value, dict):
        return {key: replaced(item, text, key) for key, item in value.items()}
    if isinstance(value, list):
        return [replaced(item, text) for item in value]
    return f"Om {text}" if key in NAMES else text


def read_codes(page: bytes) -> set[str]:
    return {hit.text for hit in zxingcpp.read_barcodes(Image.open(io.BytesIO(page)))}


def written(pdf: bytes) -> str:
    """Return the text of a PDF, taken back from its glyphs; white space left out."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return "".join(text for page in document.pages for text in shown(page))


def shown(page: pikepdf.Page) -> Iterator[str]:
    fonts = {name: to_unicode(font) for name, font in page.Resources.Font.items()}
    current: dict[bytes, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        if str(instruction.operator) == "Tf":
            current = fonts[str(instruction.operands[0])]
        elif str(instruction.operator) in {"Tj", "TJ"}:
            glyphs = glyph_bytes(instruction.operands[0])
            pairs = (glyphs[start : start + 2] for start in range(0, len(glyphs), 2))
            yield "".join("".join(current[pair] for pair in pairs).split())


def glyph_bytes(shown: pikepdf.Object) -> bytes:
    """Return what is shown: one string, or a list of strings and of distances between them."""
    parts = [shown] if isinstance(shown, String) else shown
    return b"".join(bytes(part) for part in parts if isinstance(part, String))


def to_unicode(font: pikepdf.Object) -> dict[bytes, str]:
    """Return a font's table from glyph (two bytes) to text."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    return {
        bytes.fromhex(glyph): bytes.fromhex(text).decode("utf-16-be", "replace")
        for glyph, text in re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>\n", table)
    }


def hostile_strings() -> dict[str, list[str]]:
    if not TESTDATA.is_dir():
        lacking("test data")
    paths = sorted((TESTDATA / "strings").glob("*.json"))
    return {path.name: json.loads(path.read_text()) for path in paths}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_tagged_named_and_has_a_language(name: str) -> None:
    pdf = compile_pdf(name, DOCUMENTS[name], created=CREATED)

    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as metadata:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "sv"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert metadata["dc:title"] == DOCUMENTS[name]["title"]
        assert metadata["pdfuaid:part"] == "1"


def test_the_documents_language_comes_with_the_data() -> None:
    pdf = compile_pdf("signs/letter.typ", letter() | {"lang": "en"}, created=CREATED)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == "en"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_document_fits_one_page(name: str) -> None:
    pages = compile_png(name, DOCUMENTS[name], created=CREATED, ppi=20)

    assert len(pages) == 1


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_same_data_and_date_give_the_same_bytes(name: str) -> None:
    first, second = (compile_pdf(name, DOCUMENTS[name], created=CREATED) for _ in range(2))
    later = compile_pdf(name, DOCUMENTS[name], created=CREATED + timedelta(days=1))

    assert first == second
    assert first != later


def test_every_picture_and_drawing_needs_an_alternative_text() -> None:
    document = decision()
    document["photo"]["alt"] = None

    with pytest.raises(typst.TypstError, match="alt"):
        compile_pdf("signs/decision.typ", document, created=CREATED)


@pytest.mark.parametrize("kind", ["approved", "more", "correction"])
def test_a_decision_can_do_without_photo_rule_and_steps(kind: str) -> None:
    document = decision(kind)
    for key in ("photo", "rule", "todo", "deadline", "page"):
        del document[key]

    assert written(compile_pdf("signs/decision.typ", document, created=CREATED))


def test_a_lying_photo_is_fitted_as_a_standing_one_is() -> None:
    document = decision()
    document["photo"]["image"] = photo(1600, 900)

    assert len(compile_png("signs/decision.typ", document, created=CREATED, ppi=20)) == 1


def test_a_picture_that_cannot_be_read_is_a_clear_fault() -> None:
    document = decision()
    document["photo"]["image"] = b"MZ" + photo()

    with pytest.raises(typst.TypstError):
        compile_pdf("signs/decision.typ", document, created=CREATED)


@pytest.mark.parametrize(
    "base_url", [BASE_URL, "http://127.0.0.1:5000", "https://" + "g" * 50 + ".kommun.se"]
)
def test_every_code_of_a_sheet_is_read_at_110_dpi(base_url: str) -> None:
    sheet = labels(10, base_url)

    pages = compile_png("signs/labels.typ", sheet, created=CREATED, ppi=110)

    expected = {
        label_address(base_url, entry["code"].replace("-", "")) for entry in sheet["labels"]
    }
    assert [read_codes(page) for page in pages] == [expected]


def test_labels_of_another_size_are_read_too() -> None:
    sheet = labels(8) | {"size": {"width_mm": 62, "height_mm": 38, "qr_mm": 34}}

    pages = compile_png("signs/labels.typ", sheet, created=CREATED, ppi=110)

    assert [len(read_codes(page)) for page in pages] == [8]


def test_a_label_too_small_to_be_read_is_refused() -> None:
    sheet = labels(1) | {"size": {"width_mm": 62, "height_mm": 38, "qr_mm": 33}}

    with pytest.raises(typst.TypstError, match=r"a QR module would be 0\.89 mm"):
        compile_pdf("signs/labels.typ", sheet, created=CREATED)


def test_210_labels_are_all_read_and_made_within_seconds() -> None:
    sheet = labels(210)

    start = time.perf_counter()
    pdf = compile_pdf("signs/labels.typ", sheet, created=CREATED)
    seconds = time.perf_counter() - start

    pages = compile_png("signs/labels.typ", sheet, created=CREATED, ppi=110)
    print(f"210 labels: {seconds:.2f} s, {len(pdf)} bytes, {len(pages)} sheets")
    assert len(set().union(*map(read_codes, pages))) == 210
    assert seconds < 10


def test_the_letters_private_code_is_read_at_110_dpi() -> None:
    token = new_token()

    pages = compile_png("signs/letter.typ", letter(token), created=CREATED, ppi=110)

    assert [read_codes(page) for page in pages] == [{letter_address(BASE_URL, token)}]


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_the_data_stays_text(name: str, text: str) -> None:
    pdf = compile_pdf(name, with_text(name, text), created=CREATED)

    assert "".join(text.split()) in written(pdf)


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize(
    "text", ["", "שלום עולם", "مرحبا بالعالم", "日本 😀 ไทย", "e\u0301\u0336", "Å" * 400]
)
def test_any_script_and_any_length_gives_a_document(name: str, text: str) -> None:
    assert compile_pdf(name, with_text(name, text), created=CREATED).startswith(b"%PDF")


def test_a_character_without_a_glyph_is_shown_as_a_square() -> None:
    document = decision() | {"heading": "Hej 日 och 👨\u200d👩 du"}

    pdf = compile_pdf("signs/decision.typ", document, created=CREATED)

    assert f"Hej{MISSING_GLYPH}och{MISSING_GLYPH * 2}du" in written(pdf)


def test_a_letter_is_kept_when_only_the_mark_on_it_has_no_glyph() -> None:
    document = decision() | {"heading": "Café0\U0001d17b é\U0001d17b"}

    pdf = compile_pdf("signs/decision.typ", document, created=CREATED)

    assert "Café0é" in written(pdf)


def test_hostile_strings_give_documents_and_stay_text() -> None:
    for source, strings in hostile_strings().items():
        document = decision() | {"page": None}
        document["todo"]["steps"] = strings

        pdf = compile_pdf("signs/decision.typ", document, created=CREATED)

        # A letter that stands once with a combining mark carries the mark in the font's table.
        text = "".join(filterfalse(unicodedata.combining, written(pdf)))
        plain = [entry for entry in strings if entry.isascii() and entry.isprintable()]
        lost = [entry for entry in plain if "".join(entry.split()) not in text]
        assert not lost, source


@given(st.text(st.characters(codec=None), max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_a_document(text: str) -> None:
    assert compile_pdf("signs/letter.typ", with_text("signs/letter.typ", text), created=CREATED)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x07c\x7f\x85", "abc"),
        ("rad 1\r\nrad 2\rrad 3\tslut", "rad 1\nrad 2\nrad 3 slut"),
        ("\ufeffinledning", "inledning"),
        ("vänd \u202eom\u202c", "vänd om"),
        ("halv \ud800 och \ue000", "halv  och "),
        ("åäö ÅÄÖ é שלום", "åäö ÅÄÖ é שלום"),
    ],
)
def test_what_cannot_be_printed_is_dropped(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_templates_fetch_nothing_and_read_no_files() -> None:
    sources = {path: path.read_text() for path in TEMPLATES.rglob("*.typ")}

    assert sources
    assert not [path for path, text in sources.items() if "@preview" in text or "read(" in text]
