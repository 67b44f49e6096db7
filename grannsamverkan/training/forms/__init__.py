"""Shapes of input for training, by subject."""

from grannsamverkan.training.forms.answering import QuizForm, quiz_form
from grannsamverkan.training.forms.certificates import WithdrawForm
from grannsamverkan.training.forms.courses import ModuleForm, MoveForm, StarterForm
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
    "ModuleForm",
    "MoveForm",
    "PageForm",
    "PublishForm",
    "QuestionForm",
    "QuizForm",
    "QuizRulesForm",
    "StarterForm",
    "WithdrawForm",
    "quiz_form",
]
