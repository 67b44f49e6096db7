"""Several cases decided together, where the same thing is wrong with all of them."""

from collections.abc import Iterable

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core import codes
from grannsamverkan.core.errors import DomainError
from grannsamverkan.core.i18n import _
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.signs import policy, words
from grannsamverkan.signs.forms.together import TogetherForm
from grannsamverkan.signs.queries import reasons, together
from grannsamverkan.signs.queries.together import Case
from grannsamverkan.signs.usecases import review
from grannsamverkan.signs.views import onward
from grannsamverkan.signs.words.reasons import Reason, as_json
from grannsamverkan.signs.workflow import SIGN

bp = Blueprint("together", __name__)


@bp.get("/granskning/flera")
def choose() -> ResponseReturnValue:
    """The chosen cases, and what is wrong with all of them."""
    with reading() as work:
        work.require(policy.reviews_somewhere)
        asked = together.asked(request.args.getlist("skylt"))
        cases = together.cases(work, asked)
        if not cases:
            flash(_("Kryssa för minst ett ärende med foton."), "info")
            return see_other("desk.queue", **onward.wanted().address)
        form = TogetherForm(formdata=None)
        return _form_page(work, form, cases, together.codes_of(work, asked - set(cases)))


@bp.post("/granskning/flera/brev")
def preview() -> ResponseReturnValue:
    """What would happen to each of them, or with `andra` the text again; nothing is kept."""
    form = TogetherForm()
    with reading() as work:
        work.require(policy.reviews_somewhere)
        wanted = form.cases
        cases = together.cases(work, wanted)
        # What is not as it was when it was chosen is not decided on: other photos may have come.
        same = {key: case for key, case in cases.items() if case.row.set_id == wanted[key]}
        left_out = together.codes_of(work, wanted.keys() - same.keys())
        form.offer(_known(work, same))
        if not same or "andra" in request.args or not form.validate():
            return _form_page(work, form, same, left_out)
        return page(
            "signs/together_letters.html",
            form=form,
            cases=same.values(),
            drafts=[
                review.draft_decision(work, key, outcome=form.outcome.data, grounds=form.grounds)
                for key in same
            ],
            left_out=left_out,
            step=SIGN.steps[form.outcome.data],
            chosen=onward.wanted().address,
            pretty=codes.pretty,
        )


@bp.post("/granskning/flera/beslut")
def decide() -> ResponseReturnValue:
    """Decide on each by itself; one that was changed meanwhile is left out and named."""
    form = TogetherForm()
    with reading() as work:
        work.require(policy.reviews_somewhere)
        cases = together.cases(work, form.cases)
        form.offer(_known(work, cases))
        if not form.validate():
            return _form_page(work, form, cases, [])
    done = {key: _decide_one(key, set_id, form) for key, set_id in form.cases.items()}
    return see_other(
        "desk.queue",
        klar=_listed(one for one in done.values() if one) or None,
        kvar=_listed(key for key, one in done.items() if not one) or None,
        **onward.wanted().address,
    )


def _decide_one(sign_id: int, set_id: int, form: TogetherForm) -> int | None:
    """The decision's id, or None if this case can no longer be decided so."""
    try:
        with writing() as work:
            return review.decide(
                work, sign_id, set_id, outcome=form.outcome.data, grounds=form.grounds
            ).id
    except DomainError:
        return None


def _form_page(
    work: Work, form: TogetherForm, cases: dict[int, Case], left_out: list[str]
) -> ResponseReturnValue:
    known = _known(work, cases)
    form.offer(known)
    return page(
        "signs/together.html",
        form=form,
        cases=cases.values(),
        left_out=left_out,
        texts=as_json(known),
        chosen=onward.wanted().address,
        pretty=codes.pretty,
        days_left=words.days_left,
    )


def _known(work: Work, cases: dict[int, Case]) -> list[Reason]:
    place = next((case.municipality_id for case in cases.values()), None)
    return [] if place is None else reasons.reasons(work, place)


def _listed(ids: Iterable[int]) -> str:
    return ",".join(map(str, ids))
