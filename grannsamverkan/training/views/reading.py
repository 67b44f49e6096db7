"""Pages behind a personal link, opened without sign-in."""

from flask.typing import ResponseReturnValue

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.notices.rules import blocks
from grannsamverkan.training import errors, queries, usecases
from grannsamverkan.training.forms import quiz_form
from grannsamverkan.training.models import Assignment
from grannsamverkan.training.queries import certificates as certificate_reads
from grannsamverkan.training.queries import courses as course_reads
from grannsamverkan.training.views.base import bp, enter, send_file
from grannsamverkan.training.views.certificates import send_certificate


@bp.get("/u/<token>")
def open_link(token: str) -> ResponseReturnValue:
    """The material, or the receipt when all is done. Changes nothing: mail scanners come here."""
    with reading() as work:
        assignment = queries.by_token(work, token)
        made = certificate_reads.newest(work, assignment.contact)
        return page(
            _template(assignment),
            token=token,
            assignment=assignment,
            edition=assignment.edition,
            stops=course_reads.outline(work, assignment),
            blocks=blocks(queries.page_text(work, assignment.edition)),
            certificate=made if made and made.withdrawn_at is None else None,
            group_names=[row.group.name for row in queries.present_rows(work, assignment.contact)],
        )


@bp.get("/u/<token>/material")
def download(token: str) -> ResponseReturnValue:
    """The file behind a link. Having fetched it proves nothing, so nothing is noted."""
    with reading() as work:
        return send_file(work, queries.by_token(work, token).edition)


@bp.post("/u/<token>/last")
def confirm_read(token: str) -> ResponseReturnValue:
    """The person says to have read the material."""
    assignment = enter(token)
    with writing() as work:
        usecases.confirm_read(work, token)
    asks = assignment.edition.trains
    return see_other("training.quiz" if asks else "training.open_link", token=token)


@bp.route("/u/<token>/fragor", methods=["GET", "POST"])
def quiz(token: str) -> ResponseReturnValue:
    """The questions drawn for this try; above them what was wrong the time before, and why."""
    assignment = enter(token)
    if assignment.done_at or not assignment.read_at:
        return see_other("training.open_link", token=token)
    form = quiz_form(assignment.asked, assignment.tries)
    # Questions of another drawing may have more options than these: they are not to be judged.
    if form.is_submitted() and form.attempt.data not in (None, assignment.tries):
        raise errors.asked_anew()
    if form.validate_on_submit():
        with writing() as work:
            done = usecases.answer(work, token, form.answers, attempt=form.attempt.data)
        return see_other("training.open_link" if done else "training.quiz", token=token)
    return page(
        "training/quiz.html",
        token=token,
        edition=assignment.edition,
        form=form,
        wrong=[pair for pair in assignment.answered if pair[1] != pair[0].right],
    )


@bp.get("/u/<token>/intyg")
def certificate(token: str) -> ResponseReturnValue:
    """The certificate, for whoever has done the training by this link."""
    with reading() as work:
        assignment = queries.by_token(work, token)
        found = certificate_reads.newest(work, assignment.contact)
        if not assignment.done_at or found is None or found.withdrawn_at is not None:
            raise NotFound()
        return send_certificate(work, found)


def _template(assignment: Assignment) -> str:
    if assignment.done_at:
        return "training/done.html" if assignment.edition.trains else "training/read.html"
    is_course = assignment.edition.kind == "course"
    return "training/course.html" if is_course else "training/material.html"
