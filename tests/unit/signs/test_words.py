"""Every code has its words, in plain sentences with their figures."""

import ast
import inspect
from pathlib import Path

import pytest

from grannsamverkan.core.i18n import speaking
from grannsamverkan.imaging import checks
from grannsamverkan.imaging.report import REFUSAL_CODES
from grannsamverkan.signs import errors, rules, words
from grannsamverkan.signs.rules import VIEWS, Finding
from grannsamverkan.signs.words.drawings import ADVICE_DRAWINGS

DRAWINGS = Path(words.__file__).parents[2] / "templates" / "drawings"


def findings_in(module) -> set[str]:
    """The finding of every `Finding(check, finding, …)` that stands in a module's source."""
    calls = ast.walk(ast.parse(inspect.getsource(module)))
    return {
        call.args[1].value
        for call in calls
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "Finding"
        and isinstance(call.args[1], ast.Constant)
    }


def findings_with_verdicts() -> set[str]:
    image_checks = {
        check
        for check in ("size", "sharpness", "dark", "bright")
        if callable(getattr(checks, check))
    }
    kinds = image_checks | {"fastening", "clearance"}
    return {f"{kind}_{verdict}" for kind in kinds for verdict in ("ok", "not_ok", "person_looks")}


@pytest.mark.parametrize("code", sorted(findings_in(rules) | findings_with_verdicts()))
def test_every_finding_is_a_sentence_with_its_figures(code):
    found = Finding("check", code, "ok", value=2.345, limit=2.5, uncertainty=0.1)

    said = words.sentence(found)

    assert said.endswith(".")
    assert "%" not in said
    assert "!" not in said


def test_figures_have_the_readers_decimal_mark():
    found = Finding("clearance", "clearance_ok", "ok", 2.7, 2.5, "m", 0.1)

    with speaking("sv"):
        assert "2,7 m ± 0,1" in words.sentence(found)


def test_a_missing_figure_is_a_dash_and_not_a_crash():
    assert "–" in words.sentence(Finding("place", "place_fits", "ok"))


@pytest.mark.parametrize("code", sorted(words.ADVICE))
def test_advice_belongs_to_a_finding_that_exists_and_blames_nobody(code):
    assert code in words.FINDINGS
    said = words.advice(Finding("check", code, "not_ok", value=1.0, limit=2.0))
    assert said
    assert said[-1] in ".?"


@pytest.mark.parametrize("code", sorted({*words.ADVICE, *words.PHONE_ADVICE}))
def test_advice_has_a_drawing_of_what_to_do(code):
    assert (DRAWINGS / f"{ADVICE_DRAWINGS[code]}.svg").is_file()


@pytest.mark.parametrize("code", ["fastening_ok", "right_sign", "no_code", "clearance_ok"])
def test_what_is_well_or_not_the_mounters_matter_needs_no_advice(code):
    assert words.advice(Finding("check", code, "ok")) is None


@pytest.mark.parametrize("code", sorted(REFUSAL_CODES))
def test_every_refusal_of_a_file_has_its_own_words(code):
    assert str(errors.refused_photo(code)) == str(errors.REFUSALS[code])
    assert errors.refused_photo(code).field == "photos"


def test_every_answer_that_can_be_chosen_has_its_words():
    assert set(words.VIEW_HINTS) == set(VIEWS)
    assert set(words.VIEW_WORDS) == {*VIEWS, "mail", "task"}
    assert set(words.LINER_WORDS) == set(rules.LINERS)
    assert {"photo-fastening", "photo-post", "photo-road"} <= {d.stem for d in DRAWINGS.iterdir()}
