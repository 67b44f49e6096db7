"""Shapes of input for meetings."""

from wtforms import (
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput

from grannsamverkan.core.forms import Form, at_most, day, hour, options, required
from grannsamverkan.core.i18n import lazy
from grannsamverkan.groups.forms import MOST_DWELLINGS, WholeNumber
from grannsamverkan.groups.words import KIND_WORDS

LENGTHS = {
    "60": lazy("1 timme"),
    "90": lazy("1 timme och 30 minuter"),
    "120": lazy("2 timmar"),
    "180": lazy("3 timmar"),
}


class MeetingForm(Form):
    """When and where; `kind` is taken away where it is settled."""

    kind = RadioField(
        lazy("Vilket möte?"),
        choices=options(KIND_WORDS.items()),
        validators=[required(lazy("Välj vilket möte det är."))],
    )
    on = day(lazy("Vilken dag?"))
    at = hour(lazy("Vilken tid?"), description=lazy("Klockslaget när mötet börjar, som 18:30."))
    minutes = SelectField(lazy("Hur länge?"), choices=options(LENGTHS.items()), default="90")
    place = StringField(
        lazy("Var?"),
        validators=[required(lazy("Skriv var ni ska vara.")), at_most(120)],
        description=lazy("Till exempel Folkets hus, Storgatan 1."),
    )


class CancelForm(Form):
    """Why a meeting is called off."""

    reason = TextAreaField(
        lazy("Varför?"),
        validators=[required(lazy("Skriv varför.")), at_most(500)],
        description=lazy("Texten går ordagrant till kontaktombuden och polisen."),
    )


class AttendanceForm(Form):
    """How many came. Households are a number; only contact persons are named."""

    households = WholeNumber(
        lazy("Hur många hushåll kom?"),
        validators=[
            InputRequired(lazy("Skriv ett tal.")),
            NumberRange(
                min=0,
                max=MOST_DWELLINGS,
                message=lazy("Skriv ett tal mellan %(min)d och %(max)d."),
            ),
        ],
        description=lazy("Räkna hushåll, inte personer. Skriv inga namn."),
    )
    contacts = SelectMultipleField(
        lazy("Vilka kontaktombud kom?"), coerce=int, option_widget=CheckboxInput()
    )
