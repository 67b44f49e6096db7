"""What a household can answer, what is kept of it, and when a share has fallen. Pure."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from grannsamverkan.core.i18n import lazy
from grannsamverkan.places.rules import fold

STATUSES = ("joined", "declined", "unanswered", "unplaced")
ANSWERS = ("joined", "declined", "unanswered")
"""What a contact person chooses among; *unplaced* is an answer whose place nobody knows yet."""
STATUS_WORDS = {
    "joined": lazy("Med"),
    "declined": lazy("Tackar nej"),
    "unanswered": lazy("Ej svarat"),
    "unplaced": lazy("Väntar på er"),
}
HOW_WORDS = {
    "word": lazy("Sa ja till ett kontaktombud"),
    "link": lazy("Gick med själv med inbjudan"),
    "sheet": lazy("Kom med ett kalkylblad"),
}
_STREET = re.compile(r"(\D*)(.*)", re.DOTALL)
_PARTS = re.compile(r"[0-9]{1,9}|[^0-9]+")
KEPT_TEXT = "1"
"""The version of the short text by the box one ticks (templates/joining/_kept.html)."""
LONGEST_ADDRESS = 120
LONGEST_NAMES = 200
LONGEST_NOTE = 500

# Text of the field's own minimum demands (samverkanmotbrott.se, Starta grannsamverkan).
DEMANDS = (
    lazy("Var vaksam. Ring 112 om ett brott pågår och 114 14 om du ser något misstänkt."),
    lazy("Säg till grannar du litar på när du är bortrest mer än några dagar."),
    lazy("Förvara värdesaker säkert."),
    lazy("Ta del av råden om hur man skyddar sitt hem."),
)


@dataclass(frozen=True)
class Details:
    """What a joined household has said of itself; empty texts where nothing was said."""

    names: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """True if nothing at all was said."""
        return not (self.names or self.phone or self.email or self.note)

    def as_text(self) -> str:
        """The details as one text, to be sealed."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


NO_DETAILS = Details()


def details_from(text: str) -> Details:
    """The details that `Details.as_text` wrote."""
    return Details(**json.loads(text))


@dataclass(frozen=True)
class Tally:
    """How many dwellings of a list stand in each answer."""

    joined: int = 0
    declined: int = 0
    unanswered: int = 0

    @property
    def listed(self) -> int:
        """All dwellings of the list."""
        return self.joined + self.declined + self.unanswered


def dwellings_with(tally: Tally, stated: int | None) -> int:
    """How many dwellings the area has: what was stated, yet never fewer than are listed."""
    return max(tally.listed, stated or 0)


@dataclass(frozen=True)
class HouseholdFilter:
    """Which part of a list to show: `text` anywhere in address or names, and what answer."""

    text: str = ""
    shown: str = ""


SHOWN = {
    "": lazy("Alla"),
    "unanswered": lazy("Ej svarat"),
    "joined": lazy("Med"),
    "declined": lazy("Tackar nej"),
    "fresh": lazy("Nya sedan sist"),
    "moved": lazy("Nyinflyttade att bjuda in"),
}


def place_key(address: str) -> str:
    """What two writings of one dwelling's address have in common: case, commas and blanks aside."""
    return fold(address.replace(",", " "))


def split_address(address: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Street, and the rest in parts that sort as people count: 2 before 12, 12 A before 12 B."""
    street, number = _STREET.match(address).groups()  # type: ignore[union-attr]  # fits any text
    parts = _PARTS.findall(number)
    return street, tuple((int(part), "") if part.isdigit() else (0, part) for part in parts)


def has_risen(share: float, limit: int) -> bool:
    """True if the share (0..1) is at the limit (per cent) or above."""
    return share * 100 >= limit - 1e-9


def new_fall(before: float, after: float, limits: Sequence[int]) -> int | None:
    """The lowest limit (per cent) that a share fell through on its way, or None."""
    crossed = [
        limit for limit in limits if has_risen(before, limit) and not has_risen(after, limit)
    ]
    return min(crossed, default=None)


def consent_version(notice: str) -> str:
    """What a consent keeps: the version of the notice that the page led to, and of its own words.

    "2026-11.1" was given to the notice "2026-11" and the first wording on the page itself.
    """
    return f"{notice}.{KEPT_TEXT}"
