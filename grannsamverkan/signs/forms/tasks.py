"""Shapes of input for tasks and reports of faults."""

from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, Optional

from grannsamverkan.core.forms import Form, at_most, email, options, required
from grannsamverkan.core.i18n import lazy
from grannsamverkan.signs import words

_CHOOSE = lazy("Välj ett av svaren.")
OPENED_BY_HAND = {k: words.TASK_WORDS[k] for k in ("fault", "inspect", "put_back")}
ANSWERS = ("finish", "return", "cancel")


def _photos(hint: Any) -> MultipleFileField:
    return MultipleFileField(lazy("Foton"), description=hint)


class FaultForm(Form):
    """What a passer-by says is wrong."""

    kind = RadioField(
        lazy("Vad är fel?"),
        choices=options(words.FAULT_WORDS.items()),
        validators=[required(_CHOOSE)],
    )
    text = TextAreaField(
        lazy("Berätta mer"),
        validators=[Optional(), at_most(1000)],
        description=lazy("Skriv bara om skylten och stolpen, inte om människor."),
    )
    photos = _photos(lazy("Högst tre foton. Undvik människor och bilnummer i bild."))
    email = StringField(
        lazy("Din e-post"),
        validators=[Optional(), at_most(254), email()],
        description=lazy("Om du vill veta hur det går. Adressen tas bort när det är klart."),
    )


class TaskReportForm(Form):
    """That a task is done, with photos."""

    photos = _photos(lazy("Ta ett nära och ett på håll. JPEG, PNG, WebP och HEIC går bra."))
    note = TextAreaField(
        lazy("Vad har du gjort?"),
        validators=[Optional(), at_most(2000)],
        description=lazy("Till exempel: bytte till två nya buntband."),
    )


class TaskAnswerForm(Form):
    """What the reviewer says about a task."""

    answer = HiddenField(validators=[required(), AnyOf(ANSWERS, message=_CHOOSE)])
    reason = TextAreaField(
        lazy("Vad vill du säga?"),
        validators=[at_most(2000)],
        description=lazy("Texten går ordagrant till gruppens kontaktombud."),
    )


class OpenTaskForm(Form):
    """Something to ask the group to do with a sign."""

    kind = RadioField(
        lazy("Vad ska göras?"),
        choices=options(OPENED_BY_HAND.items()),
        validators=[required(_CHOOSE)],
    )
    reason = TextAreaField(
        lazy("Varför?"),
        validators=[required(lazy("Skriv varför.")), at_most(2000)],
        description=lazy("Texten går ordagrant till gruppens kontaktombud."),
    )


class TakeDownForm(Form):
    """Why a sign is to come down."""

    reason = TextAreaField(
        lazy("Varför ska skylten tas ner?"),
        validators=[required(lazy("Skriv varför.")), at_most(2000)],
        description=lazy("Texten går ordagrant till gruppens kontaktombud."),
    )
