"""Which questions of the bank a try asks, and in which order. Pure.

A drawing is kept with the try, so that answers are held against what was shown. It is a list of
pairs: the question's place in the bank, and the places of its options in the order shown.
"""

from collections.abc import Collection, Sequence
from random import Random

from grannsamverkan.training.rules import Question

Drawing = list[tuple[int, tuple[int, ...]]]


def draw(
    questions: Sequence[Question], count: int, chance: Random, before: Collection[int] = ()
) -> Drawing:
    """Draw `count` questions, or all where there are fewer, with their options shuffled.

    Questions that were not asked the time before (`before`: their places) come first.
    """
    places = chance.sample(range(len(questions)), len(questions))
    chosen = sorted(places, key=lambda place: place in before)[:count]
    chance.shuffle(chosen)
    return [(place, _shuffled(questions[place], chance)) for place in chosen]


def plain(questions: Sequence[Question], count: int) -> Drawing:
    """The first `count` questions as they were written: how tries before drawings were asked."""
    return [(place, tuple(range(len(one.options)))) for place, one in enumerate(questions[:count])]


def shown(questions: Sequence[Question], drawing: Drawing) -> list[Question]:
    """The drawn questions as they stand on the page; `right` is the place there."""
    return [_turned(questions[place], order) for place, order in drawing]


def _shuffled(question: Question, chance: Random) -> tuple[int, ...]:
    return tuple(chance.sample(range(len(question.options)), len(question.options)))


def _turned(question: Question, order: Sequence[int]) -> Question:
    options = tuple(question.options[place] for place in order)
    return Question(question.text, options, order.index(question.right), question.why)
