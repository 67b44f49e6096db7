"""What people type is tidied the same way everywhere."""

import ast
import json
from pathlib import Path

import pytest
import wtforms
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import validators

from grannsamverkan.core.forms import OWN_MESSAGES, Form, at_most, email, options, required, tidy
from grannsamverkan.core.i18n import speaking


@pytest.mark.parametrize(("typed", "kept"), [
    ("  Ängsvägen 3 ", "Ängsvägen 3"),
    ("en\r\ntvå\rtre\n", "en\ntvå\ntre"),
    ("a\x00b\x1bc\x7f", "abc"),
    ("114\xa014", "114 14"),
    ("namn\tefternamn", "namn efternamn"),
    ("\u202egnirts\u200b", "gnirts"),
    ("\ud800x", "x"),
    ("👍🏽 ok", "👍🏽 ok"),
    ("   ", ""),
])  # fmt: skip
def test_text_is_trimmed_and_freed_from_what_cannot_be_seen(typed, kept):
    assert tidy(typed) == kept


@pytest.mark.parametrize("value", [None, 4, ["a "]])
def test_other_values_pass_through(value):
    assert tidy(value) is value


def texts_in(value):
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in texts_in(part)]


def test_every_hostile_string_comes_out_storable(testdata):
    files = sorted((testdata / "strings").glob("*.json"))
    lines = [text for file in files for text in texts_in(json.loads(file.read_text("utf-8")))]

    tidied = [tidy(line) for line in lines]

    assert len(lines) > 100
    for text in tidied:
        text.encode("utf-8")
        assert "\x00" not in text
        assert tidy(text) == text


class EveryField(Form):
    """The kinds of fields and checks the product uses, none with words of its own."""

    must = wtforms.StringField(validators=[validators.DataRequired()])
    filled = wtforms.StringField(validators=[validators.InputRequired()])
    own_must = wtforms.StringField(validators=[required()])
    short = wtforms.StringField(validators=[validators.Length(max=3)])
    own_short = wtforms.StringField(validators=[at_most(3)])
    long = wtforms.PasswordField(validators=[validators.Length(min=12)])
    mail = wtforms.StringField(validators=[email()])
    whole = wtforms.IntegerField()
    between = wtforms.IntegerField(validators=[validators.NumberRange(1, 5)])
    least = wtforms.IntegerField(validators=[validators.NumberRange(min=1)])
    most = wtforms.IntegerField(validators=[validators.NumberRange(max=5)])
    day = wtforms.DateField()
    one = wtforms.SelectField(choices=["a"])
    number = wtforms.SelectField(choices=options([(1, "1")]), coerce=int)
    radio = wtforms.RadioField(choices=["a"])
    many = wtforms.SelectMultipleField(choices=["a"])
    numbers = wtforms.SelectMultipleField(choices=options([(1, "1")]), coerce=int)
    web = wtforms.URLField(validators=[validators.URL()])
    wanted = wtforms.StringField(validators=[validators.Regexp("x")])
    listed = wtforms.StringField(validators=[validators.AnyOf(["a"])])
    same = wtforms.StringField(validators=[validators.EqualTo("must")])


WRONG = {
    "short": "four", "own_short": "four", "long": "x", "mail": "nobody", "whole": "two",
    "between": "9", "least": "0", "most": "9", "day": "soon", "one": "b", "number": "b",
    "radio": "b", "many": "b", "numbers": "b", "web": "nowhere", "wanted": "y", "listed": "b",
    "same": "other",
}  # fmt: skip


def faults(language):
    app = Flask(__name__)
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False)
    with app.test_request_context(), speaking(language):
        form = EveryField(MultiDict(WRONG))
        form.validate()
        return {name: [str(error) for error in errors] for name, errors in form.errors.items()}


def test_wtforms_own_faults_are_said_in_the_readers_language():
    swedish, english = faults("sv"), faults("en")

    assert set(swedish) == set(WRONG) | {"must", "filled", "own_must"}
    assert swedish["must"] == ["Fyll i det här."]
    assert swedish["many"] == swedish["one"] == ["Välj bland det som finns i listan."]
    assert swedish["between"] == ["Skriv ett tal mellan 1 och 5."]
    assert swedish["short"] == swedish["own_short"] == ["Skriv kortare: högst 3 tecken."]
    assert english["between"] == ["Write a number between 1 and 5."]
    assert [name for name, said in swedish.items() if said == english[name]] == []


def wtforms_messages():
    """Every constant that WTForms hands to gettext or ngettext (first argument)."""
    for file in Path(wtforms.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="gettext" | "ngettext"),
                    args=[ast.Constant(value=message), *_],
                ):
                    yield message


def test_nothing_wtforms_can_say_comes_out_in_english():
    said = set(wtforms_messages())
    speaker = EveryField.Meta().get_translations(None)

    assert len(said) > 20
    assert set(OWN_MESSAGES) <= said
    for message in said:
        assert speaker.gettext(message) != message
        assert speaker.ngettext(message, message + "s", 2) not in (message, message + "s")
