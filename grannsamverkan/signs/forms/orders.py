"""Shapes of input for orders, hand-out and owners' consent."""

from flask_wtf.file import FileField
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from grannsamverkan.core.forms import Form, at_most, required
from grannsamverkan.core.i18n import lazy

_DAY = lazy("Skriv dagen med år, månad och dag, som 2026-12-01.")


class OrderForm(Form):
    """Which approved places to order signs for."""

    signs = SelectMultipleField(
        lazy("Vilka platser behöver en skylt?"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    note = TextAreaField(lazy("Något kommunen bör veta?"), validators=[Optional(), at_most(1000)])


class OrderStepForm(Form):
    """One step of an order, with a reason where one is needed."""

    step = HiddenField(validators=[required()])
    reason = TextAreaField(
        lazy("Varför?"),
        validators=[at_most(1000)],
        description=lazy("Texten går ordagrant till gruppens kontaktombud."),
    )


class ReceiptForm(Form):
    """Who took the signs."""

    received_by = StringField(
        lazy("Vem tog emot?"),
        validators=[required(lazy("Skriv namnet på den som tog emot.")), at_most(120)],
        description=lazy("Kontaktombudet eller den boende som hämtade."),
    )
    on = DateField(lazy("Vilken dag?"), validators=[required(_DAY)])
    fastening_sets = IntegerField(
        lazy("Hur många fästen till varje skylt?"),
        default=1,
        validators=[NumberRange(min=0, max=20)],
    )


class ConsentForm(Form):
    """The owner's yes."""

    given_by = StringField(
        lazy("Vem äger det och har sagt ja?"),
        validators=[required(lazy("Skriv vem som har sagt ja.")), at_most(120)],
        description=lazy("Till exempel en bostadsrättsförening, ett elbolag eller en granne."),
    )
    on = DateField(lazy("Vilken dag?"), validators=[required(_DAY)])
    paper = FileField(
        lazy("Papperet"),
        validators=[Optional()],
        description=lazy("Ett foto av medgivandet, eller en PDF. Högst 10 MB."),
    )


class HandOutForm(Form):
    """Who takes one sign, where that is told."""

    received_by = StringField(
        lazy("Vem tar emot?"),
        validators=[Optional(), at_most(120)],
        description=lazy("Kontaktombudet eller den boende som hämtar."),
    )
    fastening_sets = IntegerField(
        lazy("Hur många fästen?"), default=1, validators=[Optional(), NumberRange(min=0, max=20)]
    )
