"""What a spreadsheet would do to a household list: guessed columns, and a verdict on every row.

Pure: the list as it stands goes in as plain values, and nothing is changed here.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grannsamverkan.core.i18n import lazy
from grannsamverkan.groups.rules.households import (
    LONGEST_ADDRESS,
    LONGEST_NAMES,
    LONGEST_NOTE,
    NO_DETAILS,
    Details,
    place_key,
)
from grannsamverkan.groups.rules.sheets import Sheet

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "address": ("adress", "address", "gatuadress", "bostad", "gata"),
    "number": ("nummer", "nr", "husnummer", "gatunummer", "number"),
    "status": ("status", "svar", "med", "deltar", "answer", "ansluten"),
    "names": ("namn", "name", "names", "hushåll", "kontakt", "efternamn"),
    "phone": ("telefon", "tel", "mobil", "telefonnummer", "mobilnummer", "phone"),
    "email": ("e-post", "epost", "mejl", "mail", "e-mail", "email", "e-postadress", "mailadress"),
    "note": ("anteckning", "anteckningar", "kommentar", "not", "notering", "note", "övrigt"),
}
COLUMN_WORDS = {
    "address": lazy("Adress"),
    "number": lazy("Husnummer"),
    "status": lazy("Svar"),
    "names": lazy("Namn"),
    "phone": lazy("Telefon"),
    "email": lazy("E-post"),
    "note": lazy("Anteckning"),
}
_ANSWERS = {
    **dict.fromkeys(
        ("ja", "j", "yes", "y", "x", "1", "med", "ansluten", "joined", "sant", "true"), "joined"
    ),
    **dict.fromkeys(
        ("nej", "n", "no", "0", "tackar nej", "sagt nej", "avstår", "declined", "declines"),
        "declined",
    ),
    **dict.fromkeys(("", "?", "-", "–", "ej svarat", "obesvarad", "no answer"), "unanswered"),
}
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_PROTECTED = re.compile(
    r"skydd(ad|ade|at)?\s*(person|folkbok|identitet|adress|id\b)|sekretess", re.IGNORECASE
)

PROBLEMS = {
    "no_address": lazy("Adressen saknas."),
    "long_address": lazy("Adressen är för lång."),
    "twice": lazy("Adressen står på flera rader. Behåll en av dem."),
    "unknown_answer": lazy("Svaret går inte att förstå. Skriv Med, Tackar nej eller Ej svarat."),
    "bad_mail": lazy("E-postadressen ser fel ut."),
    "too_long": lazy("Namn eller anteckning är för lång."),
    "formula": lazy("En cell räknas ut med en formel. Ersätt den med texten."),
    "protected": lazy("Skyddade personuppgifter ska inte stå i någon lista. Ta bort raden."),
}
DEED_WORDS = {
    "add": lazy("Ny bostad"),
    "change": lazy("Ändras"),
    "erase": lazy("Uppgifterna raderas"),
    "same": lazy("Oförändrad"),
    "skip": lazy("Tas inte in"),
}


@dataclass(frozen=True)
class Listed:
    """A dwelling as it stands on the list."""

    id: int
    status: str
    details: Details


@dataclass(frozen=True)
class PlannedRow:
    """What one row would do: `deed` is a key of DEED_WORDS, `problems` keys of PROBLEMS."""

    number: int
    address: str
    status: str
    details: Details
    deed: str
    problems: tuple[str, ...] = ()
    dwelling_id: int | None = None

    @property
    def words(self) -> list[Any]:
        """The problems as sentences."""
        return [PROBLEMS[problem] for problem in self.problems]


def guess_columns(head: Sequence[str]) -> dict[str, int]:
    """Which column (from 0) holds what, by the words of its heading."""
    plain = [_plain(word) for word in head]
    found: dict[str, int] = {}
    for meaning, words in COLUMNS.items():
        places = [i for i, word in enumerate(plain) if word in words and i not in found.values()]
        near = [i for i, word in enumerate(plain) if word.startswith(words) and i not in places]
        free = [i for i in (*places, *near) if i not in found.values()]
        if free:
            found[meaning] = free[0]
    return found


def plan(
    sheet: Sheet, columns: Mapping[str, int], listed: Mapping[str, Listed]
) -> list[PlannedRow]:
    """What each row would do to the list; `listed` holds the dwellings by their place key."""
    read = [(number, _Cells(row, columns)) for number, row in sheet.rows]
    keys = Counter(place_key(cells.address) for _number, cells in read if cells.address)
    return [
        _planned(number, cells, listed, number in sheet.formulas, keys) for number, cells in read
    ]


class _Cells:
    """One row by the meaning of its columns."""

    def __init__(self, row: Sequence[str], columns: Mapping[str, int]) -> None:
        def cell(meaning: str) -> str:
            at = columns.get(meaning)
            return row[at] if at is not None and at < len(row) else ""

        self.everything = " ".join(row)
        self.address = f"{cell('address')} {cell('number')}".strip()
        self.details = Details(cell("names"), cell("phone"), cell("email"), cell("note"))
        self.said = cell("status").casefold().strip(" .")
        self.says_nothing = columns.get("status") is None


def _planned(
    number: int,
    cells: _Cells,
    listed: Mapping[str, Listed],
    calculates: bool,
    keys: Mapping[str, int],
) -> PlannedRow:
    problems = tuple(_problems(cells, calculates, keys))
    if "protected" in problems:
        # Not even shown: a preview is read over shoulders too.
        return PlannedRow(number, "", "", NO_DETAILS, "skip", problems)
    status = _status(cells)
    details = cells.details if status == "joined" else NO_DETAILS
    row = PlannedRow(number, cells.address, status, details, "skip", problems)
    if problems:
        return row
    known = listed.get(place_key(cells.address))
    if known is None:
        return PlannedRow(number, cells.address, status, details, "add")
    deed = _deed(known, status, details)
    return PlannedRow(number, cells.address, status, details, deed, dwelling_id=known.id)


def _problems(cells: _Cells, calculates: bool, keys: Mapping[str, int]) -> list[str]:
    found = {
        "protected": bool(_PROTECTED.search(cells.everything)),
        "formula": calculates,
        "no_address": not cells.address,
        "long_address": len(cells.address) > LONGEST_ADDRESS,
        "twice": bool(cells.address) and keys[place_key(cells.address)] > 1,
        "unknown_answer": not cells.says_nothing and cells.said not in _ANSWERS,
        "bad_mail": bool(cells.details.email) and not _MAIL.fullmatch(cells.details.email),
        "too_long": len(cells.details.names) > LONGEST_NAMES
        or len(cells.details.note) > LONGEST_NOTE
        or len(cells.details.phone) > 40
        or len(cells.details.email) > 254,
    }
    return [problem for problem, there in found.items() if there]


def _status(cells: _Cells) -> str:
    """The answer; without a column for it, who is named is taken to be with."""
    if cells.says_nothing:
        return "unanswered" if cells.details.is_empty else "joined"
    return _ANSWERS.get(cells.said, "unanswered")


def _deed(known: Listed, status: str, details: Details) -> str:
    if status == "unanswered" and known.status != "unanswered":
        # An empty cell is no answer: it takes nothing back.
        return "same"
    if known.status == status and (details.is_empty or known.details == details):
        return "same"
    return "change" if status == "joined" or known.details.is_empty else "erase"


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold().strip(" :.*")
