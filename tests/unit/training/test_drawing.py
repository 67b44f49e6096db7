"""Questions drawn from a bank: which, in which order, and what an answer is held against."""

from random import Random

import pytest

from grannsamverkan.training.rules import Question, drawing

BANK = [
    Question(f"Fråga {n}?", (f"rätt {n}", f"fel {n}", f"tokig {n}"), 0, f"Därför {n}.")
    for n in range(8)
]


def chance(seed):
    return Random(seed)  # noqa: S311  # no secret is made


def test_a_drawing_holds_so_many_different_questions_with_all_their_options():
    drawn = drawing.draw(BANK, 5, chance(1))

    assert len({place for place, _order in drawn}) == 5
    assert all(sorted(order) == [0, 1, 2] for _place, order in drawn)


def test_a_small_bank_is_asked_whole():
    drawn = drawing.draw(BANK[:3], 5, chance(1))

    assert sorted(place for place, _order in drawn) == [0, 1, 2]


def test_questions_not_asked_the_time_before_come_first():
    before = {0, 1, 2, 3}

    for seed in range(20):
        drawn = {place for place, _order in drawing.draw(BANK, 4, chance(seed), before)}
        assert drawn == {4, 5, 6, 7}


def test_where_too_few_are_new_the_rest_is_filled_up():
    drawn = {place for place, _order in drawing.draw(BANK, 6, chance(3), {0, 1, 2, 3})}

    assert len(drawn) == 6
    assert drawn >= {4, 5, 6, 7}


def test_orders_differ_between_tries():
    orders = {str(drawing.draw(BANK, 4, chance(seed))) for seed in range(20)}

    assert len(orders) == 20


@pytest.mark.parametrize("seed", range(5))
def test_the_right_option_is_right_wherever_it_is_shown(seed):
    drawn = drawing.draw(BANK, 8, chance(seed))

    for (place, _order), question in zip(drawn, drawing.shown(BANK, drawn), strict=True):
        assert question.text == BANK[place].text
        assert question.options[question.right] == f"rätt {place}"


def test_a_try_from_before_drawings_was_asked_as_written():
    assert drawing.shown(BANK, drawing.plain(BANK, 3)) == BANK[:3]
