"""What counts as a good password, a right code, too many tries. Pure."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Literal

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

ISSUER = "Grannsamverkan"

CODE_LIFETIME = timedelta(minutes=10)
"""Codes sent out of band live ten minutes at most (OWASP ASVS 5.0, 6.5.5). For addresses that
belong to no municipality yet; otherwise its setting counts."""
CODE_TRIES = 5
"""Wrong digits before a code is spent: five guesses of a million."""
SECOND_STEP_LIFETIME = timedelta(minutes=5)
"""Time to find the phone between the password and the second factor."""
FRESH = timedelta(minutes=15)
"""How long after signing in one may change how one signs in (OWASP ASVS 5.0, 7.5.1, asks for a
new sign-in; the time is our own judgement)."""
INVITATION_LIFETIME = timedelta(days=7)
"""Long enough for a week off; a lost letter does not stay good for ever."""
KEPT_TRIES = timedelta(days=1)
"""How long spent codes and counted tries are kept: the widest window of `pace.LIMITS`."""
KEPT_ENDED = timedelta(days=30)
"""How long ended sessions and lapsed invitations are kept, for questions about who got in."""
KEPT_DEVICES = timedelta(days=180)
"""How long an unused browser stays known; half a year covers the season between two gatherings."""
SEEN_STEP = timedelta(minutes=1)
"""How exactly a session's last use is kept; finer would mean a write for every page."""

PASSWORD_SHORTEST, PASSWORD_LONGEST = 12, 200
"""At least 12 signs and no rule of composition (OWASP ASVS 5.0, 6.2.1 and 6.2.5; 8 would pass)."""
# Passwords of twelve signs that head the published lists are mostly a common word and digits.
COMMON_WORDS = frozenset(
    "password passwords passw passwd lösenord losenord lösen hemligt hemlig qwerty qwertyuiop "
    "qwertz asdfgh asdfghjkl zxcvbnm welcome välkommen valkommen letmein iloveyou jagälskardig "
    "admin administrator administratör monkey dragon football baseball fotboll hockey superman "
    "sommar sommaren vinter vintern höst hösten vår våren summer winter sverige sweden "
    "stockholm göteborg malmö "
    "grannsamverkan kommun kommunen polis polisen abc abcdef abcdefgh abcdefghijkl test login "
    "passwordpassword lösenordlösenord".split()
)


@dataclass(frozen=True)
class Stay:
    """How long a sign-in lasts: without use, and at most."""

    idle: timedelta
    longest: timedelta


# For people who belong to no municipality yet; otherwise its settings count.
STAYS = {
    # One hour of rest and one working day (NIST SP 800-63B, AAL2).
    "staff": Stay(idle=timedelta(minutes=60), longest=timedelta(hours=12)),
    # Contact persons look in now and then from their own device, and every sign-in costs a mail.
    "contact": Stay(idle=timedelta(days=14), longest=timedelta(days=60)),
}


