"""Shape of input for deciding several cases together."""

import re

from flask import request
from wtforms import RadioField, ValidationError

from grannsamverkan.core.i18n import lazy
from grannsamverkan.signs.forms import OutcomeForm
from grannsamverkan.signs.queries.together import MOST

_CASE = re.compile(r"(\d{1,9}):(\d{1,9})", re.ASCII)
OUTCOMES = ("ask_completion", "order_correction", "order_take_down")


class TogetherForm(OutcomeForm):
    """One outcome and one reason for several cases. Nothing is approved unseen."""

    set_id = None

    @property
    def cases(self) -> dict[int, int]:
        """The photo set that was looked at, by sign."""
        found = map(_CASE.fullmatch, request.form.getlist("arende")[:MOST])
        return {int(one[1]): int(one[2]) for one in found if one}

    def validate_outcome(self, field: RadioField) -> None:
        """Only what can be asked of many at once."""
        if field.data not in OUTCOMES:
            raise ValidationError(lazy("Välj vad som ska hända."))
