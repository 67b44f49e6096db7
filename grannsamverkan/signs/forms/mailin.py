"""Shapes of input for mail that came in."""

from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from grannsamverkan.core.forms import Form, at_most, required
from grannsamverkan.core.i18n import lazy


class MatchForm(Form):
    """Which sign the photos belong to, and which of them."""

    sign = RadioField(lazy("Vilken skylt är det?"), validators=[Optional()], default="")
    other = StringField(
        lazy("Annan skylt"),
        validators=[Optional(), at_most(40)],
        description=lazy("Skyltens kod eller stolpens nummer, till exempel K7Q-4MR eller 1042."),
    )
    photos = SelectMultipleField(
        lazy("Foton som hör till skylten"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[required(lazy("Välj minst ett foto."))],
    )


class DiscardForm(Form):
    """Why a mail is laid aside."""

    reason = TextAreaField(
        lazy("Varför läggs mejlet åt sidan?"),
        validators=[required(lazy("Skriv varför.")), at_most(500)],
        description=lazy("Skälet sparas med mejlet. Avsändaren får inget svar."),
    )
