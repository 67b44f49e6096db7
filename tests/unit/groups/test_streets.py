"""Streets and house numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grannsamverkan.groups.rules.streets import MOST_STREETS, Stretch, stretches


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Björkvägen", [Stretch("Björkvägen")]),
        ("Björkvägen 1–24", [Stretch("Björkvägen", 1, 24)]),
        ("Björkvägen 24-1\nAlmgränd", [Stretch("Björkvägen", 1, 24), Stretch("Almgränd")]),
        ("Storgatan 12 B", [Stretch("Storgatan", 12, 12)]),
        (
            "Storgatan 1, 3, 9-13",
            [Stretch("Storgatan", n, m) for n, m in ((1, 1), (3, 3), (9, 13))],
        ),
        (
            "Storgatan 1; Norra Gatan 2 – 4.",
            [Stretch("Storgatan", 1, 1), Stretch("Norra Gatan", 2, 4)],
        ),
        ("7", []),
        (" \n,, ", []),
    ],
)
def test_streets_are_read_with_their_numbers(text, found):
    assert stretches(text) == found


def test_a_whole_street_holds_every_number_and_a_stretch_its_own():
    assert Stretch("Almgränd").holds(7)
    assert Stretch("Almgränd", 3, 7).holds(7)
    assert not Stretch("Almgränd", 3, 7).holds(8)


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    assert len(stretches(text)) <= MOST_STREETS
