"""Pages of meetings: planning, the meeting itself, its calendar file and its notice."""

from datetime import datetime
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from grannsamverkan.core import pdf
from grannsamverkan.core.calendar import MEDIA_TYPE, calendar_file
from grannsamverkan.core.i18n import TIMEZONE, format_weekday, local
from grannsamverkan.core.web import page, reading, see_other, send_made, writing
from grannsamverkan.core.work import Work
from grannsamverkan.groups import policy, queries
from grannsamverkan.groups.forms.meetings import AttendanceForm, CancelForm, MeetingForm
from grannsamverkan.groups.models.meetings import Meeting
from grannsamverkan.groups.prints import meetings as prints
from grannsamverkan.groups.queries import meetings as reads
from grannsamverkan.groups.usecases import meetings
from grannsamverkan.groups.views.blueprint import bp
from grannsamverkan.groups.words import KIND_WORDS
from grannsamverkan.groups.workflow import MEETING


@bp.route("/grupper/<int:group_id>/moten/nytt", methods=["GET", "POST"])
def new_meeting(group_id: int) -> ResponseReturnValue:
    """Book a meeting, or propose one."""
    with reading() as work:
        group = queries.group(work, group_id)
        work.require(policy.may_plan_meeting, group)
        held = any(fact.kind == "meeting_held" for fact in group.facts)
        proposes = not held and not policy.may_decide(work.actor, group)
    form = MeetingForm(kind="year" if held else "start")
    if form.validate_on_submit():
        with writing(form) as work:
            made = meetings.plan_meeting(work, group_id, kind=form.kind.data, plan=_plan(form))
        if not form.errors:
            return see_other("groups.meeting", meeting_id=made.id)
    return page("groups/meeting_plan.html", form=form, group=group, meeting=None, proposes=proposes)


@bp.get("/moten/<int:meeting_id>")
def meeting(meeting_id: int) -> ResponseReturnValue:
    """One meeting: when, where, what is left to do, who came."""
    with reading() as work:
        found = reads.meeting(work, meeting_id)
        return page(
            "groups/meeting.html",
            meeting=found,
            group=found.group,
            ends_at=local(reads.ends_at(found)),
            starts_at=local(found.starts_at),
            day=format_weekday(found.starts_at),
            state=MEETING.states[found.state],
            word=KIND_WORDS[found.kind],
            has_begun=reads.has_begun(found, work.now),
            steps=_steps(work, found),
            may_change=policy.may_change_meeting(work.actor, found),
        )


@bp.post("/moten/<int:meeting_id>/boka")
def accept_meeting(meeting_id: int) -> ResponseReturnValue:
    """Book what the group proposed."""
    with writing() as work:
        meetings.accept_meeting(work, meeting_id)
    return see_other("groups.meeting", meeting_id=meeting_id)


@bp.route("/moten/<int:meeting_id>/andra", methods=["GET", "POST"])
def move_meeting(meeting_id: int) -> ResponseReturnValue:
    """Another day, hour or place."""
    with reading() as work:
        found = _open(work, meeting_id)
        form = _filled(found)
    if form.validate_on_submit():
        with writing(form) as work:
            meetings.move_meeting(work, meeting_id, plan=_plan(form))
        if not form.errors:
            return see_other("groups.meeting", meeting_id=meeting_id)
    with reading() as work:
        found = _open(work, meeting_id)
        return page(
            "groups/meeting_plan.html",
            form=form,
            group=found.group,
            meeting=found,
            proposes=found.state == "proposed",
        )


@bp.route("/moten/<int:meeting_id>/stall-in", methods=["GET", "POST"])
def cancel_meeting(meeting_id: int) -> ResponseReturnValue:
    """Call it off, or say no to the proposal."""
    form = CancelForm()
    if form.validate_on_submit():
        with writing(form) as work:
            meetings.cancel_meeting(work, meeting_id, reason=form.reason.data)
        if not form.errors:
            return see_other("groups.meeting", meeting_id=meeting_id)
    with reading() as work:
        found = _open(work, meeting_id)
        return page("groups/meeting_cancel.html", form=form, group=found.group, meeting=found)


@bp.route("/moten/<int:meeting_id>/narvaro", methods=["GET", "POST"])
def hold_meeting(meeting_id: int) -> ResponseReturnValue:
    """How many came."""
    with reading() as work:
        found = _open(work, meeting_id)
        form = AttendanceForm()
        form.contacts.choices = [
            SelectChoice(contact.id, contact.user.name or contact.user.email)
            for contact in found.group.contacts
        ]
    if form.validate_on_submit():
        with writing(form) as work:
            meetings.hold_meeting(
                work, meeting_id, households=form.households.data, contacts=form.contacts.data
            )
        if not form.errors:
            return see_other("groups.meeting", meeting_id=meeting_id)
    with reading() as work:
        found = _open(work, meeting_id)
        return page("groups/meeting_held.html", form=form, group=found.group, meeting=found)


@bp.get("/moten/<int:meeting_id>/kalender.ics")
def meeting_calendar(meeting_id: int) -> ResponseReturnValue:
    """The meeting for one's own calendar."""
    with reading() as work:
        found = reads.meeting(work, meeting_id)
        return send_made(calendar_file(prints.event(work, found)), MEDIA_TYPE, "mote.ics")


@bp.get("/moten/<int:meeting_id>/anslag.pdf")
def meeting_notice(meeting_id: int) -> ResponseReturnValue:
    """A notice for the board in the stairway."""
    with reading() as work:
        found = reads.meeting(work, meeting_id)
        if found.state != "booked":
            abort(404)
        made = pdf.compile_pdf("groups/notice.typ", prints.notice(work, found), created=work.now)
        return send_made(made, "application/pdf", "anslag.pdf")


def _open(work: Work, meeting_id: int) -> Meeting:
    found = reads.meeting(work, meeting_id)
    work.require(policy.may_change_meeting, found)
    if found.state not in reads.AHEAD and request.method == "GET":
        abort(404)
    return found


def _steps(work: Work, found: Meeting) -> dict[str, Any]:
    return {step.name: step for step in MEETING.available(work.actor, found)}


def _filled(found: Meeting) -> MeetingForm:
    starts = local(found.starts_at)
    form = MeetingForm(
        on=starts.date(), at=starts.time(), minutes=str(found.minutes), place=found.place
    )
    del form.kind
    return form


def _plan(form: MeetingForm) -> meetings.Plan:
    starts_at = datetime.combine(form.on.data, form.at.data, TIMEZONE)
    return meetings.Plan(starts_at, int(form.minutes.data), form.place.data)
