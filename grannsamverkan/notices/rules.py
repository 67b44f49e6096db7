"""How a text is written, what it must say, and what a new version is called. Pure.

The markup is small on purpose: `## Heading`, `- item`, `[words](https://address)`, blank lines
between paragraphs. Names in braces stand for what the municipality has settled elsewhere, so that a
text never says another number of days than the program keeps to.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

Kind = Literal["privacy", "accessibility"]
KINDS: tuple[Kind, ...] = ("privacy", "accessibility")
LANGUAGES = ("sv", "en")
MOST_LETTERS = 30_000
_NAME = re.compile(r"\{([a-z_.]+)\}")
_LINK = re.compile(r"\[([^\]\n]+)\]\((https://[^\s()]+|mailto:[^\s()]+|/[^\s()]*)\)")


@dataclass(frozen=True)
class Starter:
    """The text a municipality begins with. `must_say` are words no version may leave out."""

    version: str
    valid_from: date
    text: Mapping[str, str]
    must_say: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """Some words of a line; with `href`, they are a link."""

    words: str
    href: str = ""


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or a list; a list has one line for each item."""

    kind: Literal["heading", "paragraph", "list"]
    lines: tuple[tuple[Piece, ...], ...]


@cache
def starters() -> Mapping[str, Starter]:
    """The texts as they ship, by kind."""
    raw = tomllib.loads((Path(__file__).parent / "starter.toml").read_text("utf-8"))
    return {kind: _starter(raw[kind]) for kind in KINDS}


def _starter(row: Mapping[str, Any]) -> Starter:
    text = {language: row[language].strip() for language in LANGUAGES}
    return Starter(row["version"], row["valid_from"], text, tuple(row["must_say"]))


def blocks(text: str) -> list[Block]:
    """The text in blocks, as a page shows it."""
    return list(_blocks(text.replace("\r\n", "\n").split("\n")))


def _blocks(lines: list[str]) -> Iterator[Block]:
    kind: Literal["paragraph", "list"] = "paragraph"
    held: list[str] = []
    for line in [*(one.strip() for one in lines), ""]:
        item = line.startswith("- ")
        ends = not line or line.startswith("## ") or item != (kind == "list")
        if ends and held:
            yield _block(kind, held)
            held = []
        if line.startswith("## "):
            yield Block("heading", (_pieces(line[3:].strip()),))
        elif line:
            kind = "list" if item else "paragraph"
            held.append(line[2:].strip() if item else line)


def _block(kind: Literal["paragraph", "list"], lines: list[str]) -> Block:
    told = lines if kind == "list" else [" ".join(lines)]
    return Block(kind, tuple(_pieces(line) for line in told))


def _pieces(line: str) -> tuple[Piece, ...]:
    parts = _LINK.split(line)
    found = []
    for place in range(0, len(parts), 3):
        found.append(Piece(parts[place]))
        if place + 2 < len(parts):
            found.append(Piece(parts[place + 1], parts[place + 2]))
    return tuple(piece for piece in found if piece.words)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with the names in braces replaced; an unknown one stays as it is."""
    return _NAME.sub(lambda found: values.get(found.group(1), found.group(0)), text)


def unknown_names(text: str, known: Collection[str]) -> list[str]:
    """Names in braces that stand for nothing."""
    return list(dict.fromkeys(name for name in _NAME.findall(text) if name not in known))


def left_unsaid(kind: str, text: str) -> list[str]:
    """What the law asks of such a text and this one does not say."""
    return [words for words in starters()[kind].must_say if words not in text]


def next_version(day: date, taken: Collection[str]) -> str:
    """The name of a version made on a day: "2026-11-23", then "2026-11-23-2" and so on."""
    names = [day.isoformat(), *(f"{day.isoformat()}-{number}" for number in range(2, 100))]
    return next(name for name in names if name not in taken)
