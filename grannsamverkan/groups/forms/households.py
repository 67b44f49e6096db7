"""Shapes of input for the household list."""

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from grannsamverkan.core.forms import Form, at_most, email, options, required
from grannsamverkan.core.i18n import lazy
from grannsamverkan.groups.rules import households as rules

LONGEST_LIST = 20_000


class HouseholdFilterForm(Form):
    """What part of the list to show; carried by the address, so it can be shared and kept."""

    sok = StringField(lazy("Sök adress eller namn"), validators=[Optional(), at_most(100)])
    visa = SelectField(
        lazy("Visa"), choices=options(rules.SHOWN.items()), coerce=str, validate_choice=False
    )


class DetailsForm(Form):
    """What a joined household says of itself; all of it may be left out."""

    names = StringField(
        lazy("Namn"),
        validators=[Optional(), at_most(rules.LONGEST_NAMES)],
        description=lazy("En eller flera vuxna, som Maja och Ali Lind."),
    )
    phone = StringField(lazy("Telefon"), validators=[Optional(), at_most(40)])
    email = StringField(lazy("E-post"), validators=[Optional(), at_most(254), email()])
    note = TextAreaField(
        lazy("Anteckning"),
        validators=[Optional(), at_most(rules.LONGEST_NOTE)],
        description=lazy(
            "Till exempel vill helst bli uppringd. Skriv aldrig när någon är bortrest."
        ),
    )
    consents = BooleanField(lazy("Hushållet har sagt ja till att uppgifterna sparas här"))


class AddressesForm(Form):
    """Dwellings that the map does not know, one a line."""

    addresses = TextAreaField(
        lazy("Vilka bostäder ska in på listan?"),
        validators=[required(lazy("Skriv minst en adress.")), at_most(LONGEST_LIST)],
        description=lazy("En på varje rad, som Björkvägen 12 eller Björkvägen 12, lgh 1101."),
    )


class AnswerForm(Form):
    """One press on one dwelling, and where in the list to go back to."""

    status = SelectField(choices=options((one, one) for one in rules.ANSWERS), coerce=str)
    tillbaka = HiddenField()
