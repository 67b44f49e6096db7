"""Shapes of input for signing in and for accounts."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import HiddenField, PasswordField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import EqualTo, Optional, Regexp

from grannsamverkan.accounts import rules
from grannsamverkan.accounts.rules import passkeys
from grannsamverkan.accounts.words import ROLE_WORDS
from grannsamverkan.core.forms import Form, at_most, email, required
from grannsamverkan.core.i18n import lazy
from grannsamverkan.places.models import Municipality, PoliceArea

_LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1, with the 2021 erratum to RFC 3696
_PHONE = r"^\+?[0-9][0-9 ()/-]{4,30}$"
LANGUAGE_NAMES = (("sv", "Svenska"), ("en", "English"))


def _options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


def _address(label: Any) -> StringField:
    return StringField(
        label,
        validators=[
            required(lazy("Skriv e-postadressen.")),
            at_most(_LONGEST_ADDRESS),
            email(),
        ],
    )


def _digits(value: Any) -> Any:
    return rules.only_digits(value) if isinstance(value, str) else value


def _six_digits(label: Any) -> StringField:
    message = lazy("Skriv de sex siffrorna.")
    return StringField(
        label, filters=[_digits], validators=[required(message), Regexp(r"^[0-9]{6}$", 0, message)]
    )


class AskForm(Form):
    """Contact persons: where to send the code."""

    email = _address(lazy("Din e-postadress"))


class DigitsForm(Form):
    """The six digits of a mail."""

    digits = _six_digits(lazy("Koden i mejlet"))


class LinkForm(Form):
    """Only a button."""


class PasswordForm(Form):
    """Staff, first step."""

    email = _address(lazy("Din e-postadress i tjänsten"))
    password = PasswordField(
        lazy("Lösenord"), validators=[required(lazy("Skriv lösenordet.")), at_most(1000)]
    )


class AppForm(Form):
    """The six digits of an authenticator app."""

    digits = _six_digits(lazy("Koden i appen"))


class RecoveryForm(Form):
    """A code from paper."""

    code = StringField(
        lazy("Reservkod"), validators=[required(lazy("Skriv en reservkod.")), at_most(40)]
    )


class AnswerForm(Form):
    """What a key answered; filled in by the page's script."""

    answer = HiddenField(validators=[required(), at_most(passkeys.LONGEST_ANSWER)])


class NewPasskeyForm(AnswerForm):
    """A key and the name its owner gives it."""

    name = StringField(
        lazy("Vad ska passkeyn heta?"),
        validators=[required(lazy("Skriv ett namn.")), at_most(passkeys.NAME_LONGEST)],
    )


class PasskeyNameForm(Form):
    """Another name for a key."""

    name = StringField(
        lazy("Vad ska passkeyn heta?"),
        validators=[required(lazy("Skriv ett namn.")), at_most(passkeys.NAME_LONGEST)],
    )


class NewPasswordForm(Form):
    """A password for the first time; strength is judged by `rules.password_fault`."""

    password = PasswordField(
        lazy("Välj ett lösenord"), validators=[required(lazy("Skriv ett lösenord."))]
    )
    again = PasswordField(
        lazy("Skriv lösenordet en gång till"),
        validators=[
            required(lazy("Skriv lösenordet en gång till.")),
            EqualTo("password", lazy("Lösenorden är inte lika.")),
        ],
    )


class ChangePasswordForm(NewPasswordForm):
    """Another password, and what shows that its owner chooses it."""

    current = PasswordField(
        lazy("Lösenordet du har nu"), validators=[at_most(rules.PASSWORD_LONGEST)]
    )
    digits = StringField(
        lazy("Koden i appen"),
        filters=[_digits],
        validators=[Optional(), Regexp(r"^[0-9]{6}$", 0, lazy("Skriv de sex siffrorna."))],
    )


class AccountForm(Form):
    """About oneself."""

    name = StringField(lazy("Namn"), validators=[required(lazy("Skriv ditt namn.")), at_most(120)])
    phone = StringField(
        lazy("Telefon"),
        validators=[
            Optional(),
            Regexp(_PHONE, 0, lazy("Skriv numret med siffror, till exempel 070-123 45 67.")),
        ],
    )
    language = RadioField(lazy("Språk"), choices=_options(LANGUAGE_NAMES), default="sv")


class InviteForm(Form):
    """Somebody for the staff, with one role."""

    name = StringField(lazy("Namn"), validators=[required(lazy("Skriv namnet.")), at_most(120)])
    email = _address(lazy("E-postadress i tjänsten"))
    role = RadioField(
        lazy("Uppgift"),
        choices=_options(ROLE_WORDS.items()),
        validators=[required(lazy("Välj en uppgift."))],
    )
    municipality = SelectField(lazy("Kommun"), coerce=int)
    police_area = SelectField(lazy("Polisområde"), coerce=int)

    def offer(self, places: Sequence[Municipality], areas: Sequence[PoliceArea]) -> None:
        """Fill the lists; 0 stands for the whole municipality."""
        self.municipality.choices = _options((place.id, place.name) for place in places)
        whole = (0, lazy("Hela kommunen"))
        self.police_area.choices = _options([whole, *((area.id, area.name) for area in areas)])
