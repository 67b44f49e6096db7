"""Waiting for other processes."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Value = TypeVar("Value")


def until(condition: Callable[[], Value], limit_s: float = 30.0) -> Value:
    """Wait for a condition; its last value tells whether it came true."""
    deadline = time.monotonic() + limit_s
    while not (value := condition()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return value


def runs(process: int) -> bool:
    """True while the process does something; a zombie has ended, only nobody has looked yet."""
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
