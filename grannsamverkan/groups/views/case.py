"""The list of groups, one group's page, and the decisions on it."""

from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.core.errors import Conflict, Unmet
from grannsamverkan.core.i18n import _, local
from grannsamverkan.core.sending import send_stored
from grannsamverkan.core.web import (
    error_page,
    page,
    page_number,
    pager,
    reading,
    see_other,
    wants_json,
    writing,
)
from grannsamverkan.core.work import Work
from grannsamverkan.groups import policy, queries, rules, usecases
from grannsamverkan.groups.forms import DecisionForm, FilterForm
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.queries import beside
from grannsamverkan.groups.views import clocks, maps, story
from grannsamverkan.groups.views.blueprint import bp
from grannsamverkan.groups.workflow import GROUP

STEP_PAGES = {
    "name": "groups.edit_name",
    "area": "groups.edit_area",
    "dwellings": "groups.edit_dwellings",
    "contacts": "groups.edit_contacts",
    "send": "groups.send",
}


@dataclass(frozen=True)
class Refusal:
    """Why something was not done, who came first where that is the reason, and what was typed."""

    error: Conflict | Unmet
    first: story.Taken | None
    is_own: bool
    typed: str


@bp.get("/grupper")
def index() -> ResponseReturnValue:
    """The groups one may see, by state and name."""
    with reading() as work:
        counted = queries.counts_by_state(work)
        form = _filters(counted)
        chosen = (form.lage.data,) if form.lage.data in GROUP.states else ()
        found = queries.groups(work, chosen, form.namn.data or "", page_number())
        return page(
            "groups/index.html",
            groups=found.rows,
            total=found.total,
            pager=pager(found),
            filters=form,
            is_empty=not counted,
            states=GROUP.states,
            may_found=policy.may_found(work.actor),
            watches_interest=policy.watches_interest(work.actor),
            participation=queries.participation,
            open_to_edit=policy.OPEN_TO_EDIT,
        )


def _filters(counted: dict[str, int]) -> FilterForm:
    form = FilterForm(request.args, meta={"csrf": False})
    form.lage.choices = [
        SelectChoice("", _("Alla (%(n)s)", n=sum(counted.values()))),
        *(
            SelectChoice(code, f"{GROUP.word(code)} ({counted[code]})")
            for code in GROUP.states
            if code in counted
        ),
    ]
    return form


@bp.get("/grupper/<int:group_id>")
def show(group_id: int) -> ResponseReturnValue:
    """One group, for its own people and for those who decide."""
    with reading() as work:
        return _page(work, queries.group_with_facts(work, group_id))


@bp.post("/grupper/<int:group_id>/godkann")
def approve(group_id: int) -> ResponseReturnValue:
    """One party's yes."""
    with writing() as work:
        usecases.approve_group(work, group_id)
    return see_other("groups.show", group_id=group_id)


@bp.post("/grupper/<int:group_id>/aktivera")
def activate(group_id: int) -> ResponseReturnValue:
    """Declare the group active."""
    with writing() as work:
        usecases.activate_group(work, group_id)
    return see_other("groups.show", group_id=group_id)


@bp.route("/grupper/<int:group_id>/beslut/<any(tillbaka, avslag):outcome>", methods=["GET", "POST"])
def turn_down(group_id: int, outcome: str) -> ResponseReturnValue:
    """Send the registration back, or reject it, with the reason."""
    form = DecisionForm()
    decide = usecases.return_group if outcome == "tillbaka" else usecases.reject_group
    if form.validate_on_submit():
        with writing(form) as work:
            decide(work, group_id, reason=form.reason.data)
        if not form.errors:
            return see_other("groups.show", group_id=group_id)
    with reading() as work:
        group = queries.group(work, group_id)
        if queries.open_decision(work, group) is None:
            abort(404)
        return page("groups/turn_down.html", form=form, group=group, outcome=outcome)


@bp.get("/grupper/<int:group_id>/medgivande")
def consent_file(group_id: int) -> ResponseReturnValue:
    """The property owner's letter."""
    with reading() as work:
        group = queries.group(work, group_id)
        work.require(policy.may_read_consent, group)
        if not group.consent_stored:
            abort(404)
        return send_stored(work, group.consent_stored, "application/pdf", "medgivande.pdf")


