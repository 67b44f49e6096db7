"""Tests speak to this machine alone: any other address is refused by an audit hook."""

import ipaddress
import sys
from typing import Any

LOCAL_NAMES = {"localhost", "", None}


class StrangeAddress(RuntimeError):
    """A test tried to reach something outside this machine."""


def keep_at_home() -> None:
    """Refuse, for the rest of this process, every connection and look-up that leaves it."""
    sys.addaudithook(_refuse_strangers)


def _refuse_strangers(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if not _is_local(host):
        raise StrangeAddress(f"a test wanted to reach {host!r}")


def _is_local(host: str | bytes | None) -> bool:
    name = host.decode(errors="replace") if isinstance(host, bytes) else host
    if name in LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(str(name))
    except ValueError:
        return False
    # The unspecified address stands for this machine, whichever way it is used.
    return address.is_loopback or address.is_unspecified
