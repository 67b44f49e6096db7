"""Another area for a group that is approved: asked for by its people, answered by those who
decide."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.i18n import _
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.groups import errors, policy, queries
from grannsamverkan.groups.forms import AnswerForm, ChangeForm
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.queries import change as reads
from grannsamverkan.groups.usecases import change as usecases
from grannsamverkan.groups.views import area, maps
from grannsamverkan.groups.views.blueprint import bp
from grannsamverkan.places import queries as places
from grannsamverkan.places.queries import areas as area_queries


@bp.route("/grupper/<int:group_id>/andra-omrade", methods=["GET", "POST"])
def change_area(group_id: int) -> ResponseReturnValue:
    """Draw another area. Small changes hold at once; larger ones wait for an answer."""
    with reading() as work:
        group = _living(work, group_id)
        form = ChangeForm(area=maps.area_text(work, group), streets=group.streets)
    is_well_formed = form.validate_on_submit()
    if is_well_formed and "foresla" in request.form:
        with reading() as work:
            return _page(work, group_id, form, area.from_streets(work, group_id, form))
    if is_well_formed and "stanna" not in request.form:
        with writing(form) as work:
            state = _ask(work, group_id, form)
        if not form.errors:
            return _told(state, group_id)
    with reading() as work:
        return _page(work, group_id, form, area.mended(work, group_id, form))


@bp.route("/grupper/<int:group_id>/andra-omrade/beslut", methods=["GET", "POST"])
def decide_area(group_id: int) -> ResponseReturnValue:
    """The wanted area beside the present one; yes, or no with the reason."""
    form = AnswerForm()
    if form.validate_on_submit():
        with writing(form) as work:
            if "ja" in request.form:
                usecases.accept_area(work, group_id)
            else:
                usecases.refuse_area(work, group_id, reason=form.reason.data or "")
        if not form.errors:
            return see_other("groups.show", group_id=group_id)
    with reading() as work:
        group = queries.group(work, group_id)
        work.require(policy.may_decide, group)
        change = reads.wanted_change(work, group)
        return page(
            "groups/decide_area.html",
            form=form,
            group=group,
            change=change,
            difference=reads.difference(group, change.area),
            overlaps=queries.overlaps(work, group, change.area),
            shapes=maps.wanted_shapes(work, group, change),
            map_source=maps.source(work, group),
        )


def _living(work: Work, group_id: int) -> Group:
    group = queries.group(work, group_id)
    work.require(policy.may_change_area, group)
    return group


def _ask(work: Work, group_id: int, form: ChangeForm) -> str:
    group, text = _living(work, group_id), form.area.data or ""
    if not text:
        raise errors.draw_area()
    draft = area_queries.read_area(work, group.municipality_id, text)
    change = usecases.ask_for_area(
        work,
        group_id,
        area=draft.polygon,
        streets=form.streets.data or "",
        reason=form.reason.data or "",
    )
    return change.state


def _told(state: str, group_id: int) -> ResponseReturnValue:
    if state == "accepted":
        flash(_("Området är ändrat. Ändringen är liten, så den gäller redan."), "ok")
    else:
        flash(_("Ändringen är skickad. Området är som förut tills ni har fått ett ja."), "ok")
    return see_other("groups.show", group_id=group_id)


def _page(work: Work, group_id: int, form: ChangeForm, answer: area.Answer) -> ResponseReturnValue:
    group = queries.group(work, group_id)
    free = int(places.setting(work, group.municipality_id, "area.change_free_pct"))
    return page(
        "groups/change_area.html",
        form=form,
        free=free,
        waiting=reads.open_change(work, group),
        **area.told(work, group, answer),
    )
