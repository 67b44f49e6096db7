"""Texts in the reader's language. Swedish is the source, `translations/<language>.po` the rest.

The language is a context variable and not a property of the web request, because mails and jobs
speak to people too. Catalogues are read at import: there is no compiled file that can be stale.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import LazyProxy, NullTranslations, Translations

LANGUAGES = ("sv", "en")
SOURCE_LANGUAGE = "sv"
TIMEZONE = ZoneInfo("Europe/Stockholm")
CATALOGUES = Path(__file__).parent.parent / "translations"

_language: ContextVar[str] = ContextVar("language", default=SOURCE_LANGUAGE)


@cache
def _catalogue(language: str) -> NullTranslations:
    source = CATALOGUES / f"{language}.po"
    if not source.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def current_language() -> str:
    """The language of the reader of what is being made now: "sv" or "en"."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Make everything inside in `language`; an unknown language means Swedish."""
    token = _language.set(language if language in LANGUAGES else SOURCE_LANGUAGE)
    try:
        yield
    finally:
        _language.reset(token)


def set_language(language: str) -> None:
    """Set the language for the rest of the request (each request has its own context)."""
    _language.set(language if language in LANGUAGES else SOURCE_LANGUAGE)


def gettext(message: str, /, **values: Any) -> str:
    """Translate `message` and fill in `%(name)s` values, if there are any."""
    text = _catalogue(current_language()).gettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, num: int, /, **values: Any) -> str:
    """Translate with the plural form for `num`, which is also available as `%(num)s`."""
    text = _catalogue(current_language()).ngettext(singular, plural, num)
    return text % {"num": num, **values}


def lazy(message: str, /, **values: Any) -> Any:
    """A text translated when it is shown: for labels declared at import time."""
    return LazyProxy(gettext, message, enable_cache=False, **values)


_ = gettext


def _locale() -> Locale:
    return _locale_of(current_language())


@cache
def _locale_of(language: str) -> Locale:
    return Locale.parse("sv_SE" if language == "sv" else "en_GB")


def local(moment: datetime) -> datetime:
    """An aware moment as the clock on the wall in Sweden shows it."""
    return moment.astimezone(TIMEZONE)


def format_date(day: date | datetime) -> str:
    """A date in words, such as "1 december 2026"."""
    return _long_date(_as_day(day), current_language())


@lru_cache(maxsize=1_000)
def _long_date(day: date, language: str) -> str:
    # Kept, because pages name few days many times.
    return dates.format_date(day, "long", locale=_locale_of(language))


def format_weekday(day: date | datetime) -> str:
    """A date with its weekday, such as "tisdag 1 december 2026"."""
    return dates.format_date(_as_day(day), "EEEE d MMMM y", locale=_locale())


def format_month(day: date, *, short: bool = False) -> str:
    """A month, such as "november 2026"; "nov" if `short`."""
    pattern = "LLL" if short else "LLLL y"
    return dates.format_date(day, pattern, locale=_locale()).rstrip(".")


def format_datetime(moment: datetime) -> str:
    """A moment in Swedish local time, such as "1 december 2026 14:05"."""
    return f"{format_date(moment)} {local(moment):%H:%M}"


def format_hours(starts: datetime, ends: datetime) -> str:
    """From when to when on the clock on the wall, such as "18:30–20:00"."""
    return f"{local(starts):%H:%M}–{local(ends):%H:%M}"


def format_when(starts: datetime, ends: datetime) -> str:
    """Day and hours, such as "tisdag 1 december 2026 kl. 18:30–20:00"."""
    return _("%(day)s kl. %(hours)s", day=format_weekday(starts), hours=format_hours(starts, ends))


def format_number(value: float | int, digits: int | None = None) -> str:
    """A number with the language's decimal mark; `digits` decimals if given."""
    return _number(value, digits, current_language())


@lru_cache(maxsize=1_000)
def _number(value: float | int, digits: int | None, language: str) -> str:
    # Kept, as days are: what pages show is mostly short lengths and small counts.
    pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return numbers.format_decimal(value, format=pattern, locale=_locale_of(language))


def format_percent(share: float) -> str:
    """A share 0..1 as whole per cent, such as "45 %"."""
    return numbers.format_percent(share, locale=_locale())


def _as_day(day: date | datetime) -> date:
    return local(day).date() if isinstance(day, datetime) else day
