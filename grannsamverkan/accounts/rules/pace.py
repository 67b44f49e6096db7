"""How fast somebody may try to get in, so that guessing is hopeless and nobody is locked out.

A browser that its owner has signed in with before is counted by itself: whatever strangers try,
it stays open (OWASP, "Slow down online guessing attacks with device cookies"). Strangers are
slowed down by account and network together, by network, and by account.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from grannsamverkan.core.pace import network_of as network_of

Purpose = Literal["code", "password", "totp", "recovery", "passkey", "interest", "letter"]
_QUARTER, _DAY = timedelta(minutes=15), timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most `most` tries in `window`, counted for what `per` names."""

    per: Literal["account", "network", "both", "device"]
    most: int
    window: timedelta = _QUARTER


_LOW, _NETWORK = Limit("both", 5), Limit("network", 50)
LIMITS: dict[Purpose, tuple[Limit, ...]] = {
    # Each code is a mail: 20 in a quarter and 40 a day do not drown a mailbox, and five guesses
    # for each of 40 codes are one in 5,000 for whoever commands many networks.
    "code": (_LOW, _NETWORK, Limit("account", 20), Limit("account", 40, _DAY)),
    "password": (_LOW, _NETWORK),
    "totp": (_LOW, _NETWORK),
    "recovery": (_LOW, _NETWORK),
    # A signature cannot be guessed; only the rows that a ceremony leaves must stay few.
    "passkey": (Limit("network", 300),),
    # Whoever asks to be told of groups causes a mail to an address that may be another's. Twenty in
    # a quarter let a meeting's guests sign up from one hall; nobody on another network is slowed.
    "interest": (Limit("network", 20), Limit("network", 60, _DAY)),
    # Letters to a group (the account) reach its contact persons' own mailboxes.
    "letter": (Limit("both", 3, _DAY), Limit("network", 10, _DAY)),
}
"""For browsers that the account does not know, and for people without an account."""
DEVICE_LIMITS = (Limit("device", 5), Limit("device", 30, _DAY))
"""For a browser that the account knows. Thirty guesses a day of a million digits: a stolen phone
that still lacks the password needs a century."""
COUNT_ALL: frozenset[Purpose] = frozenset({"code", "passkey", "interest", "letter"})
"""Purposes where each try counts; elsewhere only the wrong ones do."""

FREE_FAILURES = 10
"""Wrong tries in a day from unknown browsers before the account makes strangers wait."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=15)


def pause(failures: int) -> timedelta:
    """How long unknown browsers wait after the last of so many wrong tries: doubling each time.

    At the longest pause that leaves some 110 guesses a day, from however many networks.
    """
    beyond = failures - FREE_FAILURES
    if beyond < 0:
        return timedelta(0)
    # Ten doublings are long past the longest pause.
    return min(FIRST_PAUSE * (1 << min(beyond, 10)), LONGEST_PAUSE)
