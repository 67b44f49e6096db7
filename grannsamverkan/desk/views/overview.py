"""The overview: figures, a map, and the same as files for a spreadsheet."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask import Response, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from grannsamverkan.core import codes, sheets
from grannsamverkan.core.i18n import _, format_number, local, ngettext
from grannsamverkan.core.web import page, page_number, pager, reading
from grannsamverkan.core.work import Work
from grannsamverkan.desk import policy
from grannsamverkan.desk.forms import OverviewForm
from grannsamverkan.desk.queries import exports, lists, statistics, words
from grannsamverkan.desk.queries.chosen import Chosen
from grannsamverkan.desk.queries.mapped import Mapped, mapped
from grannsamverkan.desk.views.blueprint import bp
from grannsamverkan.desk.views.context import own_municipality
from grannsamverkan.geometry.plane import Bounds, Plane
from grannsamverkan.groups.workflow import GROUP
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import PoliceArea
from grannsamverkan.places.queries import maps as map_queries
from grannsamverkan.signs.workflow import SIGN

FILTERS = ("omrade", "lage", "skylt", "fran", "till", "ruta")
LISTS = ("grupper", "skyltar")


@bp.get("/oversikt")
def overview() -> ResponseReturnValue:
    """Figures about groups and signs, of a police area and a period."""
    with reading() as work:
        work.require(policy.may_see_overview)
        filters, areas = _filters(work)
        return page(
            "desk/overview.html",
            filters=filters,
            figures=statistics.figures(work, _chosen(filters, areas)),
            asked=_asked(),
            group_states=GROUP.states,
            sign_states=SIGN.states,
            days=_days,
            sees_reach=policy.may_see_reach(work.actor),
        )


@bp.get("/oversikt/karta")
def overview_map() -> ResponseReturnValue:
    """Groups and signs on a map, and the same as a list (`visa` says which)."""
    with reading() as work:
        work.require(policy.may_see_overview)
        filters, areas = _filters(work)
        chosen = _chosen(filters, areas)
        what = request.args.get("visa", "")
        what = what if what in LISTS else LISTS[0]
        return page(
            "desk/overview_map.html",
            filters=filters,
            asked=_asked(),
            what=what,
            group_states=GROUP.states,
            sign_states=SIGN.states,
            pretty=codes.pretty,
            place_of=words.sign_place,
            **_list(work, what, chosen),
            **_map(work, chosen),
        )


@bp.get("/oversikt/<any(grupper, skyltar, statistik):what>.<any(csv, xlsx):kind>")
def export(what: str, kind: str) -> ResponseReturnValue:
    """The chosen groups, signs or figures as a file; made while it is sent."""
    with reading() as work:
        work.require(policy.may_see_overview)
        filters, areas = _filters(work)
        chosen, sheet = _chosen(filters, areas), exports.SHEETS[what]
        head = [str(title) for title in sheet.head]
        rows = sheet.rows(work, chosen)
        parts = sheets.parts(kind, str(sheet.name), head, rows)
    answer = Response(stream_with_context(parts), content_type=sheets.TYPES[kind])
    name = f"{what}-{local(work.now):%Y-%m-%d}.{kind}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _filters(work: Work) -> tuple[OverviewForm, Sequence[PoliceArea]]:
    filters = OverviewForm(request.args)
    areas = statistics.police_areas(work)
    filters.offer(
        [(str(area.id), area.name) for area in areas],
        {code: state.word for code, state in GROUP.states.items() if code != "draft"},
        {code: state.word for code, state in SIGN.states.items()},
    )
    return filters, areas


def _chosen(filters: OverviewForm, areas: Sequence[PoliceArea]) -> Chosen:
    by_id = {str(area.id): area.id for area in areas}
    group_state, sign_state = filters.lage.data or "", filters.skylt.data or ""
    return Chosen(
        police_area=by_id.get(filters.omrade.data or ""),
        group_state=group_state if group_state in GROUP.states else "",
        sign_state=sign_state if sign_state in SIGN.states else "",
        since=filters.fran.data,
        until=filters.till.data,
        box=_box(request.args.get("ruta", "")),
    )


def _box(text: str) -> Bounds | None:
    """A box of the map, as "west,south,east,north" in whole metres."""
    parts = text.split(",")
    if len(parts) != 4 or not all(part.lstrip("-").isdecimal() for part in parts):
        return None
    west, south, east, north = (float(part[:12]) for part in parts)
    return Bounds(west, south, east, north)


def _asked(**changed: Any) -> dict[str, Any]:
    """The filters of this address, to be carried on to another page."""
    kept = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return {**kept, **changed}


def _list(work: Work, what: str, chosen: Chosen) -> dict[str, Any]:
    look = lists.groups if what == "grupper" else lists.signs
    found = look(work, chosen, page_number())
    return {"rows": found.rows, "total": found.total, "pager": pager(found)}


def _map(work: Work, chosen: Chosen) -> dict[str, Any]:
    place = own_municipality()
    if place is None:
        return {"shapes": [], "source": {}, "gathered": False}
    found = mapped(work, place.id, chosen)
    named = ", ".join(map_queries.attributions(work, place.id))
    return {
        "shapes": list(_shapes(found, places.plane_of(work, place.id))),
        "source": {"kommun": place.slug, "attribution": named},
        "gathered": bool(found.group_heaps or found.sign_heaps),
    }


def _shapes(found: Mapped, plane: Plane) -> Iterator[dict[str, Any]]:
    for area in found.areas:
        ring = [(round(lon, 6), round(lat, 6)) for lon, lat in _degrees(plane, area.border)]
        yield {"name": "", "kind": GROUP.states[area.state].tone, "ring": ring}
    points = list(_points(found))
    places_of = _degrees(plane, [point for point, _shape in points])
    for (lon, lat), (_point, shape) in zip(places_of, points, strict=True):
        yield {**shape, "point": (round(lon, 6), round(lat, 6))}


def _degrees(plane: Plane, metres: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The same positions as (lon, lat); all at once, which costs hardly more than one."""
    if not metres:
        return []
    xs, ys = zip(*metres, strict=True)
    lons, lats = plane.many_to_lonlat(xs, ys)
    return list(zip(lons.tolist(), lats.tolist(), strict=True))


