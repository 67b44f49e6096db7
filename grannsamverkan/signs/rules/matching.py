"""Which sign a mailed photo belongs to: marks found in the mail, weighed into a score.

Everything in a mail is a claim. A mark only says which sign is meant; it gives nobody a right and
approves nothing. Marks that point the same way add up as independent guesses would.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from grannsamverkan.core import codes
from grannsamverkan.signs.rules import code_in

Kind = Literal[
    "letter_qr",
    "label_qr",
    "reply",
    "plus_address",
    "code_in_subject",
    "code_in_text",
    "post_number",
    "only_open",
    "sender",
    "near",
    "near_several",
]
WEIGHTS: dict[Kind, float] = {
    "letter_qr": 0.99,
    "label_qr": 0.95,
    "reply": 0.95,
    "plus_address": 0.90,
    "code_in_subject": 0.90,
    "code_in_text": 0.87,
    "only_open": 0.50,
    "near": 0.50,
    "post_number": 0.35,
    "sender": 0.35,
    "near_several": 0.20,
}
"""Own choice: how likely the sign is if nothing else is known. A code has a check symbol and must
be one of the municipality's signs, so a wrong letter is no other sign. The sender's address and the
camera's position are easily wrong and never enough, not even together."""
MOST_OF_ANOTHER = 0.5
"""Own choice: with another sign this likely, a person looks."""
MOST_MARKS = 100
_CODE = re.compile(r"(?<![0-9A-Za-z])(?=([0-9A-Za-z]{3}[\s.\-\u2010-\u2015]?[0-9A-Za-z]{3})(?!\w))")
_POST = re.compile(r"\b(?:stolp\w*|lyktstolp\w*|post|pole)\s*(?:nr|nummer|no|number)?[.:\s]*(\w+)")


@dataclass(frozen=True)
class Mark:
    """One thing that points to one sign."""

    kind: Kind
    sign_id: int


@dataclass(frozen=True)
class Candidate:
    """A sign with how likely it is meant (0..1) and what points to it, the strongest first."""

    sign_id: int
    score: float
    kinds: tuple[Kind, ...]


def rank(marks: Iterable[Mark]) -> list[Candidate]:
    """The signs pointed to, the likeliest first. The same kind of mark counts once for a sign."""
    kinds: dict[int, set[Kind]] = {}
    for mark in marks:
        kinds.setdefault(mark.sign_id, set()).add(mark.kind)
    found = [_candidate(sign_id, kinds_of) for sign_id, kinds_of in kinds.items()]
    return sorted(found, key=lambda one: (-one.score, one.sign_id))


def _candidate(sign_id: int, kinds: set[Kind]) -> Candidate:
    doubt = 1.0
    for kind in kinds:
        doubt *= 1 - WEIGHTS[kind]
    ordered = sorted(kinds, key=lambda kind: (-WEIGHTS[kind], kind))
    return Candidate(sign_id, round(1 - doubt, 4), tuple(ordered))


def certain(candidates: Sequence[Candidate], least: float) -> Candidate | None:
    """The sign that is meant, if one is at least `least` likely and no other comes near."""
    if not candidates or candidates[0].score < least:
        return None
    if len(candidates) > 1 and candidates[1].score >= MOST_OF_ANOTHER:
        return None
    return candidates[0]


def codes_in(text: str) -> list[str]:
    """What may be sign codes in a text, each once: "k7q 4mr", "K7Q-4MR", "…/S/K7Q4MR"."""
    found = (codes.normalise(match.group(1)) for match in _CODE.finditer(text))
    return list(dict.fromkeys(code for code in found if codes.is_valid(code)))[:MOST_MARKS]


def label_code(qr_text: str) -> str | None:
    """The sign code in the text of a label's QR."""
    return code_in(qr_text)


def letter_token(qr_text: str) -> str | None:
    """The secret in the text of a letter's QR, or None."""
    head, mark, tail = qr_text.strip().upper().rpartition("/B/")
    token = codes.normalise(tail.split("?")[0].split("/")[0]) if mark and head else ""
    return token if len(token) == codes.TOKEN_LENGTH else None


def plus_part(address: str) -> str:
    """What stands after the plus of an address: "K7Q4MR" in foton+k7q4mr@kommun.se."""
    return codes.normalise(address.partition("@")[0].partition("+")[2])


def post_numbers_in(text: str) -> list[str]:
    """Numbers of posts that a text names ("stolpe nr 1042"), in upper case."""
    found = (match.group(1).upper() for match in _POST.finditer(text.lower()))
    return list(dict.fromkeys(n for n in found if any(c.isdigit() for c in n)))[:MOST_MARKS]
