"""The organiser's day: who is there, who comes unasked, the lists on paper, and the end."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.i18n import _
from grannsamverkan.core.pdf import compile_pdf
from grannsamverkan.core.web import page, page_number, pager, reading, see_other, send_made, writing
from grannsamverkan.training import queries
from grannsamverkan.training.prints import sessions as prints
from grannsamverkan.training.queries import seats as rows
from grannsamverkan.training.queries import sessions as reads
from grannsamverkan.training.usecases import sessions as usecases
from grannsamverkan.training.views.base import bp
from grannsamverkan.training.words import PRESENCE, when
from grannsamverkan.training.workflow import SESSION


@bp.get("/utbildning/tillfallen/<int:session_id>/narvaro")
def attendance(session_id: int) -> ResponseReturnValue:
    """Everybody with a seat, in large rows; searched, also those without one are found."""
    name = request.args.get("namn", "").strip()
    with reading() as work:
        found = reads.held_by(work, session_id)
        listed = rows.attendance(work, found, name, page_number())
        return page(
            "training/session_attendance.html",
            session=found,
            when=when(found),
            name=name,
            listed=listed.rows,
            pager=pager(listed),
            numbers=reads.numbers_of(work, found),
            waiting=rows.in_order(work, found, "waiting")[: rows.AT_THE_DOOR],
            others=rows.not_coming(work, found, name) if name else [],
            name_of=queries.name_of,
            how=PRESENCE,
            its_day=reads.is_its_day(work, found),
            may_tick=found.state in ("open", "held") and reads.is_its_day(work, found),
            has_begun=reads.has_begun(work, found),
            may_end="hold" in {step.name for step in SESSION.available(work.actor, found)},
        )


@bp.post("/utbildning/tillfallen/<int:session_id>/narvaro/<int:signup_id>")
def tick(session_id: int, signup_id: int) -> ResponseReturnValue:
    """Note that somebody is there, or is not after all."""
    with writing() as work:
        usecases.tick(work, signup_id, present=request.form.get("present") == "1")
    return _back(session_id, f"rad-{signup_id}")


@bp.post("/utbildning/tillfallen/<int:session_id>/narvaro/slapp-in/<int:contact_id>")
def come_late(session_id: int, contact_id: int) -> ResponseReturnValue:
    """Let somebody in who has no seat."""
    with writing() as work:
        row = usecases.come_late(work, session_id, contact_id)
        name = queries.name_of(row.contact)
    flash(_("%(name)s är incheckad.", name=name), "ok")
    return see_other("training.attendance", session_id=session_id)


@bp.post("/utbildning/tillfallen/<int:session_id>/hallen")
def hold_session(session_id: int) -> ResponseReturnValue:
    """Note that it was held."""
    with writing() as work:
        usecases.hold_session(work, session_id)
    flash(_("Träffen är noterad som hållen. De som kom får ett tack."), "ok")
    return see_other("training.show_session", session_id=session_id)


@bp.get("/utbildning/tillfallen/<int:session_id>/narvaro.pdf")
def attendance_list(session_id: int) -> ResponseReturnValue:
    """The list on paper, for a place without a network."""
    with reading() as work:
        found = reads.held_by(work, session_id)
        document = prints.attendance(found, rows.everybody(work, found))
        made = compile_pdf("training/session_list.typ", document, created=work.now)
        return send_made(made, "application/pdf", "narvaro.pdf")


@bp.get("/utbildning/tillfallen/<int:session_id>/affisch.pdf")
def door_poster(session_id: int) -> ResponseReturnValue:
    """The poster for the door."""
    with reading() as work:
        found = reads.held_by(work, session_id)
        made = compile_pdf(
            "training/session_door.typ", prints.poster(work, found), created=work.now
        )
        return send_made(made, "application/pdf", "affisch.pdf")


def _back(session_id: int, anchor: str) -> ResponseReturnValue:
    """To the same part of the list, where the row stands."""
    kept: dict[str, Any] = {
        key: request.form[key] for key in ("namn", "sida") if request.form.get(key)
    }
    return see_other("training.attendance", session_id=session_id, _anchor=anchor, **kept)
