"""Codes of the places room as words for people."""

from collections.abc import Mapping
from typing import Any

from grannsamverkan.core.i18n import lazy

IMPORTED: Mapping[str, Any] = {
    "features": lazy("Vägar, hus och ytor"),
    "addresses": lazy("Adresser"),
    "posts": lazy("Stolpar"),
    "things": lazy("Vägmärken och signaler"),
}
SKIPPED: Mapping[str, Any] = {
    "outside": lazy("utanför koordinatsystemet"),
    "incomplete": lazy("delvis utanför filen"),
    "no_length": lazy("utan längd"),
    "crossed": lazy("ytor som korsade sig själva, ritade till sin största del"),
    "no_point": lazy("utan punkt"),
    "no_line": lazy("utan linje"),
    "no_address": lazy("utan adress"),
}
MEANINGS: Mapping[str, Any] = {
    "number": lazy("stolpens eller husets nummer"),
    "code": lazy("vägmärkets kod"),
    "address": lazy("hela adressen"),
    "street": lazy("gatan"),
    "lat": lazy("latitud"),
    "lon": lazy("longitud"),
    "north": lazy("nordkoordinat"),
    "east": lazy("östkoordinat"),
    "shape": lazy("geometri (WKT)"),
}


def imported(kind: str) -> str:
    """What an import brought, as a heading."""
    return str(IMPORTED[kind])


def skipped(reason: str) -> str:
    """Why an import passed something over."""
    return str(SKIPPED[reason])


def meaning(code: str) -> str:
    """What a column of a file holds."""
    return f"{MEANINGS[code]} ({code})"
