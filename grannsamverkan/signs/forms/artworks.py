"""Shape of input for the printed faces of signs."""

import math
from typing import Any

from flask_wtf.file import FileField
from wtforms import FloatField, HiddenField, StringField
from wtforms.validators import NumberRange, Optional, ValidationError

from grannsamverkan.core.forms import Form, at_most, required
from grannsamverkan.core.i18n import lazy

SMALLEST_MM, LARGEST_MM = 50, 2000


class MillimetreField(FloatField):  # type: ignore[misc]  # WTForms carries no types
    """A length in millimetres, also written "297,5" or "300 mm"."""

    def __init__(self, label: Any, **more: Any) -> None:
        message = lazy(
            "Skriv måttet i millimeter, mellan %(least)d och %(most)d.",
            least=SMALLEST_MM,
            most=LARGEST_MM,
        )
        limits = NumberRange(min=SMALLEST_MM, max=LARGEST_MM, message=message)
        super().__init__(label, validators=[required(message), limits], **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it as people write it."""
        if valuelist:
            self.data = _millimetres(valuelist[0])


def _millimetres(written: str) -> float:
    """What cannot be read is not a number, which the limits refuse."""
    try:
        return float(written.lower().removesuffix("mm").strip().replace(",", "."))
    except ValueError:
        return math.nan


class ArtworkForm(Form):
    """A new edition of the printed face. `kept` is a picture sent before."""

    title = StringField(
        lazy("Vad heter utgåvan?"),
        validators=[required(), at_most(120)],
        description=lazy("Så att ni känner igen den, till exempel Skylt 2024, blå."),
    )
    picture = FileField(
        lazy("Bild av trycket"),
        description=lazy(
            "Hela skylten rakt framifrån, kant till kant, minst 400 bildpunkter bred. PNG eller"
            " JPEG, helst tryckoriginalet."
        ),
    )
    kept = HiddenField()
    width_mm = MillimetreField(lazy("Hur bred är skylten?"), description=lazy("Till exempel 300."))
    height_mm = MillimetreField(lazy("Hur hög är skylten?"), description=lazy("Till exempel 400."))
    number_box = StringField(
        lazy("Var står skyltens nummer?"),
        validators=[Optional(), at_most(60)],
        description=lazy(
            "Fyra tal i procent av skylten: vänsterkant, överkant, högerkant, underkant."
            " Till exempel 10 80 60 95. Lämna tomt om skylten inte har något nummer."
        ),
    )

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """The number's place as shares; None if none was given."""
        text = self.number_box.data or ""
        return _box(text) if text else None

    def validate_number_box(self, field: StringField) -> None:
        """Four percentages that span a box."""
        try:
            _box(field.data)
        except ValueError as error:
            raise ValidationError(
                lazy("Skriv fyra tal mellan 0 och 100: vänster, över, höger och under.")
            ) from error


def _box(text: str) -> tuple[float, float, float, float]:
    shares = [float(part.replace(",", ".")) / 100 for part in text.replace("%", " ").split()]
    left, top, right, bottom = shares
    inside = all(math.isfinite(share) and 0 <= share <= 1 for share in shares)
    if not inside or left >= right or top >= bottom:
        raise ValueError("no box")
    return left, top, right, bottom
