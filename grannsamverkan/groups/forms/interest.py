"""Shapes of input for people without an account: the interest list, and a letter to a group."""

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from grannsamverkan.core.forms import Form, at_most, email, required
from grannsamverkan.core.i18n import lazy


class InterestForm(Form):
    """Where somebody lives, and where to write."""

    adress = StringField(
        lazy("Din adress"),
        validators=[required(lazy("Skriv din adress.")), at_most(100)],
        description=lazy("Gata och nummer, till exempel Storgatan 12."),
    )
    email = StringField(
        lazy("Din e-post"),
        validators=[required(lazy("Skriv en e-postadress.")), at_most(254), email()],
    )
    name = StringField(lazy("Ditt namn"), validators=[Optional(), at_most(80)])
    consent = BooleanField(
        lazy("Ja, spara min adress och e-post för att berätta när det finns en grupp"),
        validators=[InputRequired(lazy("Kryssa i rutan, annars får vi inte spara uppgifterna."))],
    )


class WriteForm(Form):
    """A letter to the contact persons."""

    name = StringField(lazy("Ditt namn"), validators=[Optional(), at_most(80)])
    email = StringField(
        lazy("Din e-post"),
        validators=[required(lazy("Skriv en e-postadress.")), at_most(254), email()],
        description=lazy("Dit svarar kontaktombudet."),
    )
    text = TextAreaField(
        lazy("Vad vill du säga?"),
        validators=[required(lazy("Skriv några ord.")), at_most(1000)],
        description=lazy("Till exempel att du vill vara med. Skriv inget om andra personer."),
    )
