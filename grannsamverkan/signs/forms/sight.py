"""What a program may state of a plate in an address."""

import math
from dataclasses import replace
from typing import Any

from flask import request

from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.i18n import lazy
from grannsamverkan.geometry.sight.model import Plate

FIELDS = {
    "underkant": ("lower_edge", 0.05, 10.0),
    "bredd": ("width", 0.05, 5.0),
    "hojd": ("height", 0.05, 5.0),
    "riktning": ("azimuth", 0.0, 360.0),
    "fel": ("error", 0.0, 50.0),
    "kantsten": ("kerb", 0.0, 50.0),
}
"""Word in the address: the field of a plate, and its least and largest value (m, degrees)."""


class PlateForm:
    """Reads FIELDS from the query."""

    def stated(self, plate: Plate) -> Plate:
        """The plate with what the query states; InvalidInput for what is no such number."""
        given: dict[str, Any] = {
            field: _number(word, request.args[word], least, most)
            for word, (field, least, most) in FIELDS.items()
            if word in request.args
        }
        return replace(plate, **given)


def _number(word: str, text: str, least: float, most: float) -> float:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = math.nan
    if not least <= number <= most:
        raise InvalidInput(
            lazy("%(word)s ska vara ett tal från %(least)s till %(most)s.",
                 word=word, least=least, most=most),
            field=word,
        )  # fmt: skip
    return number
