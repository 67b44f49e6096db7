"""Shapes of input for the household list."""

from itertools import starmap

from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
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


class InvitationCodeForm(Form):
    """The invitation's code, for a phone that cannot read the QR code."""

    token = StringField(
        lazy("Koden på lappen"),
        validators=[required(lazy("Skriv koden.")), at_most(60)],
        description=lazy("Sju grupper med fyra tecken. Stora eller små spelar ingen roll."),
    )


class JoinForm(Form):
    """What a household answers to the group's invitation."""

    key = HiddenField(validators=[required(), at_most(60)])
    version = HiddenField(validators=[required(), at_most(20)])
    answer = RadioField(
        lazy("Vill ni vara med?"),
        choices=list(
            starmap(
                SelectChoice,
                (("joined", lazy("Ja, vi är med")), ("declined", lazy("Nej tack"))),
            )
        ),
        validators=[required(lazy("Välj ja eller nej."))],
    )
    address = StringField(
        lazy("Er adress"),
        validators=[required(lazy("Skriv er adress.")), at_most(rules.LONGEST_ADDRESS)],
        description=lazy("Gata och nummer, och lägenhetens nummer om ni har ett."),
    )
    names = StringField(
        lazy("Namn"),
        validators=[Optional(), at_most(rules.LONGEST_NAMES)],
        description=lazy("En eller flera vuxna. Behövs bara om ni är med."),
    )
    phone = StringField(lazy("Telefon"), validators=[Optional(), at_most(40)])
    email = StringField(
        lazy("E-post"),
        validators=[Optional(), at_most(254), email()],
        description=lazy("Hit skickar vi länken där ni kan ändra eller ta bort era uppgifter."),
    )
    consents = BooleanField(lazy("Vi går med på att uppgifterna sparas så som det står här"))


class OwnDetailsForm(Form):
    """What a household changes about itself."""

    names = StringField(
        lazy("Namn"),
        validators=[
            required(lazy("Skriv ett namn, så att kontaktombudet vet vem som går med.")),
            at_most(rules.LONGEST_NAMES),
        ],
    )
    phone = StringField(lazy("Telefon"), validators=[Optional(), at_most(40)])
    email = StringField(lazy("E-post"), validators=[Optional(), at_most(254), email()])


class SheetForm(Form):
    """A spreadsheet with the households."""

    file = FileField(
        lazy("Välj filen"),
        description=lazy("Excel (.xlsx) eller CSV, högst 2 MB och 2 000 rader."),
    )


class ConfirmSheetForm(Form):
    """What was read, still sealed, and the yes to taking it in."""

    sealed = HiddenField(validators=[required()])
    consents = BooleanField(lazy("Hushållen har sagt ja till att uppgifterna sparas här"))


class HandOverForm(Form):
    """A contact person leaves, and says who takes over."""

    way = RadioField(
        lazy("Vem tar över?"),
        choices=list(
            starmap(
                SelectChoice,
                (
                    ("successor", lazy("Jag har frågat någon som tar över")),
                    ("nobody", lazy("Jag har ingen efterträdare")),
                ),
            )
        ),
        validators=[required(lazy("Välj det som stämmer."))],
    )
    name = StringField(lazy("Namn"), validators=[Optional(), at_most(120)])
    email = StringField(lazy("E-post"), validators=[Optional(), at_most(254), email()])
    phone = StringField(lazy("Telefon"), validators=[Optional(), at_most(40)])
