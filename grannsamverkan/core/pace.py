"""How often one network may ask: counted in memory, in a room of fixed size. Pure.

For pages that write nothing and whose keys cannot be guessed; what guards an account is counted in
the database (`accounts/rules/pace.py`).
"""

import ipaddress
import threading
from collections import OrderedDict
from datetime import datetime, timedelta

ROOM = 10_000
"""Networks remembered at a time, some 2 MB; the one that has been silent longest is forgotten."""


class Pace:
    """Lets each network ask `most` times at once, and as often again in each `window`.

    Of each network one moment is kept: when it will have been silent long enough (the leaky bucket
    of ITU-T I.371 as a "virtual schedule"). No network's asking counts for another.
    """

    def __init__(self, most: int, window: timedelta, room: int = ROOM) -> None:
        self._gap, self._window, self._room = window / most, window, room
        self._even: OrderedDict[str, datetime] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, network: str, now: datetime) -> timedelta:
        """Count an asking; 0 if it is welcome, else how long to wait. What is refused is free."""
        with self._lock:
            before = self._even.pop(network, now)
            # No asking leads further than a window ahead: the clock has been set back since.
            even = (now if before > now + self._window else max(before, now)) + self._gap
            wait = even - now - self._window
            refused = wait > timedelta(0)
            self._even[network] = even - self._gap if refused else even
            if len(self._even) > self._room:
                self._even.popitem(last=False)
        return wait if refused else timedelta(0)

    def __len__(self) -> int:
        return len(self._even)


def network_of(ip: str | None) -> str:
    """The network to count for: an IPv4 address, or the /64 that one subscriber gets."""
    try:
        address = ipaddress.ip_address(ip or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return str(ipaddress.ip_network((address, 64), strict=False))
        return str(address.ipv4_mapped)
    return str(address)
