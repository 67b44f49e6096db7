"""What waits in the background, and the button that starts it again."""

from flask import flash
from flask.typing import ResponseReturnValue

from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.core.outbox import retry_job
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.core.workflow import State
from grannsamverkan.desk import policy
from grannsamverkan.desk.queries import waiting as queries
from grannsamverkan.desk.views.blueprint import bp

KIND_WORDS = {
    "send_mail": lazy("Skicka e-post"),
    "examine_photo": lazy("Titta igenom ett foto"),
    "mail_case": lazy("Skicka ärendet till funktionsbrevlådan"),
    "sweep_objects": lazy("Städa bort filer"),
    "drop_originals": lazy("Ta bort originalfoton"),
}
STATES = {
    "waiting": State(lazy("Väntar"), "wait"),
    "running": State(lazy("Pågår"), "info"),
    "dead": State(lazy("Har stannat"), "danger"),
}


@bp.get("/vantar")
def waiting() -> ResponseReturnValue:
    """Mail and other work that is not done, and whether anybody works on it."""
    with reading() as work:
        work.require(policy.may_see_waiting)
        rows = queries.rows(work)
        return page(
            "desk/waiting.html",
            pulse=queries.pulse(work),
            stopped=[row for row in rows if row.state == "dead"],
            going=[row for row in rows if row.state != "dead"],
            kind_words=KIND_WORDS,
            states=STATES,
        )


@bp.post("/vantar/<int:job_id>/igen")
def retry(job_id: int) -> ResponseReturnValue:
    """Try once more what had stopped."""
    with writing() as work:
        retry_job(work, job_id, policy.may_handle_job)
    flash(_("Det är på väg igen. Läs in sidan om en stund för att se hur det gick."), "ok")
    return see_other("desk.waiting")
