"""Printed matter: typst templates and data in, tagged PDF (PDF/UA-1) or PNG pages out.

Templates are the `.typ` files under `grannsamverkan/templates/<feature>/`; each tells at its head
the shape of the data it reads. All text comes from the data, so translation happens in Python,
and data is never read as markup: what a person wrote stays text. The same data and date give the
same bytes on every machine, since only the fonts inside typst are used.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

import typst

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"

Value: TypeAlias = (
    str | int | float | bool | bytes | Sequence["Value"] | Mapping[str, "Value"] | None
)
"""What a template can be given: JSON, and `bytes` for pictures (JPEG or PNG)."""

MISSING_GLYPH = "\N{WHITE SQUARE}"
# Typst names all missing glyphs at once. One round takes marks away, the next the letters; more
# are needed only where that uncovers others.
_ROUNDS = 6
_COMPLAINT = re.compile(
    r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed'
    r'|disallowed codepoint `"((?:[^"\\]|\\.)*)"`'
)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_SHORT_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
# Cc control, Cs lone surrogates, Cn unassigned and Co private use: none has an agreed look.
_UNPRINTABLE = {"Cc", "Cs", "Cn", "Co"}
# Marks that turn the direction of the text around them, also that of the letter's own words.
_DIRECTION_MARKS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BYTE_ORDER_MARK = "\ufeff"
_DROPPED = _DIRECTION_MARKS | {_BYTE_ORDER_MARK}


def compile_pdf(template: str, data: Mapping[str, Value], *, created: datetime) -> bytes:
    """Return a PDF/UA-1 of a template, named from the templates folder ("signs/letter.typ").

    `data` needs at least `lang` ("sv") and `title`, which become the document's; `created`
    (aware) becomes its creation date. Characters that no font has are shown as an empty square.
    Pictures pass through memory as numbers: give them reduced (about 0.3 s for a megabyte).
    Raises `typst.TypstError` on a fault in the template or a picture that cannot be read.
    """
    return _compile(template, data, created, "pdf")[0]


def compile_png(
    template: str, data: Mapping[str, Value], *, created: datetime, ppi: float = 110
) -> list[bytes]:
    """Return the pages of the same document as PNG pictures, for a preview on the screen."""
    return _compile(template, data, created, "png", ppi)


def printable(text: str) -> str:
    """Return the text without what cannot be printed: control characters, lone surrogates,
    unassigned and private characters, marks that turn the writing direction.

    Line breaks stay, those of Windows and old Macs as "\\n"; a tab becomes a space.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(character for character in plain if _is_printable(character))


def _is_printable(character: str) -> bool:
    if character in _DROPPED:
        return False
    return character == "\n" or unicodedata.category(character) not in _UNPRINTABLE


def _compile(
    template: str,
    data: Mapping[str, Value],
    created: datetime,
    output: Literal["pdf", "png"],
    ppi: float | None = None,
) -> list[bytes]:
    """Return one PDF or the pages as PNG; glyphs found missing on the way become squares."""
    plain = _plain(data)
    for _ in range(_ROUNDS):
        try:
            return _typeset(template, json.dumps(plain), created, output, ppi)
        except typst.TypstError as error:
            missing = _missing_glyphs(error.diagnostic)
            if not missing:
                raise
            plain = _with_squares(plain, missing)
    raise ValueError(f"{template}: text that the fonts at hand cannot print")


def _typeset(
    template: str,
    payload: str,
    created: datetime,
    output: Literal["pdf", "png"],
    ppi: float | None,
) -> list[bytes]:
    compiler = typst.Compiler(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": payload},
    )
    pages = compiler.compile(
        format=output,
        ppi=ppi,
        pdf_standards="ua-1" if output == "pdf" else [],
        timestamp=int(created.timestamp()),
    )
    # One page as PNG comes bare, several come as a list; without a path it is never None.
    return pages if isinstance(pages, list) else [pages or b""]


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _plain(value: Value) -> Value:
    """Return the value as JSON can carry it: cleaned text, bytes as a list of numbers."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_plain(item) for item in value]
    return value


def _missing_glyphs(diagnostic: str) -> list[str]:
    """Return what typst cannot show, longest first; empty if it complains of something else.

    A letter is blamed for a strange mark on it as well, so marks and joiners are taken first.
    ASCII is in every font: blamed, it is innocent.
    """
    named = {_unescape(one or other) for one, other in _COMPLAINT.findall(diagnostic)}
    blamed = sorted((text for text in named if not text.isascii()), key=len, reverse=True)
    marks = [text for text in blamed if all(map(_joins_another, text))]
    return marks or blamed


def _joins_another(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}


def _unescape(literal: str) -> str:
    return _ESCAPE.sub(_unescape_one, literal)


def _unescape_one(hit: re.Match[str]) -> str:
    return chr(int(hit[1], 16)) if hit[1] else _SHORT_ESCAPES.get(hit[2], hit[2])


def _with_squares(value: Value, missing: Sequence[str]) -> Value:
    """Return the value with a stand-in for each cluster that no font has."""
    if isinstance(value, str):
        for cluster in missing:
            value = value.replace(cluster, _stand_in(cluster))
        return value
    if isinstance(value, Mapping):
        return {key: _with_squares(item, missing) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_squares(item, missing) for item in value]
    return value


def _stand_in(cluster: str) -> str:
    """Return a square for what stands by itself, a space for a space, nothing for marks."""
    if cluster.isspace():
        return " "
    return "" if all(map(_joins_another, cluster)) else MISSING_GLYPH
