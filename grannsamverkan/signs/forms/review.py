"""Shapes of input for the reviewer's tools: marks in photos, ready-made reasons."""

from typing import Any

from wtforms import FloatField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from grannsamverkan.core.forms import Form, at_most, options, required
from grannsamverkan.core.i18n import LANGUAGES, lazy
from grannsamverkan.signs.usecases.marks import Mark
from grannsamverkan.signs.usecases.reasons import ReasonTexts
from grannsamverkan.signs.words.reasons import PARTS, Reason, Wording

FIELDS = {
    "1": (1 / 6, 1 / 6, lazy("uppe till vänster")),
    "2": (1 / 2, 1 / 6, lazy("uppe i mitten")),
    "3": (5 / 6, 1 / 6, lazy("uppe till höger")),
    "4": (1 / 6, 1 / 2, lazy("till vänster")),
    "5": (1 / 2, 1 / 2, lazy("i mitten")),
    "6": (5 / 6, 1 / 2, lazy("till höger")),
    "7": (1 / 6, 5 / 6, lazy("nere till vänster")),
    "8": (1 / 2, 5 / 6, lazy("nere i mitten")),
    "9": (5 / 6, 5 / 6, lazy("nere till höger")),
}
"""Nine fields of a picture: (x, y, words); x and y are shares of its width and height."""


class MarkForm(Form):
    """A mark in a photo: one of nine fields, or a place to the point where a script knows it."""

    kind = RadioField(
        lazy("Märke"),
        choices=options([("ring", lazy("Ring")), ("arrow", lazy("Pil"))]),
        default="ring",
        validators=[required()],
    )
    field = SelectField(
        lazy("Var i fotot"),
        choices=options((key, words) for key, (_x, _y, words) in FIELDS.items()),
        default="5",
        validators=[Optional()],
    )
    label = StringField(
        lazy("Vad visar märket?"),
        validators=[Optional(), at_most(200)],
        description=lazy("Till exempel: ståltråden. Texten läses också upp för den som inte ser."),
    )
    x = FloatField(validators=[Optional()], widget=HiddenField.widget)
    y = FloatField(validators=[Optional()], widget=HiddenField.widget)
    size = FloatField(validators=[Optional()], widget=HiddenField.widget)
    angle = FloatField(validators=[Optional()], widget=HiddenField.widget)

    @property
    def mark(self) -> Mark:
        """The mark as it is kept."""
        x, y, _words = FIELDS[self.field.data or "5"]
        start = Mark("ring", 0, 0)
        return Mark(
            kind=self.kind.data,
            x=_or(self.x.data, x),
            y=_or(self.y.data, y),
            size=_or(self.size.data, start.size),
            angle=_or(self.angle.data, start.angle),
            label=self.label.data or "",
        )


def _or(value: float | None, default: float) -> float:
    # What is no number at all (nan) is as good as missing.
    return default if value is None or value != value else value


def _line(label: Any) -> StringField:
    return StringField(label, validators=[required(), at_most(120)])


def _text(label: Any, *, needed: bool = True) -> TextAreaField:
    first = required() if needed else Optional()
    return TextAreaField(label, validators=[first, at_most(2000)])


class ReasonForm(Form):
    """A ready-made reason in both languages."""

    outcome = RadioField(
        lazy("När används den?"),
        choices=options(
            [
                ("ask_completion", lazy("När du ber om mer")),
                ("order_correction", lazy("När du begär rättning")),
                ("order_take_down", lazy("När skylten ska ner")),
                ("refuse_place", lazy("När en plats inte går")),
            ]
        ),
        validators=[required()],
    )
    title_sv = _line(lazy("Namn i listan, på svenska"))
    reason_sv = _text(lazy("Vad är fel, på svenska"))
    remedy_sv = _text(lazy("Vad ska göras, på svenska: ett steg på varje rad"))
    rule_sv = _text(lazy("Regeln, på svenska"), needed=False)
    title_en = _line(lazy("Namn i listan, på engelska"))
    reason_en = _text(lazy("Vad är fel, på engelska"))
    remedy_en = _text(lazy("Vad ska göras, på engelska: ett steg på varje rad"))
    rule_en = _text(lazy("Regeln, på engelska"), needed=False)
    source = StringField(
        lazy("Varifrån kommer regeln?"),
        validators=[Optional(), at_most(200)],
        description=lazy("Till exempel: kommunens tekniska handbok, avsnitt 12."),
    )

    @classmethod
    def of(cls, reason: Reason | None) -> "ReasonForm":
        """The form with what a reason says; empty for a new one."""
        if reason is None:
            return cls()
        said = {
            f"{part}_{language}": getattr(wording, part)
            for language, wording in reason.wordings.items()
            for part in PARTS
        }
        return cls(data={**said, "outcome": reason.outcome, "source": reason.source})

    @property
    def texts(self) -> ReasonTexts:
        """What is to be kept."""
        wordings = {
            language: Wording(*(self[f"{part}_{language}"].data or "" for part in PARTS))
            for language in LANGUAGES
        }
        return ReasonTexts(self.outcome.data, wordings, self.source.data or "")
