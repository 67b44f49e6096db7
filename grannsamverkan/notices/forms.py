"""Shape of input for a text."""

from wtforms import DateField, StringField, TextAreaField

from grannsamverkan.core.forms import Form, at_most, required
from grannsamverkan.core.i18n import lazy
from grannsamverkan.notices.rules import MOST_LETTERS


class NoticeForm(Form):
    """A new version of a text."""

    text_sv = TextAreaField(
        lazy("Texten på svenska"),
        validators=[required(), at_most(MOST_LETTERS)],
        description=lazy(
            "Rubrik: ## framför. Punkt: - framför. Länk: [ord](https://adress). "
            "Tom rad mellan stycken."
        ),
    )
    text_en = TextAreaField(
        lazy("Texten på engelska"), validators=[required(), at_most(MOST_LETTERS)]
    )
    valid_from = DateField(lazy("Gäller från"), validators=[required()])
    change = StringField(
        lazy("Vad är nytt?"),
        validators=[required(), at_most(300)],
        description=lazy("Syns i historiken. Till exempel: ny tid för foton."),
    )
