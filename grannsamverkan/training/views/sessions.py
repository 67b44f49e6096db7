"""Pages of sessions: the list, planning, and what a signed-in contact person sees and answers."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from grannsamverkan.core.errors import NotFound, NotPermitted
from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.core.web import (
    actor,
    page,
    page_number,
    pager,
    reading,
    see_other,
    writing,
)
from grannsamverkan.core.work import Work
from grannsamverkan.training import policy
from grannsamverkan.training.forms.sessions import (
    WHO,
    SessionCancelForm,
    SessionForm,
    SessionInviteForm,
    shown,
)
from grannsamverkan.training.models import Session
from grannsamverkan.training.queries import seats as rows
from grannsamverkan.training.queries import sessions as reads
from grannsamverkan.training.rules import LANGUAGE_WORDS
from grannsamverkan.training.usecases import sessions as usecases
from grannsamverkan.training.views.base import bp
from grannsamverkan.training.views.taking_part import own_page, send_calendar
from grannsamverkan.training.words import SESSION_KINDS, last_day, when
from grannsamverkan.training.workflow import SESSION, SIGNUP

WHOLE = lazy("Hela kommunen")


@bp.get("/utbildning/tillfallen")
def sessions() -> ResponseReturnValue:
    """Open sessions for a contact person; for staff those to come and those that have been."""
    staff = policy.watches_somewhere(actor())
    if not staff and actor().kind != "contact":
        raise NotPermitted()
    past = staff and request.args.get("visa") == "tidigare"
    with reading() as work:
        listed = (
            reads.overview(work, past=past, number=page_number())
            if staff
            else reads.coming_for(work, page_number())
        )
        return page(
            "training/sessions.html" if staff else "training/sessions_open.html",
            listed=listed.rows,
            pager=pager(listed),
            past=past,
            may_plan=policy.holds_sessions(work.actor),
            when=when,
            kinds=SESSION_KINDS,
            states=SESSION.states,
            standings=SIGNUP.states,
            languages=LANGUAGE_WORDS,
            whole=WHOLE,
            takes_signups=lambda session: reads.takes_signups(work, session),
        )


@bp.route("/utbildning/tillfallen/ny", methods=["GET", "POST"])
def plan_session() -> ResponseReturnValue:
    """Plan a session."""
    with reading() as work:
        work.require(policy.holds_sessions)
        form = SessionForm(data={"organiser": work.actor.name})
        places = reads.plannable_municipalities(work)
        form.municipality.choices = [SelectChoice(place.id, place.name) for place in places]
        chosen = form.municipality.data if len(places) > 1 else places[0].id
        if len(places) == 1:
            del form.municipality
        _offer(work, form, chosen or places[0].id)
    if form.validate_on_submit():
        with writing(form) as work:
            made = usecases.plan_session(work, chosen, _plan(form))
        if not form.errors:
            return see_other("training.show_session", session_id=made.id)
    return page("training/session_plan.html", form=form, session=None)


@bp.get("/utbildning/tillfallen/<int:session_id>")
def show_session(session_id: int) -> ResponseReturnValue:
    """One session: for staff what is left to do; for a contact person the own place."""
    with reading() as work:
        if work.actor.kind == "contact":
            found, own = reads.for_contact(work, session_id)
            return own_page(work, found, own)
        found = reads.session(work, session_id)
        return page(
            "training/session.html",
            session=found,
            numbers=reads.numbers_of(work, found),
            state=SESSION.states[found.state],
            kind=SESSION_KINDS[found.kind],
            when=when(found),
            spoken=LANGUAGE_WORDS[found.language],
            whole=WHOLE,
            last_day=last_day(found),
            steps={step.name for step in SESSION.available(work.actor, found)},
            may_hold=policy.may_hold_session(work.actor, found),
            has_begun=reads.has_begun(work, found),
            takes_signups=reads.takes_signups(work, found),
        )


@bp.route("/utbildning/tillfallen/<int:session_id>/andra", methods=["GET", "POST"])
def change_session(session_id: int) -> ResponseReturnValue:
    """Change what is said of a session."""
    with reading() as work:
        found = _ahead(work, session_id)
        form = SessionForm(data=shown(found))
        del form.municipality
        _offer(work, form, found.municipality_id, found)
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.change_session(work, session_id, _plan(form))
        if not form.errors:
            flash(_("Ändringen är sparad."), "ok")
            return see_other("training.show_session", session_id=session_id)
    with reading() as work:
        return page("training/session_plan.html", form=form, session=_ahead(work, session_id))


@bp.post("/utbildning/tillfallen/<int:session_id>/oppna")
def open_session(session_id: int) -> ResponseReturnValue:
    """Let people sign up."""
    with writing() as work:
        usecases.open_session(work, session_id)
    flash(_("Anmälan är öppen. Bjud in kontaktombuden, så att de får veta det."), "ok")
    return see_other("training.show_session", session_id=session_id)


@bp.route("/utbildning/tillfallen/<int:session_id>/stall-in", methods=["GET", "POST"])
def cancel_session(session_id: int) -> ResponseReturnValue:
    """Call it off."""
    form = SessionCancelForm()
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.cancel_session(work, session_id, reason=form.reason.data)
        if not form.errors:
            return see_other("training.show_session", session_id=session_id)
    with reading() as work:
        found = _ahead(work, session_id)
        told = reads.numbers_of(work, found)
        return page("training/session_cancel.html", form=form, session=found, numbers=told)


@bp.route("/utbildning/tillfallen/<int:session_id>/bjud-in", methods=["GET", "POST"])
def invite_to_session(session_id: int) -> ResponseReturnValue:
    """Choose whom to invite; the number is shown before it is done."""
    form = SessionInviteForm()
    if form.validate_on_submit():
        with writing(form) as work:
            number = form.number.data
            usecases.invite(work, session_id, who=form.who.data, number=number)
        if not form.errors:
            flash(_("Inbjudningarna är på väg."), "ok")
            return see_other("training.show_session", session_id=session_id)
    who = request.values.get("who")
    with reading() as work:
        found = reads.held_by(work, session_id)
        if not reads.takes_signups(work, found):
            raise NotFound()
        chosen = who if who in WHO else "untrained"
        form.who.data = chosen
        form.number.data = rows.how_many_invitees(work, found, chosen)
        return page(
            "training/session_invite.html",
            form=form,
            session=found,
            when=when(found),
            whole=WHOLE,
            number=form.number.data,
            is_full=reads.is_full(work, found),
        )


@bp.post("/utbildning/tillfallen/<int:session_id>/anmal")
def sign_up(session_id: int) -> ResponseReturnValue:
    """Have a seat, or a place on the waiting list."""
    with writing() as work:
        usecases.sign_up(work, session_id)
    return see_other("training.show_session", session_id=session_id)


@bp.post("/utbildning/tillfallen/<int:session_id>/lamna")
def leave_session(session_id: int) -> ResponseReturnValue:
    """Give the seat back."""
    with writing() as work:
        usecases.leave(work, session_id)
    return see_other("training.show_session", session_id=session_id)


@bp.post("/utbildning/tillfallen/<int:session_id>/material")
def session_material(session_id: int) -> ResponseReturnValue:
    """Go to what the session was followed by, by a fresh link."""
    with writing() as work:
        opened = usecases.open_own_material(work, session_id)
    return see_other("training.open_link", token=opened)


@bp.get("/utbildning/tillfallen/<int:session_id>/kalender.ics")
def session_calendar(session_id: int) -> ResponseReturnValue:
    """The session for one's own calendar."""
    with reading() as work:
        if work.actor.kind == "contact":
            found, _own = reads.for_contact(work, session_id)
        else:
            found = reads.session(work, session_id)
        return send_calendar(work, found)


