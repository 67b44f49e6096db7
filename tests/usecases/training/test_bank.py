"""A bank of questions: so many are drawn for each try, and answers count against what was shown."""

from datetime import date

import pytest

from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, Unmet
from grannsamverkan.training import queries, usecases
from grannsamverkan.training.models import Assignment
from grannsamverkan.training.rules import About, Question
from tests.usecases.training.scene import RIGHT

EXTRA = [Question(f"Fråga {n}?", ("rätt", "fel", "tokigt"), 0, "Därför.") for n in range(6)]


def with_bank(scene, *, draw=4, pass_mark=4):
    """A draft with nine questions of which some are drawn."""
    edition = scene.draft()
    with scene.runtime.work(scene.coordinator) as work:
        for question in EXTRA:
            usecases.set_question(work, edition.id, 99, question)
        usecases.set_quiz(work, edition.id, draw=draw, pass_mark=pass_mark)
    return edition


def sent(scene, maja, edition):
    scene.publish(edition)
    scene.approved(scene.group(maja))
    token = scene.tokens()[0]
    scene.read(token)
    return token


def test_each_try_draws_so_many_and_a_retry_draws_others(scene, maja):
    token = sent(scene, maja, with_bank(scene))
    first = [one.text for one in scene.opened(token).asked]

    assert not scene.press(token, wrong=1)

    second = [one.text for one in scene.opened(token).asked]
    assert len(first) == len(second) == 4
    assert not set(first) & set(second)
    assert scene.press(token)


def test_what_was_wrong_is_told_as_it_was_shown(scene, maja):
    token = sent(scene, maja, with_bank(scene))
    shown = scene.opened(token).asked

    scene.press(token, wrong=2)

    told = scene.opened(token).answered
    assert [question for question, _answer in told] == shown
    assert [answer == question.right for question, answer in told] == [False, False, True, True]


def test_the_editions_own_mark_decides(scene, maja):
    token = sent(scene, maja, with_bank(scene, draw=5, pass_mark=4))

    assert not scene.press(token, wrong=2)
    assert scene.press(token, wrong=1)
    assert scene.assignments()[0].tries == 2


def test_answers_to_an_earlier_drawing_are_not_judged(scene, maja):
    token = sent(scene, maja, with_bank(scene))
    scene.press(token, wrong=1)
    before = scene.everything()

    with pytest.raises(Conflict), scene.holding(token) as work:
        usecases.answer(work, token, [0, 0, 0, 0], attempt=0)

    assert scene.everything() == before


def test_a_try_begun_before_there_were_drawings_goes_on_as_it_was(scene, token):
    scene.read(token)
    with scene.given() as work:
        work.get(Assignment, scene.assignments()[0].id).drawn = None

    with scene.holding(token) as work:
        assert usecases.answer(work, token, RIGHT, attempt=0)


def test_a_draft_needs_as_many_questions_as_it_draws(scene):
    edition = scene.draft()

    with scene.runtime.work(scene.coordinator) as work:
        with pytest.raises(InvalidInput) as refused:
            usecases.set_quiz(work, edition.id, draw=4, pass_mark=3)
        assert refused.value.field == "draw"
        with pytest.raises(InvalidInput) as refused:
            usecases.set_quiz(work, edition.id, draw=3, pass_mark=4)
        assert refused.value.field == "pass_mark"


def test_a_question_taken_out_leaves_the_draft_lacking(scene):
    edition = with_bank(scene, draw=9, pass_mark=9)

    with scene.runtime.work(scene.coordinator) as work:
        usecases.remove_question(work, edition.id, 0)
        with pytest.raises(NotFound):
            usecases.remove_question(work, edition.id, 8)

    with scene.runtime.reading() as work:
        found = queries.edition(work, edition.id)
        assert found.asked[-1] == EXTRA[-1]
        assert [str(text) for text in queries.lacking(work, found)] == ["Skriv 1 frågor till."]


def test_an_edition_past_its_last_day_is_neither_put_out_nor_sent(scene, maja, clock):
    edition = scene.draft()
    about = About(5, "Samverkan mot brott", "Fritt att sprida", None, date(2026, 12, 31))
    with scene.runtime.work(scene.coordinator) as work:
        usecases.describe_edition(
            work, edition.id, title="Kurs", language="sv-lätt", description="Kort.", about=about
        )
    scene.publish(edition)
    clock.forward(days=39)

    scene.approved(scene.group(maja))
    assert scene.mails() == []

    with scene.runtime.reading() as work:
        found = queries.edition(work, edition.id)
        assert (found.lang, found.direction, found.owner) == ("sv", "ltr", "Samverkan mot brott")
    late = scene.draft()
    with scene.runtime.work(scene.coordinator) as work:
        usecases.describe_edition(
            work, late.id, title="Kurs", language="ar", description="Kort.", about=about
        )
    with pytest.raises(Unmet):
        scene.publish(late)


def test_an_edition_cannot_end_before_it_begins(scene):
    edition = scene.draft()
    about = About(valid_from=date(2027, 2, 1), valid_until=date(2027, 1, 1))

    with pytest.raises(InvalidInput) as refused, scene.runtime.work(scene.coordinator) as work:
        usecases.describe_edition(
            work, edition.id, title="Kurs", language="sv", description="Kort.", about=about
        )

    assert refused.value.field == "valid_until"
