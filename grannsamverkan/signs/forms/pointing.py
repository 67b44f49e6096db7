"""Shapes of input for pointing something out in a photo."""

import json
from collections.abc import Sequence
from math import isfinite
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import Optional, ValidationError

from grannsamverkan.core.forms import Form, at_most, options, required
from grannsamverkan.core.i18n import lazy
from grannsamverkan.imaging.evidence import Corners, Place
from grannsamverkan.signs.forms.review import FIELDS
from grannsamverkan.signs.words.layers import POINTED

MOST_PLACES = 400
MOST_TEXT = 40 * MOST_PLACES
BY_SCRIPT = ("corners", "rust")
"""Kinds that one of nine fields cannot tell: they need the photo itself to be pressed."""
_HALF = 1 / 6


class PointForm(Form):
    """What was pointed out: places in the photo where a script knows them, else a field of nine."""

    kind = RadioField(
        lazy("Vad pekar du ut?"),
        choices=options(POINTED.items()),
        default="foot",
        validators=[required()],
    )
    field = SelectField(
        lazy("Ungefär var"),
        choices=options((key, words) for key, (_x, _y, words) in FIELDS.items()),
        default="8",
        validators=[Optional()],
    )
    places = HiddenField(validators=[Optional(), at_most(MOST_TEXT)])
    sure = BooleanField(validators=[Optional()])

    def validate_places(self, field: HiddenField) -> None:
        """Only places are places."""
        if read_places(field.data) is None:
            raise ValidationError(lazy("Peka ut platsen i fotot igen."))

    @property
    def pointed(self) -> Sequence[Place]:
        """The places, as the kind wants them."""
        said = read_places(self.places.data) or []
        if said or self.kind.data in BY_SCRIPT:
            return said
        x, y, _words = FIELDS[self.field.data or "5"]
        if self.kind.data in ("cover", "uncover"):
            return [(x - _HALF, y - _HALF), (x + _HALF, y + _HALF)]
        return [(x, y)]


def read_places(text: str | None) -> list[Place] | None:
    """Places from JSON such as `[[0.5, 0.25]]`; none for an empty text, None for anything else."""
    try:
        raw = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return None
    if not isinstance(raw, list) or len(raw) > MOST_PLACES:
        return None
    places = [_place(one) for one in raw]
    return None if None in places else [place for place in places if place is not None]


def read_corners(text: str | None) -> Corners | None:
    """Four corners from JSON, or None."""
    places = read_places(text)
    if places is None or len(places) != 4:
        return None
    a, b, c, d = places
    return a, b, c, d


def _place(raw: Any) -> Place | None:
    if not isinstance(raw, list) or len(raw) != 2:
        return None
    if not all(isinstance(n, int | float) and not isinstance(n, bool) for n in raw):
        return None
    x, y = raw
    return (float(x), float(y)) if isfinite(x) and isfinite(y) else None
