"""The year: confirming it, signed in or by the link of a letter; resting, waking, closing."""

from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue

from grannsamverkan.core import doors
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.groups import policy, queries
from grannsamverkan.groups.forms.year import ReasonForm, YearForm
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.year import YearLink
from grannsamverkan.groups.queries import year as reads
from grannsamverkan.groups.rules.year import SIGN_WORDS
from grannsamverkan.groups.usecases import life, year
from grannsamverkan.groups.views.blueprint import bp
from grannsamverkan.groups.workflow import GROUP

ENDINGS = {"vila": ("dormant", life.rest_group), "avsluta": ("close", life.close_group)}


@bp.route("/grupper/<int:group_id>/ar", methods=["GET", "POST"])
def confirm_year(group_id: int) -> ResponseReturnValue:
    """What is confirmed once a year, and the button that does it."""
    with reading() as work:
        group = queries.group(work, group_id)
        work.require(policy.may_confirm_year, group)
        form = _form(work, group)
    if form.validate_on_submit():
        with writing(form) as work:
            year.confirm_year(work, group_id, **_answer(form))
        if not form.errors:
            return see_other("groups.show", group_id=group_id)
    with reading() as work:
        group = queries.group(work, group_id)
        return page("groups/year.html", form=form, token=None, **_what(work, group))


@bp.route("/ar/<token>", methods=["GET", "POST"])
def year_by_link(token: str) -> ResponseReturnValue:
    """The same for whoever has the letter. A look changes nothing: mail scanners come here."""
    with reading() as work:
        link = reads.link(work, token)
        _enter(link)
        if link.year.ended_at is not None:
            return _done(work, link)
        form = _form(work, link.year.group)
    if form.validate_on_submit():
        with writing(form) as work:
            year.confirm_by_link(work, token, **_answer(form))
        if not form.errors:
            return see_other("groups.year_by_link", token=token)
    with reading() as work:
        group = reads.link(work, token).year.group
        return page("groups/year.html", form=form, token=token, **_what(work, group))


@bp.post("/grupper/<int:group_id>/starta-igen")
def ask_to_wake(group_id: int) -> ResponseReturnValue:
    """The people of a resting group want to begin again."""
    with writing() as work:
        life.ask_to_wake(work, group_id)
    return see_other("groups.show", group_id=group_id)


@bp.post("/grupper/<int:group_id>/vack")
def wake(group_id: int) -> ResponseReturnValue:
    """Somebody who decides lets it begin again."""
    with writing() as work:
        life.wake_group(work, group_id)
    return see_other("groups.show", group_id=group_id)


@bp.route("/grupper/<int:group_id>/<any(vila, avsluta):ending>", methods=["GET", "POST"])
def end(group_id: int, ending: str) -> ResponseReturnValue:
    """Let a group rest, or close it, with the reason."""
    form = ReasonForm()
    step, do = ENDINGS[ending]
    if form.validate_on_submit():
        with writing(form) as work:
            do(work, group_id, reason=form.reason.data)
        if not form.errors:
            return see_other("groups.show", group_id=group_id)
    with reading() as work:
        group = queries.group(work, group_id)
        if not GROUP.offers(work.actor, group, step):
            abort(404)
        return page("groups/end.html", form=form, group=group, step=GROUP.steps[step])


def _form(work: Work, group: Group) -> YearForm:
    return YearForm(met_on=reads.last_meeting(work, group), signs="whole")


def _answer(form: YearForm) -> dict[str, Any]:
    return {"met_on": form.met_on.data, "signs": form.signs.data}


def _what(work: Work, group: Group) -> dict[str, Any]:
    row = reads.open_year(work, group)
    present = reads.as_year(work, row) if row else None
    return {
        "group": group,
        "participation": queries.participation(group),
        "year": present,
        "can": present is not None and present.stage(reads.today(work)) != "resting",
    }


def _enter(link: YearLink) -> None:
    doors.hold("year_link", link.id)


def _done(work: Work, link: YearLink) -> ResponseReturnValue:
    """The receipt; the link is good for nothing else then."""
    row, after = link.year, reads.open_year(work, link.year.group)
    return page(
        "groups/year_done.html",
        row=row,
        group=row.group,
        next_due=reads.as_year(work, after).due_on if after else None,
        signs=SIGN_WORDS.get(row.signs or ""),
    )
