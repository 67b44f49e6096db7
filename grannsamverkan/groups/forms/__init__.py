"""Shapes of input for groups."""

from contextlib import suppress
from itertools import starmap
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from grannsamverkan.core.forms import Form, at_most, email, options, required
from grannsamverkan.core.i18n import lazy
from grannsamverkan.groups import rules

MOST_DWELLINGS = 5000
_A_DAY = lazy("Skriv dagen med år, månad och dag, som 2026-12-01.")
_A_NUMBER = lazy("Skriv ett tal mellan %(min)d och %(max)d.")


class WholeNumber(IntegerField):  # type: ignore[misc]  # WTForms carries no types
    """A whole number. What cannot be read has no value, so that one message is enough."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        with suppress(ValueError):
            super().process_formdata(valuelist)


def _count(label: object, **options: object) -> WholeNumber:
    limits = NumberRange(min=0, max=MOST_DWELLINGS, message=_A_NUMBER)
    return WholeNumber(label, validators=[InputRequired(lazy("Skriv ett tal.")), limits], **options)


class FilterForm(Form):
    """What part of the list of groups to show; carried by the address, so it can be shared."""

    lage = SelectField(lazy("Läge"), coerce=str)
    namn = StringField(lazy("Namn"))


class NameForm(Form):
    """Step 1: what the group is called and how people live there."""

    name = StringField(
        lazy("Vad ska gruppen heta?"),
        validators=[required(lazy("Ge gruppen ett namn.")), at_most(80)],
        description=lazy("Till exempel gatan eller kvarteret: Björkvägen, Kvarteret Eken."),
    )
    housing = RadioField(
        lazy("Hur bor ni?"),
        choices=list(starmap(SelectChoice, rules.HOUSING_WORDS.items())),
        validators=[required(lazy("Välj det som stämmer bäst."))],
    )


class StartForm(NameForm):
    """Step 1 of a new registration; the municipality is asked for where there are several."""

    municipality = RadioField(
        lazy("Vilken kommun bor ni i?"),
        coerce=str,
        validators=[required(lazy("Välj vilken kommun ni bor i."))],
    )


class AreaForm(Form):
    """Step 2: which ground, on the map or in words."""

    area = TextAreaField(
        lazy("Området som koordinater"),
        validators=[at_most(60_000)],
        description=lazy("Ett hörn på varje rad, som 58.3801, 12.3234. GeoJSON går också bra."),
    )
    streets = TextAreaField(
        lazy("Gator och husnummer"),
        validators=[at_most(2000)],
        description=lazy("En gata på varje rad, till exempel Björkvägen 1–24."),
    )
    police_area = SelectField(
        lazy("Vilken del av kommunen bor ni i?"),
        coerce=str,
        validators=[Optional()],
        description=lazy("Så hamnar anmälan hos polisen där ni bor. Ta den del som är närmast."),
    )


class ChangeForm(AreaForm):
    """Another area for a living group, and why."""

    police_area = None
    reason = TextAreaField(
        lazy("Varför vill ni ändra?"),
        validators=[at_most(2000)],
        description=lazy("Behövs när ändringen är stor. Skriv inget om enskilda personer."),
    )


class AnswerForm(Form):
    """Yes or no to another area; a no has its reason."""

    reason = TextAreaField(
        lazy("Varför inte?"),
        validators=[at_most(2000)],
        description=lazy("Behövs bara för ett nej. Texten går ordagrant till kontaktombuden."),
    )


class DwellingsForm(Form):
    """Step 3: numbers only, no names."""

    dwellings = _count(
        lazy("Hur många bostäder finns i området?"),
        description=lazy("Räkna varje hus eller lägenhet som en bostad."),
    )
    joined = _count(lazy("Hur många av dem är med?"))
    declined = _count(
        lazy("Hur många har sagt nej?"),
        description=lazy("De som inte har svarat räknar vi ut."),
    )
    consent_by = StringField(
        lazy("Vem äger husen?"),
        validators=[at_most(120)],
        description=lazy("Bolag eller förening, och den person som har sagt ja."),
    )
    consent_on = DateField(
        lazy("När sa ägaren ja?"), validators=[Optional()], invalid_value_message=_A_DAY
    )
    consent_file = FileField(
        lazy("Ägarens besked"),
        description=lazy("En PDF på högst 10 MB, om ni har beskedet skriftligt."),
    )


class CountsForm(Form):
    """The same numbers, kept up to date later."""

    dwellings = _count(lazy("Bostäder"))
    joined = _count(lazy("Med"))
    declined = _count(lazy("Sagt nej"))


class ContactForm(Form):
    """Step 4: one contact person at a time."""

    name = StringField(
        lazy("Namn"), validators=[required(lazy("Skriv personens namn.")), at_most(120)]
    )
    email = StringField(
        lazy("E-post"),
        validators=[required(lazy("Skriv en e-postadress.")), at_most(254), email()],
    )
    phone = StringField(lazy("Telefon"), validators=[Optional(), at_most(40)])
    language = RadioField(
        lazy("Vilket språk ska mejlen till personen vara på?"),
        choices=options((("sv", "Svenska"), ("en", "English"))),
        validators=[Optional()],
    )
    head = BooleanField(lazy("Huvudkontaktombud"))


class SendForm(Form):
    """Step 5: read through and send."""

    message = TextAreaField(
        lazy("Något mer polisen bör veta?"),
        validators=[Optional(), at_most(2000)],
        description=lazy("Skriv inget om enskilda personer."),
    )
    privacy = BooleanField(
        lazy("Jag har läst hur personuppgifterna används"),
        validators=[InputRequired(lazy("Läs och kryssa i rutan."))],
    )


class DecisionForm(Form):
    """The reason for sending back or rejecting."""

    reason = TextAreaField(
        lazy("Varför?"),
        validators=[required(lazy("Skriv varför.")), at_most(2000)],
        description=lazy(
            "Texten går ordagrant till kontaktombuden. Skriv inget om enskilda personer."
        ),
    )


class FactForm(Form):
    """When something happened."""

    kind = RadioField(
        lazy("Vad har hänt?"),
        choices=list(starmap(SelectChoice, rules.FACT_WORDS.items())),
        validators=[required(lazy("Välj vad som har hänt."))],
    )
    on = DateField(
        lazy("Vilken dag?"), validators=[InputRequired(_A_DAY)], invalid_value_message=_A_DAY
    )
    place = StringField(lazy("Var?"), validators=[Optional(), at_most(120)])
