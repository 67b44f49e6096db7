"""Nobody's absence and nobody's origin is asked for or kept: no table, no form, no blank does.

Thieves have joined neighbours' groups to learn who is away; so only paper holds that.
"""

import re
from itertools import product

import pytest
from wtforms import Field

from grannsamverkan.core.db import Base
from grannsamverkan.core.forms import Form
from grannsamverkan.core.i18n import speaking
from grannsamverkan.desk import prints, words
from grannsamverkan.messages.rules import guard
from tests.architecture.sources import PACKAGE

AWAY = re.compile(
    r"(?i)\b(bortrest|bortresta|borta från|hemma igen|semester\w*|bortavaro|frånvaro\w*"
    r"|resdag\w*|utlandsvistelse|absen(t|ce)|vacation|holiday|away|back home)\b"
)
ORIGIN = re.compile(
    r"(?i)\b(ursprung|hudfärg|etnisk\w*|nationalitet|religion|origin\b|ethnic\w*|skin)"
)
LANGUAGES = {"sv": ("sv", False), "latt": ("sv", True), "en": ("en", False)}


def names_of_columns():
    return {
        f"{table.name}.{column.name}".replace("_", " ")
        for table in Base.metadata.sorted_tables
        for column in table.columns
    }


def forms(kind=Form):
    """Every form of the product there is."""
    for one in kind.__subclasses__():
        if one.__module__.startswith("grannsamverkan"):
            yield one
        yield from forms(one)


def asked_online(app):
    """The name and label of every field that is sent to the server, in both languages."""
    found = set()
    for language in ("sv", "en"):
        with app.test_request_context(), speaking(language):
            for form in forms():
                for name, unbound in form.__dict__.items():
                    if hasattr(unbound, "field_class") and issubclass(unbound.field_class, Field):
                        label = unbound.args[0] if unbound.args else unbound.kwargs.get("label", "")
                        found.add(f"{name.replace('_', ' ')}: {label}")
    return found


def asked_on_paper(kind, language):
    spoken, easy = LANGUAGES[language]
    with speaking(spoken):
        told = prints.blank(kind, "Alby kommun", [], easy=easy)
    return [x["label"] for part in told["parts"] for x in (*part["fields"], *part["columns"])]


def test_no_table_has_room_for_an_absence_or_an_origin():
    columns = names_of_columns()

    assert len(columns) > 300
    assert [one for one in columns if AWAY.search(one) or ORIGIN.search(one)] == []


@pytest.mark.sqlite_only
def test_no_form_that_reaches_the_server_asks_for_them(app):
    asked = asked_online(app)

    assert len(asked) > 150
    assert [one for one in asked if AWAY.search(one) or ORIGIN.search(one)] == []


def test_absence_is_asked_for_on_the_neighbour_note_alone():
    asking = {
        kind
        for kind, language in product(words.KINDS, LANGUAGES)
        if any(AWAY.search(label) for label in asked_on_paper(kind, language))
    }

    assert asking == {"grannlapp"}


def test_what_is_typed_on_a_blank_has_no_way_to_the_server():
    page = (PACKAGE / "templates/desk/blank.html").read_text("utf-8")

    assert "<textarea" in page
    assert not re.search(
        r"<form|form_open|hx-|fetch|\bname=", re.sub(r"\{#.*?#\}", "", page, flags=re.DOTALL)
    )


@pytest.mark.parametrize(("kind", "language"), list(product(words.KINDS, LANGUAGES)))
def test_no_blank_asks_for_an_origin(kind, language):
    asked = asked_on_paper(kind, language)

    assert asked or kind == "telefonlista"
    assert [label for label in asked if ORIGIN.search(label)] == []
    found = guard.findings(dict(enumerate_texts(asked)))
    assert [one for one in found if one.kind == "origin"] == []


def enumerate_texts(texts):
    return ((str(number), text) for number, text in enumerate(texts))


@pytest.mark.parametrize(
    "text", ["Borta från", "Hemma igen", "Away from", "Frånvaro", "away until"]
)
def test_a_question_about_absence_would_be_seen(text):
    assert AWAY.search(text)


@pytest.mark.parametrize("text", ["Personens ursprung", "Hudfärg", "Ethnicity", "Skin colour"])
def test_a_question_about_origin_would_be_seen(text):
    assert ORIGIN.search(text)
