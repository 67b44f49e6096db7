"""Forms: shape of input, in the reader's language. Meaning is checked by rules, not here."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length

from grannsamverkan.core.errors import DomainError
from grannsamverkan.core.i18n import gettext, lazy, ngettext


class _OwnTranslations:
    """Gives WTForms' own messages through the product's catalogue."""

    def gettext(self, string: str) -> str:
        return gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return ngettext(singular, plural, n)


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """Base of all forms: CSRF, translated messages, trimmed text without control characters."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
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
    return Length(max=length, message=lazy("Skriv kortare: högst %(max)d tecken."))


def email() -> Email:
    """A single mail address; the domain is not looked up."""
    message = lazy("Det ser inte ut som en e-postadress. Exempel: namn@exempel.se")
    return Email(message, check_deliverability=False)


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Choices of a field from (value, lazy label) pairs."""
    return [SelectChoice(str(value), label) for value, label in pairs]
