"""Shapes of input for material and its questions."""

from itertools import starmap
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from grannsamverkan.core.forms import Form, at_most, required
from grannsamverkan.core.i18n import lazy
from grannsamverkan.training import rules
from grannsamverkan.training.rules import About, Question


class EditionForm(Form):
    """What an edition is called. `municipality` is taken away where there is only one."""

    municipality = SelectField(
        lazy("Kommun"), coerce=int, validators=[required(lazy("Välj kommun."))]
    )
    title = StringField(
        lazy("Vad heter materialet?"),
        validators=[required(lazy("Ge materialet ett namn.")), at_most(120)],
    )
    language = SelectField(
        lazy("Språk"),
        choices=list(starmap(SelectChoice, rules.LANGUAGE_WORDS.items())),
        validators=[required(lazy("Välj språk."))],
    )
    description = TextAreaField(
        lazy("Kort beskrivning"),
        validators=[required(lazy("Skriv några ord om materialet.")), at_most(500)],
        description=lazy("Vad det handlar om."),
    )
    purpose = RadioField(
        lazy("Vad är det till för?"),
        choices=[
            SelectChoice("training", lazy("Kontaktombudens utbildning, med frågor och intyg")),
            SelectChoice("reading", lazy("Annat att läsa eller se, utan frågor")),
        ],
        default="training",
        validators=[required(lazy("Välj vad materialet är till för."))],
    )
    audience = RadioField(
        lazy("Vem får läsa det i biblioteket?"),
        choices=list(starmap(SelectChoice, rules.AUDIENCE_WORDS.items())),
        default="contacts",
        validators=[required(lazy("Välj vem som får läsa det."))],
    )
    minutes = IntegerField(
        lazy("Hur många minuter tar det?"),
        validators=[Optional(), NumberRange(1, 600, lazy("Skriv minuter, mellan 1 och 600."))],
    )
    owner = StringField(lazy("Vem äger materialet?"), validators=[Optional(), at_most(120)])
    licence = StringField(
        lazy("Villkor för att använda det"),
        validators=[Optional(), at_most(120)],
        description=lazy("Till exempel en licens, eller vem som har sagt ja."),
    )
    valid_from = DateField(lazy("Skickas från och med"), validators=[Optional()])
    valid_until = DateField(
        lazy("Skickas till och med"),
        validators=[Optional()],
        description=lazy("Efter den dagen räknas materialet som inaktuellt."),
    )

    @property
    def about(self) -> About:
        """What is said of the material beside its name."""
        return About(
            minutes=self.minutes.data,
            owner=self.owner.data or "",
            licence=self.licence.data or "",
            valid_from=self.valid_from.data,
            valid_until=self.valid_until.data,
            audience=self.audience.data,
            trains=self.purpose.data == "training",
        )


class MaterialForm(Form):
    """A file or a link, not both."""

    file = FileField(
        lazy("PDF-fil"),
        validators=[Optional()],
        description=lazy("Högst 20 MB. Utan lösenord, skript och bifogade filer."),
    )
    printable = BooleanField(
        lazy("Det är en blankett att skriva ut och fylla i"), validators=[Optional()]
    )
    url = URLField(
        lazy("Länk"),
        validators=[Optional(), at_most(rules.LONGEST_URL)],
        description=lazy("Hela webbadressen, till exempel https://exempel.se/utbildning"),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Exactly one of the two must be given."""
        if not super().validate(extra_validators):
            return False
        if self.file.data and self.url.data:
            self.url.errors = [lazy("Välj en fil eller skriv en länk, inte båda.")]
        elif not self.file.data and not self.url.data:
            self.file.errors = [lazy("Välj en fil eller skriv en länk.")]
        return not self.errors


class FilmForm(Form):
    """A film; how large it may be is shown on the page and counted as it comes."""

    film = FileField(lazy("Filmfil"), validators=[required(lazy("Välj en film."))])


class PageForm(Form):
    """Material written as a page."""

    text = TextAreaField(
        lazy("Texten"),
        validators=[required(lazy("Skriv texten.")), at_most(rules.LONGEST_PAGE)],
        description=lazy(
            "En tom rad skiljer stycken åt. ## framför blir en rubrik och - framför en punkt."
            " [ord](https://adress) blir en länk."
        ),
    )


class QuestionForm(Form):
    """One question; the fourth answer may be left empty."""

    text = TextAreaField(
        lazy("Vad är frågan?"), validators=[required(lazy("Skriv frågan.")), at_most(300)]
    )
    option_1 = StringField(lazy("Svar 1"), validators=[required(), at_most(200)])
    option_2 = StringField(lazy("Svar 2"), validators=[required(), at_most(200)])
    option_3 = StringField(lazy("Svar 3"), validators=[required(), at_most(200)])
    option_4 = StringField(lazy("Svar 4"), validators=[Optional(), at_most(200)])
    right = RadioField(
        lazy("Vilket svar är rätt?"),
        choices=[
            SelectChoice("0", lazy("Svar 1")),
            SelectChoice("1", lazy("Svar 2")),
            SelectChoice("2", lazy("Svar 3")),
            SelectChoice("3", lazy("Svar 4")),
        ],
        validators=[required(lazy("Välj vilket svar som är rätt."))],
    )
    why = TextAreaField(
        lazy("Varför är det rätt?"),
        validators=[required(lazy("Skriv en förklaring.")), at_most(500)],
        description=lazy("Den som svarar fel får läsa det här och kan försöka igen."),
    )

    @classmethod
    def showing(cls, question: Question | None) -> "QuestionForm":
        """The form, filled with a question that is there already."""
        if question is None:
            return cls()
        options = {f"option_{place}": text for place, text in enumerate(question.options, 1)}
        return cls(
            data={
                "text": question.text,
                "right": str(question.right),
                "why": question.why,
                **options,
            }
        )

    @property
    def question(self) -> Question:
        """The question as it was written."""
        options = (self.option_1, self.option_2, self.option_3, self.option_4)
        return Question(
            text=self.text.data,
            options=tuple(field.data for field in options if field.data),
            right=int(self.right.data),
            why=self.why.data,
        )


class QuizRulesForm(Form):
    """How many questions a try asks, and how many answers must be right."""

    draw = IntegerField(
        lazy("Hur många frågor ställs varje gång?"),
        validators=[
            InputRequired(lazy("Skriv hur många.")),
            NumberRange(1, rules.MOST_QUESTIONS, lazy("Skriv ett antal mellan 1 och 40.")),
        ],
        description=lazy("De dras bland alla frågor, och nya dras vid varje försök."),
    )
    pass_mark = IntegerField(
        lazy("Hur många svar ska vara rätt?"),
        validators=[
            InputRequired(lazy("Skriv hur många.")),
            NumberRange(1, rules.MOST_QUESTIONS, lazy("Skriv ett antal mellan 1 och 40.")),
        ],
    )


class PublishForm(Form):
    """How many receivers were shown when publishing was confirmed."""

    receivers = IntegerField(validators=[InputRequired(lazy("Bekräfta en gång till."))])
