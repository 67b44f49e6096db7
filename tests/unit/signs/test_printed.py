"""How many of each printed matter a group is proposed, and when it is asked why."""

from dataclasses import replace

import pytest

from grannsamverkan.core.i18n import speaking
from grannsamverkan.signs.rules import printed as rules
from grannsamverkan.signs.rules.doors import printed_door
from grannsamverkan.signs.rules.printed import Ground, Had
from grannsamverkan.signs.words import printed as words

FLATS = Ground(dwellings=48, entrances=4, contacts=3)


@pytest.mark.parametrize(
    ("per", "factor", "needed"),
    [
        ("dwelling", 1.0, 48),
        ("dwelling", 0.1, 5),
        ("entrance", 2.0, 8),
        ("contact", 1.0, 3),
        ("group", 3.0, 3),
    ],
)
def test_a_need_is_counted_from_what_it_is_for_and_rounded_up(per, factor, needed):
    assert rules.need(per, factor, FLATS) == needed


def test_thirty_tenths_are_three_and_not_four():
    ground = Ground(dwellings=30, entrances=0, contacts=2)

    assert rules.need("dwelling", 0.1, ground) == 3


def test_what_nobody_knows_is_not_guessed():
    ground = Ground(dwellings=48, entrances=None, contacts=3)

    needed = rules.need("entrance", 1.0, ground)

    assert (needed, rules.proposed(needed, Had())) == (None, None)
    assert rules.most_unasked(needed, Had()) is None


@pytest.mark.parametrize(
    ("had", "proposed", "most"),
    [
        (Had(), 48, 72),
        (Had(got=40), 8, 32),
        (Had(coming=48), 0, 24),
        (Had(got=40, coming=40), 0, rules.ALWAYS_FINE),
    ],
)
def test_what_was_had_and_what_is_coming_is_not_proposed_again(had, proposed, most):
    assert rules.proposed(48, had) == proposed
    assert rules.most_unasked(48, had) == most


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "rejected", "closed"])
@pytest.mark.parametrize("opens", rules.OPENS)
def test_no_door_is_open_to_a_group_that_is_not_living(opens, state):
    assert len(printed_door(opens, state, ())) == 1


def test_what_informs_is_for_approved_groups_and_stickers_wait_as_signs_do():
    reasons = ("Maja Lind har inte gått utbildningen.",)

    assert printed_door("approved", "approved", reasons) == ()
    assert printed_door("active", "active", reasons) == reasons
    assert printed_door("active", "active", ()) == ()


def test_a_resting_group_is_told_how_to_begin_again():
    with speaking("sv"):
        (reason,) = printed_door("approved", "dormant", ())

        assert "Starta den igen" in str(reason)


def test_what_ships_is_whole_and_says_where_its_number_comes_from():
    shipped = words.shipped()

    assert len(shipped) >= 8
    for code, item in shipped.items():
        assert len(code) <= 24
        assert item.unit in rules.UNITS
        assert item.per in rules.PER
        assert item.opens in rules.OPENS
        assert item.factor > 0
        assert "eget val" in item.source
        assert item.names["sv"] != item.names["en"]
        assert item.abouts["sv"] != item.abouts["en"]


def test_the_words_know_every_code_that_the_rules_do():
    assert set(words.UNIT_WORDS) == set(words.UNIT_CHOICES) == set(rules.UNITS)
    assert set(words.PER_WORDS) == set(rules.PER)
    assert set(words.OPENS_WORDS) == set(rules.OPENS)


def test_everything_that_is_reckoned_from_stairwells_or_homes_has_something_to_reckon_from():
    with speaking("sv"):
        told = {code: words.proposal(item) for code, item in words.shipped().items()}

    assert told["household_leaflet"] == "1 blad per bostad"
    assert told["newcomer_leaflet"] == "0,1 blad per bostad"


def test_one_of_a_thing_is_told_as_one():
    item = words.shipped()["household_leaflet"]

    with speaking("en"):
        ones = [words.amount(replace(item, unit=unit), 1) for unit in rules.UNITS]
        some = words.amount(item, 0.1), words.amount(item, 2)
        proposed = words.proposal(words.shipped()["contact_folder"])

    assert ones == ["1 pc", "1 sheet", "1 set", "1 pack"]
    assert some == ("0.1 sheets", "2 sheets")
    assert proposed == "1 pc per contact person of the group"