def _ahead(work: Work, session_id: int) -> Session:
    found = reads.held_by(work, session_id)
    if found.state not in reads.AHEAD and request.method == "GET":
        raise NotFound()
    return found


def _offer(work: Work, form: SessionForm, place_id: int, session: Session | None = None) -> None:
    """Put the choices of the municipality into the form."""
    whole = policy.may_plan_session(work.actor, place_id, None)
    areas = [
        SelectChoice(str(area.id), area.name) for area in reads.plannable_areas(work, place_id)
    ]
    form.area.choices = [*([SelectChoice("", WHOLE)] if whole else []), *areas]
    editions = {one.id: one for one in reads.sendable(work, place_id)}
    if session is not None and session.edition is not None:
        editions[session.edition.id] = session.edition
    form.edition.choices = [
        SelectChoice("", lazy("Inget material")),
        *(SelectChoice(str(one.id), one.title) for one in editions.values()),
    ]


def _plan(form: SessionForm) -> usecases.Plan:
    chosen: dict[str, Any] = {
        "police_area_id": int(form.area.data) if form.area.data else None,
        "edition_id": int(form.edition.data) if form.edition.data else None,
    }
    return usecases.Plan(
        kind=form.kind.data,
        title=form.title.data,
        language=form.language.data,
        starts_at=form.starts_at,
        ends_at=form.ends_at,
        place=form.place.data,
        directions=form.directions.data or "",
        organiser=form.organiser.data,
        closes_at=form.closes_at,
        seats=form.seats.data,
        trains=form.trains.data,
        **chosen,
    )
