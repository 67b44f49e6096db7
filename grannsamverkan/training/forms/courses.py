"""Shapes of input for courses."""

from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import AnyOf, InputRequired

from grannsamverkan.core.forms import Form, required
from grannsamverkan.core.i18n import lazy
from grannsamverkan.training.rules.starter import LANGUAGES


class ModuleForm(Form):
    """Which edition becomes a module; its choices are set by the page."""

    edition = SelectField(
        lazy("Lägg till en del"), coerce=int, validators=[required(lazy("Välj ett material."))]
    )


class MoveForm(Form):
    """A step up or down."""

    by = IntegerField(validators=[InputRequired(), AnyOf([-1, 1])])


class StarterForm(Form):
    """Which of the product's courses, for which municipality."""

    municipality = IntegerField()
    language = StringField()

    @property
    def chosen_language(self) -> str:
        """The language asked for, or the first there is."""
        return self.language.data if self.language.data in LANGUAGES else LANGUAGES[0]
