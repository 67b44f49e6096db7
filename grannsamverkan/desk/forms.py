"""Shapes of input for the desk: what is searched and filtered, and the style guide's sample."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FileField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from grannsamverkan.core.forms import Form, at_most
from grannsamverkan.core.i18n import lazy
from grannsamverkan.desk.queries.search import LONGEST


class _Asking(Form):
    """A form whose values stand in the address: it changes nothing and needs no token."""

    class Meta(Form.Meta):
        csrf = False


class SearchForm(_Asking):
    """An address, and the municipality where there are several."""

    adress = StringField(
        lazy("Din adress"),
        [Optional(), at_most(LONGEST)],
        description=lazy("Gata och nummer, till exempel Storgatan 12."),
    )
    kommun = SelectField(lazy("Kommun"), [Optional()])

    def offer(self, municipalities: list[tuple[str, str]]) -> None:
        """Let one choose among (slug, name); a single one needs no question."""
        self.kommun.choices = [SelectChoice(slug, name) for slug, name in municipalities]
        if len(municipalities) < 2:
            del self.kommun


class QueueForm(_Asking):
    """Which signs the reviewer's queue shows; the names are those of `signs.queries.wanted`."""

    q = StringField(lazy("Kod, plats, stolpe eller grupp"), [Optional(), at_most(80)])
    lage = SelectField(
        lazy("Vad"),
        [Optional()],
        choices=[
            SelectChoice("", lazy("Allt")),
            SelectChoice("photos_sent", lazy("Foton att granska")),
            SelectChoice("planned", lazy("Platser att svara på")),
        ],
    )
    fynd = SelectField(
        lazy("Kontrollerna"),
        [Optional()],
        choices=[
            SelectChoice("", lazy("Alla")),
            SelectChoice("fel", lazy("Något är inte okej")),
            SelectChoice("titta", lazy("En person tittar")),
            SelectChoice("klart", lazy("Allt stämmer")),
        ],
    )
    tid = SelectField(
        lazy("Tid kvar"),
        [Optional()],
        choices=[
            SelectChoice("", lazy("Alla")),
            SelectChoice("sen", lazy("För sent")),
            SelectChoice("snart", lazy("Högst tre dagar")),
        ],
    )
    hos = SelectField(
        lazy("Hos vem"),
        [Optional()],
        choices=[
            SelectChoice("", lazy("Alla")),
            SelectChoice("mig", lazy("Mig")),
            SelectChoice("ingen", lazy("Ingen")),
        ],
    )
    omrade = SelectField(lazy("Polisområde"), [Optional()])

    def offer(self, areas: list[tuple[int, str]]) -> None:
        """Let one choose among the police areas (id, name); a single one needs no question."""
        every = SelectChoice("", lazy("Alla"))
        self.omrade.choices = [every, *(SelectChoice(str(key), name) for key, name in areas)]
        if len(areas) < 2:
            del self.omrade


class FindForm(_Asking):
    """What one looks for among all that one may see."""

    q = StringField(
        lazy("Vad söker du?"),
        [Optional(), at_most(LONGEST)],
        description=lazy("En grupp, en adress, en skyltkod, ett stolpnummer eller ett namn."),
    )


class OverviewForm(_Asking):
    """What part of groups and signs an overview shows. A state or area there is not shows all."""

    omrade = SelectField(lazy("Polisområde"), [Optional()], coerce=str, validate_choice=False)
    lage = SelectField(lazy("Grupper"), [Optional()], coerce=str, validate_choice=False)
    skylt = SelectField(lazy("Skyltar"), [Optional()], coerce=str, validate_choice=False)
    fran = DateField(lazy("Från och med"), [Optional()])
    till = DateField(lazy("Till och med"), [Optional()])

    def offer(
        self, areas: list[tuple[str, str]], groups: Mapping[str, Any], signs: Mapping[str, Any]
    ) -> None:
        """Let one choose among police areas (id, name) and states (code to word)."""
        self.omrade.choices = _with_all(areas)
        self.lage.choices = _with_all(groups.items())
        self.skylt.choices = _with_all(signs.items())


def _with_all(choices: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    return [
        SelectChoice("", lazy("Alla")),
        *(SelectChoice(code, str(word)) for code, word in choices),
    ]


class SampleForm(_Asking):
    """One field of each kind, for the style guide."""

    name: Any = StringField(lazy("Gruppens namn"), description=lazy("Som grannarna känner igen."))
    reason: Any = TextAreaField(lazy("Varför?"), [Optional()])
    kind: Any = SelectField(lazy("Boende"), choices=[SelectChoice("villa", lazy("Villor"))])
    liner: Any = RadioField(
        lazy("Ligger något emellan?"),
        choices=[SelectChoice("yes", lazy("Ja")), SelectChoice("no", lazy("Nej"))],
    )
    agreed: Any = BooleanField(lazy("Jag har läst texten"))
    photo: Any = FileField(lazy("Foto"), [Optional()])
