"""The reviewer's pages: one case on one screen, and the letter before it goes."""

from typing import Any, Literal

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.accounts.queries import Colleague
from grannsamverkan.core import codes
from grannsamverkan.core.errors import Conflict, NotFound
from grannsamverkan.core.forms import options
from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.core.sending import send_picture
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.signs import errors, policy, queries, rules, words
from grannsamverkan.signs.forms import AnswersForm, AssignForm, ClearForm, OutcomeForm
from grannsamverkan.signs.forms.pointing import PointForm
from grannsamverkan.signs.forms.review import MarkForm
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.queries import beside, deadlines, decided, layers, reasons
from grannsamverkan.signs.queries.case import Case, CasePhoto, whole_case
from grannsamverkan.signs.usecases import assigning, review
from grannsamverkan.signs.usecases.review import Answer
from grannsamverkan.signs.usecases.undo import undo_decision
from grannsamverkan.signs.views import onward
from grannsamverkan.signs.views.layers import ShownPhoto, shown_photo
from grannsamverkan.signs.views.planning import sign_shapes
from grannsamverkan.signs.words.layers import POINTED
from grannsamverkan.signs.words.reasons import Reason, as_json
from grannsamverkan.signs.words.sight import told_sentences
from grannsamverkan.signs.workflow import SIGN

bp = Blueprint("review", __name__)
DRAWING = "ritning"
"""What the view may rest on instead of a photo."""
SIZES: dict[str, Literal["thumb", "stored"]] = {"liten": "thumb", "stor": "stored"}


@bp.get("/skyltar/<int:sign_id>/granska")
def case(sign_id: int) -> ResponseReturnValue:
    """One case on one screen."""
    with reading() as work:
        shown = whole_case(work, sign_id)
        return _case_page(work, shown, _answers(shown))


@bp.post("/skyltar/<int:sign_id>/granska")
def answer(sign_id: int) -> ResponseReturnValue:
    """Keep the answers to the two questions."""
    form = AnswersForm()
    with reading() as work:
        _offer_photos(form, whole_case(work, sign_id))
    if form.validate_on_submit():
        with writing(form) as work:
            review.answer_questions(
                work,
                sign_id,
                int(form.set_id.data),
                galvanising=Answer(form.galvanising.data, _number(form.galvanising_photo.data)),
                view=Answer(
                    form.view.data,
                    _number(form.view_photo.data),
                    on_drawing=form.view_photo.data == DRAWING,
                ),
            )
        if not form.errors:
            chosen = onward.wanted().address
            return see_other("review.case", sign_id=sign_id, _anchor="beslut", **chosen)
    with reading() as work:
        return _case_page(work, whole_case(work, sign_id), form)


@bp.post("/skyltar/<int:sign_id>/brev")
def preview(sign_id: int) -> ResponseReturnValue:
    """Show the letter that would go out; nothing is kept."""
    form = OutcomeForm()
    with reading() as work:
        shown = whole_case(work, sign_id)
        sign = shown.sign
        work.require(policy.may_review, sign)
        form.offer(reasons.reasons(work, sign.municipality_id))
        if not form.validate():
            return _case_page(work, shown, _answers(shown), form)
        _refuse_if_late(work, shown, form)
        letter = review.draft_decision(
            work, sign_id, outcome=form.outcome.data, grounds=form.grounds
        )
        return page(
            "signs/letter.html",
            form=form,
            sign=sign,
            letter=letter,
            marked=sum(bool(photo.marks) for photo in shown.photos),
            chosen=onward.wanted().address,
            step=SIGN.steps[form.outcome.data],
            readers=queries.readers_of_decision(sign, shown.set),
        )


@bp.post("/skyltar/<int:sign_id>/beslut")
def decide(sign_id: int) -> ResponseReturnValue:
    """Decide, and go on to the next case."""
    form = OutcomeForm()
    with reading() as work:
        shown = whole_case(work, sign_id)
        work.require(policy.may_review, shown.sign)
        form.offer(reasons.reasons(work, shown.sign.municipality_id))
        if not form.validate():
            return _case_page(work, shown, _answers(shown), form)
    with writing(form) as work:
        decision = review.decide(
            work,
            sign_id,
            int(form.set_id.data),
            outcome=form.outcome.data,
            grounds=form.grounds,
        )
    if form.errors:
        with reading() as work:
            shown = whole_case(work, sign_id)
            return _case_page(work, shown, _answers(shown), form)
    return onward.to_next(sign_id, [decision.id])


