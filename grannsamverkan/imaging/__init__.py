"""Photos: bytes in, report out. Pure: knows no web, no database, no other room of the house.

`examine` takes a stranger's file and gives an `Intake` or raises `Refused`; `checks` turns the
measures into results with limits; `scene` draws demonstration photos. This file loads no decoder,
so that the web process and the child process can import it cheaply.
"""

from grannsamverkan.imaging.checks import Result, first_checks, phone_limits
from grannsamverkan.imaging.honesty import hints
from grannsamverkan.imaging.intake import (
    MAX_BYTES,
    Claims,
    Intake,
    Measures,
    Refused,
    examine,
    prepare,
    sniff,
)
from grannsamverkan.imaging.quality import similar

__all__ = [
    "MAX_BYTES",
    "Claims",
    "Intake",
    "Measures",
    "Refused",
    "Result",
    "examine",
    "first_checks",
    "hints",
    "phone_limits",
    "prepare",
    "similar",
    "sniff",
]
