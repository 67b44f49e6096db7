"""What a household's blank forms say, in the reader's language. Pure.

The texts stand in `blanks.toml`. A blank is words and room to write: nothing here, and nothing that
is made of it, takes in what somebody writes.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grannsamverkan.core.i18n import gettext

TYPED = ("grannlapp", "inventarielista", "iakttagelse")
"""Those that can be filled in on a screen before they are printed."""
KINDS = (*TYPED, "telefonlista")
COLUMNS = 12
"""A sheet is so many columns wide; a field says how many it spans."""


@dataclass(frozen=True)
class Field:
    """Room to write: `lines` of a ball pen high, `span` of `COLUMNS` wide."""

    label: str
    span: int
    lines: int


@dataclass(frozen=True)
class Column:
    """A table's column; `share` is in per cent of the sheet's width."""

    label: str
    share: int


@dataclass(frozen=True)
class Part:
    """A heading and one kind of content; the kinds are told at the head of `blanks.toml`.

    `items` are sentences, `numbers` are pairs of a number and whom one reaches there. `rows` are
    those on paper, `shown_rows` those on a screen.
    """

    kind: str
    heading: str
    help: str
    fields: tuple[Field, ...]
    columns: tuple[Column, ...]
    items: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]
    rows: int
    shown_rows: int
    grows: bool


@dataclass(frozen=True)
class Blank:
    """One form. `urgent` is what comes before writing; `source` says where facts come from."""

    kind: str
    drawing: str
    title: str
    lead: str
    urgent: str
    when: str
    sees: str
    source: str
    parts: tuple[Part, ...]


@cache
def _rows() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "blanks.toml").read_text("utf-8"))


def blanks() -> list[Blank]:
    """All of them, in the order of pages."""
    return [blank(kind) for kind in KINDS]


def blank(kind: str, *, easy: bool = False) -> Blank:
    """One of `KINDS` in the reader's language, or in easy Swedish."""
    row = _rows()[kind]
    texts = ("title", "lead", "urgent", "when", "sees", "source")
    return Blank(
        kind=kind,
        drawing=row["drawing"],
        parts=tuple(_part(part, easy) for part in row["parts"]),
        **{name: _told(row, name, easy) for name in texts},
    )


def _part(row: Mapping[str, Any], easy: bool) -> Part:
    return Part(
        kind=row["kind"],
        heading=_told(row, "heading", easy),
        help=_told(row, "help", easy),
        fields=tuple(
            Field(_told(one, "label", easy), one["span"], one.get("lines", 1))
            for one in row.get("fields", ())
        ),
        columns=tuple(
            Column(_told(one, "label", easy), one["share"]) for one in row.get("columns", ())
        ),
        items=_items(row, easy),
        numbers=tuple((one["number"], _told(one, "label", easy)) for one in row.get("numbers", ())),
        rows=row.get("rows", 0),
        shown_rows=row.get("shown_rows", row.get("rows", 0)),
        grows=row.get("grows", False),
    )


def _items(row: Mapping[str, Any], easy: bool) -> tuple[str, ...]:
    plain: Sequence[str] = row.get("items", ())
    if easy:
        return tuple(row.get("items_easy", plain))
    return tuple(_translated(one) for one in plain)


def _told(row: Mapping[str, Any], name: str, easy: bool) -> str:
    plain: str = row.get(name, "")
    return row.get(f"{name}_easy", plain) if easy else _translated(plain)


def _translated(text: str) -> str:
    # The empty text is a catalogue's head.
    return gettext(text) if text else ""
