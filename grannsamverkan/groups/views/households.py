"""The household list: for the contact persons of the group alone."""

from collections.abc import Mapping
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from grannsamverkan.core.i18n import _
from grannsamverkan.core.web import is_local_path, page, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.groups import policy
from grannsamverkan.groups.forms.households import (
    AddressesForm,
    AnswerForm,
    DetailsForm,
    HouseholdFilterForm,
)
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.households import Dwelling
from grannsamverkan.groups.queries import households as queries
from grannsamverkan.groups.queries.households import HouseholdPage
from grannsamverkan.groups.rules import households as rules
from grannsamverkan.groups.usecases import households as usecases
from grannsamverkan.groups.views.blueprint import bp

TONES = {"joined": "ok", "declined": "neutral", "unanswered": "wait", "unplaced": "warn"}


@bp.get("/grupper/<int:group_id>/hushall")
def households(group_id: int) -> ResponseReturnValue:
    """The list: one dwelling a row, with its answer; or how to begin one."""
    form = HouseholdFilterForm(request.args, meta={"csrf": False})
    wanted = rules.HouseholdFilter(form.sok.data or "", _shown(form.visa.data))
    with reading() as work:
        group = queries.kept_group(work, group_id)
        kept = queries.household_list(work, group_id)
        if kept is None:
            addresses = queries.addresses_of_area(work, group)
            return page(
                "groups/households_start.html",
                group=group,
                addresses=len(addresses),
                may_count=policy.may_keep(work.actor, group),
            )
        listed = queries.page(work, group, wanted, request.args.get("sida", 1, type=int))
        return page(
            "groups/households.html",
            group=group,
            kept=kept,
            filters=form,
            listed=listed,
            wanted=wanted,
            status_words=rules.STATUS_WORDS,
            answers=rules.ANSWERS,
            changed=_changed(work),
            back=request.full_path.rstrip("?"),
            pages=_page_links(group_id, wanted, listed),
        )


@bp.post("/grupper/<int:group_id>/hushall/borja")
def start_households(group_id: int) -> ResponseReturnValue:
    """Begin a list, with or without the map's addresses."""
    with writing() as work:
        usecases.start_list(work, group_id, from_area=request.form.get("fran") == "kartan")
    return see_other("groups.households", group_id=group_id)


@bp.post("/grupper/<int:group_id>/hushall/rakna")
def count_households_by_list(group_id: int) -> ResponseReturnValue:
    """Let the group's numbers come from the list."""
    with writing() as work:
        usecases.count_by_list(work, group_id)
    flash(_("Nu räknas gruppen ur listan."), "ok")
    return see_other("groups.households", group_id=group_id)


@bp.post("/grupper/<int:group_id>/hushall/avsluta")
def end_households(group_id: int) -> ResponseReturnValue:
    """Erase the list and go back to paper."""
    with writing() as work:
        usecases.end_list(work, group_id)
    flash(_("Listan är raderad. Antalen finns kvar på gruppens sida."), "ok")
    return see_other("groups.show", group_id=group_id)


@bp.route("/grupper/<int:group_id>/hushall/ny", methods=["GET", "POST"])
def add_dwellings(group_id: int) -> ResponseReturnValue:
    """Put dwellings on the list by writing their addresses."""
    form = AddressesForm()
    if form.validate_on_submit():
        with writing(form) as work:
            added = usecases.add_dwellings(work, group_id, form.addresses.data.splitlines())
        if not form.errors:
            flash(_("%(n)s nya bostäder på listan.", n=added), "ok")
            return see_other("groups.households", group_id=group_id)
    with reading() as work:
        group = queries.kept_group(work, group_id)
        return page("groups/households_add.html", form=form, group=group)


@bp.post("/hushall/<int:dwelling_id>/svar")
def answer_household(dwelling_id: int) -> ResponseReturnValue:
    """One press: with, declines, or not answered; the row then offers to undo it."""
    form = AnswerForm()
    with reading() as work:
        before = queries.dwelling(work, dwelling_id)
        was, group_id = before.status, before.group_id
    if not form.validate_on_submit():
        return see_other("groups.households", group_id=group_id)
    with writing() as work:
        usecases.answer(work, dwelling_id, status=form.status.data)
    back = form.tillbaka.data
    path = back if is_local_path(back) else url_for("groups.households", group_id=group_id)
    return redirect(_with_change(path, dwelling_id, was), 303)