def mail_key(address: str) -> str:
    """The address as it is stored and compared: trimmed, in one Unicode form, case folded."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


def keyed_hash(key: str, *parts: str) -> str:
    """HMAC-SHA-256 (64 hex digits) of the parts, kept apart, under the installation's secret."""
    return hmac.new(key.encode(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()


def same(left: str, right: str) -> bool:
    """Compare two hashes in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())


def new_digits() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**6):06d}"


def only_digits(text: str) -> str:
    """What was typed, without the blanks and dashes that mail programs and people put in."""
    return re.sub(r"[\s\u2010-\u2015\u2212-]", "", text)


def is_live(now: datetime, seen_at: datetime, idle: timedelta, ends_at: datetime) -> bool:
    """True while a session is neither unused for too long nor too old."""
    return now < ends_at and now - seen_at < idle


def is_fresh(now: datetime, signed_in_at: datetime) -> bool:
    """True for a short while after signing in, when one may change how one signs in."""
    return now - signed_in_at < FRESH


def make_ticket(key: str, user_id: int, until: datetime, stored: str) -> str:
    """Proof that the password was right: good until then, and while the stored hash stays."""
    ends = str(int(until.timestamp()))
    return f"{user_id}.{ends}.{keyed_hash(key, 'ticket', str(user_id), ends, stored)}"


def ticket_holder(ticket: str) -> int | None:
    """The user id a ticket speaks of, before anything is proved."""
    head = ticket.split(".")[0]
    return int(head) if head.isascii() and head.isdigit() else None


def is_ticket(ticket: str, key: str, user_id: int, now: datetime, stored: str) -> bool:
    """True if the ticket was made by `make_ticket` with this key and is still good."""
    parts = ticket.split(".")
    if len(parts) != 3 or parts[0] != str(user_id):
        return False
    right = keyed_hash(key, "ticket", parts[0], parts[1], stored)
    return same(right, parts[2]) and now.timestamp() < int(parts[1])


# Passwords

_HASHER = PasswordHasher()


@dataclass(frozen=True)
class PasswordCheck:
    """The result of comparing a password with `stored`; `rehash` replaces an outdated hash."""

    ok: bool
    stored: str | None
    rehash: str | None = None


def hash_password(password: str) -> str:
    """argon2id hash of the password in one Unicode form (keyboards disagree on ö)."""
    return _HASHER.hash(_one_form(password))


def check_password(stored: str | None, password: str) -> PasswordCheck:
    """Compare; without a stored hash a dummy is compared, so that both take the same time."""
    try:
        _HASHER.verify(stored or _dummy_hash(), _one_form(password))
    except (VerificationError, InvalidHashError):
        return PasswordCheck(False, stored)
    if stored is None:
        return PasswordCheck(False, None)
    outdated = _HASHER.check_needs_rehash(stored)
    return PasswordCheck(True, stored, hash_password(password) if outdated else None)


@cache
def _dummy_hash() -> str:
    return _HASHER.hash(secrets.token_urlsafe())


def _one_form(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def password_fault(
    password: str, personal: Sequence[str]
) -> Literal["short", "long", "common", "personal"] | None:
    """What is wrong with a new password, or None; `personal` is what others know of its owner."""
    text = _one_form(password)
    if len(text) < PASSWORD_SHORTEST:
        return "short"
    if len(text) > PASSWORD_LONGEST:
        return "long"
    if _is_common(text.casefold()):
        return "common"
    if _is_personal(text.casefold(), personal):
        return "personal"
    return None


def _is_common(text: str) -> bool:
    letters = "".join(sign for sign in text if sign.isalpha())
    return len(set(text)) < 5 or letters in COMMON_WORDS or _is_run(text) or text.isdigit()


def _is_run(text: str) -> bool:
    """True for signs that follow each other in the code table, such as "abcdefghijkl"."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps in ({1}, {-1})


def _is_personal(text: str, personal: Sequence[str]) -> bool:
    """True if less than eight signs are left without the owner's own words (of four or more)."""
    words = {word for entry in personal for word in re.split(r"[\W_]+", entry.casefold())}
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= 4:
            text = text.replace(word, "")
    return len(text) < 8


# Second factor (TOTP, RFC 6238: 30 seconds, six digits)

TOTP_STEP_S = 30
TOTP_DRIFT = 1
"""Steps a phone's clock may be off, either way (RFC 6238, 5.2, recommends one)."""


def new_totp_secret() -> str:
    """160 random bits in base 32."""
    return pyotp.random_base32()


def totp_now(secret: str, now: datetime) -> str:
    """The six digits an authenticator app shows at `now`."""
    return pyotp.TOTP(secret).at(now)


def totp_address(secret: str, account: str) -> str:
    """The otpauth:// address that goes into the QR."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def matching_step(secret: str, digits: str, now: datetime, last_step: int | None) -> int | None:
    """The time step that the digits belong to, or None.

    A step that is not after `last_step` is refused: each code is good for one sign-in.
    """
    totp, current = pyotp.TOTP(secret), int(now.timestamp()) // TOTP_STEP_S
    for step in range(current - TOTP_DRIFT, current + TOTP_DRIFT + 1):
        fresh = last_step is None or step > last_step
        if fresh and same(totp.generate_otp(step), digits):
            return step
    return None
