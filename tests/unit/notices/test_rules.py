"""How a municipality's text is written, and what the ones that ship say."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grannsamverkan.notices import rules
from grannsamverkan.notices.rules import Block, Piece, blocks
from grannsamverkan.places.rules import SETTINGS

NAMES = {"municipality", "controller", "dpo", "mailbox", *SETTINGS}


def test_headings_paragraphs_lists_and_links_are_told_apart():
    text = "## Rubrik\nEtt stycke\ni två rader.\n\n- en\n- två [länk](https://imy.se) slut\nEfter."

    assert blocks(text) == [
        Block("heading", ((Piece("Rubrik"),),)),
        Block("paragraph", ((Piece("Ett stycke i två rader."),),)),
        Block(
            "list",
            (
                (Piece("en"),),
                (Piece("två "), Piece("länk", "https://imy.se"), Piece(" slut")),
            ),
        ),
        Block("paragraph", ((Piece("Efter."),),)),
    ]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://imy.se", "data:text/html,x"])
def test_an_address_of_another_kind_is_no_link(address):
    (block,) = blocks(f"[ord]({address})")

    assert not any(piece.href for piece in block.lines[0])


def test_names_are_filled_in_and_unknown_ones_are_told():
    text = "{controller} i {sign.upload_link_days} dagar, {påhitt} {nonsense}"

    assert rules.fill(text, {"controller": "Nämnden"}).startswith("Nämnden i {sign.")
    assert rules.unknown_names(text, NAMES) == ["nonsense"]


@pytest.mark.parametrize("kind", rules.KINDS)
@pytest.mark.parametrize("language", rules.LANGUAGES)
def test_the_texts_that_ship_can_be_published(kind, language):
    text = rules.starters()[kind].text[language]

    assert rules.unknown_names(text, NAMES) == []
    assert rules.left_unsaid(kind, text) == []
    assert "!" not in text


@pytest.mark.parametrize("kind", rules.KINDS)
def test_both_languages_have_the_same_parts(kind):
    text = rules.starters()[kind].text
    shapes = {k: [(b.kind, len(b.lines)) for b in blocks(t)] for k, t in text.items()}
    names = {k: re.findall(r"\{[a-z_.]+\}", t) for k, t in text.items()}

    assert shapes["sv"] == shapes["en"]
    assert sorted(names["sv"]) == sorted(names["en"])


def test_each_purpose_says_what_why_ground_who_and_how_long():
    lists = [b for b in blocks(rules.starters()["privacy"].text["sv"]) if b.kind == "list"]

    for one in lists:
        begins = [line[0].words.split(":")[0] for line in one.lines]
        assert begins == ["Vad", "Varför", "Grund i lagen", "Vem som ser det", "Hur länge"]
    assert len(lists) >= 7


def test_versions_of_one_day_have_names_of_their_own():
    from_day = rules.starters()["accessibility"].valid_from

    first = rules.next_version(from_day, set())
    assert rules.next_version(from_day, {first}) == f"{first}-2"


@given(st.text(max_size=400))
def test_no_text_raises(text):
    rules.blocks(text)
    rules.fill(text, {})
