"""Choosing groups: what is looked for stands in the address, what is ticked in the draft."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from grannsamverkan.core.forms import Form
from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.core.web import see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.messages import policy, usecases
from grannsamverkan.messages.forms import GroupsForm
from grannsamverkan.messages.models import Bulletin
from grannsamverkan.messages.queries import aim as aims
from grannsamverkan.messages.queries import choosing
from grannsamverkan.messages.queries.choosing import Choice, Wanted
from grannsamverkan.places import queries as places

LOOK = "sok-fler"
"""The name of the buttons that look for more; "alla" looks for everything again."""


def looks_for_more(way: str) -> bool:
    """True if the button that was pressed narrows the list of groups."""
    return way == "groups" and request.method == "POST" and LOOK in request.form


def groups_form(work: Work, bulletin: Bulletin) -> GroupsForm:
    """The form with every group that may be chosen, and what the address looks for."""
    chosen = [group_id for group_id, _name in aims.chosen_groups(work, bulletin)]
    form = GroupsForm(
        groups=chosen,
        text=request.args.get("sok", ""),
        police_area=request.args.get("omrade", ""),
    )
    known = choosing.choosable_ids(work, bulletin)
    form.groups.choices = [SelectChoice(group_id, str(group_id)) for group_id in known]
    scope = policy.areas(work.actor, bulletin.municipality_id)
    form.police_area.choices = [
        SelectChoice("", lazy("Alla")),
        *(
            SelectChoice(str(area.id), area.name)
            for area in places.police_areas(work, bulletin.municipality_id)
            if scope is None or area.id in scope
        ),
    ]
    return form


def keep_and_look(bulletin_id: int, form: Form) -> ResponseReturnValue:
    """Keep what is ticked, and go where the wanted groups are shown."""
    assert isinstance(form, GroupsForm)
    with writing() as work:
        usecases.keep_choice(work, bulletin_id, form.groups.data or ())
    everything = request.form.get(LOOK) == "alla"
    return see_other(
        "messages.aim",
        bulletin_id=bulletin_id,
        satt="groups",
        sok=None if everything else form.text.data or None,
        omrade=None if everything else form.police_area.data or None,
    )


def shown(work: Work, bulletin: Bulletin, form: GroupsForm) -> dict[str, Any]:
    """What the page needs: the form with the groups to show, their streets, and how many are left.

    Ticks that were sent and could not be kept are kept on the page.
    """
    wanted = _wanted(form)
    offered = choosing.offered(work, bulletin, wanted)
    form.groups.choices = [SelectChoice(one.id, one.name) for one in offered.choices]
    return {
        "look": LOOK,
        "narrowed": wanted != Wanted(),
        "found": offered.found,
        "left": offered.left,
        "told": {str(one.id): _told(one) for one in offered.choices if _told(one)},
    }


def _wanted(form: GroupsForm) -> Wanted:
    area = form.police_area.data or ""
    known = {choice.value for choice in form.police_area.choices}
    return Wanted(form.text.data or "", int(area) if area and area in known else None)


def _told(one: Choice) -> str:
    if one.streets and one.police_area:
        return _("%(streets)s. %(area)s", streets=one.streets, area=one.police_area)
    return one.streets or one.police_area
