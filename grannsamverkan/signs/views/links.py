"""A task without an account: whoever looks after the sign gives it, whoever has the link does it.

A link's address is its key: `/T/<token>`. It opens one task and nothing else.
"""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from grannsamverkan.core import codes, doors
from grannsamverkan.core.doors import Over
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.pdf import compile_pdf
from grannsamverkan.core.web import (
    Answer,
    page,
    reading,
    runtime,
    see_other,
    writing,
)
from grannsamverkan.core.work import Work
from grannsamverkan.signs import policy, words
from grannsamverkan.signs.forms.links import GiveForm
from grannsamverkan.signs.forms.tasks import TaskReportForm
from grannsamverkan.signs.models.links import TaskLink
from grannsamverkan.signs.models.tasks import SignTask
from grannsamverkan.signs.prints import place_of
from grannsamverkan.signs.prints import tasks as prints
from grannsamverkan.signs.queries import links as link_queries
from grannsamverkan.signs.queries import tasks as task_queries
from grannsamverkan.signs.usecases import links
from grannsamverkan.signs.views import intake
from grannsamverkan.signs.views.planning import send_pdf, sign_shapes
from grannsamverkan.signs.views.tasks import report_by_form
from grannsamverkan.signs.words.tasks import HOW, NEVER

bp = Blueprint("tasklinks", __name__)
PUBLIC = frozenset({"tasklinks.do", "tasklinks.do_small"})
doors.keep_addresses_secret(bp)
doors.lead_on(bp, "/t/<token>", "do")
doors.say_when_over(
    bp,
    token=Over(
        lazy("Länken gäller inte längre"),
        lazy(
            "Länken har tagits tillbaka eller är för gammal, eller så kom inte hela koden med."
            " Fråga gruppens kontaktombud om en ny."
        ),
        action=(lazy("Skriv koden från brevet"), "mounting.letter_entry"),
    ),
)


@bp.route("/skyltar/uppgifter/<int:task_id>/lamna-vidare", methods=["GET", "POST"])
def give(task_id: int) -> ResponseReturnValue:
    """Give a task to somebody by a letter or a mail, and see to whom it is given."""
    form = GiveForm()
    with reading() as work:
        if not policy.may_give_task(work.actor, task_queries.task(work, task_id)):
            raise NotFound()
    if form.validate_on_submit():
        with writing(form) as work:
            name, email = form.name.data or "", form.email.data or ""
            links.give_task(work, task_id, name=name, email=email)
        if not form.errors:
            return see_other("tasklinks.give", task_id=task_id, _anchor="lankar")
    with reading() as work:
        task = task_queries.task(work, task_id)
        found = link_queries.links_of(work, task)
        shown = {**_shown(task), "addresses": {link.id: _address(work, link) for link in found}}
        return page("tasks/give.html", form=form, links=found, **shown)


@bp.post("/skyltar/uppgifter/lankar/<int:link_id>/brev.pdf")
def letter(link_id: int) -> ResponseReturnValue:
    """The task's letter as a PDF. A POST, because printing it is logged."""
    with writing() as work:
        token = links.letter_token(work, link_id)
        link = link_queries.link(work, link_id)
        document = prints.task_letter(work, link.task, token, link.name)
        content = compile_pdf("signs/task.typ", document, created=work.now)
        return send_pdf(content, f"uppgift-{link.task.sign.code}.pdf")


@bp.post("/skyltar/uppgifter/lankar/<int:link_id>/avsluta")
def end(link_id: int) -> ResponseReturnValue:
    """Make a link stop working."""
    with writing() as work:
        task_id = links.take_back(work, link_id).task_id
    return see_other("tasklinks.give", task_id=task_id, _anchor="lankar")


@bp.route("/T/<token>", methods=["GET", "POST"])
def do(token: str) -> Answer:
    """What is to be done and how, and the form that shows it done; thanks, once it is."""
    task_id = _open(token)
    form = TaskReportForm()
    if form.validate_on_submit():
        photo_ids = report_by_form(form, task_id)
        if not form.errors:
            intake.examine(photo_ids)
            return see_other("tasklinks.do", token=token)
    with reading() as work:
        task = task_queries.task(work, task_id)
        if not task.is_waiting:
            return page("tasks/given_done.html", **_shown(task))
        # Only the sign: the whole area would hide which post is meant.
        at = [shape for shape in sign_shapes(work, task.sign) if shape["kind"] == "sign"]
        shown = {**_shown(task), "map_shapes": at}
        return page("tasks/given.html", form=form, token=token, never=NEVER, **shown)


def _shown(task: SignTask) -> dict[str, Any]:
    sign = task.sign
    return {
        "task": task,
        "word": words.TASK_WORDS[task.kind],
        "asks": words.TASK_ASKS[task.kind],
        "how": HOW[task.kind],
        "code": codes.pretty(sign.code),
        "place": place_of(sign),
        "group": sign.group,
        "municipality": sign.municipality,
    }


def _address(work: Work, link: TaskLink) -> str:
    return f"{runtime().settings.base_url}/T/{work.runtime.vault.open(link.token_sealed)}"


def _open(token: str) -> int:
    """The link's task; from here on this request acts as the link's holder.

    A task that is over says so, also to a link that is: whoever did it may look back.
    """
    with reading() as work:
        found = link_queries.link_by_token(work, token)
        if found is None or not (found.is_good(work.now) or not found.task.is_waiting):
            raise NotFound()
        task_id = found.task_id
    doors.hold("sign_task", task_id)
    return task_id