@bp.errorhandler(Conflict)
@bp.errorhandler(Unmet)
def closed_door(error: Conflict | Unmet) -> ResponseReturnValue:
    """The group's page as it stands now, with why it did not go, and who came first."""
    group_id = (request.view_args or {}).get("group_id")
    if group_id is None or wants_json(request):
        return error_page(error.status, str(error))
    with reading() as work:
        group = queries.group_with_facts(work, group_id)
        return _page(work, group, _refusal(work, group, error))


def _refusal(work: Work, group: Group, error: Conflict | Unmet) -> Refusal:
    first = _last_step(work, group) if isinstance(error, Conflict) else None
    is_own = first is not None and first.actor_id == work.actor.id
    typed = request.form.get("reason") or request.form.get("message") or ""
    return Refusal(error, first, is_own, typed)


def _last_step(work: Work, group: Group) -> story.Taken | None:
    steps = story.told(queries.history(work, group))
    if not steps:
        return None
    return story.taken(steps[-1], accounts.names(work, [steps[-1].actor_id or 0]))


def _page(work: Work, group: Group, refusal: Refusal | None = None) -> ResponseReturnValue:
    loaded = clocks.load(work, group)
    return page(
        "groups/show.html",
        status=refusal.error.status if refusal else None,
        group=group,
        refusal=refusal,
        state=GROUP.states[group.state],
        own=policy.is_contact(work.actor, group),
        participation=queries.participation(group),
        shown_on=local(work.now).date(),
        fact_tasks=rules.FACT_TASKS,
        fact_hints=rules.FACT_HINTS,
        housing_words=rules.HOUSING_WORDS,
        step_words=rules.STEP_WORDS,
        step_pages=STEP_PAGES,
        map_shapes=maps.own_shape(work, group),
        map_source=maps.source(work, group),
        signs_href=_signs_href(group, "signs.plan"),
        printed_href=_signs_href(group, "printed.create"),
        **_rights(work, group),
        **clocks.panel(work, loaded),
        **_decision(work, group, loaded),
    )


def _rights(work: Work, group: Group) -> dict[str, Any]:
    known = {fact.kind for fact in group.facts}
    found = beside.beside(work, group)
    is_open = group.state in policy.OPEN_TO_EDIT
    return {
        "steps": {step.name: step for step in GROUP.available(work.actor, group)},
        "missing": queries.progress(group) if is_open else {},
        "may_edit": policy.may_edit(work.actor, group),
        "may_change_area": policy.may_change_area(work.actor, group),
        "wanted_change": found.change,
        "answers_change": policy.may_decide(work.actor, group),
        "may_keep": policy.may_keep(work.actor, group),
        "may_keep_households": policy.may_keep_households(work.actor, group),
        "counted_by_list": found.is_counted,
        "fall": found.fall,
        "may_note": policy.may_note_fact(work.actor, group),
        "may_read_consent": policy.may_read_consent(work.actor, group),
        "facts_to_note": rules.facts_to_note(known),
    }


def _decision(work: Work, group: Group, loaded: clocks.Loaded) -> dict[str, Any]:
    decides = policy.may_decide(work.actor, group)
    history, names = queries.history_with_names(work, group)
    years = clocks.years(work, loaded)
    awaited = queries.awaited_roles(work, group)
    return {
        "open_decision": queries.open_decision(work, group),
        "awaited": awaited,
        "unmet": queries.unmet(work, group, "activate" if group.state == "approved" else "approve"),
        "advice": queries.advice(work, group) if decides else [],
        "overlaps": queries.overlaps(work, group),
        "names": names,
        "timeline": story.timeline(group, history, names, awaited, local(work.now).date(), years),
    }


def _signs_href(group: Group, endpoint: str) -> str:
    """A page of the room above about the group, where there is one and the group lives."""
    if group.state not in policy.LIVING or endpoint not in current_app.view_functions:
        return ""
    return url_for(endpoint, group_id=group.id)
