"""The start page of the room: the own training, or how far people have come."""

from flask import Response, flash, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.errors import NotPermitted
from grannsamverkan.core.i18n import _
from grannsamverkan.core.web import actor, page, page_number, pager, reading, see_other, writing
from grannsamverkan.training import policy, queries, rules, usecases
from grannsamverkan.training.queries import distributions
from grannsamverkan.training.views.base import bp
from grannsamverkan.training.workflow import STANDINGS

FILTERS = {"kvar": False, "klara": True}


@bp.get("/utbildning")
def home() -> ResponseReturnValue:
    """A contact person's own training, or for staff how far people have come."""
    if policy.watches_somewhere(actor()):
        return _people()
    if actor().kind != "contact":
        raise NotPermitted()
    with reading() as work:
        return page(
            "training/own.html",
            trainings=queries.own_trainings(work),
            material=queries.own_material(work),
            letters=distributions.letters_in_own_groups(work),
            language_words=rules.LANGUAGE_WORDS,
        )


@bp.post("/utbildning/borja/<int:contact_id>")
def start(contact_id: int) -> ResponseReturnValue:
    """Go to the own training by a fresh link."""
    with writing() as work:
        token = usecases.start_own(work, contact_id, request.form.get("edition", type=int))
    return see_other("training.open_link", token=token)


@bp.post("/utbildning/skicka/<int:contact_id>")
def send_again(contact_id: int) -> ResponseReturnValue:
    """Send a contact person a fresh link."""
    with writing() as work:
        usecases.send_again(work, contact_id)
    flash(_("En ny länk är på väg. Den förra gäller inte längre."), "ok")
    return see_other("training.home")


def _people() -> Response:
    chosen = request.args.get("visa", "")
    with reading() as work:
        shown = queries.people(work, trained=FILTERS.get(chosen), number=page_number())
        total, done = queries.how_many(work)
        return page(
            "training/people.html",
            people=shown.rows,
            pager=pager(shown),
            total=total,
            done=done,
            chosen=chosen if chosen in FILTERS else "",
            standings=STANDINGS,
            name_of=queries.name_of,
            may_send=lambda contact: policy.may_send(work.actor, contact),
        )
