"""The wording guard: what it asks about before a bulletin is sent, why and where. Pure.

It looks for origin and faith as descriptions of people, and for personal data. It asks; it never
forbids, and never changes a word. What it cannot see: a name that stands alone, and a description
in words that nobody has listed. The words and their sources are in `guard.toml`.
"""

import hashlib
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parent.parent / "guard.toml"
KINDS = ("origin", "personal_number", "phone", "plate", "email", "address")
_YEARS_OF_COORDINATION = 60
_DATE = re.compile(r"(?:19|20)?\d\d(\d\d)(\d\d)")
# One word with a capital begins any sentence; two or three are a name.
_NAME_BEFORE = r"(?:(?:[A-ZÅÄÖÉ][a-zåäöéü]+(?:-[A-ZÅÄÖÉ][a-zåäöéü]+)?,? ){2,3})?"
_PERSONAL_NUMBER = re.compile(
    rf"{_NAME_BEFORE}(?<!\d)(?P<number>(?:19|20)?\d{{6}}(?P<sign>[-+–]?)\d{{4}})(?!\d)"
)
# 020 and 077 are never a household's: they are numbers of authorities and companies.
_PHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|00)46[\s-]?(?:\(0\))?|0)(?!20|77)[1-9](?:[\s–-]{0,3}\d){6,9}(?!\d)"
)
# Plates hold no I, Q, V or Å Ä Ö; the last sign may be a letter since 2019 (Transportstyrelsen),
# then not O. In small letters only without a blank: "den 100" is no plate.
_PLATE = re.compile(
    r"(?<!\w)(?:[A-HJ-PR-UWXYZ]{3} ?\d{2}[0-9A-HJ-NPR-UWXYZ]|[a-hj-pr-uwxyz]{3}\d{3})(?!\w)"
)
_NO_PLATE = re.compile(r"(?i)(?:tel|ring|nr|the|max|min|call) ?\d{3}\Z")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True)
class Finding:
    """One place to ask about: `kind` of KINDS, the field, and where in it (`start` to `end`)."""

    kind: str
    field: str
    start: int
    end: int
    text: str

    @property
    def key(self) -> str:
        """What confirming it is known by: another text or another place is another question."""
        said = f"{self.kind}|{self.field}|{self.start}|{self.text}"
        return f"{self.kind}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def findings(fields: Mapping[str, str], known: Collection[str] = ()) -> list[Finding]:
    """All that is to be asked about in the named texts, in their order.

    `known` are phone numbers and mail addresses that are public anyway, as somebody wrote them.
    """
    public = {_bare(number) for number in known}
    found = (hit for name, text in fields.items() for hit in _in_field(name, text))
    return [hit for hit in found if _bare(hit.text) not in public]


def unconfirmed(found: Iterable[Finding], confirmed: Collection[str]) -> list[Finding]:
    """Those findings that nobody has gone on in spite of."""
    return [finding for finding in found if finding.key not in confirmed]


def marked(text: str, found: Sequence[Finding]) -> Iterator[tuple[str, Finding | None]]:
    """The text in parts, each with the finding it belongs to, for a page that marks them."""
    at = 0
    for finding in sorted(found, key=lambda one: one.start):
        if finding.start > at:
            yield text[at : finding.start], None
        yield text[finding.start : finding.end], finding
        at = finding.end
    if at < len(text):
        yield text[at:], None


def _in_field(name: str, text: str) -> list[Finding]:
    """Findings in one text; where two overlap, the first kind of KINDS has the words."""
    taken: list[Finding] = []
    for kind, hits in _all_hits(text):
        for start, end in hits:
            if all(end <= other.start or start >= other.end for other in taken):
                taken.append(Finding(kind, name, start, end, text[start:end]))
    return sorted(taken, key=lambda one: one.start)


def _all_hits(text: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    yield "origin", [hit.span() for pattern in _origin() for hit in pattern.finditer(text)]
    yield "personal_number", [hit.span() for hit in _PERSONAL_NUMBER.finditer(text) if _is_pn(hit)]
    yield "phone", [hit.span() for hit in _PHONE.finditer(text)]
    yield "plate", [hit.span() for hit in _PLATE.finditer(text) if not _NO_PLATE.match(hit[0])]
    yield "email", [hit.span() for hit in _EMAIL.finditer(text)]
    yield "address", [hit.span() for pattern in _streets() for hit in pattern.finditer(text)]


def _is_pn(hit: re.Match[str]) -> bool:
    """True for a day there is, or one of coordination numbers; bare ten digits must also add up."""
    date = _DATE.match(hit["number"])
    if date is None:
        return False
    month, day = int(date[1]), int(date[2]) % _YEARS_OF_COORDINATION
    plain = len(hit["number"]) == 10
    return 1 <= month <= 12 and 1 <= day <= 31 and (not plain or _adds_up(hit["number"]))


def _adds_up(digits: str) -> bool:
    """The check digit of a personal number: weights 2 and 1 in turn, products by their digits."""
    products = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(product // 10 + product % 10 for product in products) % 10 == 0


def _bare(text: str) -> str:
    """A phone number as its last digits, and a mail address in lower case."""
    if "@" in text:
        return text.strip().casefold()
    digits = re.sub(r"\D", "", text)
    return re.sub(r"\A(?:0046|46|0)", "", digits) or text


@cache
def load_words() -> dict[str, Any]:
    """The list as it is kept."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


@cache
def _origin() -> tuple[re.Pattern[str], ...]:
    words = load_words()
    # What describes comes first: "finsk kvinna" is one finding, and not two.
    return tuple(map(_pattern, (*words["with"], *words["alone"])))


def _pattern(entry: Mapping[str, Any]) -> re.Pattern[str]:
    text = rf"(?<!\w)(?:{_any(entry['words'])})(?:{_any(entry['endings'])})(?![\w])"
    if "near" in entry:
        between = rf"(?:\s+\w+){{0,{entry['between']}}}?"
        text = rf"{text}{between}\s+(?:{_any(entry['near'])})(?!\w)"
    return re.compile(text, re.IGNORECASE)


@cache
def _streets() -> tuple[re.Pattern[str], ...]:
    """A street's name with one house number; a stretch such as 1–24 points out nobody."""
    streets = load_words()["streets"]
    one_number = r"\d{1,4}(?: ?[A-Ha-h])?(?! ?[–-] ?\d)(?!\w)"
    swedish = rf"(?<!\w)[A-ZÅÄÖ][\wåäöé]*(?: [A-ZÅÄÖ]\w*)*? ?(?:{_any(streets['sv'])}) {one_number}"
    english = rf"(?<![\w–-])\d{{1,4}}[A-Ha-h]? (?:[A-Z]\w+ ){{1,2}}(?i:{_any(streets['en'])})(?!\w)"
    return re.compile(swedish), re.compile(english)


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
