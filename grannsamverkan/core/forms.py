"""Forms: shape of input, in the reader's language. Meaning is checked by rules, not here."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, Field, SelectChoice, StringField, TextAreaField, TimeField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from grannsamverkan.core.errors import DomainError
from grannsamverkan.core.i18n import lazy

_LISTED = lazy("Välj bland det som finns i listan.")
_DAY = lazy("Skriv dagen med år, månad och dag, som 2026-12-01.")
_HOUR = lazy("Skriv klockslaget som 18:30.")
_SHORTER = lazy("Skriv kortare: högst %(max)d tecken.")
_ADDRESS = lazy("Det ser inte ut som en e-postadress. Exempel: namn@exempel.se")
OWN_MESSAGES: Mapping[str, Any] = {
    "This field is required.": lazy("Fyll i det här."),
    "Not a valid choice.": _LISTED,
    "Invalid Choice: could not coerce.": _LISTED,
    "Invalid choice(s): one or more data inputs could not be coerced.": _LISTED,
    "'%(value)s' is not a valid choice for this field.": _LISTED,
    "Not a valid date value.": _DAY,
    "Not a valid time value.": _HOUR,
    "Not a valid integer value.": lazy("Skriv ett helt tal."),
    "Not a valid decimal value.": lazy("Skriv ett tal."),
    "Not a valid float value.": lazy("Skriv ett tal."),
    "Number must be at least %(min)s.": lazy("Skriv %(min)s eller mer."),
    "Number must be at most %(max)s.": lazy("Skriv %(max)s eller mindre."),
    "Number must be between %(min)s and %(max)s.": lazy(
        "Skriv ett tal mellan %(min)s och %(max)s."
    ),
    "Field cannot be longer than %(max)d character.": _SHORTER,
    "Field must be at least %(min)d character long.": lazy("Skriv minst %(min)d tecken."),
    "Invalid email address.": _ADDRESS,
    "Invalid URL.": lazy("Skriv en hel webbadress, som https://exempel.se"),
}
"""WTForms' English words (the singular, where there are two) in the product's own."""
_ELSE = lazy("Det här går inte att använda. Ändra det och försök igen.")


class _OwnTranslations:
    """Says what WTForms has to say in the product's words; it would speak English otherwise."""

    def gettext(self, string: str) -> str:
        return str(OWN_MESSAGES.get(string, _ELSE))

    def ngettext(self, singular: str, _plural: str, _number: int) -> str:
        return self.gettext(singular)


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """Base of all forms: CSRF, translated messages, trimmed text without control characters."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # the same
        def get_translations(self, form: Any) -> _OwnTranslations:
            return _OwnTranslations()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            if issubclass(unbound_field.field_class, StringField | TextAreaField):
                filters = unbound_field.kwargs.get("filters", ())
                unbound_field.kwargs["filters"] = [tidy, *(f for f in filters if f is not tidy)]
            return unbound_field.bind(form=form, **options)

    def add_error(self, error: DomainError) -> None:
        """Put a domain error beside the field it is about, or above the form."""
        field = self._fields.get(error.field) if error.field else None
        if field is None:
            self.form_errors.append(str(error))
        else:
            field.errors = [*field.errors, str(error)]


def tidy(value: Any) -> Any:
    """Trim, make every kind of blank a space, drop other control characters but line breaks.

    Other types pass through.
    """
    if not isinstance(value, str):
        return value
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_tidy_sign(sign) for sign in lines).strip()


def _tidy_sign(sign: str) -> str:
    if sign == "\n" or sign.isprintable():
        return sign
    # A tab or a no-break space parts words; dropped, it would join them.
    return " " if sign.isspace() else ""


def required(message: Any = None) -> DataRequired:
    """The field must be filled in."""
    return DataRequired(message or lazy("Fyll i det här."))


def at_most(length: int) -> Length:
    """No longer than `length` characters."""
    return Length(max=length, message=_SHORTER)


def email() -> Email:
    """A single mail address; the domain is not looked up."""
    return Email(_ADDRESS, check_deliverability=False)


def day(label: Any, *, needed: bool = True, description: Any = "") -> DateField:
    """A field for a day; one that is not `needed` may be left empty."""
    asked = InputRequired(_DAY) if needed else Optional()
    return DateField(label, validators=[asked], invalid_value_message=_DAY, description=description)


def hour(label: Any, *, description: Any = "") -> TimeField:
    """A field for a time of day."""
    return TimeField(label, validators=[InputRequired(_HOUR)], description=description)


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Choices of a field from (value, lazy label) pairs."""
    return [SelectChoice(str(value), label) for value, label in pairs]
