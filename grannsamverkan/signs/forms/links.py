"""Shapes of input for giving a task to somebody."""

from wtforms import StringField
from wtforms.validators import Optional

from grannsamverkan.core.forms import Form, at_most, email
from grannsamverkan.core.i18n import lazy


class GiveForm(Form):
    """Who is to do a task, and where the link goes."""

    name = StringField(
        lazy("Vem ska göra det?"),
        validators=[Optional(), at_most(120)],
        description=lazy("Så att ni vet vilken länk som är vems."),
    )
    email = StringField(
        lazy("E-post"),
        validators=[Optional(), at_most(254), email()],
        description=lazy("Då går länken dit med mejl. Annars skriver du ut brevet."),
    )
