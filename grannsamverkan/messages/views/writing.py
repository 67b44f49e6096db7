"""Pages on which a bulletin is written and aimed."""

from datetime import timedelta
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from grannsamverkan.core.forms import Form
from grannsamverkan.core.i18n import _
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.geometry.area import polygon_to_lonlat, ring_to_geojson
from grannsamverkan.messages import policy, queries, rules, usecases
from grannsamverkan.messages.forms import AreaForm, GroupsForm, PoliceAreasForm, TextForm
from grannsamverkan.messages.models import Bulletin
from grannsamverkan.messages.usecases import Aim
from grannsamverkan.messages.views import choosing, shown
from grannsamverkan.messages.views.blueprint import bp
from grannsamverkan.messages.words import AIM_WORDS
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Municipality
from grannsamverkan.places.queries import areas as area_queries
from grannsamverkan.places.queries import maps as map_queries

USUAL_LIFE = timedelta(days=14)
"""Own choice: what a new bulletin proposes as its last day."""


@bp.route("/utskick/nytt", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """Step 1 of a new bulletin: what it says."""
    with reading() as work:
        work.require(policy.writes_somewhere)
        known = queries.written_municipalities(work)
        form = TextForm(valid_until=shown.today(work) + USUAL_LIFE)
    form.municipality.choices = [SelectChoice(str(one.id), one.name) for one in known]
    only = known[0].id if len(known) == 1 else None
    if only is not None:
        del form.municipality
    if form.validate_on_submit():
        with writing(form) as work:
            made = usecases.create(work, only or form.municipality.data, form.said)
        if not form.errors:
            return see_other("messages.aim", bulletin_id=made.id)
    return page("messages/text.html", form=form, bulletin=None)


@bp.route("/utskick/<int:bulletin_id>/text", methods=["GET", "POST"])
def edit_text(bulletin_id: int) -> ResponseReturnValue:
    """Change what a draft says."""
    with reading() as work:
        bulletin = queries.open_draft(work, bulletin_id)
        form = TextForm.showing(bulletin)
    del form.municipality
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.describe(work, bulletin_id, form.said)
        if not form.errors:
            return see_other("messages.preview", bulletin_id=bulletin_id)
    return page("messages/text.html", form=form, bulletin=bulletin)


@bp.route("/utskick/<int:bulletin_id>/mottagare", methods=["GET", "POST"])
def aim(bulletin_id: int) -> ResponseReturnValue:
    """Step 2: whom it is for, in one of three ways (?satt=)."""
    with reading() as work:
        bulletin = queries.open_draft(work, bulletin_id)
        asked = request.args.get("satt", bulletin.aim)
        way = asked if asked in rules.AIMS else "area"
        form = _aim_form(work, bulletin, way)
    if choosing.looks_for_more(way):
        return choosing.keep_and_look(bulletin_id, form)
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.choose_receivers(work, bulletin_id, _aim(work, bulletin, way, form))
        if not form.errors:
            return see_other("messages.preview", bulletin_id=bulletin_id)
    with reading() as work:
        return _aim_page(work, queries.open_draft(work, bulletin_id), way, form)


@bp.post("/utskick/<int:bulletin_id>/slang")
def discard(bulletin_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    with writing() as work:
        usecases.discard(work, bulletin_id)
    flash(_("Utkastet är borta."), "ok")
    return see_other("messages.home")


def _aim_form(work: Work, bulletin: Bulletin, way: str) -> Form:
    place = bulletin.municipality_id
    if way == "area":
        return AreaForm(area=area_text(work, bulletin))
    if way == "groups":
        return choosing.groups_form(work, bulletin)
    areas = PoliceAreasForm(police_areas=[area.id for area in bulletin.police_areas])
    scope = policy.areas(work.actor, place)
    areas.police_areas.choices = [
        SelectChoice(area.id, area.name)
        for area in places.police_areas(work, place)
        if scope is None or area.id in scope
    ]
    return areas


def _aim(work: Work, bulletin: Bulletin, way: str, form: Any) -> Aim:
    if way == "area":
        draft = area_queries.read_area(
            work, bulletin.municipality_id, form.area.data, largest_m2=rules.LARGEST_AREA_M2
        )
        return Aim(way, area=draft.polygon)
    if way == "groups":
        return Aim(way, group_ids=form.groups.data)
    return Aim(way, police_area_ids=form.police_areas.data)


def _aim_page(work: Work, bulletin: Bulletin, way: str, form: Form) -> ResponseReturnValue:
    more = choosing.shown(work, bulletin, form) if isinstance(form, GroupsForm) else {}
    return page(
        "messages/aim.html",
        **more,
        bulletin=bulletin,
        way=way,
        ways=AIM_WORDS,
        form=form,
        own_areas=policy.areas(work.actor, bulletin.municipality_id) is not None,
        map_source=map_source(work, bulletin.municipality),
        bounds=bounds(work, bulletin.municipality_id),
    )


def area_text(work: Work, bulletin: Bulletin) -> str:
    """The drawn area as the drawing field keeps it: GeoJSON, or nothing."""
    ring = area_ring(work, bulletin)
    return ring_to_geojson(ring) if ring else ""


def area_ring(work: Work, bulletin: Bulletin) -> list[tuple[float, float]]:
    """The drawn area as (lon, lat), for maps; empty without one."""
    area = bulletin.area
    plane = places.plane_of(work, bulletin.municipality_id)
    return polygon_to_lonlat(area, plane) if area is not None else []


def map_source(work: Work, municipality: Municipality) -> dict[str, str]:
    """Whose map it is, and whom it must name."""
    return {
        "kommun": municipality.slug,
        "attribution": ", ".join(map_queries.attributions(work, municipality.id)),
    }


def bounds(work: Work, municipality_id: int) -> list[float] | None:
    """[west, south, east, north] of the municipality's map, or None without one."""
    box = map_queries.extent(work, municipality_id)
    if box is None:
        return None
    plane = places.plane_of(work, municipality_id)
    west, south = plane.to_lonlat(box.minx, box.miny)
    east, north = plane.to_lonlat(box.maxx, box.maxy)
    return [west, south, east, north]
