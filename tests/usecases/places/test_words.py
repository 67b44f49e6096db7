"""How addresses and numbers are compared, and what a setting may be. No database."""

import pytest

from grannsamverkan.places import rules
from grannsamverkan.places.rules import Definition


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kyrkogatan 12 B", "kyrkogatan  12b"),
        ("Åsgatan 1", "A\u030asgatan 1"),
        ("Café-vägen 2", "cafe-vägen 2"),
        ("  Storgatan\t3 ", "STORGATAN 3"),
    ],
)
def test_the_same_address_is_known_again(one, other):
    assert rules.fold(one) == rules.fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Åsen", "Asen"), ("Ängen", "Angen"), ("Ön", "On"), ("Ek 1", "Ek 11")]
)
def test_swedish_letters_are_letters_of_their_own(one, other):
    assert rules.fold(one) != rules.fold(other)


def test_streets_are_sorted_as_in_swedish():
    streets = ["Övägen", "Ängsvägen", "Zetavägen", "Ågatan", "Avägen"]
    assert sorted(streets, key=rules.swedish_order) == [
        "Avägen",
        "Zetavägen",
        "Ågatan",
        "Ängsvägen",
        "Övägen",
    ]


@pytest.mark.parametrize(("text", "value"), [("12 B", 12), ("7", 7), ("B 2", 0), ("", 0)])
def test_house_numbers_are_sorted_by_their_number(text, value):
    assert rules.number_value(text) == value


def test_a_post_number_is_the_same_however_it_is_spaced():
    assert rules.post_number(" a 17-b ") == rules.post_number("A17-B") == "A17-B"


def test_every_setting_says_where_its_default_comes_from():
    assert len(rules.SETTINGS) > 25
    assert all(definition.source for definition in rules.SETTINGS.values())
    assert all(
        definition.unit for definition in rules.SETTINGS.values() if definition.type == "int"
    )


SHARE = Definition("x", "g", "int", 50, "Andel", "källa", least=0, most=100)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("50", None),
        (" 5 0 ", None),
        ("0", None),
        ("-1", "too_low"),
        ("101", "too_high"),
        ("9" * 12, "too_high"),
        ("9" * 13, "not_a_number"),
        ("12,5", "not_whole"),
        ("mycket", "not_a_number"),
        ("1e9", "not_a_number"),
        ("٣", "not_a_number"),
    ],
)
def test_a_whole_number_is_read_as_people_write_it_and_kept_in_its_limits(text, code):
    # when
    fault = rules.value_fault(SHARE, rules.read_value(SHARE, text))

    # then
    assert (fault and fault.code) == code


@pytest.mark.parametrize(
    ("value", "holds"),
    [
        (["a"], True),
        ([], True),
        (["a", "b"], True),
        (["c"], False),
        (["a", "a"], False),
        ("a", False),
    ],
)
def test_codes_are_chosen_among_those_that_exist(value, holds):
    definition = Definition("x", "g", "codes", [], "Val", "källa", options={"a": "A", "b": "B"})
    assert (rules.value_fault(definition, value) is None) == holds


@pytest.mark.parametrize(
    ("value", "holds"), [(True, True), (False, True), (1, False), ("ja", False)]
)
def test_yes_and_no_are_nothing_else(value, holds):
    definition = Definition("x", "g", "bool", True, "Val", "källa")
    assert (rules.value_fault(definition, value) is None) == holds


def test_a_default_outside_its_limits_is_found_when_the_file_is_read(tmp_path):
    # given
    path = tmp_path / "settings.toml"
    path.write_text(
        '[groups]\ng = "G"\n[[setting]]\nkey = "x"\ngroup = "g"\ntype = "int"\ndefault = 9\n'
        'most = 5\nlabel = "X"\nsource = "s"\n'
    )

    # then
    with pytest.raises(ValueError, match="'x'"):
        rules.load_settings(path)
