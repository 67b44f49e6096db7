"""Shapes of input for a walk round the signs."""

from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from grannsamverkan.core.forms import Form, at_most, options, required
from grannsamverkan.core.i18n import lazy
from grannsamverkan.signs import words

RESULTS = (("ok", lazy("Den är som den ska")), ("fault", lazy("Något är fel")))


class RoundForm(Form):
    """A link for one walk."""

    walker = StringField(
        lazy("Vem ska gå?"),
        validators=[Optional(), at_most(120)],
        description=lazy("Så att ni vet vilken länk som är vems."),
    )


class MarkForm(Form):
    """How one sign is."""

    key = HiddenField(validators=[required(), Length(max=80)])
    result = RadioField(
        lazy("Hur är skylten?"),
        choices=options(RESULTS),
        validators=[required(lazy("Välj ett av svaren."))],
    )
    kind = SelectField(
        lazy("Vad är fel?"),
        choices=options([("", lazy("Välj om något är fel")), *words.FAULT_WORDS.items()]),
    )
    text = TextAreaField(lazy("Berätta mer"), validators=[Optional(), at_most(1000)])
    photos = MultipleFileField(lazy("Foton"))

    def validate_kind(self, field: SelectField) -> None:
        """A fault is of a kind."""
        if self.result.data == "fault" and not field.data:
            raise ValidationError(lazy("Välj vad som är fel."))
