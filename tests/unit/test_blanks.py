"""The household's blank forms on paper: one sheet each, accessible, every word on it."""

import io
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pikepdf
import pytest

from grannsamverkan.core.i18n import speaking
from grannsamverkan.core.pdf import compile_pdf
from grannsamverkan.desk import prints, words
from grannsamverkan.places.models import PublicContact
from tests.architecture.sources import PACKAGE
from tests.unit.test_pdf import written

CREATED = datetime(2026, 11, 29, 6, 0, tzinfo=UTC)
LANGUAGES = {"sv": ("sv", False), "latt": ("sv", True), "en": ("en", False)}
SHEETS = list(product(words.KINDS, LANGUAGES))
CONTACTS = [
    PublicContact(title="Säkerhetssamordnare", phone="0521-72 10 00"),
    PublicContact(title="Kommunpolis", phone="114 14"),
    PublicContact(title="Fel på lampor och stolpar", phone="0521-72 10 01"),
]


def document(kind: str, language: str, contacts: list[PublicContact] = CONTACTS) -> prints.Document:
    spoken, easy = LANGUAGES[language]
    with speaking(spoken):
        return prints.blank(kind, "Vänersborgs kommun", contacts, easy=easy)


def pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def texts(value: Any, key: str = "") -> Iterator[str]:
    """What a document has to say; the rest of it are names of kinds and measures."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from texts(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, key)
    elif isinstance(value, str) and key not in {"lang", "kind"}:
        yield value


def easy_texts() -> list[str]:
    """The texts written as easy Swedish."""
    rows = tomllib.loads((PACKAGE / "desk/blanks.toml").read_text("utf-8"))

    def under(value: Any, wanted: bool = False) -> Iterator[str]:
        if isinstance(value, dict):
            for key, item in value.items():
                yield from under(item, key.endswith("_easy"))
        elif isinstance(value, list):
            for item in value:
                yield from under(item, wanted)
        elif wanted:
            yield value

    return list(under(rows))


@pytest.mark.parametrize(("kind", "language"), SHEETS)
def test_a_sheet_is_one_accessible_page_that_says_all_its_words(kind: str, language: str) -> None:
    told = document(kind, language)

    pdf = compile_pdf("desk/blank.typ", told, created=CREATED)

    assert pages(pdf) == 1
    on_paper = written(pdf)
    said = ["".join(text.split()) for text in texts(told)]
    assert len(said) > 15
    assert [text for text in said if text not in on_paper] == []
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == told["title"]
        assert str(opened.Root.Lang) == LANGUAGES[language][0]


@pytest.mark.parametrize(("kind", "language"), SHEETS)
def test_a_sheet_stays_one_page_whomever_the_municipality_names(kind: str, language: str) -> None:
    many = [PublicContact(title="Säkerhetssamordnaren vid " * 4, phone="0521-72 10 00")] * 8

    for contacts in ([], many):
        pdf = compile_pdf("desk/blank.typ", document(kind, language, contacts), created=CREATED)

        assert pages(pdf) == 1


@pytest.mark.parametrize("kind", words.KINDS)
def test_no_reader_stands_on_a_sheet_and_the_municipality_does(kind: str) -> None:
    on_paper = written(compile_pdf("desk/blank.typ", document(kind, "sv"), created=CREATED))

    assert "Vänersborgskommun" in on_paper
    assert "0521-721000" in on_paper
    assert "112" in on_paper
    assert "11414" in on_paper
    assert "Kommunenochpolisenfåringenting" in on_paper or "Kommunenfåringenting" in on_paper


def test_an_observation_begins_with_112_and_asks_for_what_somebody_did() -> None:
    told = document("iakttagelse", "sv")

    assert "Ring 112 först" in told["urgent"]
    asked = [field["label"] for part in told["parts"] for field in part["fields"]]
    assert "Det jag såg och hörde" in asked
    # The words stand in what one is told to leave out, never in what one is asked for.
    assert not re.search(r"ursprung|hud|tro\b|religion|namn", " ".join(asked), re.IGNORECASE)
    helped = " ".join(part["help"] for part in told["parts"])
    assert "Ursprung, hudfärg och tro säger ingenting" in helped


@pytest.mark.parametrize(("kind", "columns"), [("inventarielista", 5), ("telefonlista", 4)])
def test_a_reader_of_the_screen_hears_what_a_tables_columns_are(kind: str, columns: int) -> None:
    pdf = compile_pdf("desk/blank.typ", document(kind, "sv"), created=CREATED)

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        parts = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary)]
        assert sum(one.get("/S") == "/TH" for one in parts) == columns


def test_boxes_fill_their_rows() -> None:
    for blank in words.blanks():
        for part in blank.parts:
            spans = [field.span for field in part.fields]
            assert sum(spans) % words.COLUMNS == 0
            assert sum(column.share for column in part.columns) in {0, 100}


def test_easy_swedish_has_short_sentences() -> None:
    sentences = [one for text in easy_texts() for one in re.split(r"[.?:]\s*", text) if one]

    assert len(sentences) > 40
    assert [one for one in sentences if len(one.split()) > 15] == []
