"""Texts, dates and numbers in the reader's language."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from jinja2 import Environment

from grannsamverkan.core import i18n
from grannsamverkan.core.i18n import (
    current_language,
    format_date,
    format_datetime,
    format_number,
    format_percent,
    lazy,
    local,
    speaking,
)


def test_swedish_is_spoken_unless_another_known_language_is_asked_for():
    with speaking("en"):
        english = current_language()
        with speaking("kl"):
            unknown = current_language()
        back = current_language()

    assert (english, unknown, back, current_language()) == ("en", "sv", "en", "sv")


def test_each_thread_speaks_for_itself():
    def ask(language):
        with speaking(language):
            return current_language()

    with speaking("en"), ThreadPoolExecutor(2) as threads:
        heard = list(threads.map(ask, ["sv", "en"] * 10))

    assert heard == ["sv", "en"] * 10


@pytest.mark.parametrize(("moment", "shown"), [
    (datetime(2026, 12, 1, 13, 5, tzinfo=UTC), "1 december 2026 14:05"),
    (datetime(2026, 6, 30, 22, 30, tzinfo=UTC), "1 juli 2026 00:30"),
    (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25 oktober 2026 02:30"),
    (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 oktober 2026 02:30"),
])  # fmt: skip
def test_moments_are_shown_on_the_swedish_clock(moment, shown):
    assert format_datetime(moment) == shown


def test_the_day_of_a_moment_is_the_swedish_day():
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    assert format_date(new_year) == "1 januari 2027"
    assert format_date(date(2026, 12, 31)) == "31 december 2026"
    assert local(new_year).hour == 0


def test_dates_and_numbers_follow_the_language():
    with speaking("en"):
        english = (format_date(date(2026, 12, 1)), format_number(1234.5), format_percent(0.45))
    swedish = (format_date(date(2026, 12, 1)), format_number(1234.5), format_percent(0.45))

    assert english == ("1 December 2026", "1,234.5", "45%")
    assert swedish == ("1 december 2026", "1\xa0234,5", "45\xa0%")
    assert format_number(2.3, 2) == "2,30"


def test_a_lazy_text_is_translated_when_it_is_shown(tmp_path, monkeypatch):
    (tmp_path / "en.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
        'msgid "Hej %(name)s"\nmsgstr "Hello %(name)s"\n'
        'msgid "%(num)s hus"\nmsgid_plural "%(num)s hus."\n'
        'msgstr[0] "%(num)s house"\nmsgstr[1] "%(num)s houses"\n'
    )
    monkeypatch.setattr(i18n, "CATALOGUES", tmp_path)
    i18n._catalogue.cache_clear()
    label = lazy("Hej %(name)s", name="Kerstin")

    with speaking("en"):
        english = str(label)
        plurals = [i18n.ngettext("%(num)s hus", "%(num)s hus.", n) for n in (1, 2)]
    i18n._catalogue.cache_clear()

    assert english == "Hello Kerstin"
    assert plurals == ["1 house", "2 houses"]
    assert str(label) == "Hej Kerstin"


def test_a_text_without_a_translation_is_shown_in_swedish(tmp_path, monkeypatch):
    (tmp_path / "en.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
        'msgid "Spara"\nmsgstr ""\n'
        '#, fuzzy\nmsgid "Stäng"\nmsgstr "Open"\n'
        'msgid "%(num)s skylt"\nmsgid_plural "%(num)s skyltar"\n'
        'msgstr[0] ""\nmsgstr[1] ""\n'
    )
    monkeypatch.setattr(i18n, "CATALOGUES", tmp_path)
    i18n._catalogue.cache_clear()
    page = Environment(autoescape=True).from_string("{{ _('Spara') }} {{ _('Hej %(x)s', x=1) }}")

    with speaking("en"):
        shown = page.render(_=i18n.gettext)
        doubtful = i18n.gettext("Stäng")
        plurals = [i18n.ngettext("%(num)s skylt", "%(num)s skyltar", n) for n in (1, 2)]
    i18n._catalogue.cache_clear()

    assert shown == "Spara Hej 1"
    assert doubtful == "Stäng"
    assert plurals == ["1 skylt", "2 skyltar"]


def test_a_per_cent_sign_without_values_is_left_alone():
    assert i18n.gettext("100 % säkert") == "100 % säkert"