@bp.post("/skyltar/<int:sign_id>/godkann")
def approve_clear(sign_id: int) -> ResponseReturnValue:
    """Answer both questions yes with the photos that were shown, and approve."""
    form = ClearForm()
    with reading() as work:
        work.require(policy.may_review, whole_case(work, sign_id).sign)
    if not form.validate():
        return see_other("review.case", sign_id=sign_id, **onward.wanted().address)
    with writing() as work:
        decision = review.approve_clear(
            work,
            sign_id,
            int(form.set_id.data),
            galvanising_photo=int(form.galvanising_photo.data),
            view_photo=int(form.view_photo.data),
        )
    return onward.to_next(sign_id, [decision.id])


@bp.post("/granskning/angra")
def undo() -> ResponseReturnValue:
    """Take decisions back that were just made; all of them, or none."""
    with reading() as work:
        done = decided.just_decided(work, request.form.get("beslut", ""))
    if not done:
        raise NotFound()
    with writing() as work:
        for one in done:
            undo_decision(work, one.sign_id, one.decision_id)
    if len(done) > 1:
        return see_other("desk.queue", angrat=len(done), **onward.wanted().address)
    chosen = onward.wanted().address
    return see_other("review.case", sign_id=done[0].sign_id, angrat=1, **chosen)


@bp.post("/skyltar/<int:sign_id>/handlaggare")
def assign(sign_id: int) -> ResponseReturnValue:
    """Take the case on, give it to a colleague, or let it go."""
    form = AssignForm()
    with reading() as work:
        work.require(policy.may_review, whole_case(work, sign_id).sign)
    if form.validate():
        with writing() as work:
            assigning.assign(work, sign_id, _number(form.to.data))
    return see_other("review.case", sign_id=sign_id, **onward.wanted().address)


@bp.get("/foton/<int:photo_id>/<any(liten, stor):size>.jpg")
def picture(photo_id: int, size: str) -> ResponseReturnValue:
    """A clean picture; never what was sent."""
    with reading() as work:
        photo = queries.photo(work, photo_id)
        stored = photo.shown(SIZES[size])
        if stored is None:
            raise NotFound()
        return send_picture(work, stored)


def _case_page(
    work: Work, shown: Case, answers: AnswersForm, outcome: OutcomeForm | None = None
) -> ResponseReturnValue:
    sign, chosen = shown.sign, onward.wanted()
    known = reasons.reasons(work, sign.municipality_id)
    deciding = SIGN.offers(work.actor, sign, "ask_completion")
    colleagues = accounts.colleagues(work, "reviewer", sign.municipality_id) if deciding else []
    return page(
        "signs/case.html",
        form=outcome or answers,
        answers=answers,
        outcome=outcome,
        outcome_form=lambda: _outcome(known),
        texts=as_json(known),
        mark_form=lambda: MarkForm(formdata=None),
        point_form=lambda: PointForm(formdata=None),
        kinds=POINTED,
        evidence=_evidence(work, shown),
        looks={photo.id: layers.look_of(photo) for photo in _waited_for(shown)},
        sign=sign,
        set=shown.set,
        photos=shown.photos,
        worked_on=_worked_on(shown) if deciding else None,
        decisions=shown.decisions,
        code=codes.pretty(sign.code),
        state=SIGN.states[sign.state],
        deciding=deciding,
        may_approve=deciding and queries.may_be_approved(shown.review, shown.photos),
        checks=_by_photo(shown),
        words=words,
        fastening=rules.fastenings()[shown.set.fastening or "unknown"],
        names=_names(work, shown, colleagues),
        chosen=chosen.address,
        beside=beside.neighbours(work, chosen, sign) if deciding else None,
        proposed=_proposed(shown) if deciding else None,
        done=decided.done(work, request.args.get("klar", "")),
        undone=request.args.get("angrat", 0, type=int),
        time_left=_time_left(work, sign) if deciding else "",
        colleagues=colleagues,
        me=work.actor.id,
        map_shapes=sign_shapes(work, sign),
        sight=shown.sight,
        sight_told=told_sentences(shown.sight),
    )


