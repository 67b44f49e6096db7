"""Pages of the tasks of signs: what is to be done, by whom, and whether it was."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.core import codes
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import local
from grannsamverkan.core.web import page, page_number, pager, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.signs import policy, queries, words
from grannsamverkan.signs.forms.tasks import (
    OpenTaskForm,
    TakeDownForm,
    TaskAnswerForm,
    TaskReportForm,
)
from grannsamverkan.signs.models.tasks import SignTask
from grannsamverkan.signs.queries import tasks as task_queries
from grannsamverkan.signs.usecases import tasks
from grannsamverkan.signs.views import intake
from grannsamverkan.signs.views.planning import sign_shapes
from grannsamverkan.signs.workflow import SIGN

bp = Blueprint("tasks", __name__)
ANSWERS = {"finish": tasks.finish_task, "return": tasks.return_task, "cancel": tasks.cancel_task}


@bp.get("/skyltar/uppgifter")
def index() -> ResponseReturnValue:
    """The open tasks the person may see, the first day due first, a page at a time."""
    kind = request.args.get("slag", "")
    with reading() as work:
        counts = task_queries.counts_by_kind(work)
        shown = task_queries.listed(work, (kind,) if kind else (), page_number())
        today = local(work.now).date()
        return page(
            "tasks/index.html",
            tasks=shown.rows,
            pager=pager(shown),
            counts={name: counts.get(name, 0) for name in words.TASK_WORDS},
            chosen=kind,
            late={task.id for task in shown.rows if task.is_late(today)},
            words=words,
            pretty=codes.pretty,
        )


@bp.route("/skyltar/uppgifter/<int:task_id>", methods=["GET", "POST"])
def show(task_id: int) -> ResponseReturnValue:
    """One task: what to do, the photos, and the form that says it is done."""
    form = TaskReportForm()
    if form.validate_on_submit():
        photo_ids = report_by_form(form, task_id)
        if not form.errors:
            intake.examine(photo_ids)
            return see_other("tasks.show", task_id=task_id)
    with reading() as work:
        return _task_page(work, task_queries.task(work, task_id), form, TaskAnswerForm())


@bp.post("/skyltar/uppgifter/<int:task_id>/svar")
def answer(task_id: int) -> ResponseReturnValue:
    """The reviewer's word on a task."""
    form = TaskAnswerForm()
    with reading() as work:
        work.require(policy.may_judge_task, task_queries.task(work, task_id))
    if form.validate_on_submit():
        with writing(form) as work:
            ANSWERS[form.answer.data](work, task_id, reason=form.reason.data or "")
        if not form.errors:
            return see_other("tasks.show", task_id=task_id)
    with reading() as work:
        return _task_page(work, task_queries.task(work, task_id), TaskReportForm(None), form)


@bp.route("/skyltar/<int:sign_id>/uppgift", methods=["GET", "POST"])
def create(sign_id: int) -> ResponseReturnValue:
    """Ask the group to do something with a sign."""
    form = OpenTaskForm(data={"kind": request.args.get("slag", "fault")})
    with reading() as work:
        sign = queries.sign(work, sign_id)
        if not (policy.may_open_task(work.actor, sign) and sign.state in policy.OUT_THERE):
            raise NotFound()
    if form.validate_on_submit():
        with writing(form) as work:
            sign = queries.sign(work, sign_id)
            task = tasks.open_task(work, sign, form.kind.data, reason=form.reason.data)
        if not form.errors:
            return see_other("tasks.show", task_id=task.id)
    with reading() as work:
        sign = queries.sign(work, sign_id)
        return page("tasks/create.html", form=form, sign=sign, code=codes.pretty(sign.code))


@bp.route("/skyltar/<int:sign_id>/ta-ner", methods=["GET", "POST"])
def take_down(sign_id: int) -> ResponseReturnValue:
    """Order a sign down, with the reason."""
    form = TakeDownForm()
    with reading() as work:
        sign = queries.sign(work, sign_id)
        if not form.is_submitted() and not SIGN.offers(work.actor, sign, "order_take_down"):
            raise NotFound()
    if form.validate_on_submit():
        with writing(form) as work:
            tasks.order_take_down(work, sign_id, reason=form.reason.data)
        if not form.errors:
            return see_other("signs.show", sign_id=sign_id)
    with reading() as work:
        sign = queries.sign(work, sign_id)
        work.require(policy.may_order_take_down, sign)
        return page("tasks/take_down.html", form=form, sign=sign, code=codes.pretty(sign.code))


def report_by_form(form: TaskReportForm, task_id: int) -> list[int]:
    """Keep the photos and say that the task is done; the photos' ids, none if the form is wrong."""
    stored = intake.store_all(form.photos)
    if form.errors:
        return []
    with writing(form) as work:
        photos = [tasks.take_in_task_photo(work, task_id, stored=name) for name in stored]
        tasks.report_task(work, task_id, note=form.note.data or "")
    return [] if form.errors else [photo.id for photo in photos]


def _task_page(
    work: Work, task: SignTask, report: TaskReportForm, answer: TaskAnswerForm
) -> ResponseReturnValue:
    sign = task.sign
    people = (task.created_by, task.reported_by, task.done_by)
    return page(
        "tasks/show.html",
        form=answer if answer.errors else report,
        report=report,
        answer=answer,
        task=task,
        sign=sign,
        code=codes.pretty(sign.code),
        words=words,
        is_late=task.is_late(local(work.now).date()),
        may_report=task.is_waiting and policy.may_report_task(work.actor, task),
        may_give=task.is_waiting and policy.may_give_task(work.actor, task),
        may_judge=task.state == "open" and policy.may_judge_task(work.actor, task),
        may_see_photos=policy.may_see_photos(work.actor, sign),
        names=accounts.names(work, [one for one in people if one]),
        map_shapes=sign_shapes(work, sign),
    )
