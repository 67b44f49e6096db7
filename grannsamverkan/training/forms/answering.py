"""Shapes of input for whoever answers the questions."""

from collections.abc import Sequence

from wtforms import IntegerField, RadioField, SelectChoice
from wtforms.validators import AnyOf, InputRequired
from wtforms.widgets import HiddenInput

from grannsamverkan.core.forms import Form, required
from grannsamverkan.core.i18n import lazy
from grannsamverkan.training.rules import Question


class QuizForm(Form):
    """Base of the forms that `quiz_form` makes: one radio group for each question.

    `attempt` says which drawing was shown, so that answers are held against no other.
    """

    attempt = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    @property
    def groups(self) -> list[RadioField]:
        """The radio groups in the order of the questions."""
        return [field for field in self if isinstance(field, RadioField)]

    @property
    def answers(self) -> list[int]:
        """The places of the chosen options."""
        return [int(field.data) for field in self.groups]


def quiz_form(questions: Sequence[Question], attempt: int) -> QuizForm:
    """A form that asks the questions of the try with this number (from 0)."""
    fields = {f"question_{n}": _radios(n, question) for n, question in enumerate(questions, 1)}
    made: QuizForm = type("AskedQuizForm", (QuizForm,), fields)(data={"attempt": attempt})
    return made


def _radios(number: int, question: Question) -> RadioField:
    message = lazy("Välj ett svar på fråga %(number)d.", number=number)
    values = [str(place) for place in range(len(question.options))]
    return RadioField(
        question.text,
        choices=list(map(SelectChoice, values, question.options)),
        # The library's own check answers before ours, in words that do not help.
        validate_choice=False,
        validators=[required(message), AnyOf(values, message=message)],
    )
