"""Collects the texts of code and templates into translations/<language>.po, keeping what is done.

Swedish is the source, so it has no file. There is no compiled file either (see core/i18n.py).
"""

import io
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "grannsamverkan"
CATALOGUE = PACKAGE / "translations" / "en.po"
KEYWORDS = {"_": None, "gettext": None, "lazy": None, "ngettext": (1, 2)}
# As the app's own Jinja environment is set up; Babel's extractor wants texts.
JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
METHODS = {".py": "python", ".html": "jinja2", ".txt": "jinja2"}
# Data shown on pages: the keys that hold texts, at any depth. One that holds a table gives it all.
DATA = {
    "desk/blanks.toml": {
        *("title", "lead", "urgent", "when", "sees", "source", "heading", "help", "label", "items"),
    },
    "places/texts.toml": {"label", "where", "standard"},
    "places/settings.toml": {"label", "help", "unit", "source", "options", "groups"},
    "places/sight.toml": {"label", "help", "unit", "source", "options", "groups"},
    "signs/fastenings.toml": {"word", "hint", "why", "source"},
    "signs/printed.toml": {"name", "about", "source"},
    "signs/reasons.toml": {"title", "reason", "remedy", "rule", "source"},
}


def extract() -> Catalog:
    """Every text of the product with the files it stands in."""
    catalogue = Catalog(
        locale="en",
        header_comment="# English texts of Grannsamverkan, kept up to date by `make translations`.",
        project="Grannsamverkan",
        version="1",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        charset="utf-8",
        fuzzy=False,
    )
    for file in _sources():
        found = extract_from_file(
            METHODS[file.suffix],
            file,
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            options=JINJA if METHODS[file.suffix] == "jinja2" else {},
            strip_comment_tags=True,
        )
        for _line, message, comments, context in found:
            # No line numbers: they would change with every edit and hide the real changes.
            place = (str(file.relative_to(ROOT)), None)
            catalogue.add(message, None, [place], auto_comments=comments, context=context)
    for name, keys in DATA.items():
        data = tomllib.loads((PACKAGE / name).read_text("utf-8"))
        for text in texts_in(data, keys):
            catalogue.add(text, None, [(f"{PACKAGE.name}/{name}", None)])
    return catalogue


def texts_in(data: Any, keys: set[str], wanted: bool = False) -> Iterator[str]:
    """The texts under `keys` in data read from TOML; figures and empty texts are no texts."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from texts_in(value, keys, wanted or key in keys)
    elif isinstance(data, list):
        for value in data:
            yield from texts_in(value, keys, wanted)
    elif wanted and isinstance(data, str) and data:
        yield data


def updated() -> Catalog:
    """The kept translations brought up to date; texts that are gone are dropped."""
    fresh = extract()
    if not CATALOGUE.exists():
        return fresh
    with CATALOGUE.open("rb") as file:
        kept = read_po(file, locale="en")
    # No guessing: a text that changed is to be translated anew, not to look done.
    kept.update(fresh, no_fuzzy_matching=True, update_creation_date=False)
    kept.obsolete.clear()
    return kept


def untranslated(catalogue: Catalog) -> list[str]:
    """The source texts that have no English yet, plural forms included."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and (message.fuzzy or not all(forms_of(message)))
    ]


def forms_of(message: Message) -> list[str]:
    """The translation in each of its plural forms; one empty text if there is none."""
    string = message.string or ""
    return [string] if isinstance(string, str) else list(string)


def _sources() -> Iterator[Path]:
    for file in sorted(PACKAGE.rglob("*")):
        if file.suffix in METHODS and "static" not in file.parts:
            yield file


def main() -> int:
    """Write the catalogue and say what is left to translate."""
    catalogue = updated()
    CATALOGUE.parent.mkdir(exist_ok=True)
    text = io.BytesIO()
    write_po(text, catalogue, width=100, sort_output=True, omit_header=False)
    # No date: it would differ in every change and meet itself in every merge.
    lines = text.getvalue().splitlines(keepends=True)
    CATALOGUE.write_bytes(b"".join(x for x in lines if not x.startswith(b'"POT-Creation-Date')))
    left = untranslated(catalogue)
    print(f"{len(catalogue)} texts, {len(left)} without English")
    for text in left:
        print(f"  {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
