"""Short codes: what people mix up is forgiven, what they get wrong is caught."""

import io
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grannsamverkan.core.codes import (
    ALPHABET,
    CODE_LENGTH,
    TOKEN_LENGTH,
    is_valid,
    new_code,
    new_token,
    normalise,
    pretty,
    token_hash,
)

# Any five symbols and the check symbol that belongs to them.
codes = st.binary(min_size=CODE_LENGTH - 1, max_size=CODE_LENGTH - 1).map(
    lambda body: new_code(lambda _: body)
)


def one_symbol_wrong(code: str) -> list[str]:
    return [
        code[:place] + symbol + code[place + 1 :]
        for place in range(len(code))
        for symbol in ALPHABET
        if symbol != code[place]
    ]


def two_swapped(code: str) -> list[str]:
    swapped = set()
    for left, right in itertools.combinations(range(len(code)), 2):
        symbols = list(code)
        symbols[left], symbols[right] = symbols[right], symbols[left]
        swapped.add("".join(symbols))
    return sorted(swapped - {code})


def test_the_alphabet_fits_a_qr_and_leaves_out_what_looks_alike() -> None:
    assert len(set(ALPHABET)) == 32
    assert re.fullmatch("[0-9A-Z]+", ALPHABET)
    assert not set("ILOU") & set(ALPHABET)


@given(codes)
def test_every_new_code_is_valid_and_has_six_symbols(code: str) -> None:
    assert is_valid(code)
    assert len(code) == CODE_LENGTH


@given(codes)
def test_every_single_wrong_symbol_is_caught(code: str) -> None:
    assert not [wrong for wrong in one_symbol_wrong(code) if is_valid(wrong)]


@given(codes)
def test_every_swap_of_two_symbols_is_caught(code: str) -> None:
    assert not [wrong for wrong in two_swapped(code) if is_valid(wrong)]


def test_single_errors_and_neighbour_swaps_are_caught_for_every_pair_of_symbols() -> None:
    """The check is linear: a fault goes unseen if its difference alone weighs nothing.

    So all pairs of symbols at all places, in an otherwise zero code, stand for all codes.
    """
    zero = "0" * CODE_LENGTH
    missed = []
    for place, (one, other) in itertools.product(
        range(CODE_LENGTH - 1), itertools.permutations(ALPHABET, 2)
    ):
        # What swapping `one` and `other` changes is the same difference at both places.
        difference = ALPHABET[ALPHABET.index(one) ^ ALPHABET.index(other)]
        swap = zero[:place] + difference * 2 + zero[place + 2 :]
        single = zero[:place] + difference + zero[place + 1 :]
        missed += [fault for fault in (swap, single) if is_valid(fault)]

    assert is_valid(zero)
    assert not missed


def test_one_code_in_32_of_random_text_passes_and_no_more() -> None:
    bodies = itertools.islice(itertools.product(ALPHABET, repeat=3), 4096)

    passed = sum(is_valid("".join(body) + "7K" + "Q") for body in bodies)

    assert passed == 4096 // 32


@pytest.mark.parametrize(
    "text", ["", "K7Q4M", "K7Q4M22", "K7Q4Mu", "K7Q4M\u0662", "ÅÄÖ123", "______"]
)
def test_what_is_not_a_code_is_not_valid(text: str) -> None:
    assert not is_valid(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("k7q-4mr", "K7Q4MR"),
        (" K7Q 4MR\n", "K7Q4MR"),
        ("K7Q\u20134MR", "K7Q4MR"),
        ("K7Q\u00a04MR", "K7Q4MR"),
        ("k7q.4_mr", "K7Q4MR"),
        ("oOiIlL", "001111"),
        ("", ""),
    ],
)
def test_what_people_type_is_read_as_they_meant_it(typed: str, meant: str) -> None:
    assert normalise(typed) == meant


@given(codes)
def test_a_code_survives_being_written_prettily_and_typed_again(code: str) -> None:
    assert normalise(pretty(code).lower()) == code
    assert len(pretty(code)) == CODE_LENGTH + 1


@given(st.text())
def test_any_text_can_be_normalised_once_and_for_all(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert is_valid(normalise(text)) in {True, False}


def test_codes_use_all_symbols_equally() -> None:
    supply = io.BytesIO(bytes(range(255)))

    symbols = "".join(new_code(supply.read)[:5] for _ in range(51))

    assert {symbols.count(symbol) for symbol in ALPHABET} <= {7, 8}


def test_a_token_carries_128_bits_or_more_and_is_new_each_time() -> None:
    tokens = {new_token() for _ in range(1000)}

    assert len(tokens) == 1000
    assert TOKEN_LENGTH * 5 >= 128
    assert all(set(token) <= set(ALPHABET) and len(token) == TOKEN_LENGTH for token in tokens)


def test_a_token_is_found_again_however_it_is_typed() -> None:
    token = new_token()

    assert re.fullmatch("[0-9a-f]{64}", token_hash(token))
    assert token_hash(pretty(token, 4, " ").lower()) == token_hash(token)
    assert token_hash(new_token()) != token_hash(token)
