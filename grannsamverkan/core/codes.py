"""Short public codes with a check character, and long secret tokens.

A *code* is read off a sign in drizzle and typed on a phone or spelled over the telephone, so it
is short and forgives what people mix up. A *token* is a secret in a letter's QR. Both use the 32
symbols of Crockford's base 32 (no I, L, O, U): all upper case and digits, so that a QR holds
them in its compact alphanumeric mode.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 6
"""Five random symbols (33.5 million codes) and one check symbol."""
TOKEN_LENGTH = 28
"""28 symbols of 5 bits: 140 bits, above the 128 asked of a secret, and seven groups of four."""

_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_LOOKALIKES = str.maketrans("OIL", "011")
# Phones put in typographic dashes (U+2010 to U+2015) and the minus sign by themselves.
_SEPARATORS = re.compile(r"[\s\-_.\u2010-\u2015\u2212]+")
# x^5 + x^2 + 1 is primitive over GF(2), so doubling runs through all 31 non-zero elements.
_FIELD_POLYNOMIAL = 0b100101

RandomBytes = Callable[[int], bytes]
"""Gives so many random bytes, like `secrets.token_bytes`."""


def new_code(random_bytes: RandomBytes = secrets.token_bytes) -> str:
    """Return a fresh code, e.g. "K7Q4MR", check symbol last. Uniqueness is the caller's matter."""
    body = _random_symbols(CODE_LENGTH - 1, random_bytes)
    return body + ALPHABET[_double(_weigh(body))]


def normalise(text: str) -> str:
    """Return what a person typed as the code or token they meant; it need not be a valid one.

    Lower case, spaces, dashes, dots and underscores are forgiven, O is read as 0, I and L as 1.
    """
    return _SEPARATORS.sub("", text).upper().translate(_LOOKALIKES)


def is_valid(code: str) -> bool:
    """Tell whether a normalised code has the right length, symbols and check symbol.

    The symbols are digits of GF(32) with the weights 1, 2, 4 … of that field. All weights differ
    and none is zero, therefore every single wrong symbol and every swap of two symbols changes
    the sum.
    """
    return len(code) == CODE_LENGTH and _VALUE.keys() >= set(code) and _weigh(code) == 0


def pretty(text: str, group: int = 3, separator: str = "-") -> str:
    """Return a code or token in groups to read aloud: "K7Q4MR" becomes "K7Q-4MR"."""
    return separator.join(text[start : start + group] for start in range(0, len(text), group))


def new_token(random_bytes: RandomBytes = secrets.token_bytes) -> str:
    """Return a secret of 140 bits, safe in an address, in symbols that keep a QR small."""
    return _random_symbols(TOKEN_LENGTH, random_bytes)


def token_hash(token: str) -> str:
    """Return the SHA-256 (64 hex digits) of a token: only this is stored, never the token.

    The token is normalised first, so one that was typed by hand is found as well. A plain hash
    is enough as the token is random: there is nothing to guess from.
    """
    return hashlib.sha256(normalise(token).encode()).hexdigest()


def _random_symbols(count: int, random_bytes: RandomBytes) -> str:
    # 256 is a multiple of 32: taking five bits of each byte keeps all symbols equally likely.
    return "".join(ALPHABET[byte & 31] for byte in random_bytes(count))


def _weigh(symbols: Iterable[str]) -> int:
    """Return the weighted sum of the symbols in GF(32), last symbol with weight 1."""
    total = 0
    for symbol in symbols:
        total = _double(total) ^ _VALUE[symbol]
    return total


def _double(element: int) -> int:
    """Multiply an element of GF(32) by x."""
    doubled = element << 1
    return doubled ^ _FIELD_POLYNOMIAL if doubled & 32 else doubled
