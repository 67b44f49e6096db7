"""Words as they are compared: case and accents away, but å ä ö are letters of their own. Pure."""

import re
import unicodedata

KEPT = frozenset("åäö")
LONGEST_WORD = 60
_WORD = re.compile(r"[^\W_]+")
_HELD = re.compile(r"(?<=[^\W_])[-.](?=[^\W_])")


def plain(text: str) -> str:
    """Lower case, accents gone, å ä ö kept: "Café Åsen" is "cafe åsen", and not "cafe asen"."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return "".join(sign if sign in KEPT else _unaccented(sign) for sign in composed)


def words(text: str) -> list[str]:
    """The words in order; what a hyphen or a full stop holds together is one, as in a code or an
    address: "K7Q-4MR på Åsvägen" is k7q4mr, på, åsvägen."""
    return _split(_HELD.sub("", plain(text)))


def words_to_find_by(text: str) -> set[str]:
    """The words something is found by: whole, and each part of what is held together, so that
    "Lena" finds Anna-Lena."""
    return {*words(text), *_split(plain(text))}


def _split(text: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in _WORD.findall(text)]


def _unaccented(sign: str) -> str:
    parts = unicodedata.normalize("NFD", sign)
    return "".join(part for part in parts if not unicodedata.combining(part))
