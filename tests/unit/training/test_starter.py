"""The product's own course: whole, short, and the same in both languages."""

import re

import pytest

from grannsamverkan.notices.rules import blocks
from grannsamverkan.training import rules
from grannsamverkan.training.rules.starter import FOLDER, LANGUAGES, load_starter

both = pytest.mark.parametrize("language", LANGUAGES)


@both
def test_its_bank_is_large_enough_to_draw_others_at_a_second_try(language):
    starter = load_starter(language)

    assert len(starter.questions) >= 15
    assert len(starter.questions) >= 2 * starter.draw
    assert rules.QUESTIONS <= starter.pass_mark <= starter.draw
    assert len({one.text for one in starter.questions}) == len(starter.questions)


@both
def test_every_question_fits_the_form_it_can_be_changed_in_and_says_why(language):
    for question in load_starter(language).questions:
        assert rules.question_fault(question) is None
        assert len(question.text) <= 300
        assert all(len(option) <= 200 for option in question.options)
        assert 20 <= len(question.why) <= 500


@both
def test_it_takes_a_quarter_of_an_hour_or_a_little_more(language):
    modules = load_starter(language).modules

    words = sum(len(one.text.split()) for one in modules)
    assert 15 <= sum(one.minutes for one in modules) <= 20
    assert 15 * 80 <= words <= 20 * 200, "read slowly, or as most people do"


@both
def test_what_matters_most_is_told(language):
    told = " ".join(one.text for one in load_starter(language).modules)

    for words in ("112", "114 14"):
        assert told.count(words) >= 3
    assert ("zink" if language == "sv" else "zinc") in told


@both
def test_its_pages_are_written_in_the_markup_that_pages_know(language):
    for module in load_starter(language).modules:
        kinds = {block.kind for block in blocks(module.text)}
        shown = " ".join(
            piece.words for block in blocks(module.text) for line in block.lines for piece in line
        )
        assert kinds == {"heading", "paragraph", "list"}
        assert not re.search(r"(^|\s)[#*_`]|\]\(", shown)


def test_both_languages_have_the_same_parts_and_the_same_right_answers():
    swedish, english = load_starter("sv"), load_starter("en")

    assert [one.minutes for one in swedish.modules] == [one.minutes for one in english.modules]
    assert [(one.right, len(one.options)) for one in swedish.questions] == [
        (one.right, len(one.options)) for one in english.questions
    ]
    assert (swedish.draw, swedish.pass_mark) == (english.draw, english.pass_mark)


def test_a_course_with_an_unsound_question_is_refused(tmp_path):
    text = (FOLDER / "sv.toml").read_text(encoding="utf-8")
    (tmp_path / "sv.toml").write_text(text.replace("right = 2", "right = 9"), encoding="utf-8")

    with pytest.raises(ValueError, match="cannot be asked"):
        load_starter("sv", tmp_path)


def test_a_course_that_asks_more_than_it_has_is_refused(tmp_path):
    text = (FOLDER / "sv.toml").read_text(encoding="utf-8")
    (tmp_path / "sv.toml").write_text(text.replace("draw = 6", "draw = 21"), encoding="utf-8")

    with pytest.raises(ValueError, match="cannot be asked"):
        load_starter("sv", tmp_path)
