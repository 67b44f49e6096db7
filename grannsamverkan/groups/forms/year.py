"""Shapes of input for a group's year, and for letting it rest or closing it."""

from itertools import starmap

from wtforms import DateField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import Optional

from grannsamverkan.core.forms import Form, at_most, required
from grannsamverkan.core.i18n import lazy
from grannsamverkan.groups.rules.year import SIGN_WORDS


class YearForm(Form):
    """What is confirmed; filled in beforehand, so that one press is enough."""

    met_on = DateField(
        lazy("När träffades ni senast?"),
        validators=[Optional()],
        description=lazy("Lämna tomt om ni inte har träffats."),
    )
    signs = RadioField(
        lazy("Hur är det med skyltarna?"),
        choices=list(starmap(SelectChoice, SIGN_WORDS.items())),
        validators=[required(lazy("Välj det som stämmer bäst."))],
    )


class ReasonForm(Form):
    """Why a group is to rest, or is closed."""

    reason = TextAreaField(
        lazy("Varför?"),
        validators=[required(lazy("Skriv varför.")), at_most(2000)],
        description=lazy(
            "Texten går ordagrant till kontaktombuden, polisen och kommunen."
            " Skriv inget om enskilda personer."
        ),
    )
