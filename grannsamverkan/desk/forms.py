"""Shapes of input for the desk: what is searched and filtered, and the style guide's sample."""

from typing import Any

from wtforms import (
    BooleanField,
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
    """Which signs the reviewer's queue shows."""

    lage = SelectField(
        lazy("Vad"),
        [Optional()],
        choices=[
            SelectChoice("", lazy("Allt")),
            SelectChoice("photos_sent", lazy("Foton att granska")),
            SelectChoice("planned", lazy("Platser att svara på")),
        ],
    )
    grupp = SelectField(lazy("Grupp"), [Optional()])

    def offer(self, groups: list[tuple[str, str]]) -> None:
        """Let one choose among the groups (id, name) that stand in the queue."""
        every = SelectChoice("", lazy("Alla grupper"))
        self.grupp.choices = [every, *(SelectChoice(key, name) for key, name in groups)]


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
