"""Forms of the places room: one setting at a time, and whom the public may call."""

from typing import Any

from wtforms import (
    Field,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput

from grannsamverkan.core.forms import Form, at_most, email, options, required
from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.places.rules import LONGEST_TEXT, YES_NO, Definition


class SettingForm(Form):
    """One setting; `value` is built by `setting_form` for its type."""

    value: Field


class ContactForm(Form):
    """Somebody the public may call."""

    title = StringField(lazy("Roll"), [required(), at_most(120)])
    name = StringField(lazy("Namn"), [Optional(), at_most(120)])
    phone = StringField(lazy("Telefon"), [required(), at_most(40)])
    email = StringField(lazy("E-post"), [Optional(), at_most(254), email()])
    hours = StringField(lazy("Telefontid"), [Optional(), at_most(120)])
    note = TextAreaField(lazy("Bra att veta"), [Optional(), at_most(300)])
    position = IntegerField(
        lazy("Plats i listan"),
        [
            InputRequired(lazy("Skriv ett helt tal.")),
            NumberRange(0, 999, lazy("Skriv ett tal mellan 0 och 999.")),
        ],
        default=0,
    )


class MunicipalityForm(Form):
    """Facts about the municipality itself."""

    name = StringField(lazy("Kommunens namn"), [required(), at_most(120)])
    short_name = StringField(lazy("Kort namn"), [required(), at_most(60)])
    function_mailbox = StringField(
        lazy("Funktionsbrevlåda för skyltärenden"), [Optional(), at_most(254), email()]
    )
    privacy_controller = StringField(lazy("Personuppgiftsansvarig"), [required(), at_most(200)])
    privacy_contact = StringField(lazy("Så når man dataskyddsombudet"), [Optional(), at_most(200)])
    language = RadioField(
        lazy("Språk i mejl till dem som ännu inte har valt"),
        choices=options([("sv", "Svenska"), ("en", "English")]),
    )
    epsg = IntegerField(
        lazy("Koordinatsystem (EPSG)"), [InputRequired(lazy("Skriv ett helt tal."))]
    )


class TextForm(Form):
    """A text in the municipality's own words."""

    body = TextAreaField(lazy("Texten"))


def setting_form(definition: Definition, value: Any) -> SettingForm:
    """The form for one setting, filled with its value when it is opened and not when it is sent:
    to have chosen nothing is an answer."""
    made = type("OneSettingForm", (SettingForm,), {"value": _field(definition)})
    form: SettingForm = made()
    if not form.is_submitted():
        form.value.data = _shown(definition, value)
    return form


def _field(definition: Definition) -> Field:
    label = _(definition.label)
    if definition.type == "bool":
        return RadioField(label, [InputRequired(lazy("Välj ja eller nej."))], choices=_yes_no())
    if definition.type == "codes":
        codes = options((code, _(word)) for code, word in (definition.options or {}).items())
        return SelectMultipleField(label, choices=codes, option_widget=CheckboxInput())
    if definition.type == "text":
        return StringField(label, [at_most(LONGEST_TEXT)])
    return StringField(label, [required(lazy("Skriv ett tal."))])


def _yes_no() -> list[SelectChoice]:
    return options([("yes", _("Ja")), ("no", _("Nej"))])


def sent_value(definition: Definition, value: Any) -> list[str]:
    """What the form sends for a value: one text, or one for each code."""
    shown = _shown(definition, value)
    return [str(one) for one in shown] if isinstance(shown, list) else [str(shown)]


def _shown(definition: Definition, value: Any) -> Any:
    if definition.type == "bool":
        return next(word for word, meant in YES_NO.items() if meant == value)
    if definition.type == "float":
        return str(value).replace(".", ",")
    return value if definition.type in {"codes", "text"} else str(value)
