"""Pages on which material is sent to a selection: the plan, the preview, and what was sent."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.i18n import _, local, ngettext
from grannsamverkan.core.paging import SIZE
from grannsamverkan.core.web import page, page_number, pager, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import PoliceArea
from grannsamverkan.training import policy, queries
from grannsamverkan.training.forms.distributions import NumberForm, PlanForm, plan_of
from grannsamverkan.training.models import Distribution
from grannsamverkan.training.queries import distributions as reads
from grannsamverkan.training.rules.selecting import (
    LANGUAGE_WORDS,
    PROGRESS_WORDS,
    ROLE_WORDS,
    STATE_WORDS,
    USUAL_DAYS,
    Selection,
    Share,
)
from grannsamverkan.training.usecases import distributing
from grannsamverkan.training.usecases.distributing import Plan
from grannsamverkan.training.views.base import bp
from grannsamverkan.training.workflow import DISTRIBUTION


@bp.get("/utbildning/utskick")
def distributions() -> ResponseReturnValue:
    """What was sent, and the own drafts."""
    with reading() as work:
        work.require(policy.watches_somewhere)
        shown = reads.distributions(work, page_number())
        return page(
            "training/distributions.html",
            distributions=shown.rows,
            pager=pager(shown),
            states=DISTRIBUTION.states,
        )


@bp.route("/utbildning/material/<int:edition_id>/skicka", methods=["GET", "POST"])
def plan_distribution(edition_id: int) -> ResponseReturnValue:
    """Step 1: whom the material is for."""
    with reading() as work:
        edition = queries.edition(work, edition_id)
        work.require(policy.may_distribute_edition, edition)
        form = PlanForm.showing(_usual(work), _areas(work, edition.municipality_id))
    if form.validate_on_submit():
        with writing(form) as work:
            found = distributing.plan(work, edition_id, form.plan)
        if not form.errors:
            return see_other("training.preview_distribution", distribution_id=found.id)
    return page("training/distribution_plan.html", form=form, edition=edition, distribution=None)


@bp.route("/utbildning/utskick/<int:distribution_id>/urval", methods=["GET", "POST"])
def change_distribution(distribution_id: int) -> ResponseReturnValue:
    """Step 1 again."""
    with reading() as work:
        found = reads.draft(work, distribution_id)
        form = PlanForm.showing(plan_of(found), _areas(work, found.municipality_id))
    if form.validate_on_submit():
        with writing(form) as work:
            distributing.change_plan(work, distribution_id, form.plan)
        if not form.errors:
            return see_other("training.preview_distribution", distribution_id=distribution_id)
    return page(
        "training/distribution_plan.html", form=form, edition=found.edition, distribution=found
    )


@bp.route("/utbildning/utskick/<int:distribution_id>/granska", methods=["GET", "POST"])
def preview_distribution(distribution_id: int) -> ResponseReturnValue:
    """Step 2: how many it reaches and who they are; then it is sent."""
    form = NumberForm()
    if form.validate_on_submit():
        with writing(form) as work:
            distributing.send(work, distribution_id, shown=form.persons.data)
        if not form.errors:
            flash(_sent_words(form.persons.data), "ok")
            return see_other("training.show_distribution", distribution_id=distribution_id)
        with writing() as work:
            distributing.count_again(work, distribution_id)
    with reading() as work:
        found = reads.draft(work, distribution_id)
        after = max(0, request.args.get("efter", 0, type=int))
        people = reads.people(work, found, after)
        areas = {area.id: area.name for area in _areas(work, found.municipality_id)}
        return page(
            "training/distribution_preview.html",
            form=form,
            distribution=found,
            shares=_by_area(found.shares, areas),
            people=people[:SIZE],
            after=after,
            more=len(people) > SIZE,
            chosen=_chosen(found.selection, areas),
            name_of=queries.name_of,
        )


@bp.post("/utbildning/utskick/<int:distribution_id>/rakna")
def count_receivers(distribution_id: int) -> ResponseReturnValue:
    """Count once more whom a draft reaches."""
    with writing() as work:
        distributing.count_again(work, distribution_id)
    return see_other("training.preview_distribution", distribution_id=distribution_id)


@bp.post("/utbildning/utskick/<int:distribution_id>/slang")
def discard_distribution(distribution_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    with writing() as work:
        distributing.discard(work, distribution_id)
    flash(_("Utkastet är borta."), "ok")
    return see_other("training.distributions")


def drafted(found: Distribution) -> ResponseReturnValue:
    """A draft goes on where it stands."""
    return see_other("training.preview_distribution", distribution_id=found.id)


def _usual(work: Work) -> Plan:
    return Plan(Selection(), local(work.now).date() + timedelta(days=USUAL_DAYS))


def _areas(work: Work, municipality_id: int) -> list[PoliceArea]:
    """The police areas that the actor sends to."""
    scope = policy.areas_sent_to(work.actor, municipality_id)
    return [
        area
        for area in places.police_areas(work, municipality_id)
        if scope is None or area.id in scope
    ]


def _by_area(
    shares: Sequence[Share], areas: Mapping[int, str]
) -> list[tuple[str, list[tuple[str, int]], int]]:
    """(area, [(language, persons), …], persons) for a table, by name of the area."""
    rows: dict[str, dict[str, int]] = {}
    for share in shares:
        name = areas.get(share.area_id or 0, _("Utan polisområde"))
        row = rows.setdefault(name, {})
        row[share.language] = row.get(share.language, 0) + share.persons
    return [
        (
            name,
            [(str(LANGUAGE_WORDS[code]), row.get(code, 0)) for code in ("sv", "en")],
            sum(row.values()),
        )
        for name, row in sorted(rows.items())
    ]


def _chosen(selection: Selection, areas: Mapping[int, str]) -> list[tuple[Any, str]]:
    """The selection in words, as (what, how) pairs."""
    named = ", ".join(areas[area] for area in selection.areas if area in areas)
    return [
        (_("Vilka"), str(ROLE_WORDS[selection.role])),
        (_("Polisområden"), named or _("Alla")),
        (_("Gruppernas läge"), ", ".join(str(STATE_WORDS[name]) for name in selection.states)),
        (_("Hur långt de har kommit"), str(PROGRESS_WORDS[selection.progress])),
        (_("Språk"), str(LANGUAGE_WORDS[selection.language])),
    ]


def _sent_words(persons: int) -> str:
    return ngettext(
        "Materialet är på väg till %(num)s kontaktombud.",
        "Materialet är på väg till %(num)s kontaktombud.",
        persons,
    )
