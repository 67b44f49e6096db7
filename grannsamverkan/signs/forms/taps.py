"""Shape of input for a place pressed in a picture."""

import math
from collections.abc import Mapping

from wtforms import SelectField
from wtforms.validators import Optional

from grannsamverkan.core.forms import Form, options
from grannsamverkan.core.i18n import lazy
from grannsamverkan.imaging.evidence import Place

SHOWN_WIDTH = 280
"""Pixels at which the picture is shown without scripts: the narrowest phones show it whole, and a
press tells pixels of the picture as shown."""

_THIRDS = {"left": 1 / 6, "middle": 1 / 2, "right": 5 / 6}
_ROWS = {"top": 1 / 6, "middle": 1 / 2, "bottom": 5 / 6}


class TapForm(Form):
    """A place: pressed in the picture, moved to by keys, or said in words."""

    column = SelectField(
        lazy("Hur långt åt sidan?"),
        choices=options(
            [
                ("", lazy("Välj")),
                ("left", lazy("Till vänster")),
                ("middle", lazy("I mitten")),
                ("right", lazy("Till höger")),
            ]
        ),
        validators=[Optional()],
    )
    row = SelectField(
        lazy("Hur högt?"),
        choices=options(
            [
                ("", lazy("Välj")),
                ("top", lazy("Högt upp")),
                ("middle", lazy("I mitten")),
                ("bottom", lazy("Långt ner")),
            ]
        ),
        validators=[Optional()],
    )

    def place(self, sent: Mapping[str, str], proportion: float) -> Place | None:
        """The place as shares of a picture `proportion` times as wide as high; None if not told.

        A script sends shares, a pressed picture its own pixels.
        """
        if (shares := _numbers(sent, "x", "y")) is not None:
            return shares
        if (pixels := _numbers(sent, "plats.x", "plats.y")) is not None and any(pixels):
            return pixels[0] / SHOWN_WIDTH, pixels[1] * proportion / SHOWN_WIDTH
        if self.column.data and self.row.data:
            return _THIRDS[self.column.data], _ROWS[self.row.data]
        return None


def _numbers(sent: Mapping[str, str], x: str, y: str) -> Place | None:
    try:
        found = float(sent[x]), float(sent[y])
    except (KeyError, ValueError):
        return None
    return found if all(map(math.isfinite, found)) else None
