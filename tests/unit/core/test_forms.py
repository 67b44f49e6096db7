"""What people type is tidied the same way everywhere."""

import json

import pytest

from grannsamverkan.core.forms import tidy


@pytest.mark.parametrize(("typed", "kept"), [
    ("  Ängsvägen 3 ", "Ängsvägen 3"),
    ("en\r\ntvå\rtre\n", "en\ntvå\ntre"),
    ("a\x00b\x1bc\x7f", "abc"),
    ("114\xa014", "114 14"),
    ("namn\tefternamn", "namn efternamn"),
    ("\u202egnirts\u200b", "gnirts"),
    ("\ud800x", "x"),
    ("👍🏽 ok", "👍🏽 ok"),
    ("   ", ""),
])  # fmt: skip
def test_text_is_trimmed_and_freed_from_what_cannot_be_seen(typed, kept):
    assert tidy(typed) == kept


@pytest.mark.parametrize("value", [None, 4, ["a "]])
def test_other_values_pass_through(value):
    assert tidy(value) is value


def texts_in(value):
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in texts_in(part)]


def test_every_hostile_string_comes_out_storable(testdata):
    files = sorted((testdata / "strings").glob("*.json"))
    lines = [text for file in files for text in texts_in(json.loads(file.read_text("utf-8")))]

    tidied = [tidy(line) for line in lines]

    assert len(lines) > 100
    for text in tidied:
        text.encode("utf-8")
        assert "\x00" not in text
        assert tidy(text) == text
