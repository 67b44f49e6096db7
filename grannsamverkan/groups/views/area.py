"""Step 2 of a registration: the ground, drawn, pasted, or told by its streets."""

from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.core.web import page, reading, writing
from grannsamverkan.core.work import Work
from grannsamverkan.groups import queries, usecases
from grannsamverkan.groups.forms import AreaForm
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.queries import ground
from grannsamverkan.groups.queries.ground import Proposal, Unknown
from grannsamverkan.groups.views import maps
from grannsamverkan.groups.views.blueprint import bp
from grannsamverkan.groups.views.registration import go_on, open_group, steps
from grannsamverkan.places import queries as places
from grannsamverkan.places.queries import addresses as address_queries
from grannsamverkan.places.queries import areas as area_queries

MEND_WORDS = {
    "swapped": lazy("Latitud och longitud var omkastade. Vi har bytt plats på dem."),
    "far_dropped": lazy("Hörn som låg långt bort är borttagna."),
    "uncrossed": lazy("Gränsen går runt området utan att korsa sig själv."),
    "joined": lazy("Delarna är ihopdragna till ett område."),
    "filled": lazy("Hålen är fyllda."),
    "simplified": lazy("Gränsen har färre hörn."),
}
STREET_FAULTS = {
    "empty": lazy(
        "Vi hittar inga adresser på kartan. Rita området, eller skriv en gata på varje rad."
    ),
    "several_areas": lazy(
        "Adresserna ligger för långt från varandra för ett område. Ta färre gator, eller rita."
    ),
    "too_large": lazy("Området blir för stort för en grupp. Ta färre gator."),
}
OTHER_STREET_FAULT = lazy("Gatorna ger inget område som går att använda. Rita på kartan i stället.")


@dataclass(frozen=True)
class Answer:
    """What the page says to what was asked: a proposal, and streets the map does not know."""

    proposal: Proposal | None = None
    unknown: tuple[Unknown, ...] = ()
    others: list[dict[str, Any]] = field(default_factory=list)


@bp.route("/grupper/<int:group_id>/omrade", methods=["GET", "POST"])
def edit_area(group_id: int) -> ResponseReturnValue:
    """The ground, on the map or in words. What cannot be used is kept, explained and mended."""
    with reading() as work:
        form = _form(work, open_group(work, group_id))
    is_well_formed = form.validate_on_submit()
    if is_well_formed and "foresla" in request.form:
        with reading() as work:
            return _page(work, group_id, form, from_streets(work, group_id, form))
    if is_well_formed:
        with writing(form) as work:
            _place(work, open_group(work, group_id), form)
        if not form.errors:
            return go_on(group_id, "area" if "stanna" in request.form else "dwellings")
    with reading() as work:
        return _page(work, group_id, form, mended(work, group_id, form))


def _form(work: Work, group: Group) -> AreaForm:
    """The form with the municipality's police areas, where there is a choice between them."""
    form = AreaForm(
        area=maps.area_text(work, group),
        streets=group.streets,
        police_area=str(group.police_area_id or ""),
    )
    areas = places.police_areas(work, group.municipality_id)
    named = [SelectChoice(str(area.id), area.name) for area in areas]
    form.police_area.choices = [SelectChoice("", _("Välj")), *named]
    if len(areas) < 2:
        del form.police_area
    return form


def _place(work: Work, group: Group, form: AreaForm) -> None:
    text = form.area.data or ""
    draft = area_queries.read_area(work, group.municipality_id, text) if text else None
    chosen = form.police_area.data if "police_area" in form else ""
    usecases.place_group(
        work,
        group.id,
        area=draft.polygon if draft else None,
        streets=form.streets.data or "",
        police_area_id=int(chosen) if chosen else None,
    )


def from_streets(work: Work, group_id: int, form: AreaForm) -> Answer:
    """An area from the streets that were written, to be looked at first."""
    along, proposal = ground.from_streets(
        work, queries.group(work, group_id), form.streets.data or ""
    )
    if proposal is None:
        text = STREET_FAULTS.get(along.fault, OTHER_STREET_FAULT)
        form.add_error(InvalidInput(text, field="streets"))
    return Answer(proposal, along.unknown)


def mended(work: Work, group_id: int, form: AreaForm) -> Answer:
    """A way out of what is wrong with the area, and where on the map it is wrong."""
    if not form.errors.get("area"):
        return Answer()
    group, text = queries.group(work, group_id), form.area.data or ""
    at = ground.crossing(work, group, text)
    spot = [{"name": _("Här korsar gränsen sig själv"), "kind": "fault", "point": at}] if at else []
    return Answer(ground.mended(work, group, text), others=spot)


def _page(work: Work, group_id: int, form: AreaForm, answer: Answer) -> ResponseReturnValue:
    group = queries.group(work, group_id)
    return page("groups/step_area.html", form=form, **told(work, group, answer), **steps("area"))


def told(work: Work, group: Group, answer: Answer) -> dict[str, Any]:
    """What a page on which an area is drawn needs: the map, its shapes, and the answer."""
    others, inside = maps.other_shapes(work, group), group.area_wkb
    return {
        "group": group,
        "answer": answer,
        "mend_words": MEND_WORDS,
        "proposed_shapes": maps.proposed_shapes(answer.proposal, answer.others, others),
        "overlaps": queries.overlaps(work, group),
        "others": [*others, *answer.others],
        "bounds": maps.bounds(work, group),
        "map_source": maps.source(work, group),
        "proposed_streets": (
            address_queries.streets_within(work, group.municipality_id, inside) if inside else []
        ),
    }
