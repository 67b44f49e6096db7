"""Words and numbers of the places room: how addresses are compared, what a setting may be."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from grannsamverkan.core.letters import plain
from grannsamverkan.places.errors import Fault

SettingType = Literal["bool", "int", "float", "codes", "text"]
SWEDISH_ALPHABET = "abcdefghijklmnopqrstuvwxyzåäö"
LONGEST_TEXT = 300
YES_NO = {"yes": True, "no": False}


def fold(text: str) -> str:
    """A key for comparing: lower case, single blanks, accents gone, but å ä ö kept as letters.

    "Kyrkogatan 12 B" and "kyrkogatan 12b" get the same key; "Åsen" and "Asen" do not.
    """
    words = re.sub(r"\s+", " ", plain(text)).strip()
    return re.sub(r"(\d) ([a-zåäö])$", r"\1\2", words)


def without_town(text: str) -> str:
    """The part of a written address before the first comma: "Storgatan 1, Alby"."""
    return text.split(",")[0]


def number_value(number: str) -> int:
    """The number a house number begins with, for sorting; 0 if there is none."""
    found = re.match(r"\s*(\d{1,6})", number)
    return int(found.group(1)) if found else 0


def post_number(text: str) -> str:
    """A post number as it is kept: upper case, no blanks."""
    return re.sub(r"\s+", "", text).upper()


def swedish_order(text: str) -> tuple[int, ...]:
    """A key that sorts å ä ö last, as in Swedish."""
    places = {letter: place for place, letter in enumerate(SWEDISH_ALPHABET)}
    return tuple(places.get(sign, ord(sign) - 1000) for sign in fold(text))


@dataclass(frozen=True)
class Definition:
    """What a setting is: its default, what values it may take, and where the default comes from.

    `options` are the codes a "codes" setting chooses among, with a Swedish label each. `at_once`
    is true where what has begun already is counted anew; other days are set once and stay.
    """

    key: str
    group: str
    type: SettingType
    default: Any
    label: str
    source: str
    unit: str = ""
    help: str = ""
    least: float | None = None
    most: float | None = None
    options: Mapping[str, str] | None = None
    at_once: bool = False


@dataclass(frozen=True)
class SettingValue:
    """A setting as it stands in a municipality; `changed_at` is None for a default."""

    definition: Definition
    value: Any
    is_default: bool
    changed_at: datetime | None


def load_settings(*paths: Path) -> tuple[dict[str, Definition], dict[str, str]]:
    """Read the definitions and the headings of their groups; ValueError if a default is wrong."""
    entries: list[dict[str, Any]] = []
    groups: dict[str, str] = {}
    for path in paths:
        data = tomllib.loads(path.read_text("utf-8"))
        entries += data["setting"]
        groups |= data["groups"]
    found = {entry["key"]: Definition(**entry) for entry in entries}
    if len(found) != len(entries):
        raise ValueError("a setting is defined twice")
    for definition in found.values():
        if value_fault(definition, definition.default) or definition.group not in groups:
            raise ValueError(f"setting {definition.key!r} is not well defined")
    return found, groups


def read_value(definition: Definition, text: str | list[str] | None) -> Any:
    """What a form field says, as the setting's own type; text that is no number stays text."""
    if definition.type in {"int", "float"} and isinstance(text, str):
        return _read_number(text)
    if definition.type == "bool" and isinstance(text, str):
        return YES_NO.get(text, text)
    return text or [] if definition.type == "codes" else text


def _read_number(text: str) -> Any:
    tidy = re.sub(r"[\s\u00a0]", "", text).replace(",", ".")
    if re.fullmatch(r"[-+]?[0-9]{1,12}", tidy):
        return int(tidy)
    return float(tidy) if re.fullmatch(r"[-+]?[0-9]{1,12}\.[0-9]{1,6}", tidy) else text


def value_fault(definition: Definition, value: Any) -> Fault | None:
    """What is wrong with a value for this setting, or None."""
    if definition.type == "bool":
        return None if isinstance(value, bool) else Fault("not_an_option")
    if definition.type == "codes":
        return _codes_fault(definition, value)
    if definition.type == "text":
        ok = isinstance(value, str) and len(value) <= LONGEST_TEXT
        return None if ok else Fault("too_long", LONGEST_TEXT)
    return _number_fault(definition, value)


def _codes_fault(definition: Definition, value: Any) -> Fault | None:
    allowed = definition.options or {}
    known = isinstance(value, list) and all(isinstance(v, str) and v in allowed for v in value)
    return None if known and len(set(value)) == len(value) else Fault("not_an_option")


def _number_fault(definition: Definition, value: Any) -> Fault | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Fault("not_a_number")
    if definition.type == "int" and not isinstance(value, int):
        return Fault("not_whole")
    if definition.least is not None and value < definition.least:
        return Fault("too_low", definition.least)
    if definition.most is not None and value > definition.most:
        return Fault("too_high", definition.most)
    return None


SETTINGS, SETTING_GROUPS = load_settings(
    Path(__file__).parents[1] / "settings.toml", Path(__file__).parents[1] / "sight.toml"
)
