"""Questions, answers, and the words for how far somebody has come."""

import pytest

from grannsamverkan.training import rules, workflow
from grannsamverkan.training.rules import Progress, Question

SOUND = Question("Vilket nummer?", ("112", "114 14", "118 118"), 0, "Brottet pågår.")


def test_a_question_survives_being_kept():
    assert Question.read(SOUND.keep()) == SOUND


@pytest.mark.parametrize(
    ("options", "right", "fault"),
    [
        (("a", "b"), 0, "few_options"),
        (("a", "b", "c", "d", "e"), 0, "many_options"),
        (("Ja", "nej", "JA"), 0, "same_options"),
        (("a", "b", "c"), 3, "no_right_option"),
        (("a", "b", "c"), -1, "no_right_option"),
        (("a", "b", "c"), 2, None),
        (("a", "b", "c", "d"), 3, None),
    ],
)
def test_a_question_needs_different_options_and_a_right_one(options, right, fault):
    assert rules.question_fault(Question("?", options, right, "")) == fault


def test_wrong_answers_are_told_by_their_places():
    questions = [SOUND, SOUND, SOUND]

    assert rules.wrong_places(questions, [0, 1, 2]) == [1, 2]
    assert rules.wrong_places(questions, [0, 0, 0]) == []


@pytest.mark.parametrize(
    ("answers", "wanted", "passed"),
    [([0, 0, 0], 3, True), ([0, 0, 1], 3, False), ([0, 0, 1], 2, True), ([1, 1, 1], 1, False)],
)
def test_the_municipality_says_how_many_answers_must_be_right(answers, wanted, passed):
    assert rules.is_passed([SOUND] * 3, answers, wanted) is passed


def test_fewer_questions_than_wanted_can_still_be_passed():
    assert rules.is_passed([SOUND], [0], 3)


@pytest.mark.parametrize("answers", [[], [0], [0, 0, 0], [0, 3], [-1, 0]])
def test_answers_must_fit_the_questions(answers):
    assert not rules.fits([SOUND, SOUND], answers)


@pytest.mark.parametrize(
    ("progress", "standing"),
    [
        (Progress(), "none"),
        (Progress(offered=True, mailed=True), "queued"),
        (Progress(offered=True, mailed=True, mail_sent=True), "sent"),
        (Progress(offered=True, mailed=True, mail_dead=True), "refused"),
        (Progress(offered=True), "started"),
        (Progress(offered=True, mailed=True, mail_sent=True, read=True), "read"),
        (Progress(offered=True, mailed=True, mail_sent=True, read=True, expired=True), "expired"),
        (Progress(trained=True), "done"),
        (Progress(trained=True, offered=True, expired=True), "done"),
    ],
)
def test_each_standing_has_its_facts_and_its_word(progress, standing):
    assert rules.standing(progress) == standing
    assert str(workflow.STANDINGS[standing].word)
