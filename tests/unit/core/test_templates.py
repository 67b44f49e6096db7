"""Templates speak the reader's language, though they are compiled before there is a reader."""

import itertools

import pytest
from flask import Flask, render_template
from jinja2 import DictLoader, pass_context
from markupsafe import Markup, escape

from grannsamverkan.core import i18n, templates

TEXTS = {
    "frame.html": "<h1>{% block title %}{% endblock %}</h1>{{ _('Meny') }}",
    "page.html": "{% extends 'frame.html' %}{% block title %}{{ _('Skyltar') }}{% endblock %}",
    "value.html": "{{ _('Stolpe %(number)s', number=number) }}",
    "bare.html": "{{ _('100 %') }}",
    "late.html": "{{ _(text) }}",
    "early.html": "{{ numbered('a.css') }} {{ numbered(file) }}",
    "shown.html": "{{ value }}",
    "parts.html": "{% macro part(one) %}<b>{{ one }}{{ caller() }}</b>{% endmacro %}",
    "called.html": "{% import 'parts.html' as parts %}{% for one in values %}"
    "{% call parts.part(one) %}{{ loop.index }}{{ seen('place') }}{% endcall %}{% endfor %}",
}


@pass_context
def seen(context, name):
    """What stands in the page under this name, found as Jinja's own functions do."""
    return context[name]


@pytest.fixture
def say():
    """What a template says in a language. `numbered` counts how often it has been asked."""
    app = Flask(__name__)
    app.jinja_loader = DictLoader(TEXTS)
    numbers = itertools.count(1)

    def numbered(text):
        return f"{text}-{next(numbers)}"

    templates.init(app, {"numbered": numbered})
    app.jinja_env.globals.update(_=i18n.gettext, numbered=numbered, seen=seen)

    def in_language(name, language, **values):
        with app.app_context(), i18n.speaking(language):
            return render_template(name, **values)

    return in_language


def test_a_page_and_its_frame_speak_the_language_of_each_moment(say):
    heard = [say("page.html", language) for language in ("sv", "en", "sv")]

    assert heard == ["<h1>Skyltar</h1>Meny", "<h1>Signs</h1>Menu", "<h1>Skyltar</h1>Meny"]


@pytest.mark.parametrize(("language", "word"), [("sv", "Stolpe"), ("en", "Post")])
def test_values_are_filled_in_and_escaped(say, language, word):
    assert say("value.html", language, number="<7>") == f"{word} &lt;7&gt;"


def test_a_text_without_values_may_hold_a_per_cent_sign(say):
    assert say("bare.html", "en") == "100 %"


def test_a_text_that_is_known_late_is_translated_late(say):
    assert say("late.html", "en", text="Skyltar") == "Signs"


def test_what_says_the_same_to_everybody_is_asked_when_the_template_is_compiled(say):
    heard = [say("early.html", "sv", file="b.css") for _time in range(2)]

    assert heard == ["a.css-1 b.css-2", "a.css-1 b.css-3"]


@pytest.mark.parametrize(
    "value",
    ["<a href='x'>&\"</a>", "Åsgatan 3", "", 7, 2.5, True, None, Markup("<b>&amp;</b>")],
    ids=repr,
)
def test_a_value_is_shown_as_markupsafe_escapes_it(say, value):
    assert say("shown.html", "sv", value=value) == str(escape(value))


def test_a_lazy_text_is_translated_and_escaped(say):
    value = i18n.lazy("Stolpe %(number)s", number="<7>")

    assert say("shown.html", "en", value=value) == "Post &lt;7&gt;"


def test_macros_with_a_block_and_functions_that_want_the_page_are_called_as_ever(say):
    said = say("called.html", "sv", values=["<", "x"], place="Alby")

    assert said == "<b>&lt;1Alby</b><b>x2Alby</b>"