def _proposed(shown: Case) -> tuple[CasePhoto, CasePhoto] | None:
    verdicts = [check.verdict for check in shown.checks]
    # Sight lines are mostly for a person, who has the view along the road in the photos: only what
    # surely hides something is no clear case.
    if shown.sight is not None and shown.sight.verdict == "not_ok":
        verdicts.append(shown.sight.verdict)
    return queries.proposal(shown.review, shown.photos, verdicts)


def _evidence(work: Work, shown: Case) -> dict[int, ShownPhoto]:
    found = layers.of_photos(work, shown.set, shown.photos)
    return {photo_id: shown_photo(*one) for photo_id, one in found.items()}


def _worked_on(shown: Case) -> CasePhoto | None:
    """The photo with which the forms for marks and for pointing out stand; `?foto=` chooses it."""
    ready = [photo for photo in shown.photos if photo.state == "ready"]
    wanted = request.args.get("foto", 0, type=int)
    return next((photo for photo in ready if photo.id == wanted), ready[0] if ready else None)


def _waited_for(shown: Case) -> list[CasePhoto]:
    """The photos of which something new will be seen soon."""
    taken_back = request.args.get("titt", 0, type=int)
    return [
        photo
        for photo in shown.photos
        if photo.is_waiting or photo.id == taken_back or layers.is_looked_at_again(photo)
    ]


def _names(work: Work, shown: Case, colleagues: list[Colleague]) -> dict[int, str]:
    """Names of those who decided, pointed out or took the case; whoever left is asked for."""
    known = {person.id: person.name for person in colleagues}
    wanted = {one.actor_id for one in shown.decisions} | {shown.sign.assigned_to or 0}
    wanted |= {label.by_user or 0 for photo in shown.photos for label in photo.labels}
    missing = wanted - known.keys() - {0}
    return {**known, **accounts.names(work, missing)} if missing else known


def _time_left(work: Work, sign: Sign) -> str:
    days = deadlines.answer_days(work).get(sign.municipality_id, 0)
    last = deadlines.last_day(sign.waits_since, days)
    return words.days_left(deadlines.days_left(last, work.now))


def _by_photo(shown: Case) -> dict[int | None, list[Any]]:
    found: dict[int | None, list[Any]] = {}
    for check in shown.checks:
        found.setdefault(check.photo_id, []).append(check)
    return found


def _answers(shown: Case) -> AnswersForm:
    """The answers given so far, for showing: the template's forms bring their own CSRF token."""
    given = shown.review
    form = AnswersForm(formdata=None, obj=given, meta={"csrf": False})
    _offer_photos(form, shown)
    if given is not None:
        form.galvanising_photo.data = str(given.galvanising_photo_id)
        form.view_photo.data = DRAWING if given.view_on_drawing else str(given.view_photo_id)
    return form


def _offer_photos(form: AnswersForm, shown: Case) -> None:
    ready = [photo for photo in shown.photos if photo.state == "ready"]
    photos = [
        (photo.id, f"{number}. {words.VIEW_WORDS[photo.view]}")
        for number, photo in enumerate(ready, start=1)
    ]
    drawing = [(DRAWING, _("Siktkontrollens ritning"))] if shown.sight is not None else []
    form.galvanising_photo.choices = options(photos)
    form.view_photo.choices = options([*photos, *drawing])
    if not form.is_submitted():
        form.set_id.data = str(shown.set.id)


def _refuse_if_late(work: Work, shown: Case, form: OutcomeForm) -> None:
    if str(shown.set.id) != form.set_id.data:
        raise Conflict(lazy("Nya foton har kommit. Titta på dem först."))
    if not SIGN.offers(work.actor, shown.sign, form.outcome.data):
        raise SIGN.too_late(work, shown.sign)
    if form.outcome.data == "approve" and not queries.may_be_approved(shown.review, shown.photos):
        raise errors.not_both_yes()


def _outcome(known: list[Reason]) -> OutcomeForm:
    form = OutcomeForm(formdata=None)
    form.offer(known)
    return form


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None