@bp.route("/hushall/<int:dwelling_id>", methods=["GET", "POST"])
def household(dwelling_id: int) -> ResponseReturnValue:
    """One dwelling: its answer, and what a joined household has said of itself."""
    with reading() as work:
        found = queries.dwelling(work, dwelling_id)
        form = DetailsForm(obj=queries.details(work, found), consents=bool(found.consent_version))
    if form.validate_on_submit():
        details = rules.Details(
            form.names.data or "",
            form.phone.data or "",
            form.email.data or "",
            form.note.data or "",
        )
        with writing(form) as work:
            usecases.describe(work, dwelling_id, details, consents=form.consents.data)
        if not form.errors:
            flash(_("Uppgifterna är sparade."), "ok")
            return see_other("groups.household", dwelling_id=dwelling_id)
    with reading() as work:
        return _household_page(work, queries.dwelling(work, dwelling_id), form)


@bp.post("/hushall/<int:dwelling_id>/flyttat")
def household_moves(dwelling_id: int) -> ResponseReturnValue:
    """The household has moved: erase what it said."""
    with writing() as work:
        usecases.move_out(work, dwelling_id)
    flash(_("Uppgifterna är raderade. Bjud in dem som flyttar in."), "ok")
    return see_other("groups.household", dwelling_id=dwelling_id)


@bp.post("/hushall/<int:dwelling_id>/sett")
def household_seen(dwelling_id: int) -> ResponseReturnValue:
    """The newcomer's answer is right."""
    with writing() as work:
        group_id = usecases.mark_seen(work, dwelling_id).group_id
    return see_other("groups.households", group_id=group_id)


@bp.post("/hushall/<int:dwelling_id>/ta-bort")
def remove_dwelling(dwelling_id: int) -> ResponseReturnValue:
    """Take the dwelling off the list."""
    with writing() as work:
        group = usecases.remove_dwelling(work, dwelling_id)
    flash(_("Bostaden är borttagen från listan."), "ok")
    return see_other("groups.households", group_id=group.id)


def _details(form: DetailsForm) -> rules.Details:
    said = (form.names.data, form.phone.data, form.email.data, form.note.data)
    return rules.Details(*(text or "" for text in said))


def _household_page(work: Work, found: Dwelling, form: DetailsForm) -> ResponseReturnValue:
    group: Group = queries.kept_group(work, found.group_id)
    return page(
        "groups/household.html",
        form=form,
        group=group,
        household=queries.household(work, found),
        status_words=rules.STATUS_WORDS,
        how_words=rules.HOW_WORDS,
        tones=TONES,
        answers=rules.ANSWERS,
        back=url_for("groups.household", dwelling_id=found.id),
        changed=_changed(work),
    )


def _shown(text: str | None) -> str:
    return text if text in rules.SHOWN else ""


def _changed(work: Work) -> Mapping[str, Any] | None:
    """What the last press changed, so that it can be undone: the address carries it."""
    dwelling_id = request.args.get("andrad", type=int)
    was = request.args.get("fran", "")
    if dwelling_id is None or was not in rules.ANSWERS:
        return None
    found = queries.dwelling(work, dwelling_id)
    if found.status == was:
        return None
    return {"id": found.id, "address": found.address, "status": found.status, "was": was}


def _with_change(path: str, dwelling_id: int, was: str) -> str:
    kept = [
        part
        for part in path.partition("?")[2].split("&")
        if part and part.partition("=")[0] not in {"andrad", "fran"}
    ]
    query = "&".join([*kept, f"andrad={dwelling_id}", f"fran={was}"])
    return f"{path.partition('?')[0]}?{query}#b-{dwelling_id}"


def _page_links(
    group_id: int, wanted: rules.HouseholdFilter, listed: HouseholdPage
) -> Mapping[str, Any]:
    def link(number: int) -> str | None:
        if not 1 <= number <= listed.pages:
            return None
        return url_for(
            "groups.households",
            group_id=group_id,
            sok=wanted.text or None,
            visa=wanted.shown or None,
            sida=number,
        )

    return {
        "number": listed.number,
        "pages": listed.pages,
        "previous_url": link(listed.number - 1),
        "next_url": link(listed.number + 1),
    }