def _points(found: Mapped) -> Iterator[tuple[tuple[float, float], dict[str, Any]]]:
    """Where each thing stands, in metres, and what the map says of it."""
    for area in found.areas:
        name = f"{area.name}: {GROUP.word(area.state)}"
        href = url_for("groups.show", group_id=area.id)
        yield area.middle, _shape(name, f"group-{GROUP.states[area.state].tone}", href)
    for sign in found.signs:
        state = SIGN.word(sign.state)
        name = _("Skylt %(code)s: %(state)s", code=codes.pretty(sign.code), state=state)
        href = url_for("signs.show", sign_id=sign.id)
        yield (sign.x, sign.y), _shape(name, f"sign-{SIGN.states[sign.state].tone}", href)
    nearer = _nearer("grupper")
    for heap in found.group_heaps:
        name = ngettext("%(num)s grupp här", "%(num)s grupper här", heap.count)
        yield (heap.x, heap.y), _shape(name, "heap", nearer(heap.box))
    nearer = _nearer("skyltar")
    for heap in found.sign_heaps:
        name = ngettext("%(num)s skylt här", "%(num)s skyltar här", heap.count)
        yield (heap.x, heap.y), _shape(name, "heap", nearer(heap.box))


def _shape(name: str, kind: str, href: str) -> dict[str, Any]:
    return {"name": name, "kind": kind, "href": href}


def _nearer(what: str) -> Callable[[Bounds], str]:
    """What makes the address of the same page, of one square of the map only."""
    # One address is built and the others take its shape.
    whole = url_for("desk.overview_map", **_asked(ruta="", visa=what))
    before, after = whole.split("ruta=", 1)
    return lambda box: f"{before}ruta={','.join(str(round(metres)) for metres in box)}{after}"


def _days(days: float | None) -> str:
    """A number of days as people say it: "3,5 dagar", "mindre än en dag"."""
    if days is None:
        return "–"
    if days < 1:
        return _("mindre än en dag")
    rounded = round(days) if days >= 10 else round(days, 1)
    return _("%(days)s dagar", days=format_number(rounded))
