"""Shapes of input for training, by subject."""

from grannsamverkan.training.forms.answering import QuizForm, quiz_form
from grannsamverkan.training.forms.certificates import WithdrawForm
from grannsamverkan.training.forms.editions import (
    EditionForm,
    FilmForm,
    MaterialForm,
    PageForm,
    PublishForm,
    QuestionForm,
    QuizRulesForm,
)

__all__ = [
    "EditionForm",
    "FilmForm",
    "MaterialForm",
    "PageForm",
    "PublishForm",
    "QuestionForm",
    "QuizForm",
    "QuizRulesForm",
    "WithdrawForm",
    "quiz_form",
]
