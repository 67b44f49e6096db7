"""Words as they are compared."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grannsamverkan.core.letters import LONGEST_WORD, plain, words, words_to_find_by


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Åsvägen", ["åsvägen"]),
        ("A\u030asva\u0308gen", ["åsvägen"]),
        ("Café Élan", ["cafe", "elan"]),
        ("K7Q-4MR", ["k7q4mr"]),
        ("maja.lind@exempel.se", ["majalind", "exempelse"]),
        ("Björkvägen 1–24, hus B.", ["björkvägen", "1", "24", "hus", "b"]),
        ("- . @", []),
        ("ﬁsk STRASSE straße", ["fisk", "strasse", "strasse"]),
    ],
)
def test_a_text_is_split_into_words(text, found):
    assert words(text) == found


def test_å_ä_ö_are_letters_of_their_own():
    assert len({plain(text) for text in ("Åsen", "Äsen", "Asen")}) == 3
    assert plain("Ösa") != plain("Osa")


def test_parts_of_what_hangs_together_are_found_too():
    assert words_to_find_by("Anna-Lena") == {"annalena", "anna", "lena"}


def test_every_hostile_text_is_split_into_short_words(testdata):
    for name in ("blns.json", "unicode.json", "control-chars.json"):
        for text in json.loads((testdata / "strings" / name).read_text()):
            assert all(0 < len(word) <= LONGEST_WORD for word in words_to_find_by(str(text)))


@given(st.text(max_size=80))
def test_what_is_typed_in_full_is_among_what_is_found_by(text):
    assert set(words(text)) <= words_to_find_by(text)
