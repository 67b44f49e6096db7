"""Templates speak the reader's language, though they are compiled before there is a reader."""

import pytest
from flask import Flask, render_template
from jinja2 import DictLoader

from grannsamverkan.core import i18n, templates

TEXTS = {
    "frame.html": "<h1>{% block title %}{% endblock %}</h1>{{ _('Meny') }}",
    "page.html": "{% extends 'frame.html' %}{% block title %}{{ _('Skyltar') }}{% endblock %}",
    "value.html": "{{ _('Stolpe %(number)s', number=number) }}",
    "bare.html": "{{ _('100 %') }}",
    "late.html": "{{ _(text) }}",
}


@pytest.fixture
def say():
    """What a template says in a language."""
    app = Flask(__name__)
    app.jinja_loader = DictLoader(TEXTS)
    templates.init(app)
    app.jinja_env.globals.update(_=i18n.gettext)

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
