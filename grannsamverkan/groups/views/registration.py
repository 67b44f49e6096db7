"""Registering a group: five steps, each saved when it is left, and a last look before sending."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.groups import errors, policy, queries, rules, usecases
from grannsamverkan.groups.forms import DwellingsForm, NameForm, SendForm, StartForm
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.queries import households
from grannsamverkan.groups.views.blueprint import bp
from grannsamverkan.groups.views.case import STEP_PAGES
from grannsamverkan.notices import queries as notices
from grannsamverkan.places import queries as places

CONSENT_MOST_BYTES = 10 * 1024 * 1024


@bp.route("/grupper/ny", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Step 1: begin a registration."""
    form = StartForm()
    with reading() as work:
        work.require(policy.may_found)
        found_in = places.municipalities(work)
    form.municipality.choices = [SelectChoice(str(place.id), place.name) for place in found_in]
    if len(found_in) == 1:
        del form.municipality
    if form.validate_on_submit():
        chosen = int(form.municipality.data) if "municipality" in form else found_in[0].id
        with writing(form) as work:
            group = usecases.start_group(
                work, municipality_id=chosen, name=form.name.data, housing=form.housing.data
            )
        if not form.errors:
            return go_on(group.id, "area")
    return page("groups/step_name.html", form=form, group=None, **steps("name"))


@bp.route("/grupper/<int:group_id>/namn", methods=["GET", "POST"])
def edit_name(group_id: int) -> ResponseReturnValue:
    """Step 1 again: the name and how people live."""
    with reading() as work:
        group = open_group(work, group_id)
    form = NameForm(obj=group)
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.describe_group(work, group_id, name=form.name.data, housing=form.housing.data)
        if not form.errors:
            return go_on(group_id, "area")
    return page("groups/step_name.html", form=form, group=group, **steps("name"))


@bp.route("/grupper/<int:group_id>/bostader", methods=["GET", "POST"])
def edit_dwellings(group_id: int) -> ResponseReturnValue:
    """Step 3: numbers of dwellings and, where it is needed, the property owner's consent."""
    with reading() as work:
        form = _dwellings_form(work, open_group(work, group_id))
    is_well_formed = form.validate_on_submit()
    if form.is_submitted():
        with writing(form) as work:
            _keep_consent_file(work, group_id)
    if is_well_formed:
        with writing(form) as work:
            _count(work, queries.group(work, group_id), form)
        if not form.errors:
            return go_on(group_id, "contacts")
    with reading() as work:
        group = queries.group(work, group_id)
        return page(
            "groups/step_dwellings.html",
            form=form,
            group=group,
            proposed=queries.proposed_dwellings(work, group),
            needs_consent=group.housing in rules.NEEDS_OWNER_CONSENT,
            **steps("dwellings"),
        )


@bp.route("/grupper/<int:group_id>/skicka", methods=["GET", "POST"])
def send(group_id: int) -> ResponseReturnValue:
    """Step 5: everything on one page, with ways back, and the button that sends it."""
    with reading() as work:
        group = open_group(work, group_id)
    form = SendForm(message=group.message)
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.submit_group(
                work,
                group_id,
                message=form.message.data or "",
                privacy_version=notices.version(work, group.municipality_id, "privacy"),
            )
        if not form.errors:
            return see_other("groups.show", group_id=group_id)
    with reading() as work:
        return _summary(work, queries.group(work, group_id), form)


def _summary(work: Work, group: Group, form: SendForm) -> ResponseReturnValue:
    return page(
        "groups/step_send.html",
        form=form,
        group=group,
        missing=queries.progress(group),
        participation=queries.participation(group),
        advice=queries.advice(work, group),
        overlaps=queries.overlaps(work, group),
        awaited=queries.wanted_roles(work, group),
        step_pages=STEP_PAGES,
        step_words=rules.STEP_WORDS,
        housing_words=rules.HOUSING_WORDS,
        needs_consent=group.housing in rules.NEEDS_OWNER_CONSENT,
        **steps("send"),
    )


def open_group(work: Work, group_id: int) -> Group:
    """The group, for those who may still change its registration."""
    group = queries.group(work, group_id)
    work.require(policy.may_send, group)
    if group.state not in policy.OPEN_TO_EDIT:
        raise errors.sent_already()
    return group


def steps(current: str) -> dict[str, Any]:
    """What the line "step 2 of 5" needs."""
    return {
        "step_number": rules.STEPS.index(current) + 1,
        "step_total": len(rules.STEPS),
        "step_word": rules.STEP_WORDS[current],
    }


def go_on(group_id: int, step: str) -> ResponseReturnValue:
    """To the next step, or back to the last look for whoever came from there."""
    goes_back = request.args.get("sedan") == "skicka"
    return see_other(STEP_PAGES["send" if goes_back else step], group_id=group_id)


def _dwellings_form(work: Work, group: Group) -> DwellingsForm:
    """What is known; the first time, the addresses on the map as a proposal."""
    form = DwellingsForm(obj=group)
    if households.is_counted(work, group):
        del form.joined, form.declined
    elif group.dwellings is None and not form.is_submitted():
        form.dwellings.data = queries.proposed_dwellings(work, group)
        form.joined.data = None
    return form


def _count(work: Work, group: Group, form: DwellingsForm) -> None:
    usecases.count_households(
        work,
        group.id,
        dwellings=form.dwellings.data,
        joined=form.joined.data if "joined" in form else 0,
        declined=form.declined.data if "declined" in form else 0,
        consent=_consent(group, form),
    )


def _consent(group: Group, form: DwellingsForm) -> usecases.OwnerConsent | None:
    by, on = form.consent_by.data, form.consent_on.data
    if on and not by:
        raise errors.consent_needs_name()
    if by and not on:
        raise errors.consent_needs_day()
    needed = group.housing in rules.NEEDS_OWNER_CONSENT
    return usecases.OwnerConsent(by, on) if needed and by else None


def _keep_consent_file(work: Work, group_id: int) -> None:
    """Keep a chosen file at once: it cannot be put back into the form if a number is wrong."""
    upload = request.files.get("consent_file")
    if upload is None or not upload.filename:
        return
    content = upload.read(CONSENT_MOST_BYTES + 1)
    if len(content) > CONSENT_MOST_BYTES:
        raise errors.consent_too_large()
    if not content.startswith(b"%PDF-"):
        raise errors.consent_not_pdf()
    usecases.attach_consent(work, group_id, stored=work.storage.put([content]))
