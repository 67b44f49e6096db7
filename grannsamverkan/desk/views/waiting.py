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
    "sweep_storage": lazy("Städa bland sparade filer"),
    "mail_case": lazy("Skicka ärendet till funktionsbrevlådan"),
    "sweep_objects": lazy("Städa bort filer"),
    "mend_search": lazy("Se över det man söker i"),
    "drop_originals": lazy("Ta bort originalfoton"),
    "read_mailboxes": lazy("Läsa brevlådan"),
    "sort_mail": lazy("Sortera ett mejl med foton"),
    "place_mail": lazy("Lägga mejlade foton till sin skylt"),
    "send_mailed_set": lazy("Skicka mejlade foton till granskning"),
    "erase_mail": lazy("Radera gamla mejl"),
}
STATES = {
    "waiting": State(lazy("Väntar"), "wait"),
    "running": State(lazy("Pågår"), "info"),
    "dead": State(lazy("Har stannat"), "danger"),
}
# By the error's own name, which begins what the worker noted.
ERROR_WORDS = {
    "SMTPRecipientsRefused": lazy("Mottagarens adress togs inte emot. Den kan vara felskriven."),
    "SMTPAuthenticationError": lazy("E-postservern godtog inte inloggningen."),
    "SMTPServerDisconnected": lazy("E-postservern bröt förbindelsen."),
    "SMTPConnectError": lazy("E-postservern svarar inte."),
    "ConnectionRefusedError": lazy("E-postservern svarar inte."),
    "TimeoutError": lazy("E-postservern svarar inte."),
    "gaierror": lazy("E-postservern går inte att hitta på nätet."),
    "SSLCertVerificationError": lazy("E-postserverns certifikat gäller inte."),
    "MailboxLoginError": lazy("Brevlådan godtog inte inloggningen."),
    "MailboxFolderSelectError": lazy("Mappen finns inte i brevlådan."),
    "FileNotFoundError": lazy("En fil som behövs är borta."),
    "NoSpace": lazy("Disken är full."),
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
            mailboxes=queries.mailboxes(work),
            returned=queries.came_back(work),
            stopped=[row for row in rows if row.state == "dead"],
            going=[row for row in rows if row.state != "dead"],
            kind_words=KIND_WORDS,
            plain_error=_plain_error,
            states=STATES,
        )


@bp.post("/vantar/<int:job_id>/igen")
def retry(job_id: int) -> ResponseReturnValue:
    """Try once more what had stopped."""
    with writing() as work:
        retry_job(work, job_id, policy.may_handle_job)
    flash(_("Det är på väg igen. Läs in sidan om en stund för att se hur det gick."), "ok")
    return see_other("desk.waiting")


def _plain_error(error: str) -> str:
    """What went wrong, for readers who keep no servers; empty where only the error itself helps."""
    return str(ERROR_WORDS.get(error.partition(":")[0], ""))
