"""Printed matter as it ships (`printed.toml`), and the words about it. Pure."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grannsamverkan.core import i18n
from grannsamverkan.core.i18n import _, format_number, lazy, ngettext

UNIT_WORDS: Mapping[str, Any] = {
    "piece": lazy("st"),
    "sheet": lazy("blad"),
    "set": lazy("set"),
    "pack": lazy("paket"),
}
_COUNTED: Mapping[str, Callable[[int, str], str]] = {
    "piece": lambda form, shown: ngettext("%(num)s st", "%(num)s st", form, num=shown),
    "sheet": lambda form, shown: ngettext("%(num)s blad", "%(num)s blad", form, num=shown),
    "set": lambda form, shown: ngettext("%(num)s set", "%(num)s set", form, num=shown),
    "pack": lambda form, shown: ngettext("%(num)s paket", "%(num)s paket", form, num=shown),
}
UNIT_CHOICES: Mapping[str, Any] = {
    "piece": lazy("styck"),
    "sheet": lazy("blad"),
    "set": lazy("set"),
    "pack": lazy("förpackning"),
}
PER_WORDS: Mapping[str, Any] = {
    "dwelling": lazy("bostad"),
    "entrance": lazy("trapphus"),
    "contact": lazy("kontaktombud i gruppen"),
    "group": lazy("grupp"),
}
OPENS_WORDS: Mapping[str, Any] = {
    "approved": lazy("Alla godkända grupper"),
    "active": lazy("Aktiva grupper vars kontaktombud har gått utbildningen"),
}


@dataclass(frozen=True)
class Item:
    """Printed matter that can be ordered; `names` and `abouts` by language.

    `factor` of it are proposed for each `per`; a half means one for two. `is_own` tells a
    municipality's from a shipped one.
    """

    code: str
    names: Mapping[str, str]
    abouts: Mapping[str, str]
    unit: str
    per: str
    factor: float
    opens: str
    source: str
    is_own: bool = False
    used: bool = True

    @property
    def name(self) -> str:
        """What it is called in the reader's language."""
        return self.names[i18n.current_language()]

    @property
    def about(self) -> str:
        """What it is for, in the reader's language."""
        return self.abouts[i18n.current_language()]


@cache
def shipped() -> Mapping[str, Item]:
    """The starter set by code, in its own order."""
    path = Path(__file__).parent.parent / "printed.toml"
    raw = tomllib.loads(path.read_text("utf-8"))
    return {code: _item(code, row) for code, row in raw.items()}


def without_name(code: str) -> Item:
    """What stands for printed matter that the catalogue does not know."""
    blank = dict.fromkeys(i18n.LANGUAGES, code)
    nothing = dict.fromkeys(i18n.LANGUAGES, "")
    return Item(code, blank, nothing, "piece", "group", 0.0, "approved", "", used=False)


def amount(item: Item, number: float) -> str:
    """A number with its unit, such as "40 st"; only one is one: it is 0,1 of many."""
    return _COUNTED[item.unit](1 if number == 1 else 2, format_number(number))


def proposal(item: Item) -> str:
    """How many are proposed, such as "1 st per bostad"."""
    each = str(PER_WORDS[item.per])
    return _("%(amount)s per %(each)s", amount=amount(item, item.factor), each=each)


def kinds_of(number: int) -> str:
    """How many sorts an order holds."""
    return ngettext("%(num)s trycksak", "%(num)s olika trycksaker", number)


def _item(code: str, row: Mapping[str, Any]) -> Item:
    return Item(
        code=code,
        names=_told(row["name"]),
        abouts=_told(row["about"]),
        **{name: row[name] for name in ("unit", "per", "factor", "opens", "source")},
    )


def _told(text: str) -> Mapping[str, str]:
    told = {}
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            told[language] = i18n.gettext(text)
    return told
