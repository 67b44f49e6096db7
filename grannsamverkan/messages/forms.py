"""Shapes of input for bulletins."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from grannsamverkan.core.forms import Form, at_most, options, required
from grannsamverkan.core.i18n import lazy
from grannsamverkan.messages import rules
from grannsamverkan.messages.models import Bulletin
from grannsamverkan.messages.rules import Said
from grannsamverkan.messages.words import CHANNEL_WORDS, FREQUENCY_WORDS, KIND_WORDS

_A_DAY = lazy("Skriv dagen med år, månad och dag, som 2026-12-01.")


class TextForm(Form):
    """What a bulletin says. `municipality` is taken away where there is only one."""

    municipality = SelectField(
        lazy("Kommun"), coerce=int, validators=[required(lazy("Välj kommun."))]
    )
    kind = RadioField(
        lazy("Vad handlar det om?"),
        choices=options(KIND_WORDS.items()),
        validators=[required(lazy("Välj vad det handlar om."))],
    )
    urgent = BooleanField(
        lazy("Brådskande"),
        description=lazy("Mejlas direkt till alla, också till den som har valt färre mejl."),
    )
    title = StringField(
        lazy("Rubrik"),
        validators=[required(lazy("Skriv en rubrik.")), at_most(120)],
        description=lazy("Säg saken: Tre inbrott i förråd den här veckan."),
    )
    text = TextAreaField(
        lazy("Text"),
        validators=[required(lazy("Skriv texten.")), at_most(rules.LONGEST_TEXT)],
        description=lazy(
            "Vanlig text. En tom rad skiljer stycken åt. Beskriv vad som har hänt och vad man kan"
            " göra, inte människor."
        ),
    )
    valid_until = DateField(
        lazy("Gäller till och med"),
        validators=[InputRequired(_A_DAY)],
        invalid_value_message=_A_DAY,
    )
    title_en = StringField(lazy("Rubrik på engelska"), validators=[Optional(), at_most(120)])
    text_en = TextAreaField(
        lazy("Text på engelska"),
        validators=[Optional(), at_most(rules.LONGEST_TEXT)],
        description=lazy("Utan engelska får alla den svenska texten."),
    )

    @classmethod
    def showing(cls, bulletin: Bulletin) -> "TextForm":
        """The form, filled with what a draft says."""
        return cls(obj=bulletin)

    @property
    def said(self) -> Said:
        """What was written."""
        return Said(
            kind=self.kind.data,
            title=self.title.data,
            text=self.text.data,
            valid_until=self.valid_until.data,
            urgent=self.urgent.data,
            title_en=self.title_en.data or "",
            text_en=self.text_en.data or "",
        )


class AreaForm(Form):
    """An area that is drawn, or told by its corners."""

    area = TextAreaField(
        lazy("Området som koordinater"),
        validators=[required(lazy("Rita området, eller skriv dess hörn.")), at_most(60_000)],
    )


def _boxes(label: Any, missing: Any, **more: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired(missing)],
        **more,
    )


class PoliceAreasForm(Form):
    """One or several police areas."""

    police_areas = _boxes(lazy("Vilka polisområden?"), lazy("Välj minst ett polisområde."))


class GroupsForm(Form):
    """Groups, one by one; `text` and `police_area` narrow what is shown to choose among."""

    text = StringField(
        lazy("Sök grupp"),
        validators=[Optional(), at_most(100)],
        description=lazy("Gruppens namn, en gata eller en adress."),
    )
    police_area = SelectField(
        lazy("Polisområde"), validators=[Optional()], coerce=str, validate_choice=False
    )
    groups = _boxes(lazy("Vilka grupper?"), lazy("Välj minst en grupp."))


class SendForm(Form):
    """The numbers that were seen; the guard's answers are boxes beside its questions."""

    groups = IntegerField(validators=[InputRequired(lazy("Läs igenom en gång till."))])
    persons = IntegerField(validators=[InputRequired(lazy("Läs igenom en gång till."))])


class CorrectionForm(Form):
    """Why a bulletin is taken back, and what holds instead."""

    correction = TextAreaField(
        lazy("Rättelse"),
        validators=[required(lazy("Skriv vad som var fel.")), at_most(rules.LONGEST_TEXT)],
        description=lazy("Säg vad som var fel och vad som gäller i stället."),
    )
    correction_en = TextAreaField(
        lazy("Rättelse på engelska"),
        validators=[Optional(), at_most(rules.LONGEST_TEXT)],
        description=lazy("Utan engelska får alla den svenska texten."),
    )


class FrequencyForm(Form):
    """How often somebody wants mail."""

    frequency = RadioField(
        lazy("Hur ofta vill du ha mejl om utskick och material?"),
        choices=options(FREQUENCY_WORDS.items()),
        validators=[required(lazy("Välj hur ofta."))],
    )


class ChannelForm(Form):
    """How somebody passes things on to a group."""

    channel = RadioField(
        lazy("Hur når du gruppen?"),
        choices=options(CHANNEL_WORDS.items()),
        validators=[required(lazy("Välj ett sätt."))],
    )
