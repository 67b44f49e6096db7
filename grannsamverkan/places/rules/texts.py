"""Texts that a municipality may word itself: what they are, and what may stand in them. Pure."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PLACEHOLDERS = ("kommun",)
"""Names that may stand in braces: {kommun} becomes the municipality's name."""
TextFault = Literal["too_long", "placeholder"]


@dataclass(frozen=True)
class TextDefinition:
    """One text: where it stands, its standard (Swedish, with English in the catalogue)."""

    key: str
    label: str
    where: str
    standard: str
    most: int


def load_texts(path: Path) -> dict[str, TextDefinition]:
    """Read the definitions; ValueError if a standard breaks its own rules."""
    entries = tomllib.loads(path.read_text("utf-8"))["text"]
    found = {entry["key"]: TextDefinition(**entry) for entry in entries}
    for definition in found.values():
        if body_fault(definition, definition.standard):
            raise ValueError(f"text {definition.key!r} is not well defined")
    return found


def body_fault(definition: TextDefinition, body: str) -> TextFault | None:
    """What is wrong with an own wording, or None."""
    if len(body) > definition.most:
        return "too_long"
    named = re.findall(r"\{([^{}]*)\}", body)
    stray = re.sub(r"\{[^{}]*\}", "", body)
    known = all(name in PLACEHOLDERS for name in named)
    return None if known and not set("{}") & set(stray) else "placeholder"


def filled(body: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled in."""
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), body)


TEXTS = load_texts(Path(__file__).parents[1] / "texts.toml")
