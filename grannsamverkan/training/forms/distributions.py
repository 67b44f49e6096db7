"""Shapes of input for material that is sent to a selection."""

from collections.abc import Sequence
from typing import Any

from wtforms import (
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from grannsamverkan.core.forms import Form, at_most, day, options, required
from grannsamverkan.core.i18n import lazy
from grannsamverkan.places.models import PoliceArea
from grannsamverkan.training.models import Distribution
from grannsamverkan.training.rules.selecting import (
    LANGUAGE_WORDS,
    LONGEST_NOTE,
    PROGRESS_WORDS,
    ROLE_WORDS,
    STATE_WORDS,
    Selection,
)
from grannsamverkan.training.usecases.distributing import Plan


def _boxes(label: Any, **more: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **more
    )


class PlanForm(Form):
    """Whom material is for. `areas` is taken away where there is nothing to choose among."""

    role = RadioField(
        lazy("Vilka kontaktombud?"),
        choices=options(ROLE_WORDS.items()),
        validators=[required(lazy("Välj vilka det är till."))],
    )
    areas = _boxes(
        lazy("Vilka polisområden?"),
        coerce=int,
        validators=[Optional()],
        description=lazy("Inget kryss betyder alla."),
    )
    states = _boxes(
        lazy("Grupper i vilket läge?"),
        choices=options(STATE_WORDS.items()),
        validators=[InputRequired(lazy("Välj minst ett läge."))],
    )
    progress = RadioField(
        lazy("Hur långt har de kommit med materialet?"),
        choices=options(PROGRESS_WORDS.items()),
        validators=[required(lazy("Välj hur långt de har kommit."))],
    )
    language = SelectField(
        lazy("Vilket språk har de valt?"), choices=options(LANGUAGE_WORDS.items()), default=""
    )
    note = TextAreaField(
        lazy("Några ord till mottagarna"),
        validators=[Optional(), at_most(LONGEST_NOTE)],
        description=lazy("Står i mejlet och brevet, ovanför länken."),
    )
    last_day = day(
        lazy("Länkarna gäller till och med"),
        description=lazy("Därefter öppnar de ingenting."),
    )

    @classmethod
    def showing(cls, plan: Plan, areas: Sequence[PoliceArea]) -> "PlanForm":
        """The form, filled with a plan, for whoever reaches these areas."""
        said = plan.selection
        form = cls(
            role=said.role,
            areas=list(said.areas),
            states=list(said.states),
            progress=said.progress,
            language=said.language,
            note=plan.note,
            last_day=plan.last_day,
        )
        form.areas.choices = [SelectChoice(area.id, area.name) for area in areas]
        if len(areas) < 2:
            del form.areas
        return form

    @property
    def plan(self) -> Plan:
        """What was chosen."""
        selection = Selection(
            role=self.role.data,
            areas=tuple(self.areas.data) if "areas" in self else (),
            states=tuple(self.states.data),
            progress=self.progress.data,
            language=self.language.data or "",
        )
        return Plan(selection, self.last_day.data, self.note.data or "")


def plan_of(found: Distribution) -> Plan:
    """What a draft says, to be shown in a form."""
    return Plan(found.selection, found.last_day, found.note)


class NumberForm(Form):
    """The number of persons that was seen."""

    persons = IntegerField(validators=[InputRequired()])
