"""Pages of courses: put together by staff, and read by link, module by module."""

from flask import flash
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from grannsamverkan.core.i18n import _
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.notices.rules import blocks
from grannsamverkan.training import policy, queries, usecases
from grannsamverkan.training.forms import ModuleForm, MoveForm, StarterForm
from grannsamverkan.training.queries import courses as reads
from grannsamverkan.training.rules.starter import LANGUAGES
from grannsamverkan.training.views.base import bp, enter, send_file
from grannsamverkan.training.views.editions import told

PUBLIC = frozenset(f"training.{name}" for name in ("show_module", "module_file", "confirm_module"))


@bp.get("/u/<token>/del/<int:number>")
def show_module(token: str, number: int) -> ResponseReturnValue:
    """One module. Changes nothing: mail scanners follow links."""
    with reading() as work:
        assignment = queries.by_token(work, token)
        stops = [one for one in reads.outline(work, assignment) if not one.gone]
        stop = reads.stop(stops, number)
        return page(
            "training/module.html",
            token=token,
            course=assignment.edition,
            stop=stop,
            edition=stop.edition,
            blocks=blocks(queries.page_text(work, stop.edition)),
            place=stops.index(stop) + 1,
            total=len(stops),
            left=sum(one.left for one in stops),
        )


@bp.get("/u/<token>/del/<int:number>/material")
def module_file(token: str, number: int) -> ResponseReturnValue:
    """The file of a module. Having fetched it proves nothing, so nothing is noted."""
    with reading() as work:
        stops = reads.outline(work, queries.by_token(work, token))
        return send_file(work, reads.stop(stops, number).edition)


@bp.post("/u/<token>/del/<int:number>/last")
def confirm_module(token: str, number: int) -> ResponseReturnValue:
    """The person says to have read a module; on to the next one, or to the questions."""
    enter(token)
    with writing() as work:
        usecases.confirm_module(work, token, number)
    return _onwards(token, number)


@bp.route("/utbildning/material/<int:edition_id>/delar", methods=["GET", "POST"])
def edit_modules(edition_id: int) -> ResponseReturnValue:
    """The modules of a draft course in their order, and what can be added."""
    form = ModuleForm()
    with reading() as work:
        course = queries.open_draft(work, edition_id)
        form.edition.choices = [
            SelectChoice(str(one.id), one.title) for one in reads.addable(work, course)
        ]
    if form.validate_on_submit():
        with writing(form) as work:
            made = usecases.add_module(work, edition_id, form.edition.data)
        if not form.errors:
            return _to_module(edition_id, made.id)
    with reading() as work:
        course = queries.open_draft(work, edition_id)
        return page(
            "training/edition_modules.html", form=form, edition=course, **told(work, course)
        )


@bp.post("/utbildning/material/<int:edition_id>/delar/<int:module_id>/flytta")
def move_module(edition_id: int, module_id: int) -> ResponseReturnValue:
    """Move a module up or down."""
    form = MoveForm()
    by = form.by.data if form.validate_on_submit() else 0
    with writing() as work:
        usecases.move_module(work, edition_id, module_id, by=by)
    return _to_module(edition_id, module_id)


@bp.post("/utbildning/material/<int:edition_id>/delar/<int:module_id>/ta-bort")
def remove_module(edition_id: int, module_id: int) -> ResponseReturnValue:
    """Take a module out."""
    with writing() as work:
        usecases.remove_module(work, edition_id, module_id)
    return see_other("training.edit_modules", edition_id=edition_id)


@bp.route("/utbildning/material/medfoljande", methods=["GET", "POST"])
def begin_starter() -> ResponseReturnValue:
    """The course that comes with the product; a press makes a draft of it."""
    form = StarterForm()
    if form.is_submitted():
        with writing() as work:
            place, language = form.municipality.data or 0, form.chosen_language
            course = usecases.create_starter(work, place, language)
        flash(_("Kursen ligger som utkast. Läs igenom den och lägg ut den när den passar."), "ok")
        return see_other("training.show", edition_id=course.id)
    with reading() as work:
        work.require(policy.manages_somewhere)
        return page(
            "training/starter.html",
            places=queries.managed_municipalities(work),
            languages=LANGUAGES,
        )


def _onwards(token: str, number: int) -> Response:
    with reading() as work:
        assignment = queries.by_token(work, token)
        left = [one.number for one in reads.outline(work, assignment) if one.left]
    if left:
        after = [one for one in left if one > number] or left
        return see_other("training.show_module", token=token, number=after[0])
    asks = assignment.edition.trains and assignment.read_at and not assignment.done_at
    return see_other("training.quiz" if asks else "training.open_link", token=token)


def _to_module(edition_id: int, module_id: int) -> Response:
    """Back to where in the list one was, for those who go by keyboard."""
    return see_other("training.edit_modules", edition_id=edition_id, _anchor=f"del-{module_id}")
