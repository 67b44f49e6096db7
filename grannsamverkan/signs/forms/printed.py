"""Shapes of input for printed matter: a group's wish, the coordinator's steps, the catalogue."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar, cast

from wtforms import (
    BooleanField,
    DateField,
    FloatField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import TextInput

from grannsamverkan.core.forms import Form, at_most, options, required
from grannsamverkan.core.i18n import format_number, lazy
from grannsamverkan.signs.rules.printed import LARGEST
from grannsamverkan.signs.usecases.catalogue import Matter
from grannsamverkan.signs.words.printed import OPENS_WORDS, PER_WORDS, UNIT_CHOICES

_DAY = lazy("Skriv dagen med år, månad och dag, som 2026-12-01.")
_MATTER = tuple(field.name for field in fields(Matter) if field.name != "factor")
_NUMBER = NumberRange(min=0, max=LARGEST)
AnyForm = TypeVar("AnyForm", bound=Form)


def with_numbers(form: type[AnyForm], labels: Mapping[str, Any]) -> type[AnyForm]:
    """The form with a field for a number added for each name, with its label."""
    added = {
        name: IntegerField(label, validators=[Optional(), _NUMBER])
        for name, label in labels.items()
    }
    return cast("type[AnyForm]", type(form.__name__, (form,), added))


class WishForm(Form):
    """What a group orders; a number for each item is added by `with_numbers`."""

    dwellings = IntegerField(
        lazy("Hur många bostäder har området?"), validators=[Optional(), _NUMBER]
    )
    entrances = IntegerField(
        lazy("Hur många trapphus med egen entré?"),
        validators=[Optional(), _NUMBER],
        description=lazy("Antalet sparas med beställningen, så att ni slipper räkna nästa gång."),
    )
    why = TextAreaField(
        lazy("Behöver ni fler än förslaget? Skriv varför"),
        validators=[Optional(), at_most(500)],
        description=lazy("Behövs bara om ni vill ha mycket mer än det som föreslås."),
    )
    note = TextAreaField(lazy("Något kommunen bör veta?"), validators=[Optional(), at_most(1000)])


class ApproveForm(Form):
    """Yes, perhaps to fewer; a number for each line is added by `with_numbers`."""

    word = TextAreaField(
        lazy("Ord till gruppen"),
        validators=[Optional(), at_most(1000)],
        description=lazy("Behövs om du sänker något antal. Texten går ordagrant till gruppen."),
    )


class OrderedForm(Form):
    """From whom the municipality has ordered."""

    supplier = StringField(
        lazy("Varifrån är det beställt?"),
        validators=[Optional(), at_most(120)],
        description=lazy("Till exempel tryckeriet eller Stöldskyddsföreningen."),
    )
    reference = StringField(
        lazy("Ordernummer eller referens"), validators=[Optional(), at_most(80)]
    )


class DeliveryForm(Form):
    """What came; a number for each line is added by `with_numbers`."""

    on = DateField(lazy("Vilken dag kom det?"), validators=[required(_DAY)])
    ends = BooleanField(lazy("Mer kommer inte av den här beställningen"))


class HandReceiptForm(Form):
    """Who took it, noted by the coordinator."""

    received_by = StringField(
        lazy("Vem tog emot?"),
        validators=[required(lazy("Skriv namnet på den som tog emot.")), at_most(120)],
    )
    on = DateField(lazy("Vilken dag?"), validators=[required(_DAY)])


class ShareField(FloatField):  # type: ignore[misc]  # WTForms carries no types
    """A number as people write it, with a comma or a point; shown with a comma."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read "0,5" and "0.5" alike."""
        super().process_formdata([text.strip().replace(",", ".") for text in valuelist])

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else format_number(self.data)


class MatterForm(Form):
    """An item of the catalogue, in both languages."""

    name_sv = StringField(lazy("Namn på svenska"), validators=[required(), at_most(80)])
    name_en = StringField(lazy("Namn på engelska"), validators=[required(), at_most(80)])
    about_sv = TextAreaField(lazy("Vad det är, på svenska"), validators=[Optional(), at_most(400)])
    about_en = TextAreaField(lazy("Vad det är, på engelska"), validators=[Optional(), at_most(400)])
    unit = SelectField(lazy("Enhet"), choices=options(UNIT_CHOICES.items()))
    factor = ShareField(
        lazy("Hur många föreslås?"),
        validators=[InputRequired(lazy("Skriv ett tal.")), NumberRange(min=0, max=1000)],
        description=lazy("Ett tal. 0,5 betyder en på två."),
    )
    per = SelectField(lazy("För varje"), choices=options(PER_WORDS.items()))
    opens = RadioField(
        lazy("Vilka grupper får beställa?"),
        choices=options(OPENS_WORDS.items()),
        default="approved",
        validators=[required()],
    )
    source = StringField(
        lazy("Varifrån kommer antalet?"),
        validators=[Optional(), at_most(200)],
        description=lazy("Till exempel en handbok. Skriv ”eget val” om ni själva har bestämt det."),
    )

    @property
    def matter(self) -> Matter:
        """What is to be kept."""
        said: dict[str, Any] = {name: self[name].data or "" for name in _MATTER}
        return Matter(**said, factor=float(self.factor.data or 0))
