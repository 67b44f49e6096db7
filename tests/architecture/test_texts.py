"""Every text has its English, and both say the same things about the same values."""

import importlib.util
import re

import pytest

from grannsamverkan.core.i18n import speaking
from grannsamverkan.places.rules import SETTING_GROUPS, SETTINGS
from grannsamverkan.signs.rules import fastenings
from tests.support.lacks import ROOT

PLACEHOLDER = re.compile(r"%\((\w+)\)[-+ #0-9.]*([a-zA-Z])")


def load_script():
    spec = importlib.util.spec_from_file_location("translations", ROOT / "scripts/translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def script():
    return load_script()


@pytest.fixture(scope="module")
def catalogue(script):
    """What `make translations` would write now: texts that are not in the file yet count too."""
    return script.updated()


def placeholders(text):
    return set(PLACEHOLDER.findall(text))


def test_every_text_is_translated(script, catalogue):
    assert len(catalogue) > 100
    assert script.untranslated(catalogue) == []


def test_texts_that_stand_in_data_are_collected(catalogue):
    shown = set(SETTING_GROUPS.values())
    for setting in SETTINGS.values():
        shown |= {setting.label, setting.help, setting.unit, setting.source}
        shown |= set((setting.options or {}).values())
    for row in fastenings().values():
        shown |= {str(row.word), str(row.hint), str(row.why), row.source}

    assert shown - {""} - {message.id for message in catalogue} == set()
    with speaking("en"):
        assert str(fastenings()["cable_tie"].word) == "Plastic cable tie"


def test_a_translation_fills_in_the_same_values(script, catalogue):
    different = []
    for message in catalogue:
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = set().union(*(placeholders(source) for source in sources))
        for form in script.forms_of(message):
            if form and message.id and not placeholders(form) <= wanted | {("num", "s")}:
                different.append((sources[0], form))
            if form and message.id and len(sources) == 1 and placeholders(form) != wanted:
                different.append((sources[0], form))
    assert different == []


def test_a_translation_keeps_the_edges_of_its_text(script, catalogue):
    """A lost space or line break glues words together; a lost full stop looks careless."""
    careless = [
        form
        for message in catalogue
        for form in script.forms_of(message)
        if form and isinstance(message.id, str) and message.id
        if (message.id[:1].isspace(), message.id[-1:].isspace(), message.id.endswith("."))
        != (form[:1].isspace(), form[-1:].isspace(), form.endswith("."))
    ]

    assert careless == []
