"""Small decisions about bulletins."""

from datetime import date, timedelta

import pytest

from grannsamverkan.core.actor import Actor, Role
from grannsamverkan.messages import policy, rules, words
from grannsamverkan.messages.rules import Reach

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("frequency", rules.FREQUENCIES)
def test_what_is_urgent_goes_at_once_and_the_rest_as_chosen(frequency):
    assert rules.way(frequency, urgent=True) == "at_once"
    assert rules.way(frequency, urgent=False) == frequency


def test_the_last_day_still_counts():
    assert not rules.is_over(TODAY, TODAY)
    assert rules.is_over(TODAY - timedelta(days=1), TODAY)


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (180, True), (181, False)])
def test_the_last_day_is_between_today_and_half_a_year(days, fits):
    assert rules.day_fits(TODAY + timedelta(days=days), TODAY) is fits


def test_empty_lines_part_paragraphs_and_single_breaks_stay():
    assert rules.paragraphs("Ett\r\ntvå\n\n\n\ntre\n") == ["Ett\ntvå", "tre"]


def test_english_is_for_those_who_read_it_where_it_was_written():
    assert rules.version("en", "Hej", "Hello") == ("en", "Hello")
    assert rules.version("en", "Hej", "") == ("sv", "Hej")
    assert rules.version("sv", "Hej", "Hello") == ("sv", "Hej")


def test_who_waits_is_who_is_nothing_else():
    reach = Reach(groups=3, persons=10, mailed=4, refused=1, on_page=2, left=1)

    assert reach.waiting == 2
    assert Reach(persons=1, mailed=2).waiting == 0


def test_every_code_has_its_words():
    assert set(words.KIND_WORDS) == set(rules.KINDS)
    assert set(words.AIM_WORDS) == set(rules.AIMS)
    assert set(words.CHANNEL_WORDS) == set(words.CHANNEL_BUTTONS) == set(rules.CHANNELS)
    assert set(words.FREQUENCY_WORDS) == set(rules.FREQUENCIES)


@pytest.mark.parametrize(
    ("roles", "areas"),
    [
        ([Role("coordinator", 1)], None),
        ([Role("police", 1)], None),
        ([Role("police", 1, 5)], {5}),
        ([Role("police", 1, 5), Role("police", 1, 6)], {5, 6}),
        ([Role("police", 1, 5), Role("coordinator", 1)], None),
        ([Role("police", 2, 5)], set()),
        ([Role("admin", 1)], set()),
    ],
)
def test_whose_groups_somebody_writes_to(roles, areas):
    assert policy.areas(Actor("staff", 1, roles=tuple(roles)), 1) == areas
