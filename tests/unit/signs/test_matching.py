"""Marks in a mail are weighed into a sign, or into a question for a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grannsamverkan.core import codes
from grannsamverkan.signs.rules import matching
from grannsamverkan.signs.rules.matching import WEIGHTS, Mark, certain, codes_in, rank

CODE, OTHER = codes.new_code(lambda n: bytes(range(n))), codes.new_code(lambda n: bytes([9] * n))
LEAST = 0.85


@pytest.mark.parametrize("kind", ["letter_qr", "label_qr", "reply", "code_in_subject"])
def test_a_mark_that_names_one_sign_is_enough(kind):
    assert certain(rank([Mark(kind, 7)]), LEAST).sign_id == 7


@pytest.mark.parametrize(
    "kinds", [["sender"], ["near"], ["sender", "only_open"], ["sender", "only_open", "near"]]
)
def test_who_sent_it_and_where_the_camera_stood_are_never_enough(kinds):
    assert certain(rank([Mark(kind, 7) for kind in kinds]), LEAST) is None


def test_marks_for_the_same_sign_add_up_and_the_same_mark_counts_once():
    once = rank([Mark("sender", 7)])[0].score
    twice = rank([Mark("sender", 7), Mark("sender", 7)])[0].score
    more = rank([Mark("sender", 7), Mark("near", 7)])[0]

    assert once == twice < more.score < 1
    assert more.kinds == ("near", "sender")


def test_codes_of_two_signs_leave_it_to_a_person():
    found = rank([Mark("label_qr", 7), Mark("code_in_text", 8)])

    assert [one.sign_id for one in found] == [7, 8]
    assert certain(found, LEAST) is None


def test_a_weak_mark_for_another_sign_does_not_unsettle_a_code():
    assert certain(rank([Mark("label_qr", 7), Mark("sender", 8)]), LEAST).sign_id == 7


@pytest.mark.parametrize(
    "text",
    [
        "Skylt {0}-{1} är uppe",
        "skylten {0} {1}.",
        "kod:{0}{1}",
        "https://kommun.se/S/{0}{1}",
        "den {0} {1}",
    ],
)
def test_a_code_is_found_as_people_write_it(text):
    written = text.format(CODE[:3].lower(), CODE[3:].lower())

    assert CODE in codes_in(written)


def test_two_codes_are_found_and_an_ordinary_text_has_hardly_any():
    text = "Hej! Vi har satt upp skylten på stolpen vid backen i dag, med buntband. Hälsningar"

    assert codes_in(f"{CODE} och {OTHER}") == [CODE, OTHER]
    assert len(codes_in(text)) <= 1


def test_the_letters_secret_is_read_from_its_address():
    token = codes.new_token()

    assert matching.letter_token(f"HTTPS://KOMMUN.SE/B/{token}") == token
    assert matching.letter_token(f"HTTPS://KOMMUN.SE/S/{CODE}") is None
    assert matching.label_code(f"HTTPS://KOMMUN.SE/S/{CODE}") == CODE


def test_a_code_behind_the_plus_of_an_address_is_read():
    assert matching.plus_part(f"skyltar+{CODE.lower()}@kommun.se") == CODE
    assert matching.plus_part("skyltar@kommun.se") == ""


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("på stolpe 1042", ["1042"]),
        ("Lyktstolpen nr V-12", []),
        ("stolpe nummer: A17b", ["A17B"]),
        ("stolpen står snett", []),
    ],
)
def test_numbers_of_posts_are_found_in_words(text, numbers):
    assert matching.post_numbers_in(text) == numbers


@given(st.text(max_size=300))
def test_no_text_raises(text):
    matching.codes_in(text)
    matching.post_numbers_in(text)
    matching.letter_token(text)
    matching.label_code(text)
    matching.plus_part(text)


def test_every_mark_has_a_weight_below_certainty():
    assert all(0 < weight < 1 for weight in WEIGHTS.values())
